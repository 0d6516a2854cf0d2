package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quiet hours go by the clock on the wall, which twice a year is moved at night. */
class QuietHoursTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final int MINUTE = 60;

  @ParameterizedTest
  @CsvSource({
    // A night of winter, one of summer, and a nap.
    "20:00-07:00, 2025-01-15T21:30:00Z, 2025-01-16T07:00:00Z",
    "20:00-07:00, 2025-07-15T21:30:00Z, 2025-07-16T06:00:00Z",
    "12:00-13:00, 2025-07-15T11:15:00Z, 2025-07-15T12:00:00Z",
    // Outside of them nothing waits.
    "20:00-07:00, 2025-01-15T12:00:00Z, 2025-01-15T12:00:00Z",
    "20:00-07:00, 2025-01-15T07:00:00Z, 2025-01-15T07:00:00Z",
    // Sunday 30 March 2025: 01:00 is followed by 02:00. The night has an hour less.
    "20:00-07:00, 2025-03-29T23:00:00Z, 2025-03-30T06:00:00Z",
    "00:30-01:30, 2025-03-30T00:45:00Z, 2025-03-30T01:00:00Z",
    // Sunday 26 October 2025: 02:00 is followed by 01:00. The night has an hour more.
    "20:00-07:00, 2025-10-25T23:00:00Z, 2025-10-26T07:00:00Z",
    "00:30-01:30, 2025-10-26T00:10:00Z, 2025-10-26T00:30:00Z",
    "00:30-01:30, 2025-10-26T01:10:00Z, 2025-10-26T01:30:00Z",
  })
  void theyAreOverWhenTheWallClockSaysSo(String hours, String at, String over) {
    assertEquals(
        Instant.parse(over), QuietHours.parse(hours).orElseThrow().over(Instant.parse(at), LONDON));
  }

  /**
   * Over each change of clocks, minute by minute, for hours of every kind: they last until the wall
   * clock shows their end or leaves it out, and then the person is not at once quiet again.
   */
  @ParameterizedTest
  @ValueSource(strings = {"2025-03-29T12:00:00Z", "2025-10-25T12:00:00Z", "2026-03-28T12:00:00Z"})
  void theyLastUntilTheWallClockShowsTheirEnd(String noon) {
    Random random = new Random(20_250_330);
    Instant from = Instant.parse(noon);
    for (int round = 0; round < 100; round++) {
      LocalTime begin = LocalTime.of(random.nextInt(24), random.nextInt(4) * 15);
      LocalTime end = begin.plusMinutes((1 + random.nextInt(90)) * 15L);
      QuietHours hours = new QuietHours(begin, begin.equals(end) ? end.plusHours(1) : end);
      Instant at = from.plusSeconds(4L * 24 * 60 * MINUTE);
      Instant over = null;
      for (; !at.isBefore(from); at = at.minusSeconds(MINUTE)) {
        LocalTime now = wall(at);
        if (over != null) {
          assertEquals(hours.covers(now) ? over : at, hours.over(at, LONDON), hours + " at " + at);
        }
        // What the minute before has to wait for.
        boolean ends =
            now.equals(hours.to()) || isLeftOut(hours.to(), wall(at.minusSeconds(MINUTE)), now);
        if (ends && !hours.covers(now)) {
          over = at;
        }
      }
    }
  }

  private static LocalTime wall(Instant at) {
    return at.atZone(LONDON).toLocalTime();
  }

  private static boolean isLeftOut(LocalTime time, LocalTime before, LocalTime now) {
    boolean gap = before.plusMinutes(2).isBefore(now);
    return gap && time.isAfter(before) && time.isBefore(now);
  }

  @Test
  void theyAreReadAsPeopleWriteThem() {
    QuietHours night = new QuietHours(LocalTime.of(20, 0), LocalTime.of(7, 0));
    for (String text :
        new String[] {"20:00-07:00", "20.00 - 7.00", "20:00 to 7:00", "20:00–07:00"}) {
      assertEquals(Optional.of(night), QuietHours.parse(text), text);
    }
    for (String text :
        new String[] {"", "8pm-7am", "20:00", "25:00-07:00", "07:00-07:00", "20-7"}) {
      assertEquals(Optional.empty(), QuietHours.parse(text), text);
    }
    assertTrue(night.covers(LocalTime.MIDNIGHT));
    assertFalse(night.covers(LocalTime.of(7, 0)));
  }
}
