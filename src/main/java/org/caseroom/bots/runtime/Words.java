package org.caseroom.bots.runtime;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dates, times and lists as people read them, in their language. */
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.UK);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

  /** Before a vowel "a" becomes "ac"; the first of Ioan or of Wil is none. */
  private static final Pattern WELSH_VOWEL =
      Pattern.compile(
          "(?![iw][aeiouwy])[aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü].*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

  private Words() {}

  /** Such as {@code Friday 9 May 2025}, in Welsh {@code Dydd Gwener 9 Mai 2025}. */
  public static String day(Messages.Style style, LocalDate day) {
    return DAY.withLocale(style.locale()).format(day);
  }

  /** Such as {@code Friday 9 May 2025 at 09:00}. */
  public static String time(Messages.Style style, ZonedDateTime time) {
    return day(style, time.toLocalDate()) + (style.isWelsh() ? " am " : " at ") + HOUR.format(time);
  }

  /** Such as {@code Jo, Sam and Mo}. */
  public static String list(Messages.Style style, List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + and(style, names.get(last)) + names.get(last);
  }

  private static String and(Messages.Style style, String next) {
    if (!style.isWelsh()) {
      return " and ";
    }
    return WELSH_VOWEL.matcher(next).matches() ? " ac " : " a ";
  }
}
