package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers for a family that lives elsewhere, and how its case moves to another agency.
 *
 * @param clause the clause of the transfer
 * @param rule the rule of responsibility, in plain words for families
 * @param source the law that it rests on
 * @param years how many years after the order the first agency answers
 * @param soonMonths how many months before the end of those years a transfer may be offered
 * @param recentMonths how old the newest assessment or review may be, in months
 * @param recent the documents of which one has to be recent, when it was signed
 * @param readDays for how many days the first agency may still read after the move
 * @param movesAt the local time at which responsibility moves on the day
 * @param agencyKinds the kinds of agency that can answer for a family
 * @param consent the purpose of a consent that lets the pack go to the receiving agency
 * @param papers the form, protocol and other papers that a transfer goes by
 * @param checks the outcome checks
 * @param firstAgencyMay what the first agency may still do after the move
 */
public record TransferRules(
    String clause,
    String rule,
    String source,
    int years,
    @JsonProperty("soon_months") int soonMonths,
    @JsonProperty("recent_months") int recentMonths,
    List<String> recent,
    @JsonProperty("read_days") int readDays,
    @JsonProperty("moves_at") LocalTime movesAt,
    @JsonProperty("agency_kinds") List<String> agencyKinds,
    String consent,
    List<Paper> papers,
    List<Check> checks,
    @JsonProperty("first_agency_may") List<Trigger> firstAgencyMay) {

  /** Lists that the file leaves out are empty. */
  public TransferRules {
    recent = ClockRule.listOrEmpty(recent);
    agencyKinds = ClockRule.listOrEmpty(agencyKinds);
    papers = ClockRule.listOrEmpty(papers);
    checks = ClockRule.listOrEmpty(checks);
    firstAgencyMay = ClockRule.listOrEmpty(firstAgencyMay);
  }

  /**
   * A paper that a transfer goes by.
   *
   * @param version the version in force; null where the source names none
   * @param link where it is kept: an address, or the name of the store
   */
  public record Paper(String id, String title, @Nullable String version, String link) {}

  /**
   * An outcome check of a transfer.
   *
   * @param by who ticks it: {@code receiver} or {@code family}
   */
  public record Check(String id, String title, String by) {}

  /** The day on which the first agency's years end. */
  public LocalDate ends(LocalDate order) {
    return order.plusYears(years);
  }

  /** The first day on which those years are over soon. */
  public LocalDate soon(LocalDate order) {
    return ends(order).minusMonths(soonMonths);
  }
}
