package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DatesTest {
  @Test
  void saysDaysAsPeopleReadThem() {
    assertEquals("Monday 31 March 2025", Dates.day(LocalDate.of(2025, 3, 31)));
  }

  @Test
  void tellsTheTimeInLondon() {
    assertEquals("8:47pm", Dates.time(Instant.parse("2025-03-18T20:47:00Z")));
    // Summer time began on 30 March 2025.
    assertEquals(
        "Monday 31 March 2025 at 12:10am", Dates.dayAndTime(Instant.parse("2025-03-30T23:10:00Z")));
    assertEquals("midday", Dates.time(Instant.parse("2025-03-18T12:00:00Z")));
    assertEquals("midnight", Dates.time(Instant.parse("2025-03-18T00:00:00Z")));
    assertEquals("9am", Dates.time(Instant.parse("2025-03-18T09:00:00Z")));
  }

  @Test
  void saysHowFarOffADayIs() {
    LocalDate today = LocalDate.of(2025, 3, 25);
    assertEquals("today", Dates.distance(today, today));
    assertEquals("tomorrow", Dates.distance(today, today.plusDays(1)));
    assertEquals("yesterday", Dates.distance(today, today.minusDays(1)));
    assertEquals("in 6 days", Dates.distance(today, today.plusDays(6)));
    assertEquals("in 9 weeks", Dates.distance(today, LocalDate.of(2025, 6, 2)));
    assertEquals("3 days ago", Dates.distance(today, today.minusDays(3)));
  }
}
