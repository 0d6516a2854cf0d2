package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.caseroom.cases.file.ClockState;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * A clock of the procedure.
 *
 * @param id its id, such as {@code SIGNOFF}
 * @param clause the clause it comes from
 * @param title what has to happen
 * @param unit what it counts
 * @param length how many
 * @param starts what starts it
 * @param metBy what meets it
 * @param stoppedBy what ends it without its being met
 * @param reasonOn further events that need a reason once it has run out
 * @param late what its running out does; null as for {@link Late#REASON}
 * @param reminders when to remind, of whom
 * @param pause whether and by whom it can be made to stand still; null for not at all
 * @param countsFrom the field of the case's head whose date is day 0, such as {@code order_date};
 *     null for the day of what starts it
 * @param needs a condition, as of a gate, without which it does not start and whose end stops it;
 *     null for none
 * @param datedBy the field of what starts it whose date is day 0, such as {@code held}; null, or
 *     without such a field, for the day of what starts it
 * @param waitsFor what a reminder names as unfinished; null where the papers that meet the clock
 *     tell it
 */
public record ClockRule(
    String id,
    String clause,
    String title,
    ClockState.Unit unit,
    int length,
    List<Trigger> starts,
    @JsonProperty("met_by") List<Trigger> metBy,
    @JsonProperty("stopped_by") List<Trigger> stoppedBy,
    @JsonProperty("reason_on") List<Trigger> reasonOn,
    @Nullable Late late,
    List<Reminder> reminders,
    @Nullable Pausing pause,
    @JsonProperty("counts_from") @Nullable String countsFrom,
    @Nullable Map<String, JsonNode> needs,
    @JsonProperty("dated_by") @Nullable String datedBy,
    @JsonProperty("waits_for") @Nullable WaitsFor waitsFor) {
  /**
   * What a clock waits for that is no paper.
   *
   * @param what in words, such as {@code The answer of the fund, not recorded yet}
   * @param by the roles whose it is
   */
  public record WaitsFor(String what, List<Role> by) {}

  /** What the running out of a clock does to what would meet it. */
  public enum Late {
    /** Nothing without a reason in the document: the policy's own clocks. */
    @JsonProperty("reason")
    REASON,
    /** It is said, and no more: a time that somebody else sets, such as a fund. */
    @JsonProperty("warns")
    WARNS
  }

  /**
   * A clause that lets a clock stand still.
   *
   * @param by the roles that may pause it and let it go on, each time with the reason
   */
  public record Pausing(String clause, List<Role> by) {}

  /** Lists that the file leaves out are empty. */
  public ClockRule {
    starts = listOrEmpty(starts);
    metBy = listOrEmpty(metBy);
    stoppedBy = listOrEmpty(stoppedBy);
    reasonOn = listOrEmpty(reasonOn);
    reminders = listOrEmpty(reminders);
  }

  /**
   * A reminder of a clock.
   *
   * @param id unique in its clock
   * @param onDay on this working day of the clock
   * @param daysBefore or so many days before the due date
   * @param monthsBefore or so many months before it
   * @param to the roles that it goes to
   * @param acknowledgeWithin in how many working days it has to be acknowledged before it goes on
   *     (see {@link RemindingRules}); null for no need
   * @param at at this local time; null for the procedure's usual one
   * @param unless what makes it needless; null for nothing
   * @param urgent whether it comes in people's quiet hours too; null for no
   */
  public record Reminder(
      String id,
      @JsonProperty("on_day") @Nullable Integer onDay,
      @JsonProperty("days_before") @Nullable Integer daysBefore,
      @JsonProperty("months_before") @Nullable Integer monthsBefore,
      List<Role> to,
      @JsonProperty("acknowledge_within") @Nullable Integer acknowledgeWithin,
      @Nullable LocalTime at,
      @Nullable Unless unless,
      @Nullable Boolean urgent) {
    /** Whether it comes in people's quiet hours too. */
    public boolean comesAtOnce() {
      return Boolean.TRUE.equals(urgent);
    }
  }

  /** What makes a reminder needless. */
  public enum Unless {
    /** Somebody stands in for those whom it goes to. */
    @JsonProperty("deputy")
    DEPUTY
  }

  static <T> List<T> listOrEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
