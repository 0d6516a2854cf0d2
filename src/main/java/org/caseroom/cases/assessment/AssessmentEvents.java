package org.caseroom.cases.assessment;

import org.caseroom.cases.file.CaseEvents;

/** The event types of assessing. Their content is described in {@code events/assessment.json}. */
public final class AssessmentEvents {
  // What people do: messages.

  /** In the professionals room or a hub: what kind of placement it is. */
  public static final String CASE_TYPE = CaseEvents.PREFIX + "case_type";

  /** In the professionals room: an appointment to see the child. */
  public static final String APPOINTMENT = CaseEvents.PREFIX + "appointment";

  /** In the professionals room: somebody is asked for a section of the assessment. */
  public static final String ASK = CaseEvents.PREFIX + "assessment.ask";

  /** In the professionals room: what keeps a section from being finished. */
  public static final String BLOCKED = CaseEvents.PREFIX + "assessment.blocked";

  /** In the professionals room: a manager writes why the assessment is late. */
  public static final String LATE = CaseEvents.PREFIX + "assessment.late";

  /** In the professionals room: a condition of the child, and how sure it is. */
  public static final String CONDITION = CaseEvents.PREFIX + "condition";

  /** In the professionals room: a need that shows after placement. */
  public static final String EMERGING_NEED = CaseEvents.PREFIX + "emerging_need";

  /** In the professionals room: something at school that the case counts. */
  public static final String EDUCATION = CaseEvents.PREFIX + "education";

  /** In the professionals room: something is asked of others and waited for. */
  public static final String REQUEST_SEND = CaseEvents.PREFIX + "request.send";

  /** In the professionals room: what became of it. */
  public static final String REQUEST_OUTCOME = CaseEvents.PREFIX + "request.outcome";

  /** In the professionals room: a screening form is filled in. */
  public static final String FORM = CaseEvents.PREFIX + "form.fill";

  /** In the professionals room: a consultation with a clinician is booked. */
  public static final String CONSULTATION_BOOK = CaseEvents.PREFIX + "consultation.book";

  /** In the professionals room: it took place, or did not. */
  public static final String CONSULTATION_HELD = CaseEvents.PREFIX + "consultation.held";

  /** In the professionals room: who gives a service. */
  public static final String SERVICE_PAIR = CaseEvents.PREFIX + "service.pair";

  // What the house writes: state that follows.

  /** State of a case's space: the kind of placement. */
  public static final String CASE_TYPE_RECORD = CaseEvents.PREFIX + "case_type.record";

  /** State of the family room by number, {@code V1} and on: a visit. */
  public static final String VISIT_RECORD = CaseEvents.PREFIX + "visit.record";

  /** State of the professionals room by number, {@code A1} and on. */
  public static final String APPOINTMENT_RECORD = CaseEvents.PREFIX + "appointment.record";

  /** State of the professionals room: why the assessment of a run of the clock is late. */
  public static final String LATE_RECORD = CaseEvents.PREFIX + "assessment.late.record";

  /** State of the professionals room by condition. */
  public static final String CONDITION_RECORD = CaseEvents.PREFIX + "condition.record";

  /** State of the professionals room by number, {@code N1} and on. */
  public static final String NEED_RECORD = CaseEvents.PREFIX + "emerging_need.record";

  /** State of the professionals room by number, {@code E1} and on. */
  public static final String EDUCATION_RECORD = CaseEvents.PREFIX + "education.record";

  /** State of the professionals room by number, {@code T1} and on. */
  public static final String REQUEST_RECORD = CaseEvents.PREFIX + "request.record";

  /** State of the professionals room by number, {@code B1} and on. */
  public static final String FORM_RECORD = CaseEvents.PREFIX + "form.record";

  /** State of the professionals room by number, {@code K1} and on. */
  public static final String CONSULTATION_RECORD = CaseEvents.PREFIX + "consultation.record";

  /** State of the professionals room by service. */
  public static final String SERVICE_RECORD = CaseEvents.PREFIX + "service.record";

  private AssessmentEvents() {}
}
