package org.caseroom.cases.file;

import org.caseroom.base.UserId;

/** The event types of casework. Their content is described in {@code cases/events/*.json}. */
public final class CaseEvents {
  /** The common beginning. */
  public static final String PREFIX = "org.caseroom.";

  // What the house writes: state that follows from people's events.

  /** State of the register room: the number of the last case. */
  public static final String REGISTER = PREFIX + "register";

  /** State of the register room by reference: the case's space. */
  public static final String REGISTER_CASE = PREFIX + "register.case";

  /** State of the register room by {@code procedure/version}: the text of that version. */
  public static final String REGISTER_PROCEDURE = PREFIX + "register.procedure";

  /** State of the register room by {@code agency/hub}: the hub's room. */
  public static final String REGISTER_HUB = PREFIX + "register.hub";

  /** State of a hub's room: which hub it is. */
  public static final String HUB = PREFIX + "hub";

  /** State of a room of a case: which case, which kind of room. */
  public static final String ROOM = PREFIX + "room";

  /** State of a case's space: reference, child, hub, procedure. */
  public static final String CASE = PREFIX + "case";

  /** State of a case's space: the stage of the procedure. */
  public static final String STAGE = PREFIX + "stage";

  /** State of a case's space: the version of the procedure that it was moved to by a decision. */
  public static final String PROCEDURE = PREFIX + "procedure";

  /** State of a case's space by clock id. */
  public static final String CLOCK = PREFIX + "clock";

  /** State of a case's space by checklist id. */
  public static final String CHECKLIST = PREFIX + "checklist";

  /** State of a case's space by number, {@code Q1} and on. */
  public static final String QUESTION = PREFIX + "question";

  /** State of the professionals room by document: who signed which version. */
  public static final String SIGNED = PREFIX + "signed";

  /** State of the professionals room by number: the record of a signed decision, chained. */
  public static final String DECISION_RECORD = PREFIX + "decision.record";

  /** State of a case's space: how often someone asked again what the story tells. */
  public static final String REPEAT_ASKS = PREFIX + "repeat_asks";

  /** State of a case's space: when the child was last heard, or why not. */
  public static final String VOICE_HEARD = PREFIX + "voice.heard";

  /** Message in the family room: a summary that was approved. */
  public static final String SUMMARY_PUBLISHED = PREFIX + "summary.published";

  /** State of a case's space: how long its record is kept, set when it closes. */
  public static final String RETENTION = PREFIX + "retention";

  /** State of the professionals room by section: who owes it since when, and what blocks it. */
  public static final String ASSESSMENT_CONTRIBUTION = PREFIX + "assessment.contribution";

  /** State of a case's space by number, {@code F1} and on: an application to a fund. */
  public static final String FUND = PREFIX + "fund";

  /** State of a complaint's room: how it stands, and who reads it. */
  public static final String COMPLAINT = PREFIX + "complaint";

  /** State of the family room by number, {@code C1} and on: a correction that was asked for. */
  public static final String CORRECTION = PREFIX + "correction";

  /** State of a case's space by form: which version the family was sent, and who has read it. */
  public static final String FORM = PREFIX + "form";

  // What people keep up to date: state that they write themselves.

  /** State of a case's space by person: role, agency, why. */
  public static final String MEMBER = PREFIX + "member";

  /** State of a case's space: the lead practitioner. */
  public static final String LEAD = PREFIX + "lead";

  /** State of a case's space by consent id. */
  public static final String CONSENT = PREFIX + "consent";

  /** State of a case's space by person: accessible-information needs. */
  public static final String NEEDS = PREFIX + "needs";

  /** State of a case's space by section: the family's story. */
  public static final String STORY = PREFIX + "story";

  /** State of a case's space by person: they have read the story, and say so. */
  public static final String STORY_READ = PREFIX + "story.read";

  /** State of the professionals room: the detailed referral form. */
  public static final String REFERRAL_FORM = PREFIX + "referral_form";

  /** State of the professionals room: the assessment, started or complete. */
  public static final String ASSESSMENT = PREFIX + "assessment";

  /** State of the professionals room by section id. */
  public static final String ASSESSMENT_SECTION = PREFIX + "assessment_section";

