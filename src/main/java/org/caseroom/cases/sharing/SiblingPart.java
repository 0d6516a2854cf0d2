package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** Brothers and sisters: a record for each, and a second person between them. */
public final class SiblingPart implements CasePart {

  @Override
  public Set<String> types() {
    return Set.of(
        SharingEvents.SIBLING,
        SharingEvents.HOLD,
        SharingEvents.HOLD_ANSWER,
        CaseEvents.NOTE,
        CaseEvents.SUMMARY,
        CaseEvents.VOICE,
        CaseEvents.QUESTION_ASK);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case SharingEvents.SIBLING -> link(event, who, file);
      case SharingEvents.HOLD -> file.requireRoom(RoomKind.of(event.text("room").orElse("")));
      case SharingEvents.HOLD_ANSWER -> answer(event, who, file);
      default ->
          CaseFile.kind(file.view(), event.room())
              .ifPresent(room -> SiblingGuard.check(event, room, procedure, file));
    }
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (message.type().equals("m.room.message") && !who.isBot()) {
      SiblingGuard.check(message, room, procedure, file);
    }
  }

  /** Who links is in both cases: others learn of neither. */
  private static void link(Event event, Account who, CaseFile file) {
    String reference = String.valueOf(event.stateKey());
    Optional<CaseFile> other =
        event
            .text("space")
            .flatMap(space -> CaseFile.of(file.view(), RoomId.of(space)))
            .filter(found -> found.reference().equals(reference))
            .filter(found -> !found.space().equals(file.space()))
            .filter(found -> found.agency().equals(file.agency()))
            .filter(found -> file.view().membership(found.space(), who.id()) == Membership.JOIN);
    if (other.isEmpty()) {
      throw Desk.noSuchCase(reference);
    }
  }

  private static void answer(Event event, Account who, CaseFile file) {
    Event state =
        file.state(SharingEvents.HOLD_STATE, event.text("hold").orElse(""))
            .orElseThrow(() -> Problem.notFound("There is no held text with this number."));
    if (state.text("author").filter(who.id().value()::equals).isPresent()) {
      throw Problem.gate(
          "ours", "Who wrote a text does not let it go: another caseworker looks at it.");
    }
    if (state.text("status").filter("waiting"::equals).isEmpty()) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This text was decided about already.");
    }
    if (event.text("decision").filter("refuse"::equals).isPresent()
        && event.text("reason").filter(text -> !text.isBlank()).isEmpty()) {
      throw Problem.gate("ours", "Say why the text does not go ('reason').")
          .with("org.caseroom.missing", "reason");
    }
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case SharingEvents.SIBLING -> linked(step);
      case SharingEvents.HOLD -> held(step);
      case SharingEvents.HOLD_ANSWER -> answered(step);
      default -> {}
    }
  }

  /** Both cases hold the link. */
  private static void linked(Step step) {
    ObjectNode content =
        Json.object()
            .put("space", step.file().space().value())
            .put("linked", step.event().content().path("linked").asBoolean());
    Fields.put(content, "why", step.event().text("why").orElse(null));
    step.event()
        .text("space")
        .map(RoomId::of)
        .ifPresent(
            space -> step.state(space, SharingEvents.SIBLING, step.file().reference(), content));
  }

  private static void held(Step step) {
    Event event = step.event();
    int number = Numbers.next(step.file().view(), step.file().space(), SharingEvents.HOLD_STATE);
    step.state(
        SharingEvents.HOLD_STATE,
        "H" + number,
        Json.object()
            .put("status", "waiting")
            .put("author", event.sender().value())
            .put("room", event.text("room").orElse(""))
            .put("text", event.text("text").orElse(""))
            .put("hold", event.id().value()));
  }

  private static void answered(Step step) {
    Event event = step.event();
    String number = event.text("hold").orElse("");
    Optional<Event> state = step.file().state(SharingEvents.HOLD_STATE, number);
    if (state.isEmpty()) {
      return;
    }
    boolean release = event.text("decision").filter("release"::equals).isPresent();
    ObjectNode content =
        state
            .get()
            .content()
            .deepCopy()
            .put("status", release ? "released" : "refused")
            .put("by", event.sender().value());
    Fields.put(content, "reason", event.text("reason").orElse(null));
    step.state(SharingEvents.HOLD_STATE, number, content);
    if (release) {
      step.file()
          .room(RoomKind.of(state.get().text("room").orElse("")))
          .ifPresent(room -> step.drafts().add(message(room, number, content)));
    }
  }

  private static Draft message(RoomId room, String number, ObjectNode hold) {
    return Draft.message(
        room,
        UserId.of(hold.path("author").asText()),
        "m.room.message",
        Json.object()
            .put("msgtype", "m.text")
            .put("body", hold.path("text").asText())
            .put(SharingEvents.RELEASED, number));
  }
}
