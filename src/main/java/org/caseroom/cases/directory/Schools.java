package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The child's school, and the virtual school of its area (5.1). */
public final class Schools {
  /**
   * What a case knows of the child's school.
   *
   * @param name the school's name; for those who may read the case
   * @param area the council area that it is in; null while nobody has said
   * @param areaFrom {@code school} where it was recorded, {@code referral} where the referral told
   *     it; null for neither
   * @param virtualSchool the virtual school of that area; null where none is known
   * @param advisers its advisers
   * @param agreed whether the family has agreed to it
   * @param invited its people who are in the team
   * @param says what to do next, in words
   */
  public record SchoolView(
      @Nullable String name,
      @Nullable String area,
      @JsonProperty("area_from") @Nullable String areaFrom,
      @Nullable String phase,
      @Nullable Instant recorded,
      @JsonProperty("virtual_school") VirtualSchools.@Nullable Person virtualSchool,
      List<VirtualSchools.Person> advisers,
      boolean agreed,
      List<VirtualSchools.Person> invited,
      String clause,
      String says) {}

  private final Desk desk;
  private final Agencies agencies;
  private final AuditLog audit;

  Schools(Desk desk, Agencies agencies, AuditLog audit) {
    this.desk = desk;
    this.agencies = agencies;
    this.audit = audit;
  }

  /**
   * Records which school the child goes to; the virtual school of its area is invited if the family
   * has agreed to it.
   *
   * @param name the school's name; null for none
   * @param area the council area that it is in
   * @param phase a word of the list in {@code schools.yaml}
   */
  public Event record(
      UserId by, String reference, @Nullable String name, String area, String phase) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("area", area).put("phase", phase);
    Fields.put(content, "name", name);
    return desk.act(by, file.space(), SchoolEvents.SCHOOL, content);
  }

  /** What is known of the school. The access is noted in the audit log. */
  public SchoolView view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy().readsAs(by, file.space(), file.view(), "api"));
    Optional<Event> record = file.state(SchoolEvents.SCHOOL_RECORD, "");
    Optional<String> area = School.area(file);
    Optional<Agency> right = School.virtualSchool(file, agencies);
    List<Account> advisers = right.map(agency -> advisers(file, agency).toList()).orElse(List.of());
    boolean agreed =
        advisers.stream()
            .anyMatch(account -> desk.policy().access().covered(account, file, RoomKind.CASE));
    List<Account> invited =
        right.map(agency -> School.ofAgency(file, desk.accounts(), agency.id())).orElse(List.of());
    return new SchoolView(
        record.flatMap(event -> event.text("name")).orElse(null),
        area.orElse(null),
        area.map(known -> record.isPresent() ? "school" : "referral").orElse(null),
        record.flatMap(event -> event.text("phase")).orElse(null),
        record.map(event -> Instant.ofEpochMilli(event.content().path("at").asLong())).orElse(null),
        right.map(agency -> new VirtualSchools.Person(agency.id(), agency.name())).orElse(null),
        people(advisers),
        agreed,
        people(invited),
        rule(file).map(DirectoryRules.SchoolRule::clause).orElse(""),
        says(area, right, agreed, invited));
  }

  private static List<VirtualSchools.Person> people(List<Account> accounts) {
    return accounts.stream()
        .map(account -> new VirtualSchools.Person(account.id().value(), account.displayName()))
        .toList();
  }

  private Optional<DirectoryRules.SchoolRule> rule(CaseFile file) {
    DirectoryRules rules = desk.policy().procedure(file).directory();
    return rules == null ? Optional.empty() : Optional.ofNullable(rules.virtualSchool());
  }

  private Stream<Account> advisers(CaseFile file, Agency agency) {
    return desk.accounts().all().stream()
        .filter(account -> account.active() && agency.id().equals(account.agency()))
        .filter(
            account ->
                rule(file).filter(rule -> rule.roles().stream().anyMatch(account::is)).isPresent())
        .sorted(Comparator.comparing(Account::displayName).thenComparing(Account::id));
  }

  private static String says(
      Optional<String> area, Optional<Agency> right, boolean agreed, List<Account> invited) {
    if (area.isEmpty()) {
      return "Nobody has recorded the area of the child's school yet: a caseworker does.";
    }
    if (right.isEmpty()) {
      return "No virtual school is known for this area: an administrator adds it.";
    }
    String name = right.get().name();
    if (!invited.isEmpty()) {
      return name + " is in the team.";
    }
    return agreed
        ? "The family has agreed to " + name + ": a caseworker invites one of its advisers."
        : "The family has not agreed to "
            + name
            + " yet: the social worker talks it through, and it is invited once they agree.";
  }

  /**
   * Invites the virtual school of the area of the child's school.
   *
   * @param person one of its advisers; null for the first
   * @throws Problem 409 where no area or no virtual school is known, where the family has not
   *     agreed, or for somebody of another virtual school
   */
  public Event invite(UserId by, String reference, @Nullable UserId person, List<RoomKind> rooms) {
    CaseFile file = desk.open(by, reference);
    Optional<Agency> right = School.virtualSchool(file, agencies);
    String clause = rule(file).map(DirectoryRules.SchoolRule::clause).orElse("ours");
    if (right.isEmpty()) {
      throw Problem.gate(clause, says(School.area(file), right, false, List.of()));
    }
    Account adviser =
        person != null
            ? desk.accounts().require(person)
            : advisers(file, right.get())
                .findFirst()
                .orElseThrow(
                    () ->
                        Problem.gate(
                            clause,
                            right.get().name()
                                + " has no adviser yet: an administrator adds one."));
    String why = right.get().name() + " advises: the child's school is in its area";
    ObjectNode content = Json.object().put("role", adviser.mainRole().word()).put("why", why);
    Fields.put(content, "agency", adviser.agency());
    Fields.put(content, "rooms", rooms.stream().map(RoomKind::word).sorted().toList());
    return desk.paper(
        by, file.space(), CaseEvents.MEMBER, CaseEvents.personKey(adviser.id()), content);
  }

  /**
   * A virtual school sorts a question that waits with it.
   *
   * @param outcome {@code advise}, {@code signpost} or {@code refer}
   * @param service with {@code signpost}: the service that the family is pointed to
   */
  public Event triage(
      UserId by,
      String reference,
      String number,
      String outcome,
      @Nullable String service,
      @Nullable String note) {
    CaseFile file = desk.open(by, reference);
    RoomId room =
        file.state(CaseEvents.QUESTION, number)
            .flatMap(event -> event.text("room"))
            .map(RoomId::of)
            .orElseThrow(() -> Problem.notFound("This case has no question " + number + "."));
    ObjectNode content = Json.object().put("question", number).put("outcome", outcome);
    Fields.put(content, "service", service);
    Fields.put(content, "note", note);
    return desk.act(by, room, SchoolEvents.TRIAGE, content);
  }
}
