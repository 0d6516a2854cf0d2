package org.caseroom.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the day in which somebody wants to be left in peace, by the clock on their wall. On
 * the night on which clocks go forward or back they are an hour shorter or longer.
 *
 * @param from the first minute, such as 20:00
 * @param to the end, which no longer counts; before {@code from} for a night
 */
public record QuietHours(LocalTime from, LocalTime to) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,2}[:.]\\d{2})\\s*(?:-|–|to)\\s*(\\d{1,2}[:.]\\d{2})");

  /** Both ends have to differ: all day is not left in peace. */
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours that never end");
    }
  }

  /**
   * The hours that a setting names.
   *
   * @throws IllegalArgumentException for a text in another form
   */
  @JsonCreator
  public static QuietHours setting(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("write it as 20:00-07:00, or leave it empty"));
  }

  /** Reads hours as people write them: {@code 20:00-07:00}; empty for anything else. */
  public static Optional<QuietHours> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches() ? of(matcher.group(1), matcher.group(2)) : Optional.empty();
  }

  /** Two times of the day; empty where they are none, or the same. */
  public static Optional<QuietHours> of(String from, String to) {
    try {
      LocalTime begin = time(from);
      LocalTime end = time(to);
      return begin.equals(end) ? Optional.empty() : Optional.of(new QuietHours(begin, end));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalTime time(String text) {
    String plain = text.strip().replace('.', ':');
    return LocalTime.parse(plain.length() == 4 ? "0" + plain : plain);
  }

  /** Whether a time of the day is in them. */
  public boolean covers(LocalTime time) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }

  /** The moment itself outside of quiet hours, otherwise the first at which they are over. */
  public Instant over(Instant at, ZoneId zone) {
    Instant moment = at;
    while (covers(moment.atZone(zone).toLocalTime())) {
      moment = end(moment, zone);
    }
    return moment;
  }

  /**
   * When the wall clock next shows the end. On the night on which it shows an hour twice that may
   * be the first of two; where it leaves the hour out, the moment at which it goes on.
   */
  private Instant end(Instant at, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    LocalDateTime end = local.toLocalDate().atTime(to);
    if (!local.toLocalTime().isBefore(to)) {
      end = end.plusDays(1);
    }
    ZoneOffsetTransition change = zone.getRules().getTransition(end);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    for (ZoneOffset offset : zone.getRules().getValidOffsets(end)) {
      if (end.toInstant(offset).isAfter(at)) {
        return end.toInstant(offset);
      }
    }
    // It showed that time for the second time already: the next is tomorrow's.
    return end.plusDays(1).atZone(zone).toInstant();
  }

  /** As people write them. */
  @JsonValue
  @Override
  public String toString() {
    return from + "-" + to;
  }
}
