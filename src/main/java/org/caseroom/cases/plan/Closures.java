package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The end of support (11.1 to 11.4), and what people think of it. */
public final class Closures {
  /**
   * An answer to a question of a feedback form.
   *
   * @param score from 1 (not at all) to 5 (very much)
   */
  public record Answer(String question, @Nullable Integer score, @Nullable String words) {}

  private final Desk desk;

  Closures(Desk desk) {
    this.desk = desk;
  }

  /**
   * Writes the closure form (11.1, 11.2).
   *
   * @param closure {@code full} or {@code subject-to-review} (11.4)
   * @param point at which of the procedure's points
   * @throws Problem 409 when the point does not hold, or no external therapy goes on
   */
  public Event form(UserId by, String reference, String closure, String point, String reason) {
    CaseFile file = desk.open(by, reference);
    return desk.paper(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        CaseEvents.CLOSURE,
        "",
        Json.object().put("closure", closure).put("point", point).put("reason", reason));
  }

  /**
   * Records that a feedback form was sent, or why none is.
   *
   * @param request such as {@code closure-1}
   * @throws Problem 409 when it is not in the formats that somebody needs
   */
  public Event sendFeedback(
      UserId by,
      String reference,
      String request,
      List<UserId> to,
      List<String> formats,
      @Nullable String notApplicable) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("request", request);
    Fields.put(content, "to", to);
    Fields.put(content, "formats", formats);
    Fields.put(content, "not_applicable", notApplicable);
    return desk.act(by, Grounds.room(by, file), PlanEvents.FEEDBACK_SEND, content);
  }

  /**
   * Answers a feedback form.
   *
   * @param party {@code child}, {@code family} or {@code practitioner}
   * @param whose for whom a worker writes it down; null for one's own
   */
  public Event answerFeedback(
      UserId by,
      String reference,
      String request,
      String party,
      List<Answer> answers,
      @Nullable String whose) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("request", request).put("party", party);
    ArrayNode list = content.putArray("answers");
    for (Answer answer : answers) {
      ObjectNode each = list.addObject().put("question", answer.question());
      if (answer.score() != null) {
        each.put("score", answer.score());
      }
      Fields.put(each, "words", answer.words());
    }
    Fields.put(content, "for", whose);
    return desk.act(by, Grounds.room(by, file), PlanEvents.FEEDBACK_ANSWER, content);
  }
}
