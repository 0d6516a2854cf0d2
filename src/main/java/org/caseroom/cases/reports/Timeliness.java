package org.caseroom.cases.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.cases.file.ClockState;
import org.jspecify.annotations.Nullable;

/**
 * How a clause's time is kept: every run of its clock counts.
 *
 * @param allowed how many days or months it gives
 * @param unit what it counts
 * @param started how many runs there were
 * @param met how many were met in time
 * @param late how many were met late, or run and have run out
 * @param running how many run in time
 * @param paused how many stand still, as the rule allows
 * @param stopped how many ended without having to be met
 * @param medianDays the middle of the days until they were met; null when none was
 * @param worstDays the most days until one was met
 * @param daysUnit what the days are: working-days, or days of the calendar
 */
public record Timeliness(
    String clause,
    String clock,
    String title,
    int allowed,
    String unit,
    int started,
    int met,
    int late,
    int running,
    int paused,
    int stopped,
    @Nullable Double medianDays,
    @Nullable Integer worstDays,
    String daysUnit) {
  /** Of the runs of one clock, at least one. */
  static Timeliness of(List<ClockState> runs, Instant now) {
    int met = 0;
    int late = 0;
    int stopped = 0;
    int paused = 0;
    List<Integer> days = new ArrayList<>();
    for (ClockState run : runs) {
      switch (run.status()) {
        case MET -> met++;
        case BREACHED, LATE -> late++;
        case PAUSED -> paused++;
        case STOPPED -> stopped++;
        default -> late += run.overdue(now) ? 1 : 0;
      }
      boolean stoppedEarly = run.status() == ClockState.Status.STOPPED;
      if (!stoppedEarly && run.finished() != null) {
        days.add(daysTaken(run));
      }
    }
    days.sort(null);
    ClockState one = runs.get(runs.size() - 1);
    return new Timeliness(
        one.clause(),
        one.id(),
        one.title(),
        one.length(),
        one.unit().word(),
        runs.size(),
        met,
        late,
        (int) runs.stream().filter(run -> run.running() && !run.overdue(now)).count(),
        paused,
        stopped,
        median(days),
        days.isEmpty() ? null : days.get(days.size() - 1),
        daysUnit(one));
  }

  /** How many days a finished run took: working days where its clock counts those. */
  static int daysTaken(ClockState run) {
    Integer day = run.dayFinished();
    LocalDate finished = run.finished();
    return day != null || finished == null
        ? (day == null ? 0 : day)
        : (int) ChronoUnit.DAYS.between(run.started(), finished);
  }

  static @Nullable Double median(List<Integer> sorted) {
    int size = sorted.size();
    if (size == 0) {
      return null;
    }
    return size % 2 == 1
        ? (double) sorted.get(size / 2)
        : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2.0;
  }

  /** What the days of a clock are. */
  static String daysUnit(ClockState clock) {
    return clock.unit() == ClockState.Unit.WORKING_DAYS ? clock.unit().word() : "days";
  }
}
