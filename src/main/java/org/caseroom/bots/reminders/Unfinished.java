package org.caseroom.bots.reminders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Trigger;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a clock and its being met: sections that are not finished, papers that are
 * not written or not signed.
 *
 * @param what in words
 * @param owner who has it, where one person is known
 * @param roles who could do it otherwise
 * @param waitingFor whom it waits for, where something blocks it
 */
record Unfinished(
    String what, @Nullable UserId owner, List<Role> roles, @Nullable UserId waitingFor) {

  Unfinished(String what, @Nullable UserId owner, List<Role> roles) {
    this(what, owner, roles, null);
  }

  /** What is unfinished for a clock of a case, from the papers that meet the clock. */
  static List<Unfinished> of(CaseFile file, Procedure procedure, String clock) {
    List<Unfinished> all = new ArrayList<>();
    procedure.clock(clock).stream()
        .flatMap(Unfinished::documents)
        .distinct()
        .flatMap(id -> procedure.document(id).stream())
        .forEach(document -> all.addAll(ofDocument(file, procedure, document)));
    if (all.isEmpty()) {
      all.addAll(unshared(file, procedure, clock));
    }
    if (all.isEmpty()) {
      procedure.clock(clock).stream()
          .flatMap(rule -> Stream.ofNullable(rule.waitsFor()))
          .map(waits -> new Unfinished(waits.what(), null, waits.by()))
          .forEach(all::add);
    }
    return all;
  }

  /** All is written and signed, and the clock still runs: what is left is to share it. */
  private static List<Unfinished> unshared(CaseFile file, Procedure procedure, String clock) {
    return procedure.clock(clock).stream()
        .flatMap(rule -> rule.metBy().stream())
        .filter(trigger -> trigger.event().equals(CaseEvents.SHARE) && trigger.where() != null)
        .flatMap(trigger -> Stream.ofNullable(trigger.where()))
        .flatMap(where -> Stream.ofNullable(where.get("document")))
        .flatMap(id -> procedure.document(id.asText()).stream())
        .map(
            document ->
                new Unfinished(
                    document.title() + ", not shared with the family yet", lead(file), List.of()))
        .toList();
  }

  private static Stream<String> documents(ClockRule rule) {
    return Stream.concat(rule.metBy().stream(), rule.reasonOn().stream())
        .map(Trigger::where)
        .filter(where -> where != null && where.containsKey("document"))
        .map(where -> where == null ? "" : where.get("document").asText());
  }

  private static List<Unfinished> ofDocument(
      CaseFile file, Procedure procedure, Procedure.DocumentRule document) {
    if (document.event().equals(CaseEvents.ASSESSMENT)) {
      List<Unfinished> sections = sections(file, procedure);
      if (!sections.isEmpty()) {
        return sections;
      }
    }
    Optional<Event> paper = file.state(RoomKind.PROFESSIONALS, document.event(), "");
    if (paper.isEmpty()) {
      return List.of(new Unfinished(document.title() + ", not written yet", lead(file), List.of()));
    }
    boolean signed =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, document.id())
            .flatMap(event -> event.text("document_event"))
            .filter(paper.get().id().value()::equals)
            .isPresent();
    return signed
        ? List.of()
        : List.of(new Unfinished(document.title() + ", not signed yet", null, document.signedBy()));
  }

  /**
   * The sections that nobody has called done: who was asked for one has it, else who wrote in it
   * last, else the lead. What blocks a section, and whom it waits for, is said with it.
   */
  private static List<Unfinished> sections(CaseFile file, Procedure procedure) {
    List<Unfinished> sections = new ArrayList<>();
    for (Procedure.Section section : Gates.owedSections(procedure, file)) {
      Optional<Event> written =
          file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, section.id());
      JsonNode done = written.map(event -> event.content().path("done")).orElse(null);
      if (done == null || !done.asBoolean()) {
        Optional<Event> contribution =
            file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_CONTRIBUTION, section.id());
        UserId owner =
            contribution
                .flatMap(asked -> asked.text("contributor"))
                .map(UserId::of)
                .or(() -> written.map(Event::sender))
                .orElse(lead(file));
        JsonNode blocker =
            contribution
                .map(asked -> asked.content().path("blocker"))
                .orElse(MissingNode.getInstance());
        sections.add(
            new Unfinished(
                section.title()
                    + (blocker.isObject()
                        ? " (blocked: " + blocker.path("reason").asText() + ")"
                        : ""),
                owner,
                List.of(),
                user(blocker.path("waiting_for"))));
      }
    }
    return sections;
  }

  private static @Nullable UserId user(JsonNode id) {
    return UserId.isValid(id.asText()) ? UserId.of(id.asText()) : null;
  }

  private static @Nullable UserId lead(CaseFile file) {
    return file.state(CaseEvents.LEAD, "")
        .flatMap(event -> event.text("person"))
        .map(UserId::of)
        .orElse(null);
  }
}
