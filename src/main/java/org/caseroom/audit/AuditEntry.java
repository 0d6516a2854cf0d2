package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Something that the audit log remembers.
 *
 * @param kind what sort of thing happened
 * @param data the facts as JSON: who, what, when; never a message's text, a password or a token
 */
public record AuditEntry(Kind kind, ObjectNode data) {
  /** The kinds, by the word that stands in the log. */
  public enum Kind {
    /** An event was appended: {@code event_id}, {@code room_id}, {@code position}. */
    EVENT,
    /** A sign-in, a refused one, or a sign-out. */
    SIGN_IN,
    /** Somebody opened a room, a file or a case. */
    ACCESS,
    /** A copy of data left the service. */
    EXPORT,
    /**
     * A case was taken in from a pack of another service: {@code who}, {@code what}, {@code from},
     * and with {@code signing_key} what its events are verified with.
     */
    IMPORT,
    /** An account, a role or a permission changed. */
    PERMISSION,
    /** A record of the service about itself was written: a rating, a sample, a receipt. */
    SERVICE,
    /** The key that signs checkpoints changed: {@code from}, {@code to}, {@code note}. */
    KEY,
    /** Somebody reported a room, an event or a person as inappropriate. */
    REPORT,
    /** Somebody opened what their role does not open, with a reason. */
    BREAK_GLASS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word that stands in the log, such as {@code sign_in}. */
    public String word() {
      return word;
    }
  }
}
