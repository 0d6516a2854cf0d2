package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ClockRule;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** What readers see of reviews, of the end of support, and of feedback. */
final class ReviewViews {
  private final Desk desk;

  ReviewViews(Desk desk) {
    this.desk = desk;
  }

  static PlanView.@Nullable NextReview next(Procedure procedure, CaseFile file) {
    return Grounds.optional(procedure, SupportRules::reviews)
        .flatMap(rules -> ReviewRules.next(rules, file))
        .map(
            clock ->
                new PlanView.NextReview(clock.due(), clock.worked(), clock.id(), clock.clause()))
        .orElse(null);
  }

  // ---- Reviews ----

  List<PlanView.Review> all(Procedure procedure, CaseFile file, PlanViews.Sight sight) {
    List<SupportRules.Party> parties =
        Grounds.optional(procedure, SupportRules::reviews)
            .map(SupportRules.Reviews::parties)
            .orElse(List.of());
    return ReviewRules.records(file).stream()
        .sorted(
            Comparator.comparing((Event record) -> record.content().path("number").asInt())
                .reversed())
        .map(record -> review(record, parties, file, sight))
        .toList();
  }

  private PlanView.Review review(
      Event record, List<SupportRules.Party> parties, CaseFile file, PlanViews.Sight sight) {
    ObjectNode content = record.content();
    String number = String.valueOf(record.stateKey());
    boolean signed = content.has("signer");
    return new PlanView.Review(
        number,
        content.has("shared") ? "shared" : signed ? "signed" : "written",
        content.path("held").asText(),
        content.path("mode").asText(),
        Fields.texts(content.path("attended")),
        Fields.text(content, "early_reason"),
        desk.name(UserId.of(content.path("author").asText())),
        Instant.ofEpochMilli(content.path("written").asLong()),
        parties.stream().map(party -> party(party, content.path("parties"))).toList(),
        signed ? desk.name(UserId.of(content.path("signer").asText())) : null,
        Fields.text(content, "decided"),
        moment(content, "signed"),
        moment(content, "shared"),
        Fields.text(content, "late_reason"),
        text(number, file, sight));
  }

  private static @Nullable Instant moment(JsonNode content, String field) {
    return content.has(field) ? Instant.ofEpochMilli(content.path(field).asLong()) : null;
  }

  private PlanView.Party party(SupportRules.Party party, JsonNode said) {
    JsonNode of = said.path(party.id());
    String by = Fields.text(of, "by");
    return new PlanView.Party(
        party.id(),
        party.title(),
        by == null ? "open" : of.path("signed").asBoolean() ? "signed" : "not-signed",
        by == null ? null : desk.name(UserId.of(by)),
        Fields.text(of, "name"),
        moment(of, "at"),
        Fields.text(of, "views"),
        Fields.text(of, "reason"));
  }

  /** The text that was given to the family; for professionals the newest paper too. */
  private PlanView.@Nullable Text text(String number, CaseFile file, PlanViews.Sight sight) {
    Optional<Event> given = file.state(RoomKind.FAMILY, PlanEvents.REVIEW_GIVEN, number);
    boolean newest =
        ReviewRules.newest(file).filter(record -> number.equals(record.stateKey())).isPresent();
    if (given.isEmpty() && newest && sight.professional()) {
      given = file.state(RoomKind.PROFESSIONALS, CaseEvents.REVIEW, "");
    }
    return given
        .filter(event -> desk.policy().mayRead(sight.reader(), event, file.view()))
        .map(event -> text(event.content()))
        .orElse(null);
  }

  private static PlanView.Text text(ObjectNode content) {
    List<PlanView.Action> actions = new ArrayList<>();
    for (JsonNode action : content.path("actions")) {
      actions.add(
          new PlanView.Action(
              action.path("item").asText(),
              action.path("progress").asText(),
              action.path("impact").asText(),
              action.path("changes").asText()));
    }
    return new PlanView.Text(
        content.path("progress").asText(),
        content.path("impact").asText(),
        content.path("changes").asText(),
        content.path("peer_support").asText(),
        actions);
  }

  // ---- The end of support ----

