package org.caseroom.cases.intake;

import org.caseroom.cases.file.CaseEvents;

/** The event types of intake. The shapes of those that people send are in {@code intake.json}. */
public final class IntakeEvents {
  /** Act in a hub or the professionals room: where the child lives and learns, and since when. */
  public static final String FACTS_SET = CaseEvents.PREFIX + "facts.set";

  /** Act in a hub or the professionals room: somebody has to be informed, and why (4.1). */
  public static final String INFORM_TRIGGER = CaseEvents.PREFIX + "inform.trigger";

  /** State of a case's space by trigger: since when the duty to inform holds. */
  public static final String INFORM = CaseEvents.PREFIX + "inform";

  /**
   * State of a hub's room by case: the outcome of the screening; of the case's space too, where it
   * ended with advice.
   */
  public static final String SCREENED = CaseEvents.PREFIX + "screened";

  /** State of a case's space by reference: the same child came back, with that case. */
  public static final String LATER = CaseEvents.PREFIX + "later";

  /** State of a hub's room by shift: who is on call, from when to when. */
  public static final String ROTA = CaseEvents.PREFIX + "rota";

  /** Act in a hub, the professionals, the family room or the case: this is urgent (7.5). */
  public static final String URGENT_RAISE = CaseEvents.PREFIX + "urgent.raise";

  /** Act in a hub: somebody has an urgent concern. */
  public static final String URGENT_ACKNOWLEDGE = CaseEvents.PREFIX + "urgent.acknowledge";

  /** Act in a hub: what an urgent concern is. */
  public static final String URGENT_DECIDE = CaseEvents.PREFIX + "urgent.decide";

  /** State of a hub's room by case and number: an urgent concern. */
  public static final String URGENT = CaseEvents.PREFIX + "urgent";

  /** Act in a hub: a referral to a Multi-Agency Safeguarding Hub was sent (7.5). */
  public static final String MASH_REFER = CaseEvents.PREFIX + "mash.refer";

  /** Act in a hub: they received it, or what they decided (7.6). */
  public static final String MASH_ANSWER = CaseEvents.PREFIX + "mash.answer";

  /** State of a hub's room by case and number: such a referral. */
  public static final String MASH = CaseEvents.PREFIX + "mash";

  /** State of a case's space by number, {@code B1} and on: an interpreter to book. */
  public static final String BOOKING = CaseEvents.PREFIX + "booking";

  /** Act in a hub or the professionals room: an interpreter is booked. */
  public static final String BOOKING_MADE = CaseEvents.PREFIX + "booking.made";

  /** Act in the professionals room: the social worker who has the case from now on (7.11). */
  public static final String ALLOCATION = CaseEvents.PREFIX + "allocation";

  /** State of a case's space: the allocated worker. */
  public static final String ALLOCATED = CaseEvents.PREFIX + "allocated";

  /** Act in the family room: a form was sent, to be read before the visit (7.11). */
  public static final String FORM_SEND = CaseEvents.PREFIX + "form.send";

  /** Act in the family room: somebody has read it. */
  public static final String FORM_READ = CaseEvents.PREFIX + "form.read";

  /** Act: what the family or the child says at this stage (13.3). */
  public static final String VIEWS = CaseEvents.PREFIX + "views";

  /** State of a case's space by stage: whose views were heard in it, and where they stand. */
  public static final String HEARD = CaseEvents.PREFIX + "views.heard";

  private IntakeEvents() {}
}
