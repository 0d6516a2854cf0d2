package org.caseroom.cases.questions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A question as it stands.
 *
 * @param reference the case
 * @param number such as {@code Q1}
 * @param text what was asked; null for a reader who may not read the room it was asked in
 * @param asker who asked
 * @param owner the one who has it
 * @param with who has it, in words
 * @param due the last day for the answer
 * @param status where it stands: open, answered or closed
 * @param red whether nobody answered in time
 * @param room where it was asked
 * @param answer what was answered; null while open, and for who may not read it
 * @param escalatedTo the manager who was told that it is overdue; null for none
 * @param fetching whom the owner asks for the answer; null for nobody
 * @param refused the services that would not engage
 * @param passed how it came to its owner
 */
public record QuestionView(
    String reference,
    String number,
    @Nullable String text,
    UserId asker,
    String askerName,
    Instant asked,
    UserId owner,
    String ownerName,
    String with,
    LocalDate due,
    String status,
    boolean red,
    RoomId room,
    @Nullable String answer,
    @Nullable UserId escalatedTo,
    @Nullable String fetching,
    List<Refusal> refused,
    List<Move> passed) {

  /** A service that would not engage. */
  public record Refusal(String agency, String name, String reason, Instant at) {}

  /** One handing-on. */
  public record Move(UserId from, UserId to, String reason, Instant at) {}
}