  PlanView.Closure closure(Procedure procedure, CaseFile file, PlanViews.Sight sight) {
    SupportRules.Closing rules = Grounds.optional(procedure, SupportRules::closing).orElse(null);
    List<PlanView.Attempt> attempts = new ArrayList<>();
    if (sight.affairs()) {
      for (JsonNode attempt : Closing.attempts(file)) {
        attempts.add(
            new PlanView.Attempt(
                attempt.path("mode").asText(),
                Instant.ofEpochMilli(attempt.path("at").asLong()),
                desk.name(UserId.of(attempt.path("by").asText()))));
      }
    }
    return new PlanView.Closure(
        file.stage(),
        rules == null
            ? List.of()
            : rules.points().stream()
                .map(
                    point ->
                        new PlanView.Point(
                            point.id(), point.title(), rules.clause(), point.attempts()))
                .toList(),
        attempts,
        sight.affairs() ? List.copyOf(Closing.modesTried(file)) : List.of(),
        sight.affairs() ? Closing.external(procedure, file) : List.of(),
        sight.professional() ? form(procedure, file) : null,
        letter(procedure, file),
        next(procedure, file),
        sight.affairs() ? feedback(procedure, file) : List.of());
  }

  private PlanView.@Nullable Form form(Procedure procedure, CaseFile file) {
    Event form = file.state(RoomKind.PROFESSIONALS, CaseEvents.CLOSURE, "").orElse(null);
    if (form == null) {
      return null;
    }
    @Nullable String signer =
        Documents.id(procedure, form)
            .flatMap(id -> Documents.signature(procedure, file, id))
            .flatMap(signed -> signed.text("signer"))
            .map(user -> desk.name(UserId.of(user)))
            .orElse(null);
    return new PlanView.Form(
        form.text("closure").orElse(""),
        form.text("point").orElse(""),
        form.text("reason").orElse(""),
        desk.name(form.sender()),
        signer);
  }

  /** The clock that the sharing of the closure meets. */
  private static PlanView.@Nullable Letter letter(Procedure procedure, CaseFile file) {
    for (ClockRule rule : procedure.clocks()) {
      boolean meets =
          rule.metBy().stream()
              .anyMatch(
                  trigger ->
                      trigger.event().equals(CaseEvents.SHARE)
                          && trigger.where() != null
                          && trigger.where().containsKey("document")
                          && procedure
                              .document(trigger.where().get("document").asText())
                              .filter(found -> found.event().equals(CaseEvents.CLOSURE))
                              .isPresent());
      if (meets) {
        return file.clocks().stream()
            .filter(clock -> clock.id().equals(rule.id()))
            .findFirst()
            .map(ReviewViews::letter)
            .orElse(null);
      }
    }
    return null;
  }

  private static PlanView.Letter letter(ClockState clock) {
    return new PlanView.Letter(
        clock.status().word(), clock.due(), clock.dayFinished(), clock.reason());
  }

  private List<PlanView.Feedback> feedback(Procedure procedure, CaseFile file) {
    SupportRules.Feedback rules = Grounds.optional(procedure, SupportRules::feedback).orElse(null);
    if (rules == null) {
      return List.of();
    }
    return file.view().state(Grounds.shared(file), PlanEvents.FEEDBACK).stream()
        .map(request -> feedback(request, rules))
        .sorted(
            Comparator.comparing(PlanView.Feedback::opened)
                .thenComparing(PlanView.Feedback::request))
        .toList();
  }

  private PlanView.Feedback feedback(Event request, SupportRules.Feedback rules) {
    ObjectNode content = request.content();
    List<PlanView.FeedbackAnswer> answers = new ArrayList<>();
    for (JsonNode answer : content.path("answers")) {
      answers.add(answer(answer));
    }
    String form = content.path("form").asText();
    return new PlanView.Feedback(
        String.valueOf(request.stateKey()),
        form,
        content.path("title").asText(),
        content.path("clause").asText(),
        Instant.ofEpochMilli(content.path("opened").asLong()),
        content.has("not_applicable") ? "not-applicable" : content.has("sent") ? "sent" : "open",
        moment(content, "sent"),
        Fields.texts(content.path("formats")),
        Fields.text(content, "not_applicable"),
        rules
            .form(form)
            .map(
                found ->
                    found.questions().stream()
                        .map(question -> new PlanView.Question(question.id(), question.text()))
                        .toList())
            .orElse(List.of()),
        rules.parties().stream()
            .map(SupportRules.Party::id)
            .filter(party -> answers.stream().noneMatch(answer -> answer.party().equals(party)))
            .toList(),
        answers);
  }

  private PlanView.FeedbackAnswer answer(JsonNode answer) {
    List<Closures.Answer> said = new ArrayList<>();
    for (JsonNode each : answer.path("answers")) {
      said.add(
          new Closures.Answer(
              each.path("question").asText(),
              each.has("score") ? each.path("score").asInt() : null,
              Fields.text(each, "words")));
    }
    return new PlanView.FeedbackAnswer(
        answer.path("party").asText(),
        desk.name(UserId.of(answer.path("by").asText())),
        Fields.text(answer, "for"),
        Instant.ofEpochMilli(answer.path("at").asLong()),
        said);
  }
}
