package org.caseroom.cases;

import java.time.Instant;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who could read an item at a moment.
 *
 * @param item the item
 * @param room its room
 * @param reference the case that it belongs to; null for rooms outside of cases
 * @param kind what the room is for; null for rooms outside of casework
 * @param type the event type
 * @param written when it was written
 * @param at the moment that is asked about
 * @param position up to which position of the log everything is taken into account
 * @param auditEntry up to which entry of the audit log, which proves it
 * @param emptied whether it has been emptied by a redaction since it was written
 * @param could who could read it
 * @param couldNot who was known to the case or the room by today, and could not
 */
public record ReadersThen(
    EventId item,
    RoomId room,
    @Nullable String reference,
    @Nullable RoomKind kind,
    String type,
    Instant written,
    Instant at,
    long position,
    long auditEntry,
    boolean emptied,
    List<Person> could,
    List<Person> couldNot) {
  /**
   * Somebody at that moment.
   *
   * @param name their name today
   * @param roles what their account was; empty when they had none
   * @param agency the agency that they worked for
   * @param team their role in the case's team; null when they were not in it
   * @param membership what they were in the room
   * @param memberEvent the event that says so
   * @param since since when they had been in the room, for members
   * @param ground a word for what decided: {@code family}, {@code responsible-agency}, {@code
   *     consent}, {@code break-glass}, {@code house} or {@code no-case} for who could; {@code
   *     no-consent}, {@code left-team}, {@code no-account}, {@code locked}, {@code not-in-room},
   *     {@code history} or {@code audience} for who could not
   * @param groundEvent the event that decided, such as the consent; null where none did
   * @param groundTime when that was
   * @param why the same in a sentence
   */
  public record Person(
      UserId user,
      String name,
      List<Role> roles,
      @Nullable String agency,
      @Nullable String team,
      String membership,
      @Nullable EventId memberEvent,
      @Nullable Instant since,
      String ground,
      @Nullable EventId groundEvent,
      @Nullable Instant groundTime,
      String why) {}
}
