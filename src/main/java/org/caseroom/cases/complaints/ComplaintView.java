package org.caseroom.cases.complaints;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complaint, for the complainant and who handles it.
 *
 * @param status started (the ways were shown, nothing is said yet), received, answered, stage-2 or
 *     closed
 * @param stage 1, or 2 once the complainant has asked for it
 * @param handler who handles it; null while nobody does
 */
public record ComplaintView(
    String number,
    String reference,
    String status,
    int stage,
    String complainant,
    @Nullable String handler,
    List<String> complainedOf,
    @Nullable String words,
    @Nullable String wanted,
    @Nullable String outcome,
    @Nullable String answer,
    Instant started,
    @Nullable Instant received,
    @Nullable Instant answered,
    @Nullable Instant closed,
    String room) {

  /** The ways to complain, and what somebody has complained of in a case. */
  public record Ways(@Nullable String clause, List<Route> routes, List<ComplaintView> complaints) {}

  /** A way to complain. */
  public record Route(String id, String title, String how) {}
}
