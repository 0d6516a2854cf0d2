package org.caseroom.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Dates and times in the words of the GOV.UK style, as people in England read them. */
final class Dates {
  /** Where the people are. */
  static final ZoneId ZONE = ZoneId.of("Europe/London");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.UK);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK);

  private Dates() {}

  /** "Monday 31 March 2025". */
  static String day(LocalDate date) {
    return DAY.format(date);
  }

  /** "Monday 31 March 2025". */
  static String day(Instant time) {
    return day(dateOf(time));
  }

  /** "31 Mar 2025", for tables. */
  static String shortDay(LocalDate date) {
    return SHORT_DAY.format(date);
  }

  /** "8:47pm", and "midday" and "midnight" as the GOV.UK style asks. */
  static String time(Instant time) {
    ZonedDateTime at = time.atZone(ZONE);
    int hour = at.getHour();
    int minute = at.getMinute();
    if (minute == 0 && hour % 12 == 0) {
      return hour == 0 ? "midnight" : "midday";
    }
    String half = hour < 12 ? "am" : "pm";
    int shown = hour % 12 == 0 ? 12 : hour % 12;
    return minute == 0
        ? shown + half
        : String.format(Locale.ROOT, "%d:%02d%s", shown, minute, half);
  }

  /** "Monday 31 March 2025 at 8:47pm". */
  static String dayAndTime(Instant time) {
    return day(time) + " at " + time(time);
  }

  /** The date of a moment, in London. */
  static LocalDate dateOf(Instant time) {
    return time.atZone(ZONE).toLocalDate();
  }

  /**
   * How far off a day is, as one would say it: "today", "tomorrow", "in 3 days", "2 days ago";
   * beyond two weeks in weeks, beyond twelve in months.
   */
  static String distance(LocalDate today, LocalDate day) {
    long days = ChronoUnit.DAYS.between(today, day);
    if (days == 0) {
      return "today";
    }
    if (days == 1) {
      return "tomorrow";
    }
    if (days == -1) {
      return "yesterday";
    }
    long size = Math.abs(days);
    String amount =
        size <= 14 ? size + " days" : size < 84 ? size / 7 + " weeks" : size / 30 + " months";
    return days > 0 ? "in " + amount : amount + " ago";
  }
}
