package org.caseroom.cases.file;

/**
 * The event types and fields of sharing that decide who may read: the door looks at them, and the
 * part {@code cases.sharing} writes and explains them.
 */
public final class SharingEvents {
  private static final String PREFIX = CaseEvents.PREFIX;

  // Fields in the content of messages, notes and sections.

  /** What an event is about: a topic of the procedure, such as {@code therapy}. */
  public static final String TOPIC = PREFIX + "topic";

  // Fields of a consent.

  /** In a consent: the topics that it covers; without the field it covers all. */
  public static final String TOPICS = "topics";

  /** In a consent: the topics that the family has taken out of it. */
  public static final String WITHOUT = "without";

  /** In a consent: the meeting that it is for, after whose end it opens nothing. */
  public static final String MEETING = "meeting";

  // The child's own room.

  /** State of the child's room by person, written by the young person: whom they chose. */
  public static final String VOICE_READER = PREFIX + "voice.reader";

  /** In the professionals room: somebody with the duty opens the child's room, with the reason. */
  public static final String VOICE_OPENING = PREFIX + "voice.opening";

  /** State of the child's room by person, written by the house: until when they may read, why. */
  public static final String VOICE_OPENED = PREFIX + "voice.opened";

  // The letterbox.

  /** State of a case's space by kind: words that no letter may hold. */
  public static final String PROTECTED = PREFIX + "protected";

  /** State of the letterbox by number, {@code L1} and on: a letter that waits for release. */
  public static final String LETTER = PREFIX + "letter";

  /** State of the letterbox by number, written by the house: where a letter stands. */
  public static final String LETTER_STATE = PREFIX + "letter.state";

  /** In the letterbox: a second person releases a letter, or refuses it. */
  public static final String LETTER_RELEASE = PREFIX + "letter.release";

  /** Message in the letterbox, written by the house: a letter that was released. */
  public static final String LETTER_RELEASED = PREFIX + "letter.released";

  // Pages that a parent agrees to share.

  /** Somebody asks to share a page with a reader. */
  public static final String SHARE_REQUEST = PREFIX + "share.request";

  /** A parent agrees, refuses, or takes it back. */
  public static final String SHARE_ANSWER = PREFIX + "share.answer";

  /** State of a case's space by number, {@code P1} and on, written by the house. */
  public static final String SHARED_PAGE = PREFIX + "share.page";

  /** In an event that the house wrote for one reader: the number of the shared page. */
  public static final String SHARE = PREFIX + "share";

  // Brothers and sisters, who are kept apart.

  /** State of a case's space by reference: another case that is a brother's or sister's. */
  public static final String SIBLING = PREFIX + "sibling";

  /** In a case's space: a text that was held, for a second person to look at. */
  public static final String HOLD = PREFIX + "hold";

  /** State of a case's space by number, {@code H1} and on, written by the house. */
  public static final String HOLD_STATE = PREFIX + "hold.state";

  /** In a case's space: a second person posts a held text for its author, or refuses it. */
  public static final String HOLD_ANSWER = PREFIX + "hold.answer";

  /** In a message: the number under which a second person let it go. */
  public static final String RELEASED = PREFIX + "released";

  private SharingEvents() {}
}
