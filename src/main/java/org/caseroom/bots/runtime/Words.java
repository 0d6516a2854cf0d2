package org.caseroom.bots.runtime;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Dates, times and lists as people read them. */
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.UK);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy 'at' HH:mm", Locale.UK);

  private Words() {}

  /** Such as {@code Monday 2 June 2025}. */
  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Such as {@code Friday 9 May 2025 at 09:00}. */
  public static String time(ZonedDateTime time) {
    return TIME.format(time);
  }

  /** Such as {@code Jo, Sam and Mo}. */
  public static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
