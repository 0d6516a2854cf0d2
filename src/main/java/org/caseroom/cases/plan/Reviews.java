package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
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

/** Reviews of the plan (10.1 to 10.4). */
public final class Reviews {
  /**
   * The three parts of a review, of an item of the plan or of the whole: blank ones are refused.
   */
  public record Parts(
      @Nullable String progress, @Nullable String impact, @Nullable String changes) {
    private void into(ObjectNode content) {
      Fields.put(content, "progress", progress);
      Fields.put(content, "impact", impact);
      Fields.put(content, "changes", changes);
    }
  }

  /**
   * The parts for an item of the plan.
   *
   * @param item its id
   */
  public record Action(String item, Parts parts) {}

  /**
   * A review.
   *
   * @param mode {@code in-person}, {@code video} or {@code phone}
   * @param held when; null for today
   * @param attended who took part: user ids, or names with a role
   * @param earlyReason the needs that require it before its time
   * @param whole of the plan as a whole
   * @param peerSupport what peer support there is, and was offered (8.5)
   * @param actions for each item; a plan of one item needs none
   * @param closure {@code subject-to-review} when a case that is closed so stays so (11.4)
   * @param interpreter who interpreted, where somebody needs it
   * @param overrideReason why a need of somebody who took part was set aside
   */
  public record Review(
      String mode,
      @Nullable LocalDate held,
      List<String> attended,
      @Nullable String earlyReason,
      Parts whole,
      @Nullable String peerSupport,
      List<Action> actions,
      @Nullable String closure,
      @Nullable String interpreter,
      @Nullable String overrideReason) {}

  private final Desk desk;

  Reviews(Desk desk) {
    this.desk = desk;
  }

  /**
   * Writes the review; writing again before it is signed off corrects it.
   *
   * @throws Problem 409 for a blank part (10.3), an early review without a reason (10.1), or a way
   *     of holding it that a need of somebody who took part rules out (preface)
   */
  public Event write(UserId by, String reference, Review review) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("mode", review.mode());
    Fields.put(content, "held", review.held());
    Fields.put(content, "attended", review.attended());
    Fields.put(content, "early_reason", review.earlyReason());
    review.whole().into(content);
    Fields.put(content, "peer_support", review.peerSupport());
    Fields.put(content, "closure", review.closure());
    Fields.put(content, "interpreter", review.interpreter());
    Fields.put(content, "override_reason", review.overrideReason());
    if (!review.actions().isEmpty()) {
      ArrayNode actions = content.putArray("actions");
      for (Action action : review.actions()) {
        action.parts().into(actions.addObject().put("item", action.item()));
      }
    }
    return desk.paper(by, file.requireRoom(RoomKind.PROFESSIONALS), CaseEvents.REVIEW, "", content);
  }

  /**
   * A party signs the review that was held, or a worker says why it does not.
   *
   * @param party a party of the procedure, such as {@code parents}
   * @param name who signed on paper, where a worker records it
   * @param views what the party wants to be read with it
   * @param reason why it does not sign
   */
  public Event party(
      UserId by,
      String reference,
      String party,
      boolean signed,
      @Nullable String name,
      @Nullable String views,
      @Nullable String reason) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("party", party).put("signed", signed);
    Fields.put(content, "name", name);
    Fields.put(content, "views", views);
    Fields.put(content, "reason", reason);
    return desk.act(by, Grounds.room(by, file), PlanEvents.REVIEW_PARTY, content);
  }

  /** Calls the next review earlier than it is due, as needs require (10.1). */
  public Event call(UserId by, String reference, LocalDate on, String reason) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.space(),
        PlanEvents.REVIEW_CALL,
        Json.object().put("by", on.toString()).put("reason", reason));
  }
}
