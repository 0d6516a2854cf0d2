package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** Addresses, responsibility and the transfer of a case to another agency. */
public final class Transfers {
  private final Desk desk;
  private final Responsibility responsibility;

  /** Makes the service. */
  public Transfers(Desk desk, Agencies agencies) {
    this.desk = desk;
    this.responsibility = new Responsibility(new Areas(agencies), desk.accounts());
  }

  /**
   * Who answers for the family, until when, and by which rule (4.2, Transfer).
   *
   * @throws org.caseroom.base.Problem 404 for a case that is not theirs
   */
  public ResponsibilityCard responsibility(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return responsibility.card(desk.policy().procedure(file), file);
  }

  /**
   * Records that the family lives in another council area.
   *
   * @param area as agencies list it; the street is not kept
   */
  public Event address(
      UserId by, String reference, String area, @Nullable LocalDate since, @Nullable String note) {
    ObjectNode content = Json.object().put("area", area);
    Fields.put(content, "since", since);
    Fields.put(content, "note", note);
    return inSpace(by, reference, TransferEvents.ADDRESS, content);
  }

  /** Records, or corrects, the date of the adoption order. */
  public Event orderDate(UserId by, String reference, LocalDate date, @Nullable String note) {
    ObjectNode content = Json.object().put("date", date.toString());
    Fields.put(content, "note", note);
    return inSpace(by, reference, TransferEvents.ORDER_DATE, content);
  }

  private Event inSpace(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.space(), type, content);
  }
}
