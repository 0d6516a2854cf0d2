package org.caseroom.cases.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Working time has no nights, no weekends, no bank holidays, and goes by the clock on the wall. */
class WorkingTimeTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private final WorkingTime time =
      new WorkingTime(
          WorkingDays.standard(),
          "eng",
          LONDON,
          new RemindingRules.Hours(LocalTime.of(9, 0), LocalTime.of(17, 0)));

  @ParameterizedTest
  @CsvSource({
    // Friday; Monday 26 May 2025 is a bank holiday.
    "2025-05-23T08:00:00Z, 1, 2025-05-27T08:00:00Z",
    "2025-05-23T14:30:00Z, 1, 2025-05-27T14:30:00Z",
    // Said at night or on a Saturday: the time begins when people come to work.
    "2025-05-23T21:00:00Z, 1, 2025-05-28T08:00:00Z",
    "2025-05-24T10:00:00Z, 1, 2025-05-28T08:00:00Z",
    "2025-05-23T16:00:00Z, 1, 2025-05-28T08:00:00Z",
    // Over each change of clocks nine stays nine.
    "2025-03-28T09:00:00Z, 1, 2025-03-31T08:00:00Z",
    "2025-10-24T08:00:00Z, 1, 2025-10-27T09:00:00Z",
  })
  void daysEndAtTheSameTimeOfDay(String from, int days, String end) {
    assertEquals(Instant.parse(end), time.afterDays(Instant.parse(from), days));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-05-23T08:00:00Z, 4, 2025-05-23T12:00:00Z",
    "2025-05-23T14:00:00Z, 4, 2025-05-27T10:00:00Z",
    "2025-05-23T08:00:00Z, 8, 2025-05-27T08:00:00Z",
    "2025-05-23T03:00:00Z, 1, 2025-05-23T09:00:00Z",
    "2025-03-28T15:00:00Z, 4, 2025-03-31T10:00:00Z",
    "2025-10-24T14:00:00Z, 20, 2025-10-29T11:00:00Z",
  })
  void hoursRunOnWhenPeopleComeBack(String from, int hours, String end) {
    assertEquals(Instant.parse(end), time.afterHours(Instant.parse(from), hours));
  }

  @Test
  void whateverComesComesWhenPeopleWorkAndNeverEarly() {
    Random random = new Random(9);
    Instant begin = Instant.parse("2025-01-01T00:00:00Z");
    for (int round = 0; round < 5_000; round++) {
      Instant from = begin.plusSeconds(random.nextInt(2 * 365 * 86_400));
      int count = 1 + random.nextInt(12);
      for (Instant end :
          new Instant[] {time.afterDays(from, count), time.afterHours(from, count)}) {
        ZonedDateTime local = end.atZone(LONDON);
        assertEquals(end, time.onOrAfter(end), from + " + " + count);
        assertFalse(local.toLocalTime().isBefore(LocalTime.of(9, 0)), end.toString());
        assertFalse(Duration.between(from, end).toHours() < count, from + " + " + count);
      }
    }
  }
}
