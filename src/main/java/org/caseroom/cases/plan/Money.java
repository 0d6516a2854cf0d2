package org.caseroom.cases.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.Fields;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Personal budgets and financial support; all amounts in pence. */
public final class Money {
  private final Desk desk;

  Money(Desk desk) {
    this.desk = desk;
  }

  /**
   * Agrees a line of the personal budget, or agrees it anew.
   *
   * @param line a short word
   * @param item the item of the plan that it is for
   * @throws Problem 409 when more is spent already
   */
  public Event agreeLine(
      UserId by, String reference, String line, String title, @Nullable String item, int agreed) {
    ObjectNode content = Json.object().put("line", line).put("title", title).put("agreed", agreed);
    Fields.put(content, "item", item);
    return act(by, reference, PlanEvents.BUDGET_AGREE, content);
  }

  /**
   * Records what was spent of a line; below zero for what came back.
   *
   * @throws Problem 409 for more than is left, without a manager's reason
   */
  public Event spend(
      UserId by,
      String reference,
      String line,
      int amount,
      @Nullable LocalDate on,
      String what,
      @Nullable String reason) {
    ObjectNode content = Json.object().put("line", line).put("amount", amount).put("what", what);
    Fields.put(content, "on", on);
    Fields.put(content, "reason", reason);
    return act(by, reference, PlanEvents.BUDGET_SPEND, content);
  }

  /**
   * Agrees financial support (6.1).
   *
   * @param every {@code week}, {@code month} or {@code once}
   * @throws Problem 409 without a signed assessment, or when it is less than what is paid now
   */
  public Event agreeSupport(
      UserId by,
      String reference,
      int amount,
      String every,
      LocalDate from,
      String purpose,
      @Nullable String conditions) {
    ObjectNode content =
        Json.object()
            .put("amount", amount)
            .put("every", every)
            .put("regular", !every.equals("once"))
            .put("from", from.toString())
            .put("purpose", purpose);
    Fields.put(content, "conditions", conditions);
    return act(by, reference, PlanEvents.FINANCE_AGREE, content);
  }

  /**
   * Records the yearly review of financial support.
   *
   * @param outcome {@code continues} or {@code cut-proposed}
   */
  public Event reviewSupport(
      UserId by, String reference, String finding, String outcome, @Nullable String lateReason) {
    ObjectNode content = Json.object().put("finding", finding).put("outcome", outcome);
    Fields.put(content, "late_reason", lateReason);
    return act(by, reference, PlanEvents.FINANCE_REVIEW, content);
  }

  /** Proposes a cut: the family then has its time to say what it thinks of it. */
  public Event proposeCut(UserId by, String reference, int amount, String reasons) {
    return act(
        by,
        reference,
        PlanEvents.FINANCE_PROPOSE,
        Json.object().put("amount", amount).put("reasons", reasons));
  }

  /** What the family says of a proposed cut. */
  public Event represent(UserId by, String reference, String text) {
    return act(by, reference, PlanEvents.FINANCE_REPRESENT, Json.object().put("text", text));
  }

  /**
   * Decides a proposed cut.
   *
   * @param decision {@code cut} or {@code keep}
   * @throws Problem 409 before the family's time is over, or by who proposed it
   */
  public Event decideCut(UserId by, String reference, String decision, String reasons) {
    boolean ends =
        decision.equals("cut")
            && Finances.proposal(desk.open(by, reference))
                .filter(proposal -> proposal.path("amount").asLong() == 0)
                .isPresent();
    return act(
        by,
        reference,
        PlanEvents.FINANCE_DECIDE,
        Json.object().put("decision", decision).put("ends", ends).put("reasons", reasons));
  }

  private Event act(UserId by, String reference, String type, ObjectNode content) {
    return desk.act(by, Grounds.room(by, desk.open(by, reference)), type, content);
  }
}
