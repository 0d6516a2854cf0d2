package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.ClockContent;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Event;

/** The way of a review: held, written, signed by its parties and a manager, shared. */
final class ReviewFlow {
  private final WorkingDays days;

  ReviewFlow(WorkingDays days) {
    this.days = days;
  }

  /** Writing it again is the same review until it is signed off. */
  void written(Step step) {
    Event event = step.event();
    Optional<Event> waiting = ReviewRules.waiting(step.file());
    int number =
        waiting
            .map(record -> record.content().path("number").asInt())
            .orElseGet(() -> ReviewRules.records(step.file()).size() + 1);
    String held =
        event.text("held").orElseGet(() -> Grounds.day(step.procedure(), event.time()).toString());
    ObjectNode content =
        Json.object()
            .put("number", number)
            .put("held", held)
            .put("mode", event.text("mode").orElse(""))
            .put("written", event.originServerTs())
            .put("author", event.sender().value());
    Fields.put(content, "attended", Fields.texts(event.content().path("attended")));
    Fields.put(content, "early_reason", event.text("early_reason").orElse(null));
    boolean closed =
        Closing.underReview(step.procedure(), step.file().stage())
            || waiting.filter(record -> record.content().path("closed").asBoolean()).isPresent();
    if (closed) {
      content.put("closed", true);
    }
    ObjectNode parties = content.putObject("parties");
    waiting
        .filter(record -> record.text("held").filter(held::equals).isPresent())
        .ifPresent(record -> parties.setAll((ObjectNode) record.content().path("parties")));
    record(step, "R" + number, content);
  }

  private static void record(Step step, String number, ObjectNode content) {
    step.state(Grounds.shared(step.file()), PlanEvents.REVIEW_RECORD, number, content);
  }

  void partySaid(Step step) {
    Event event = step.event();
    ReviewRules.waiting(step.file())
        .ifPresent(
            record -> {
              ObjectNode content = record.content().deepCopy();
              ObjectNode said =
                  Json.object()
                      .put("signed", event.content().path("signed").asBoolean())
                      .put("by", event.sender().value())
                      .put("at", event.originServerTs());
              for (String field : new String[] {"name", "views", "reason"}) {
                Fields.put(said, field, event.text(field).orElse(null));
              }
              content.withObject("parties").set(event.text("party").orElse(""), said);
              record(step, String.valueOf(record.stateKey()), content);
            });
  }

  void signed(Step step) {
    if (!is(step, CaseEvents.REVIEW)) {
      return;
    }
    Event event = step.event();
    ReviewRules.waiting(step.file())
        .ifPresent(
            record ->
                record(
                    step,
                    String.valueOf(record.stateKey()),
                    record
                        .content()
                        .deepCopy()
                        .put("signed", event.originServerTs())
                        .put("signer", event.sender().value())
                        .put("decided", event.text("decided").orElse(""))));
  }

  /** The family gets the text into its room, and the record says when. */
  void shared(Step step) {
    if (!is(step, CaseEvents.REVIEW)) {
      return;
    }
    Event event = step.event();
    Optional<Event> record =
        ReviewRules.newest(step.file()).filter(found -> found.content().has("signer"));
    Optional<Event> paper =
        Documents.paper(step.procedure(), step.file(), event.text("document").orElse(""));
    if (record.isEmpty() || paper.isEmpty()) {
      return;
    }
    String number = String.valueOf(record.get().stateKey());
    if (!record.get().content().has("shared")) {
      ObjectNode content = record.get().content().deepCopy().put("shared", event.originServerTs());
      Fields.put(content, "late_reason", event.text("late_reason").orElse(null));
      record(step, number, content);
    }
    step.room(RoomKind.FAMILY)
        .ifPresent(
            room ->
                step.state(
                    room, PlanEvents.REVIEW_GIVEN, number, paper.get().content().deepCopy()));
  }

  /** Whether a signature or a sharing is about the document whose paper is of this type. */
  static boolean is(Step step, String paper) {
    return step.event()
        .text("document")
        .flatMap(step.procedure()::document)
        .filter(rule -> rule.event().equals(paper))
        .isPresent();
  }

  void called(Step step) {
    SupportRules.Reviews rules = Grounds.rules(step.procedure(), SupportRules::reviews);
    LocalDate by = Grounds.date(step.event().content(), "by").orElseThrow();
    ReviewRules.next(rules, step.file())
        .map(clock -> ClockMath.dueOn(clock, by, step.procedure(), days))
        .ifPresent(clock -> step.state(CaseEvents.CLOCK, clock.id(), ClockContent.write(clock)));
  }

  static String words(Step step, String who) {
    Event event = step.event();
    return switch (event.type()) {
      case CaseEvents.REVIEW -> who + " wrote the review of the plan. It waits for a signature.";
      case PlanEvents.REVIEW_CALL ->
          who
              + " calls the next review earlier: by "
              + Notices.day(LocalDate.parse(event.text("by").orElse("")))
              + ". Reason: "
              + event.text("reason").orElse("");
      default -> party(step, who);
    };
  }

  private static String party(Step step, String who) {
    Event event = step.event();
    String party =
        Grounds.rules(step.procedure(), SupportRules::reviews).parties().stream()
            .filter(known -> known.id().equals(event.text("party").orElse("")))
            .map(SupportRules.Party::title)
            .findFirst()
            .orElse("");
    if (event.content().path("signed").asBoolean()) {
      return "The review is signed for: "
          + party
          + " ("
          + event.text("name").map(name -> name + ", recorded by " + who).orElse(who)
          + ")."
          + event.text("views").map(views -> " Their views: " + views).orElse("");
    }
    return "The review is not signed for: "
        + party
        + ". Reason, given by "
        + who
        + ": "
        + event.text("reason").orElse("");
  }
}
