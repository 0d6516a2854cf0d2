package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.AgencyKind;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/** Who works together around adopted children: agencies by group, and what each role is for. */
public final class AgencyDirectory {
  /** One of the five groups, with its kinds of agency and the agencies themselves. */
  public record GroupView(
      String group, String title, List<KindView> kinds, List<AgencyView> agencies) {}

  /** A kind of agency. */
  public record KindView(String kind, String title, String group) {}

  /**
   * An agency.
   *
   * @param sharesInformation whether an information-sharing agreement with it holds: without one
   *     its people are not added to a case
   * @param people who works there; null for readers who are no staff
   */
  public record AgencyView(
      String id,
      String name,
      String kind,
      List<String> areas,
      List<Agency.Hub> hubs,
      Agency.@Nullable Card contact,
      Agency.@Nullable Card adviser,
      @JsonProperty("shares_information") boolean sharesInformation,
      @Nullable List<PersonView> people) {}

  /** Somebody who works for an agency. */
  public record PersonView(
      @JsonProperty("user_id") String userId,
      String name,
      List<Role> roles,
      @Nullable String hub) {}

  /** A role, what it sees first, and the groups of the permissions that it is in. */
  public record RoleView(
      Role role,
      String title,
      @Nullable String group,
      String opens,
      String page,
      List<String> rooms,
      String sees,
      @JsonProperty("permission_groups") List<String> permissionGroups) {}

  private final Shelf shelf;
  private final Desk desk;
  private final Agencies agencies;

  AgencyDirectory(Shelf shelf, Desk desk, Agencies agencies) {
    this.shelf = shelf;
    this.desk = desk;
    this.agencies = agencies;
  }

  /** The kinds of agency, group by group. */
  public List<KindView> kinds() {
    return Arrays.stream(AgencyKind.values())
        .map(kind -> new KindView(kind.word(), kind.title(), kind.group().word()))
        .toList();
  }

  /** The agencies, group by group. */
  public List<GroupView> groups(UserId reader) {
    boolean staff = desk.accounts().require(reader).isStaff();
    List<GroupView> groups = new ArrayList<>();
    for (AgencyKind.Group group : AgencyKind.Group.values()) {
      groups.add(
          new GroupView(
              group.word(),
              group.title(),
              kinds().stream().filter(kind -> kind.group().equals(group.word())).toList(),
              agencies.all().stream()
                  .filter(agency -> isIn(agency, group))
                  .map(agency -> view(agency, staff))
                  .toList()));
    }
    return groups;
  }

  /** An agency whose kind is of before the list stands with the therapeutic providers. */
  private static boolean isIn(Agency agency, AgencyKind.Group group) {
    return AgencyKind.find(agency.kind()).map(AgencyKind::group).orElse(AgencyKind.Group.THERAPY)
        == group;
  }

  private AgencyView view(Agency agency, boolean staff) {
    return new AgencyView(
        agency.id(),
        agency.name(),
        agency.kind(),
        agency.areas(),
        agency.hubs(),
        agency.contact(),
        agency.adviser(),
        agency.sharesInformation(),
        staff ? people(agency.id()) : null);
  }

  private List<PersonView> people(String agency) {
    return desk.accounts().all().stream()
        .filter(account -> account.active() && account.isStaff() && agency.equals(account.agency()))
        .sorted(Comparator.comparing(Account::displayName))
        .map(
            account ->
                new PersonView(
                    account.id().value(),
                    account.displayName(),
                    account.roles().stream().sorted().toList(),
                    account.hub()))
        .toList();
  }

  /** The roles, and what each sees first. */
  public List<RoleView> roles() {
    return shelf.roles().roles().stream()
        .map(
            view ->
                new RoleView(
                    view.role(),
                    view.role().title(),
                    view.group(),
                    view.opens(),
                    view.page(),
                    view.rooms(),
                    view.sees(),
                    desk.policy().rules().permissions().groupsOf(view.role())))
        .toList();
  }
}
