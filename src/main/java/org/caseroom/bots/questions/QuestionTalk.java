package org.caseroom.bots.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Questions without commands: a plain reply is the answer, and ✅ says that it answers. */
final class QuestionTalk {
  static final MessageKey POST = MessageKey.of("post-answer", "number");
  static final MessageKey ENOUGH = MessageKey.of("enough", "asker", "number");

  private QuestionTalk() {}

  /** A reply to what the house said of a question: its owner is asked whether it is the answer. */
  static void said(Desk desk, Event message) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), message.room());
    Optional<Event> question =
        Command.answers(message)
            .flatMap(id -> desk.event(message.room(), id))
            .filter(told -> told.content().has(CaseEvents.ABOUT))
            .flatMap(told -> file.flatMap(found -> toldOf(found, told)));
    boolean owner =
        question
            .flatMap(state -> state.text("owner"))
            .filter(message.sender().value()::equals)
            .isPresent();
    boolean open =
        question.flatMap(state -> state.text("status")).filter("open"::equals).isPresent();
    if (owner && open && Command.of(message).isEmpty()) {
      String number = String.valueOf(question.get().stateKey());
      desk.ask(
          message,
          Cause.of(message, "post"),
          style -> desk.text(POST, style, Map.of("number", number)),
          Json.object()
              .put("answers", number)
              .put("text_of", message.id().value())
              .put("by", message.sender().value()));
    }
  }

  /** The question that a notice of the house tells of: as it was asked, or as it was passed on. */
  private static Optional<Event> toldOf(CaseFile file, Event told) {
    String about = told.text(CaseEvents.ABOUT).orElse("");
    Optional<Event> event =
        Optional.of(about)
            .filter(EventId::isValid)
            .flatMap(id -> file.view().event(told.room(), EventId.of(id)));
    Optional<String> number = event.flatMap(found -> found.text("question"));
    return file.state(CaseEvents.QUESTION).stream()
        .filter(
            question ->
                question.text("ask").filter(about::equals).isPresent()
                    || number.filter(String.valueOf(question.stateKey())::equals).isPresent())
        .findFirst();
  }

  /** An answer was given: who asked is asked whether it is what they wanted to know. */
  static void answered(Desk desk, Event question) {
    Optional<RoomId> room = question.text("room").map(RoomId::of).filter(desk::isIn);
    Optional<UserId> asker = question.text("asker").map(UserId::of);
    boolean now = question.text("status").filter("answered"::equals).isPresent();
    if (!now || room.isEmpty() || asker.isEmpty()) {
      return;
    }
    String number = String.valueOf(question.stateKey());
    desk.say(
        room.get(),
        new Cause(question.text("answer_event").orElse("") + "/enough"),
        style ->
            desk.text(ENOUGH, style, Map.of("asker", desk.nameOf(asker.get()), "number", number)),
        List.of(asker.get()),
        Json.object().put("closes", number).put("by", asker.get().value()));
  }

  /** ✅ under one of the two: by whom it is for, and by nobody else. */
  static void agreed(Desk desk, Event reaction, Event message) {
    JsonNode mark = message.content().path(Desk.MARK);
    if (!mark.path("by").asText().equals(reaction.sender().value())) {
      return;
    }
    if (mark.has("closes")) {
      send(
          desk,
          reaction,
          Cause.of(message, "closed"),
          CaseEvents.QUESTION_CLOSE,
          Json.object().put("question", mark.path("closes").asText()));
    } else if (mark.has("answers")) {
      desk.event(message.room(), EventId.of(mark.path("text_of").asText()))
          .flatMap(Command::textOf)
          .ifPresent(
              text ->
                  send(
                      desk,
                      reaction,
                      Cause.of(message, "answered"),
                      CaseEvents.QUESTION_ANSWER,
                      Json.object()
                          .put("question", mark.path("answers").asText())
                          .put("text", text)));
    }
  }

  private static void send(Desk desk, Event asked, Cause cause, String type, ObjectNode content) {
    desk.appendFor(
        asked, cause, view -> Draft.message(asked.room(), asked.sender(), type, content));
  }
}
