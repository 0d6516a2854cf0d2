package org.caseroom.cases.transfer;

import org.caseroom.cases.file.CaseEvents;

/** The event types of addresses, responsibility and transfer. */
public final class TransferEvents {
  /** In the case's space: the family lives in another council area. */
  public static final String ADDRESS = CaseEvents.PREFIX + "address";

  /** In the case's space: the date of the adoption order, told or corrected. */
  public static final String ORDER_DATE = CaseEvents.PREFIX + "order_date";

  private TransferEvents() {}
}
