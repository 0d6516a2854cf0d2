package org.caseroom.cases.transfer;

import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.procedure.TransferGates;

/** The event types of addresses, responsibility and transfer. */
public final class TransferEvents {
  /** In the case's space: the family lives in another council area. */
  public static final String ADDRESS = CaseEvents.PREFIX + "address";

  /** In the case's space: the date of the adoption order, told or corrected. */
  public static final String ORDER_DATE = CaseEvents.PREFIX + "order_date";

  /** In the professionals room: a manager's view of a transfer. */
  public static final String CONSULT = CaseEvents.PREFIX + "transfer.consult";

  /** In the professionals room: the Adoption Support Transfer Form. */
  public static final String FORM = CaseEvents.PREFIX + "transfer.form";

  /** In the professionals room: the case is offered to another agency. */
  public static final String OFFER = CaseEvents.PREFIX + "transfer.offer";

  /** In the transfer's room: the receiving agency asks. */
  public static final String CLARIFY = CaseEvents.PREFIX + "transfer.clarify";

  /** In the transfer's room: the offering agency answers. */
  public static final String ANSWER = CaseEvents.PREFIX + "transfer.answer";

  /** In the transfer's room: the receiving agency accepts. */
  public static final String ACCEPT = CaseEvents.PREFIX + "transfer.accept";

  /** In the transfer's room: the receiving agency declines. */
  public static final String DECLINE = CaseEvents.PREFIX + "transfer.decline";

  /** In the case's space, or the transfer's room: an outcome check is ticked. */
  public static final String CHECK = CaseEvents.PREFIX + "transfer.check";

  /** In the case's space, by a bot: the day has come. */
  public static final String MOVE = CaseEvents.PREFIX + "transfer.move";

  // What the house writes.

  /** State of a case's space: the transfer that is under way, or was made. */
  public static final String TRANSFER = CaseEvents.PREFIX + "transfer";

  /** State of the professionals room: the newest consultation of a manager. */
  static final String CONSULTED = TransferGates.CONSULTED;

  /** State of the professionals room: the form as it stands. */
  static final String FORM_PAPER = CaseEvents.PREFIX + "transfer.paper";

  /** State of the transfer's room: what the pack holds, with the hash of each and of all. */
  static final String MANIFEST = CaseEvents.PREFIX + "transfer.manifest";

  /** State of the transfer's room by number: one item of the sealed pack. */
  static final String ITEM = CaseEvents.PREFIX + "transfer.item";

  /** State of the transfer's room by number: a clarification and its answer. */
  static final String CLARIFICATION = CaseEvents.PREFIX + "transfer.clarification";

  private TransferEvents() {}
}
