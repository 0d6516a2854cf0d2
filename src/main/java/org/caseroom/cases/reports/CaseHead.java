package org.caseroom.cases.reports;

import java.time.Instant;
import java.time.LocalDate;
import org.caseroom.base.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * A case in the tables of lists and reports.
 *
 * @param space its space
 * @param agency the responsible agency's id
 * @param hub the hub's id
 * @param child the child's given name: for who may open the case
 * @param born the child's date of birth, where the referral told it
 * @param orderDate the date of the adoption order, where the referral told it
 * @param channel how the referral arrived
 * @param opened when the referral came
 * @param since when it came to the stage
 * @param lead the lead practitioner's user id; empty for nobody yet
 * @param needs whether somebody has accessible-information needs
 * @param openQuestions how many questions wait for an answer
 * @param nextDueAt when the first running clock runs out, in milliseconds; the largest number for
 *     none
 */
public record CaseHead(
    String space,
    String reference,
    String agency,
    String hub,
    String procedure,
    String child,
    @Nullable LocalDate born,
    @Nullable LocalDate orderDate,
    String channel,
    Instant opened,
    String stage,
    Instant since,
    String lead,
    boolean needs,
    int openQuestions,
    long nextDueAt) {
  /** The case's space. */
  public RoomId room() {
    return RoomId.of(space);
  }
}