  /** State of the professionals room by item id; once signed, of the space too. */
  public static final String PLAN = PREFIX + "plan";

  /** State of the professionals room: the review of the plan. */
  public static final String REVIEW = PREFIX + "review";

  /** State of the professionals room: the closure form. */
  public static final String CLOSURE = PREFIX + "closure";

  /** State of the professionals room by number: a decision that somebody proposes. */
  public static final String DECISION = PREFIX + "decision";

  /** State of the professionals room by number: a summary for the family that wants approval. */
  public static final String SUMMARY = PREFIX + "summary";

  // What people do: messages.

  /** In a hub: somebody refers themselves. Opens a case. */
  public static final String REFERRAL = PREFIX + "referral";

  /** In a hub: the duty worker's screening of a case. */
  public static final String SCREENING = PREFIX + "screening";

  /** A call, text, letter, planned or made. */
  public static final String CONTACT = PREFIX + "contact";

  /** In the professionals room: opens another room of the case. */
  public static final String ROOM_OPEN = PREFIX + "room.open";

  /** In the professionals room: signs a document. */
  public static final String SIGNOFF = PREFIX + "signoff";

  /** A signed document was given to the family. */
  public static final String SHARE = PREFIX + "share";

  /** In the family room: a visit took place. */
  public static final String VISIT = PREFIX + "visit";

  /** In the child's room: their wishes and feelings, or why they were not seen. */
  public static final String VOICE = PREFIX + "voice";

  /** In the professionals room: a professional's note. */
  public static final String NOTE = PREFIX + "note";

  /** In the professionals room: a note of supervision, for its author and the supervisor alone. */
  public static final String SUPERVISION_NOTE = PREFIX + "supervision.note";

  /** State of the professionals room by number: whose note of supervision there is. */
  public static final String SUPERVISION_RECORD = PREFIX + "supervision.record";

  /** A question is asked. */
  public static final String QUESTION_ASK = PREFIX + "question.ask";

  /** The family asks for an assessment of their needs. */
  public static final String ASSESSMENT_REQUEST = PREFIX + "assessment.request";

  /** Its owner answers. */
  /** What a virtual school made of a question: lies in the space, under the question's number. */
  public static final String QUESTION_TRIAGED = PREFIX + "question.triaged";

  public static final String QUESTION_ANSWER = PREFIX + "question.answer";

  /** Its owner hands it on, with a reason. */
  public static final String QUESTION_PASS = PREFIX + "question.pass";

  /** Its asker says that it is answered. */
  public static final String QUESTION_CLOSE = PREFIX + "question.close";

  /** In the family room: the family says what is wrong in a document that they were given. */
  public static final String CORRECTION_ASK = PREFIX + "correction.ask";

  /** In the family room: why the document stays as it is, beside what the family says. */
  public static final String CORRECTION_ANSWER = PREFIX + "correction.answer";

  /** In the professionals room: an application to a fund was sent. */
  public static final String FUND_APPLY = PREFIX + "fund.apply";

  /** In the professionals room: what the fund said. */
  public static final String FUND_OUTCOME = PREFIX + "fund.outcome";

  /** An item of a checklist is ticked, or marked as not relevant. */
  public static final String CHECKLIST_TICK = PREFIX + "checklist.tick";

  /** Somebody acknowledges a clock's reminder. */
  public static final String CLOCK_ACKNOWLEDGE = PREFIX + "clock.acknowledge";

  /** A bot's reminder about a clock. */
  public static final String REMINDER = PREFIX + "reminder";

  // Fields in the content of ordinary messages.

  /** In a message: the sender knows that the story tells it, and asks all the same. */
  public static final String ASK_AGAIN = PREFIX + "ask_again";

  /** In a notice: the id of the event that it puts in words. */
  public static final String ABOUT = PREFIX + "about";

  /** In a room's creation: a bot speaks of cases there with one person, so pushes hold no text. */
  public static final String PRIVATE = PREFIX + "private";

  private CaseEvents() {}

  /** How a state key names a person: the user id without its {@code @}. */
  public static String personKey(UserId user) {
    return user.value().substring(1);
  }

  /** The person that a state key names. */
  public static UserId person(String key) {
    return UserId.of("@" + key);
  }
}
