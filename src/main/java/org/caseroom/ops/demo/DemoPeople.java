package org.caseroom.ops.demo;

import java.util.List;
import java.util.Set;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/** The people of the demo, all invented, and the agencies that they work for. */
public final class DemoPeople {
  /** The password of everybody in the demo. */
  public static final String PASSWORD = "robin-demo";

  static final String T4C = "together4children";
  static final String HUB = "stoke-on-trent";
  static final String VIRTUAL_SCHOOL = "stoke-virtual-school";
  static final String PSYCHOLOGY = "north-staffs-psychology";
  static final String THERAPY = "childrens-therapy";
  static final String EDUCATION_PSYCHOLOGY = "stoke-educational-psychology";
  static final String NURSERY = "acorns-nursery";

  /**
   * Somebody to sign in as.
   *
   * @param name the user name
   * @param displayName the name that others see
   * @param role what they are
   * @param agency whom they work for, null for the family
   */
  public record Person(
      String name, String displayName, Role role, @Nullable String agency, @Nullable String hub) {}

  private static final List<Person> PEOPLE =
      List.of(
          new Person("jo", "Jo", Role.ADOPTER, null, null),
          new Person("sam", "Sam", Role.ADOPTER, null, null),
          new Person("dee", "Dee Marsh", Role.DUTY_WORKER, T4C, HUB),
          new Person("sara", "Sara Khan", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, T4C, HUB),
          new Person("mo", "Mo Hussain", Role.TEAM_MANAGER, T4C, HUB),
          new Person("priya", "Dr Priya Nair", Role.PSYCHOLOGIST, PSYCHOLOGY, null),
          new Person("vera", "Vera Lloyd", Role.VIRTUAL_SCHOOL_ADVISER, VIRTUAL_SCHOOL, null),
          new Person("otto", "Otto Brandt", Role.OCCUPATIONAL_THERAPIST, THERAPY, null),
          new Person("ed", "Ed Collins", Role.EDUCATIONAL_PSYCHOLOGIST, EDUCATION_PSYCHOLOGY, null),
          new Person("admin", "Ada Admin", Role.ADMINISTRATOR, T4C, null));

  private DemoPeople() {}

  /** Everybody, in the order to introduce them. */
  public static List<Person> all() {
    return PEOPLE;
  }

  static UserId id(String name, ServerName server) {
    return UserId.local(name, server);
  }

  static void agencies(Agencies agencies) {
    // Telephone numbers are of the range that Ofcom keeps for drama.
    agencies.save(
        new Agency(
            T4C,
            "Together4Children",
            "regional-adoption-agency",
            List.of("stoke-on-trent", "staffordshire", "shropshire", "telford-and-wrekin"),
            List.of(
                hub(HUB, "Stoke-on-Trent", "01632 960101"),
                hub("staffordshire", "Staffordshire", "01632 960102"),
                hub("shropshire", "Shropshire", "01632 960103"),
                hub("telford-and-wrekin", "Telford and Wrekin", "01632 960104"))),
        null);
    save(agencies, VIRTUAL_SCHOOL, "Stoke-on-Trent Virtual School", "virtual-school");
    save(agencies, PSYCHOLOGY, "North Staffordshire Children's Psychology (NHS)", "health");
    save(agencies, THERAPY, "Children's Occupational Therapy (NHS)", "health");
    save(agencies, EDUCATION_PSYCHOLOGY, "Stoke Educational Psychology Service", "education");
    save(agencies, NURSERY, "Acorns Nursery", "education");
  }

  private static Agency.Hub hub(String id, String name, String telephone) {
    return new Agency.Hub(
        id, name + " Permanency Hub", id + "@hub.example.org", telephone, List.of(id));
  }

  private static void save(Agencies agencies, String id, String name, String kind) {
    agencies.save(new Agency(id, name, kind, List.of(HUB), List.of()), null);
  }

  static void accounts(Accounts accounts) {
    accounts.createTogether(
        PEOPLE.stream().map(DemoPeople::account).toList(), Secret.of(PASSWORD), null);
  }

  private static Accounts.NewAccount account(Person person) {
    return new Accounts.NewAccount(
        person.name(),
        person.displayName(),
        Set.of(person.role()),
        person.agency(),
        person.hub(),
        null);
  }
}
