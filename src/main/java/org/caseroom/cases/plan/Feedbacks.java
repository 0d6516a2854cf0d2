package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SupportRules;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** Feedback: a form opens at the end of a stage, is sent in the formats needed, and is answered. */
final class Feedbacks {
  private static final int MOST = 12;

  private final Accounts accounts;

  Feedbacks(Accounts accounts) {
    this.accounts = accounts;
  }

  // ---- Rules ----

  void send(ObjectNode content, Procedure procedure, CaseFile file) {
    SupportRules.Feedback rules = Grounds.rules(procedure, SupportRules::feedback);
    request(content, file);
    List<UserId> to = Fields.users(content.path("to"));
    Problem.require(
        to.isEmpty() == !Grounds.blank(content, "not_applicable"),
        "Say to whom the form was sent ('to'), or why there is none ('not_applicable').");
    Set<String> given = new HashSet<>(Fields.texts(content.path("formats")));
    for (UserId person : to) {
      Account account =
          accounts
              .find(person)
              .filter(found -> found.isFamily() && Door.inCase(file, person))
              .orElseThrow(() -> Problem.invalidParam("'to' names members of the family."));
      List<String> lacking = new ArrayList<>();
      file.state(CaseEvents.NEEDS, CaseEvents.personKey(person))
          .map(needs -> Fields.texts(needs.content().path("formats")))
          .ifPresent(
              needed ->
                  needed.stream().filter(format -> !given.contains(format)).forEach(lacking::add));
      if (!lacking.isEmpty()) {
        throw Problem.gate(
                rules.formats().clause(),
                account.displayName()
                    + " needs the form as "
                    + String.join(" and ", lacking).replace('-', ' ')
                    + ". Send it so, and say so ('formats').")
            .with("org.caseroom.missing", "formats");
      }
    }
  }

  void answer(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    SupportRules.Feedback rules = Grounds.rules(procedure, SupportRules::feedback);
    Event request = request(content, file);
    String partyId = content.path("party").asText();
    SupportRules.Party party =
        rules.parties().stream()
            .filter(known -> known.id().equals(partyId))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "'party' is one of "
                            + String.join(
                                ", ", rules.parties().stream().map(SupportRules.Party::id).toList())
                            + "."));
    boolean own = Grounds.any(who, party.roles()) && Door.inCase(file, who.id());
    boolean recorded = who.isStaff() && !Grounds.blank(content, "for");
    if (!own && !recorded) {
      throw Problem.forbidden(
          who.isStaff()
              ? "You are not of this party: to write down what somebody said, say who ('for')."
              : "You answer for your own party.");
    }
    JsonNode before = request.content().path("answers");
    for (JsonNode answer : before) {
      if (answer.path("party").asText().equals(partyId)
          && answer.path("by").asText().equals(who.id().value())
          && answer.path("for").asText().equals(content.path("for").asText())) {
        throw Problem.of(
            409, "ORG.CASEROOM_FINAL", "This is answered already: thank you. It stays as it is.");
      }
    }
    Problem.require(before.size() < MOST, "This form has all the answers that it holds.");
    questions(content, request, procedure);
  }

  private static void questions(ObjectNode content, Event request, Procedure procedure) {
    List<String> known =
        Grounds.rules(procedure, SupportRules::feedback)
            .form(request.text("form").orElse(""))
            .map(form -> form.questions().stream().map(SupportRules.FeedbackForm.Question::id))
            .map(java.util.stream.Stream::toList)
            .orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (JsonNode answer : content.path("answers")) {
      Grounds.listed((ObjectNode) answer, "question", known);
      Problem.require(
          seen.add(answer.path("question").asText()), "Each question is answered once.");
      Problem.require(
          answer.has("score") || !Grounds.blank(answer, "words"),
          "An answer has a score from 1 to 5, or words, or both.");
    }
  }

  private static Event request(ObjectNode content, CaseFile file) {
    return find(file, content.path("request").asText())
        .orElseThrow(
            () ->
                Problem.notFound(
                    "This case has no such request for feedback: they open at the ends of"
                        + " stages."));
  }

  static Optional<Event> find(CaseFile file, String request) {
    return file.view().state(Grounds.shared(file), PlanEvents.FEEDBACK, request);
  }

  // ---- What follows ----

  static void opened(Step step) {
    SupportRules.Feedback rules =
        Grounds.optional(step.procedure(), SupportRules::feedback).orElse(null);
    if (rules == null) {
      return;
    }
    RoomId room = Grounds.shared(step.file());
    for (SupportRules.FeedbackForm form : rules.forms()) {
      if (Triggers.any(form.on(), step.event())) {
        long before =
            step.file().view().state(room, PlanEvents.FEEDBACK).stream()
                .filter(request -> request.text("form").filter(form.id()::equals).isPresent())
                .count();
        ObjectNode content =
            Json.object()
                .put("form", form.id())
                .put("title", form.title())
                .put("clause", form.clause())
                .put("opened", step.event().originServerTs());
        content.putArray("answers");
        step.state(room, PlanEvents.FEEDBACK, form.id() + "-" + (before + 1), content);
      }
    }
  }

  static void sent(Step step) {
    change(
        step,
        content -> {
          Event event = step.event();
          content.put("sent", event.originServerTs()).put("sent_by", event.sender().value());
          Fields.put(content, "to", Fields.texts(event.content().path("to")));
          Fields.put(content, "formats", Fields.texts(event.content().path("formats")));
          Fields.put(content, "not_applicable", event.text("not_applicable").orElse(null));
        });
  }

  static void answered(Step step) {
    change(
        step,
        content -> {
          Event event = step.event();
          ObjectNode answer =
              content
                  .withArray("answers")
                  .addObject()
                  .put("party", event.text("party").orElse(""))
                  .put("by", event.sender().value())
                  .put("at", event.originServerTs());
          Fields.put(answer, "for", event.text("for").orElse(null));
          answer.set("answers", event.content().path("answers").deepCopy());
        });
  }

  private static void change(Step step, java.util.function.Consumer<ObjectNode> how) {
    String key = step.event().text("request").orElse("");
    find(step.file(), key)
        .ifPresent(
            request -> {
              ObjectNode content = request.content().deepCopy();
              how.accept(content);
              step.state(request.room(), PlanEvents.FEEDBACK, key, content);
            });
  }

  static String words(Step step, String who) {
    Event event = step.event();
    String title =
        find(step.file(), event.text("request").orElse(""))
            .flatMap(request -> request.text("title"))
            .orElse("");
    if (event.type().equals(PlanEvents.FEEDBACK_ANSWER)) {
      return who
          + " answered '"
          + title
          + "'"
          + event.text("for").map(name -> " for " + name).orElse("")
          + ". Thank you.";
    }
    List<String> formats = Fields.texts(event.content().path("formats"));
    return event
        .text("not_applicable")
        .map(why -> "'" + title + "' is not sent: " + why)
        .orElseGet(
            () ->
                who
                    + " sent '"
                    + title
                    + "'"
                    + (formats.isEmpty()
                        ? ""
                        : " (" + String.join(", ", formats).replace('-', ' ') + ")")
                    + ". You can answer it here, or not at all.");
  }
}
