package org.caseroom.cases.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caseroom.base.EventId;
import org.caseroom.cases.file.ClockState;
import org.junit.jupiter.api.Test;

/** Clocks against a count that goes through the days one by one and knows nothing of ClockMath. */
class ClockMathTest {
  private final WorkingDays days = WorkingDays.standard();
  private final Procedure procedure =
      Procedures.load(Path.of("config/procedures")).find("together4children").orElseThrow();

  private Instant noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).atZone(procedure.zone()).toInstant();
  }

  private ClockRule rule(ClockState.Unit unit, int length) {
    return new ClockRule(
        "X",
        "ours",
        "Something",
        unit,
        length,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null);
  }

  private ClockState start(ClockRule rule, LocalDate day) {
    return ClockMath.start(rule, procedure, days, EventId.of("$x"), noon(day));
  }

  /** What a person with a calendar does: one stroke for each day that counts. */
  private LocalDate byHand(LocalDate started, int length, List<LocalDate[]> stoodStill) {
    int strokes = 0;
    LocalDate day = started;
    while (strokes < length) {
      LocalDate today = day.plusDays(1);
      day = today;
      boolean still =
          stoodStill.stream()
              .anyMatch(pause -> today.isAfter(pause[0]) && !today.isAfter(pause[1]));
      if (days.isWorking(today, "eng") && !still) {
        strokes++;
      }
    }
    return day;
  }

  @Test
  void workingDaysThatStoodStillDoNotCount() {
    Random random = new Random(20250325);
    int paused = 0;
    for (int round = 0; round < 3_000; round++) {
      LocalDate started = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900));
      int length = 1 + random.nextInt(50);
      ClockState clock = start(rule(ClockState.Unit.WORKING_DAYS, length), started);
      assertEquals(byHand(started, length, List.of()), clock.due());
      List<LocalDate[]> pauses = new ArrayList<>();
      LocalDate from = started;
      for (int i = random.nextInt(4); i > 0; i--) {
        from = from.plusDays(random.nextInt(15));
        LocalDate to = from.plusDays(random.nextInt(20));
        if (!from.isBefore(clock.due())) {
          break;
        }
        clock = ClockMath.pause(clock, procedure, noon(from), "away");
        assertTrue(clock.open() && !clock.running());
        clock = ClockMath.resume(clock, procedure, days, noon(to));
        pauses.add(new LocalDate[] {from, to});
        from = to;
        paused++;
      }
      LocalDate due = byHand(started, length, pauses);
      assertEquals(due, clock.due(), started + ", " + length + " days, " + clock.pauses());
      assertEquals(length, ClockMath.used(clock, due, procedure, days));
      assertTrue(days.isWorking(due, "eng"));
    }
    assertTrue(paused > 1_000, "clocks that stood still: " + paused);
  }

  @Test
  void monthsRunByTheCalendarAndMoveByTheDaysThatStoodStill() {
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      LocalDate started = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900));
      int length = 1 + random.nextInt(18);
      ClockState clock = start(rule(ClockState.Unit.MONTHS, length), started);
      int month = started.getMonthValue() - 1 + length;
      LocalDate first = LocalDate.of(started.getYear() + month / 12, month % 12 + 1, 1);
      LocalDate due =
          first.withDayOfMonth(Math.min(started.getDayOfMonth(), first.lengthOfMonth()));
      assertEquals(due, clock.due(), started + " and " + length + " months");
      assertTrue(!clock.worked().isAfter(due) && days.isWorking(clock.worked(), "eng"));
      for (LocalDate day = clock.worked().plusDays(1); !day.isAfter(due); day = day.plusDays(1)) {
        assertTrue(!days.isWorking(day, "eng"), "a later working day before " + due);
      }
      int still = random.nextInt(30);
      LocalDate from = started.plusDays(random.nextInt(20));
      ClockState moved =
          ClockMath.resume(
              ClockMath.pause(clock, procedure, noon(from), "away"),
              procedure,
              days,
              noon(from.plusDays(still)));
      assertEquals(due.plusDays(still), moved.due());
    }
  }

  @Test
  void aClockPausedOnItsLastDayIsDueOnTheDayItGoesOn() {
    LocalDate started = LocalDate.of(2025, 3, 6);
    ClockState clock = start(rule(ClockState.Unit.WORKING_DAYS, 5), started);
    ClockState paused = ClockMath.pause(clock, procedure, noon(clock.due()), "away");
    LocalDate back = LocalDate.of(2025, 3, 24);
    assertEquals(back, ClockMath.resume(paused, procedure, days, noon(back)).due());
  }

  @Test
  void aClockThatOnlyWarnsIsLateAndNotBreached() {
    ClockRule binding = rule(ClockState.Unit.WORKING_DAYS, 5);
    ClockRule warning =
        new ClockRule(
            "X",
            "ours",
            "Something",
            ClockState.Unit.WORKING_DAYS,
            5,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            ClockRule.Late.WARNS,
            List.of(),
            null,
            null,
            null,
            null,
            null);
    LocalDate day = LocalDate.of(2025, 3, 6);
    Instant late = noon(LocalDate.of(2025, 3, 14));
    ClockState clock = start(binding, day);
    assertEquals(
        ClockState.Status.BREACHED,
        ClockMath.meet(binding, clock, procedure, days, late, "x").status());
    assertEquals(
        ClockState.Status.LATE,
        ClockMath.meet(warning, clock, procedure, days, late, null).status());
  }
}
