package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as the reader may see it. The family sees how far it is and who is who; consultation,
 * form and gates are for professionals; clarifications and the pack for both agencies.
 *
 * @param reference the case
 * @param child the child's given name
 * @param status how far it is; null while nothing was offered
 * @param agency the agency that it is offered to
 * @param agencyName what people call it
 * @param on the day on which responsibility moves
 * @param basis what lets the pack go there: the family's consent, or the lawful basis
 * @param worker who will support the family, by user id
 * @param workerName by name
 * @param reason why it was declined
 * @param message a word to the receiving manager
 * @param welcome a word to the family
 * @param readUntil until when the first agency may read, after the move
 * @param manifest the hash of the manifest of the pack
 * @param room the room in which the agencies meet
 * @param consultation the manager's view
 * @param form whether the Transfer Form is written
 * @param gates what an offer waits for
 * @param clarifications what the receiving agency asked
 * @param checks the outcome checks
 * @param papers the papers that a transfer goes by
 */
public record TransferView(
    String reference,
    String child,
    @Nullable String status,
    @Nullable String agency,
    @Nullable String agencyName,
    @Nullable LocalDate on,
    @Nullable String basis,
    @Nullable String worker,
    @Nullable String workerName,
    @Nullable String reason,
    @Nullable String message,
    @Nullable String welcome,
    @Nullable Instant readUntil,
    @Nullable String manifest,
    @Nullable String room,
    @Nullable Consultation consultation,
    boolean form,
    List<Gate> gates,
    List<Clarification> clarifications,
    List<Check> checks,
    List<Paper> papers) {

  /** The manager's view. */
  public record Consultation(boolean agreed, String view, String by, Instant at) {}

  /**
   * A condition of an offer.
   *
   * @param met whether it holds now
   * @param why what was found
   */
  public record Gate(String id, String clause, boolean met, String says, String why) {}

  /** What the receiving agency asked; the answer is null while it waits. */
  public record Clarification(
      int number,
      String text,
      String by,
      Instant at,
      @Nullable String answer,
      @Nullable String answeredBy) {}

  /** An outcome check. */
  public record Check(
      String id,
      String title,
      String tickedBy,
      boolean done,
      @Nullable String by,
      @Nullable Instant at) {}

  /** A paper that a transfer goes by. */
  public record Paper(String id, String title, @Nullable String version, String link) {}

  /**
   * The sealed pack.
   *
   * @param hash the hash of the list of items: SHA-256 of its canonical JSON
   * @param intact whether every item still has the hash that the list gives, and the list its own
   */
  public record Pack(String reference, String hash, boolean intact, List<Item> items) {}

  /**
   * An item of the pack.
   *
   * @param event the event that it is a copy of; null for what was put together
   */
  public record Item(
      String id,
      String title,
      @Nullable String event,
      String hash,
      boolean intact,
      JsonNode content) {}
}
