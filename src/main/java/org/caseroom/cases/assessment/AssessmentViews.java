package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Puts the assessment together from the state of a case, for one reader. */
final class AssessmentViews {
  private final Desk desk;
  private final Agencies agencies;

  AssessmentViews(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.agencies = agencies;
  }

  /** Whether somebody is in a room of a case and may read it. */
  static boolean reads(Desk desk, UserId reader, CaseFile file, RoomKind kind) {
    Optional<RoomId> room = file.room(kind);
    return room.isPresent()
        && file.view().membership(room.get(), reader) == Membership.JOIN
        && desk.policy().mayRead(reader, room.get(), file.view());
  }

  AssessmentView of(UserId reader, CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    boolean professional = reads(desk, reader, file, RoomKind.PROFESSIONALS);
    Optional<ClockState> clock = AssessmentClock.of(file, procedure);
    return new AssessmentView(
        status(file, procedure),
        Home.of(file).outOfArea(),
        Home.of(file).area(),
        CaseTypes.of(file).orElse(null),
        clock.map(state -> due(state, file, procedure, professional)).orElse(null),
        domains(file, procedure),
        professional ? sections(reader, file, procedure, clock.orElse(null)) : List.of(),
        heard(file),
        reads(desk, reader, file, RoomKind.FAMILY) ? visits(file) : List.of(),
        professional ? appointments(file) : List.of());
  }

