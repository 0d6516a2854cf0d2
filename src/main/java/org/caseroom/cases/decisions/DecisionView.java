package org.caseroom.cases.decisions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A case's decisions, as a reader may see them.
 *
 * @param proposals what somebody proposed, the oldest first: professionals only
 * @param records what was decided, in order: professionals only
 * @param notices what the family was told of, and said of it
 * @param kinds the kinds that the procedure knows, and what each needs
 */
public record DecisionView(
    List<Proposal> proposals, List<Recorded> records, List<Notice> notices, List<Kind> kinds) {

  /** One thing that a decision says: the field's id, what it is called, and the words. */
  public record Said(String id, String title, String text) {}

  /** A kind, and the ids of the fields that it needs. */
  public record Kind(String id, String title, String clause, List<String> needs) {}

  /** A reply to a proposal. */
  public record Reply(EventId event, UserId by, String name, Instant at, String text) {}

  /** A withdrawal. */
  public record Withdrawal(UserId by, String name, Instant at, String reason) {}

  /**
   * A proposal.
   *
   * @param number such as {@code D1}
   * @param status open, signed or withdrawn
   * @param says what else it says, by the procedure's fields
   * @param amended what was changed in this version, and why; null for the first
   * @param corrects the record that it corrects; null for none
   * @param signers who can sign it: words of roles
   * @param record its number in the record, once signed
   * @param replies what was said of it in its thread
   */
  public record Proposal(
      String number,
      String status,
      @Nullable String kind,
      @Nullable String kindTitle,
      String title,
      String decided,
      String reasons,
      List<Said> says,
      @Nullable String amended,
      @Nullable Integer corrects,
      UserId author,
      String authorName,
      Instant written,
      EventId event,
      List<String> signers,
      @Nullable Withdrawal withdrawn,
      @Nullable Integer record,
      List<Reply> replies) {}

  /**
   * A signed decision.
   *
   * @param proposal the number that it was proposed under; null for the signature of a form
   * @param says what else it says, by the procedure's fields
   * @param corrects the earlier decision that this one takes the place of; null for none
   * @param correctedBy the later decision that takes this one's place; null while it holds
   * @param noticeOwed whether the family has to be told, and was not yet
   * @param previous the record before it in the chain; null for the first
   */
  public record Recorded(
      int number,
      @Nullable String proposal,
      @Nullable String kind,
      @Nullable String kindTitle,
      String title,
      String decided,
      String reasons,
      String clause,
      List<Said> says,
      @Nullable String lateReason,
      UserId author,
      String authorName,
      String authorRole,
      UserId signer,
      String signerName,
      String signerRole,
      Instant at,
      EventId event,
      long position,
      @Nullable EventId previous,
      @Nullable Integer corrects,
      @Nullable Integer correctedBy,
      boolean noticeOwed) {}

  /**
   * Notice to the family of a decision.
   *
   * @param number the decision's number in the record
   * @param until the last day of the time to say something
   * @param status open, or ended once that day is past
   */
  public record Notice(
      int number,
      String decided,
      String reasons,
      UserId contact,
      String contactName,
      String givenBy,
      Instant given,
      LocalDate until,
      String law,
      String status,
      List<Representation> representations) {}

  /**
   * What the family says of a decision.
   *
   * @param afterTime whether it came after the last day
   * @param answer null while nobody has answered
   */
  public record Representation(
      String name,
      Instant at,
      String text,
      boolean afterTime,
      @Nullable String answer,
      @Nullable String answeredBy,
      @Nullable Instant answered) {}
}
