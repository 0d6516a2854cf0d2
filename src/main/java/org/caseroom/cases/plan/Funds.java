package org.caseroom.cases.plan;

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

/** Applications to funds for specialist support (8.7). */
public final class Funds {
  private final Desk desk;

  Funds(Desk desk) {
    this.desk = desk;
  }

  /**
   * Records an application as sent; it gets the next number, such as {@code F1}.
   *
   * @param fund a fund of the procedure, such as {@code asgsf}
   * @param items the plan's items that it is for
   * @param amount what is asked for, in pounds
   * @param part a part of the fund with a limit of its own; null for none
   * @param lateReason why it is late; the fund may ask
   * @throws Problem 409 without a signed assessment
   */
  public Event apply(
      UserId by,
      String reference,
      String fund,
      List<String> items,
      String provider,
      int amount,
      @Nullable String part,
      @Nullable String lateReason) {
    ObjectNode content =
        Json.object().put("fund", fund).put("provider", provider).put("amount", amount);
    Fields.put(content, "items", items);
    Fields.put(content, "part", part);
    Fields.put(content, "late_reason", lateReason);
    return send(by, reference, CaseEvents.FUND_APPLY, content);
  }

  /**
   * Records what the fund said.
   *
   * @param outcome {@code agreed} or {@code refused}
   * @param granted what it pays, in pounds, when it agreed
   * @param reason what it said, when it refused
   * @throws Problem 404 without such an application, 409 when it has its answer
   */
  public Event outcome(
      UserId by,
      String reference,
      String number,
      String outcome,
      @Nullable Integer granted,
      @Nullable String reason) {
    ObjectNode content = Json.object().put("application", number).put("outcome", outcome);
    if (granted != null) {
      content.put("granted", granted);
    }
    Fields.put(content, "reason", reason);
    if (FundRules.othersWait(desk.open(by, reference), number)) {
      content.put("others_waiting", true);
    }
    return send(by, reference, CaseEvents.FUND_OUTCOME, content);
  }

  private Event send(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.requireRoom(RoomKind.PROFESSIONALS), type, content);
  }
}
