package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Holds a text that has a passage of a brother's or sister's record in it. */
final class SiblingGuard {
  private SiblingGuard() {}

  /**
   * Refuses a text from a linked record.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_HELD}, which does not say whose record it is
   */
  static void check(Event event, RoomKind room, Procedure procedure, CaseFile file) {
    SharingRules.Siblings rule = procedure.sharing().siblings();
    if (rule == null || isReleased(event, room, file)) {
      return;
    }
    String text = text(event);
    for (Event link : file.state(SharingEvents.SIBLING)) {
      Optional<CaseFile> other = other(link, file.view());
      if (other.isPresent() && takes(text, other.get(), rule)) {
        throw held(room, file, rule);
      }
    }
  }

  private static Problem held(RoomKind room, CaseFile file, SharingRules.Siblings rule) {
    ObjectNode route =
        Json.object()
            .put("method", "POST")
            .put("path", "/api/cases/" + file.reference() + "/holds")
            .put("room", room.word());
    return Problem.of(
            409,
            "ORG.CASEROOM_HELD",
            "This is held: a passage of it stands in the record of another child, and each child's"
                + " record is kept apart. Write it in words of its own, or hand it in for a second"
                + " person to look at.")
        .with("clause", rule.clause())
        .with("org.caseroom.hold_route", route);
  }

  /** The linked case; empty once the link is ended. */
  static Optional<CaseFile> other(Event link, RoomView view) {
    return link.content().path("linked").asBoolean()
        ? link.text("space").flatMap(space -> CaseFile.of(view, RoomId.of(space)))
        : Optional.empty();
  }

  private static boolean takes(String text, CaseFile other, SharingRules.Siblings rule) {
    for (RoomId room : other.rooms().values()) {
      for (Event event : other.view().newest(room, rule.recent())) {
        if (Passages.passage(text, text(event)) >= rule.passage()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String text(Event event) {
    ObjectNode content = event.content();
    return content.path("body").asText()
        + "\n"
        + content.path("text").asText()
        + "\n"
        + content.path("words").asText()
        + "\n"
        + content.path("m.new_content").path("body").asText();
  }

  /** A second person let this very text into this very room. */
  private static boolean isReleased(Event event, RoomKind room, CaseFile file) {
    return event
        .text(SharingEvents.RELEASED)
        .flatMap(number -> file.state(SharingEvents.HOLD_STATE, number))
        .filter(state -> state.text("status").filter("released"::equals).isPresent())
        .filter(state -> state.text("author").filter(event.sender().value()::equals).isPresent())
        .filter(state -> state.text("room").filter(room.word()::equals).isPresent())
        .filter(state -> state.text("text").equals(event.text("body")))
        .isPresent();
  }
}
