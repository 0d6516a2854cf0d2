package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.questions.QuestionEvents;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * Questions: each has exactly one owner, always shown to who asked. Its asker closes it; its owner
 * can hand it on with a reason, never drop it.
 */
public final class Questions {
  private final Desk desk;

  Questions(Desk desk) {
    this.desk = desk;
  }

  /**
   * Asks.
   *
   * @param room where: {@code FAMILY} or {@code PROFESSIONALS}
   * @param owner who should answer; null lets the procedure find one by its routes
   * @param again whether to ask although it is told already
   */
  public Event ask(
      UserId by,
      String reference,
      RoomKind room,
      String text,
      @Nullable UserId owner,
      boolean again) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("text", text);
    Fields.put(content, "owner", owner);
    if (again) {
      content.put(CaseEvents.ASK_AGAIN, true);
    }
    return desk.act(by, file.requireRoom(room), CaseEvents.QUESTION_ASK, content);
  }

  /** The same, stopped when it is told already. */
  public Event ask(
      UserId by, String reference, RoomKind room, String text, @Nullable UserId owner) {
    return ask(by, reference, room, text, owner, false);
  }

  /**
   * The family asks for an assessment, in whatever stage the case is (4.2). It becomes a question
   * in the case's space, with one owner.
   */
  public Event requestAssessment(UserId by, String reference, String text) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by, file.space(), CaseEvents.ASSESSMENT_REQUEST, Json.object().put("text", text));
  }

  /** The same, where nobody is sent to another service. */
  public Event answer(
      UserId by, String reference, String number, String text, @Nullable String card) {
    return answer(by, reference, number, text, card, null);
  }

  /**
   * Answers; the question stays open until its asker says that it is answered.
   *
   * @param card a source: the title of a card, or its address
   * @param courier why the family wants to ask another service themselves, where the answer sends
   *     them there
   */
  public Event answer(
      UserId by,
      String reference,
      String number,
      String text,
      @Nullable String card,
      @Nullable String courier) {
    ObjectNode content = Json.object().put("question", number).put("text", text);
    Fields.put(content, "card", card);
    Fields.put(content, QuestionEvents.COURIER_REASON, courier);
    return send(by, reference, number, CaseEvents.QUESTION_ANSWER, content);
  }

  /** Hands a question on to another owner, with the reason. */
  public Event pass(UserId by, String reference, String number, UserId to, String reason) {
    return send(
        by,
        reference,
        number,
        CaseEvents.QUESTION_PASS,
        Json.object().put("question", number).put("to", to.value()).put("reason", reason));
  }

  /** Says that a question is answered: only for who asked it. */
  public Event close(UserId by, String reference, String number) {
    return send(
        by, reference, number, CaseEvents.QUESTION_CLOSE, Json.object().put("question", number));
  }

  private Event send(UserId by, String reference, String number, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    RoomId room =
        file.state(CaseEvents.QUESTION, number)
            .flatMap(event -> event.text("room"))
            .map(RoomId::of)
            .orElseThrow(() -> Problem.notFound("This case has no question " + number + "."));
    return desk.act(by, room, type, content);
  }
}