  private static String status(CaseFile file, Procedure procedure) {
    Optional<Event> paper = file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT, "");
    if (paper.isEmpty()) {
      return "not-started";
    }
    boolean signed =
        AssessmentClock.document(procedure)
            .flatMap(document -> Documents.signature(procedure, file, document.id()))
            .isPresent();
    return signed ? "signed" : paper.get().text("status").orElse("");
  }

  private AssessmentView.Due due(
      ClockState clock, CaseFile file, Procedure procedure, boolean professional) {
    LocalDate until = clock.finished() == null ? Checks.today(file, procedure) : clock.finished();
    return new AssessmentView.Due(
        clock.id(),
        clock.clause(),
        clock.started(),
        clock.due(),
        clock.worked(),
        clock.status(),
        ClockMath.used(clock, until, procedure, desk.policy().rules().workingDays()),
        clock.length(),
        clock.overdue(file.view().now()) || clock.status() == ClockState.Status.BREACHED,
        professional ? Lateness.of(file, clock).map(this::lateReason).orElse(null) : null);
  }

  private AssessmentView.LateReason lateReason(Event record) {
    UserId by = UserId.of(record.text("by").orElse(""));
    return new AssessmentView.LateReason(
        record.text("reason").orElse(""),
        by,
        desk.name(by),
        Instant.ofEpochMilli(record.content().path("at").asLong()),
        record.content().path("day").asInt());
  }

  private static List<AssessmentView.Domain> domains(CaseFile file, Procedure procedure) {
    List<Procedure.Section> owed = Gates.owedSections(procedure, file);
    List<AssessmentView.Domain> domains = new ArrayList<>();
    for (AssessmentRules.Domain domain : procedure.assessment().domains()) {
      List<String> about =
          owed.stream()
              .filter(section -> section.domains().contains(domain.id()))
              .map(Procedure.Section::id)
              .toList();
      domains.add(
          new AssessmentView.Domain(
              domain.id(),
              domain.title(),
              about,
              about.stream().anyMatch(section -> Contributions.done(file, section))));
    }
    return domains;
  }

  // ---- Sections ----

  private List<AssessmentView.Section> sections(
      UserId reader, CaseFile file, Procedure procedure, @Nullable ClockState clock) {
    List<AssessmentView.Section> sections = new ArrayList<>();
    for (Procedure.Section rule : Gates.owedSections(procedure, file)) {
      sections.add(section(reader, file, procedure, rule, clock));
    }
    return sections;
  }

  private AssessmentView.Section section(
      UserId reader,
      CaseFile file,
      Procedure procedure,
      Procedure.Section rule,
      @Nullable ClockState clock) {
    Optional<Event> written =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, rule.id());
    Optional<Event> asked = Contributions.contribution(file, rule.id());
    boolean done = Contributions.done(file, rule.id());
    UserId contributor = asked.flatMap(event -> user(event, "contributor")).orElse(null);
    UserId owner =
        contributor != null
            ? contributor
            : written
                .map(Event::sender)
                .or(() -> file.state(CaseEvents.LEAD, "").flatMap(lead -> user(lead, "person")))
                .orElse(null);
    LocalDate due =
        asked
            .flatMap(event -> event.text("due"))
            .map(LocalDate::parse)
            .orElse(clock == null ? null : clock.worked());
    return new AssessmentView.Section(
        rule.id(),
        rule.title(),
        rule.domains(),
        done ? "done" : written.isPresent() ? "written" : "open",
        written
            .filter(event -> desk.policy().mayRead(reader, event, file.view()))
            .flatMap(event -> event.text("text"))
            .orElse(null),
        written.map(Event::id).orElse(null),
        written.map(Event::sender).orElse(null),
        owner,
        owner == null ? null : desk.name(owner),
        contributor,
        agencyOf(contributor),
        asked
            .filter(event -> event.content().has("asked"))
            .map(event -> at(event.content(), "asked"))
            .orElse(null),
        asked.flatMap(event -> event.text("what")).orElse(null),
        due,
        !done && due != null && Checks.today(file, procedure).isAfter(due),
        asked.map(event -> blocker(event.content().path("blocker"))).orElse(null));
  }

  private AssessmentView.@Nullable Blocker blocker(JsonNode blocker) {
    if (!(blocker instanceof ObjectNode content)) {
      return null;
    }
    String waiting = Fields.text(content, "waiting_for");
    return new AssessmentView.Blocker(
        content.path("reason").asText(),
        waiting == null ? null : UserId.of(waiting),
        waiting == null ? null : desk.name(UserId.of(waiting)),
        at(content, "since"));
  }

  private @Nullable String agencyOf(@Nullable UserId user) {
    return user == null
        ? null
        : desk.accounts()
            .find(user)
            .map(Account::agency)
            .flatMap(agencies::find)
            .map(Agency::name)
            .orElse(null);
  }

  private static Optional<UserId> user(Event event, String field) {
    return event.text(field).filter(UserId::isValid).map(UserId::of);
  }

  private static Instant at(JsonNode content, String field) {
    return Instant.ofEpochMilli(content.path(field).asLong());
  }

  // ---- Visits and the child's voice ----

  private static AssessmentView.Heard heard(CaseFile file) {
    return file.state(CaseEvents.VOICE_HEARD, "")
        .map(
            event ->
                new AssessmentView.Heard(
                    true, event.content().path("seen").asBoolean(), at(event.content(), "at")))
        .orElseGet(() -> new AssessmentView.Heard(false, false, null));
  }

  private List<AssessmentView.Visited> visits(CaseFile file) {
    return file.state(RoomKind.FAMILY, AssessmentEvents.VISIT_RECORD).stream()
        .map(this::visited)
        .sorted(Comparator.comparing(AssessmentView.Visited::at))
        .toList();
  }

  private AssessmentView.Visited visited(Event event) {
    ObjectNode content = event.content();
    UserId by = UserId.of(event.text("by").orElse(""));
    List<Assessing.Guest> others = new ArrayList<>();
    for (JsonNode other : content.path("also_present")) {
      others.add(
          new Assessing.Guest(
              other.path("name").asText(),
              other.path("who").asText(),
              Fields.text(other, "agency"),
              Fields.text(other, "needs")));
    }
    return new AssessmentView.Visited(
        String.valueOf(event.stateKey()),
        content.path("first").asBoolean(),
        content.path("mode").asText(),
        at(content, "at"),
        by,
        desk.name(by),
        Fields.users(content.path("present")).stream().map(desk::name).toList(),
        others,
        Fields.text(content, "place"),
        content.path("out_of_area").asBoolean(),
        Fields.text(content, "how_assessed"),
        Fields.text(content, "interpreter"),
        Fields.text(content, "no_interpreter_reason"),
        Fields.text(content, "joint_with"),
        Fields.text(content, "notes"));
  }

  private List<AssessmentView.Appointment> appointments(CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, AssessmentEvents.APPOINTMENT_RECORD).stream()
        .map(
            event ->
                new AssessmentView.Appointment(
                    String.valueOf(event.stateKey()),
                    at(event.content(), "at"),
                    event.text("place").orElse(""),
                    event.text("agency").orElse(null),
                    Fields.users(event.content().path("with")).stream().map(desk::name).toList(),
                    event.text("what").orElse(null),
                    event.text("status").orElse("")))
        .sorted(Comparator.comparing(AssessmentView.Appointment::at))
        .toList();
  }
}
