package org.caseroom.cases.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * Whose agency takes part, and which virtual school: that of the area of the child's school. As
 * soon as the family has agreed to it, one of its advisers is invited.
 */
final class SchoolPart implements CasePart {
  private final Known known;
  private final Accounts accounts;
  private final Agencies agencies;
  private final Access access;

  SchoolPart(Known known, Accounts accounts, Agencies agencies, Access access) {
    this.known = known;
    this.accounts = accounts;
    this.agencies = agencies;
    this.access = access;
  }

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.MEMBER, CaseEvents.CONSENT, SchoolEvents.SCHOOL, SchoolEvents.TRIAGE);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case CaseEvents.MEMBER -> {
        if (!event.content().path("left").asBoolean()) {
          accounts
              .find(CaseEvents.person(String.valueOf(event.stateKey())))
              .ifPresent(person -> checkInvite(person, procedure, file));
        }
      }
      case SchoolEvents.SCHOOL -> school(event.content());
      case SchoolEvents.TRIAGE -> triage(event, who, file);
      default -> {}
    }
  }

  // ---- Whose agency ----

  @Override
  public void checkInvite(Account invited, Procedure procedure, CaseFile file) {
    DirectoryRules rules = procedure.directory();
    String id = invited.agency();
    if (rules == null || id == null || id.equals(file.agency())) {
      return;
    }
    Optional<Agency> agency = agencies.find(id);
    DirectoryRules.Rule agreement = rules.agreement();
    if (agreement != null && agency.filter(Agency::sharesInformation).isEmpty()) {
      throw Problem.gate(
              agreement.clause(),
              "No information-sharing agreement with "
                  + agency.map(Agency::name).orElse(id)
                  + " holds, so "
                  + invited.displayName()
                  + " cannot be added. "
                  + agreement.says())
          .with("org.caseroom.agency", id);
    }
    DirectoryRules.SchoolRule school = rules.virtualSchool();
    if (school != null && agency.isPresent() && advises(invited, school, agency.get())) {
      rightSchool(agency.get(), school, file);
    }
  }

  private static boolean advises(Account person, DirectoryRules.SchoolRule rule, Agency agency) {
    return VirtualSchools.isVirtualSchool(agency) && rule.roles().stream().anyMatch(person::is);
  }

  private void rightSchool(Agency asked, DirectoryRules.SchoolRule rule, CaseFile file) {
    Optional<String> area = School.area(file);
    Optional<Agency> right = School.virtualSchool(file, agencies);
    if (area.isEmpty() || right.isEmpty() || asked.serves(area.get())) {
      return;
    }
    throw Problem.gate(
            rule.clause(),
            file.child()
                + "'s school is in the area '"
                + area.get()
                + "': invite "
                + right.get().name()
                + ", not "
                + asked.name()
                + ". "
                + rule.says())
        .with("org.caseroom.virtual_school", right.get().id());
  }

  // ---- The school ----

  private void school(ObjectNode content) {
    List<Shelf.Kind> phases = known.shelf().schools().phases();
    String phase = content.path("phase").asText();
    if (!phases.isEmpty() && phases.stream().noneMatch(each -> each.id().equals(phase))) {
      throw Problem.invalidParam(
          "'phase' is one of "
              + String.join(", ", phases.stream().map(Shelf.Kind::id).toList())
              + ".");
    }
  }

  private static void require(boolean holds, Problem refusal) {
    if (!holds) {
      throw refusal;
    }
  }

  private void triage(Event event, Account who, CaseFile file) {
    Event question =
        file.state(CaseEvents.QUESTION, event.text("question").orElse(""))
            .orElseThrow(() -> Problem.notFound("This case has no such question."));
    require(
        question.text("room").filter(event.room().value()::equals).isPresent(),
        Problem.invalidParam(
            "That question was asked in another room of the case: sort it there."));
    require(
        question.text("status").filter("closed"::equals).isEmpty(),
        Problem.of(
            409, "ORG.CASEROOM_FINAL", "This question is closed: there is no more to sort."));
    String agency = who.agency();
    boolean theirs =
        agency != null
            && agencies.find(agency).filter(VirtualSchools::isVirtualSchool).isPresent()
            && accounts
                .find(UserId.of(question.text("owner").orElse("")))
                .map(Account::agency)
                .filter(agency::equals)
                .isPresent();
    require(
        theirs,
        Problem.forbidden("A question is sorted by the virtual school that it waits with."));
    boolean signposts = event.text("outcome").filter("signpost"::equals).isPresent();
    String service = event.text("service").orElse("");
    require(
        signposts == !service.isEmpty(),
        Problem.invalidParam(
            "'service' names the service that the family is pointed to: with 'signpost', and only"
                + " then."));
    require(
        !signposts || known.service(file.view(), service).isPresent(),
        Problem.invalidParam(
            "'service' is the id of a service of the directory: see /api/directory/services."));
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    Event event = step.event();
    switch (event.type()) {
      case SchoolEvents.SCHOOL -> {
        String area = Agency.area(event.text("area").orElse(""));
        ObjectNode record =
            Json.object()
                .put("area", area)
                .put("phase", event.text("phase").orElse(""))
                .put("by", event.sender().value())
                .put("at", event.originServerTs());
        Fields.put(record, "name", event.text("name").orElse(null));
        VirtualSchools.of(agencies, area)
            .ifPresent(agency -> record.put("virtual_school", agency.id()));
        step.state(SchoolEvents.SCHOOL_RECORD, "", record);
        invite(step, VirtualSchools.of(agencies, area));
      }
      case CaseEvents.CONSENT -> {
        Optional<Agency> right = School.virtualSchool(step.file(), agencies);
        invite(step, right.filter(agency -> concerns(event, agency)));
      }
      case SchoolEvents.TRIAGE -> {
        ObjectNode record =
            Json.object()
                .put("outcome", event.text("outcome").orElse(""))
                .put("by", event.sender().value())
                .put("at", event.originServerTs());
        Fields.put(record, "note", event.text("note").orElse(null));
        Fields.put(record, "service", event.text("service").orElse(null));
        step.state(SchoolEvents.TRIAGED, event.text("question").orElse(""), record);
      }
      default -> {}
    }
  }

  private static boolean concerns(Event consent, Agency agency) {
    return consent.text("agency").filter(agency.id()::equals).isPresent()
        && consent.text("status").filter("given"::equals).isPresent();
  }

  /** One adviser of the virtual school, once the family has agreed to it and nobody of it is in. */
  private void invite(Step step, Optional<Agency> virtualSchool) {
    CaseFile file = step.file();
    DirectoryRules rules = step.procedure().directory();
    DirectoryRules.SchoolRule rule = rules == null ? null : rules.virtualSchool();
    if (rule == null
        || virtualSchool.filter(Agency::sharesInformation).isEmpty()
        || !School.ofAgency(file, accounts, virtualSchool.get().id()).isEmpty()) {
      return;
    }
    Agency agency = virtualSchool.get();
    Optional<Account> adviser =
        accounts.all().stream()
            .filter(account -> account.active() && agency.id().equals(account.agency()))
            .filter(account -> rule.roles().stream().anyMatch(account::is))
            .filter(account -> access.covered(account, file, RoomKind.CASE))
            .min(Comparator.comparing(Account::displayName).thenComparing(Account::id));
    adviser.ifPresent(account -> bring(step, account, agency, rule));
  }

  private void bring(Step step, Account adviser, Agency agency, DirectoryRules.SchoolRule rule) {
    CaseFile file = step.file();
    String why = agency.name() + " advises: the child's school is in its area";
    List<RoomKind> rooms =
        List.of(RoomKind.FAMILY, RoomKind.PROFESSIONALS).stream()
            .filter(kind -> access.covered(adviser, file, kind))
            .toList();
    ObjectNode member =
        Json.object()
            .put(
                "role",
                rule.roles().stream()
                    .filter(adviser::is)
                    .findFirst()
                    .orElse(adviser.mainRole())
                    .word())
            .put("agency", agency.id())
            .put("why", why);
    Fields.put(member, "rooms", rooms.stream().map(RoomKind::word).toList());
    step.state(CaseEvents.MEMBER, CaseEvents.personKey(adviser.id()), member);
    invite(step, file.space(), adviser, why);
    for (RoomKind kind : rooms) {
      file.room(kind).ifPresent(room -> invite(step, room, adviser, why));
    }
    step.tell(
        agency.name()
            + " is invited to advise on school: "
            + adviser.displayName()
            + ". It is the virtual school of the area of the child's school ("
            + rule.clause()
            + ").",
        RoomKind.FAMILY,
        RoomKind.PROFESSIONALS);
  }

  private static void invite(Step step, RoomId room, Account account, String why) {
    Membership membership = step.file().view().membership(room, account.id());
    if (membership != Membership.JOIN && membership != Membership.INVITE) {
      step.drafts()
          .add(
              Draft.state(
                  room,
                  step.service(),
                  "m.room.member",
                  account.id().value(),
                  RoomPlan.member("invite", account.displayName()).put("reason", why)));
    }
  }

  // ---- Words ----

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    return switch (event.type()) {
      case SchoolEvents.SCHOOL -> Optional.of(schoolWords(step));
      case SchoolEvents.TRIAGE -> Optional.of(triageWords(step));
      default -> Optional.empty();
    };
  }

  /** The school is not named: notices are read outside, too. */
  private String schoolWords(Step step) {
    Event event = step.event();
    String area = Agency.area(event.text("area").orElse(""));
    Optional<Agency> right = VirtualSchools.of(agencies, area);
    StringBuilder words =
        new StringBuilder("The child's school was recorded; it is in the area '")
            .append(area)
            .append("'. ");
    if (right.isEmpty()) {
      return words
          .append("No virtual school is known for this area: an administrator adds it.")
          .toString();
    }
    words.append("Its virtual school is ").append(right.get().name()).append('.');
    boolean in = !School.ofAgency(step.file(), accounts, right.get().id()).isEmpty();
    boolean invited =
        step.drafts().stream().anyMatch(draft -> draft.type().equals(CaseEvents.MEMBER));
    if (!in && !invited) {
      words.append(
          " It is invited once the family agrees to it: the social worker talks it through with"
              + " them.");
    }
    for (Agency other : agencies.all()) {
      if (VirtualSchools.isVirtualSchool(other)
          && !other.serves(area)
          && !School.ofAgency(step.file(), accounts, other.id()).isEmpty()) {
        words.append(" ").append(other.name()).append(" is in the team: it hands over.");
      }
    }
    return words.toString();
  }

  private String triageWords(Step step) {
    Event event = step.event();
    String with =
        agencies
            .find(accounts.find(event.sender()).map(Account::agency).orElse(""))
            .map(Agency::name)
            .orElse("The virtual school");
    String number = event.text("question").orElse("");
    String note = event.text("note").map(text -> " " + text).orElse("");
    return switch (event.text("outcome").orElse("")) {
      case "signpost" ->
          with
              + " points to another service for "
              + number
              + ": "
              + known
                  .service(step.file().view(), event.text("service").orElse(""))
                  .map(SupportServices.ServiceView::title)
                  .orElse("")
              + "."
              + note;
      case "refer" -> with + " looks for who else can help with " + number + "." + note;
      default -> with + " will answer " + number + " itself." + note;
    };
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.event().type().equals(SchoolEvents.SCHOOL)
        ? step.room(RoomKind.PROFESSIONALS)
        : Optional.empty();
  }
}
