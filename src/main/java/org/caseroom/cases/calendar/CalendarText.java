package org.caseroom.cases.calendar;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.DaylightSavingsTime;
import biweekly.component.Observance;
import biweekly.component.StandardTime;
import biweekly.component.VEvent;
import biweekly.component.VTimezone;
import biweekly.io.TimezoneAssignment;
import biweekly.io.text.ICalWriter;
import biweekly.property.Status;
import biweekly.property.Transparency;
import biweekly.util.DateTimeComponents;
import biweekly.util.DayOfWeek;
import biweekly.util.Duration;
import biweekly.util.Frequency;
import biweekly.util.Recurrence;
import biweekly.util.UtcOffset;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.apache.commons.codec.digest.DigestUtils;

/** Writes a calendar as text. */
final class CalendarText {
  private static final String ZONE = "Europe/London";
  private static final int MARCH = 3;
  private static final int OCTOBER = 10;

  private CalendarText() {}

  /**
   * A calendar.
   *
   * @param server the name of the server, which stands in the ids of entries
   * @param address the address of the service, for links
   */
  static String of(List<Entry> entries, String server, String address) {
    ICalendar calendar = new ICalendar();
    calendar.setProductId("-//Caseroom//Calendar//EN");
    calendar.setName("Caseroom");
    calendar.setMethod("PUBLISH");
    // Programs ask again after this time.
    calendar.setRefreshInterval(Duration.builder().hours(1).build());
    calendar
        .getTimezoneInfo()
        .setDefaultTimezone(new TimezoneAssignment(TimeZone.getTimeZone(ZONE), london()));
    for (Entry entry : entries) {
      calendar.addEvent(event(entry, server, address));
    }
    StringWriter text = new StringWriter();
    try (ICalWriter writer = new ICalWriter(text, ICalVersion.V2_0)) {
      writer.write(calendar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static VEvent event(Entry entry, String server, String address) {
    VEvent event = new VEvent();
    event.setUid(DigestUtils.sha256Hex(entry.id()).substring(0, 32) + "@" + server);
    event.setDateTimeStamp(Date.from(entry.written()));
    event.setLastModified(Date.from(entry.written()));
    event.setSummary(entry.title() + " (" + entry.reference() + ")");
    event.setUrl(address + "/cases/" + entry.reference());
    event.setStatus(Status.confirmed());
    LocalDate day = entry.day();
    Instant at = entry.at();
    if (day != null) {
      event.setDateStart(date(day), false);
      event.setDateEnd(date(day.plusDays(1)), false);
      // A day on which something falls due is not a day on which nobody can be met.
      event.setTransparency(Transparency.transparent());
    } else if (at != null) {
      event.setDateStart(Date.from(at), true);
      event.setDateEnd(Date.from(at.plus(entry.length())), true);
    }
    return event;
  }

  /** The library writes a date as it is where this machine stands. */
  private static Date date(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
  }

  /** The rules of the United Kingdom since 1996. */
  private static VTimezone london() {
    VTimezone zone = new VTimezone(ZONE);
    DaylightSavingsTime summer = new DaylightSavingsTime();
    rules(summer, "BST", new DateTimeComponents(1996, MARCH, 31, 1, 0, 0, false), 0, 1, MARCH);
    zone.addDaylightSavingsTime(summer);
    StandardTime winter = new StandardTime();
    rules(winter, "GMT", new DateTimeComponents(1996, OCTOBER, 27, 2, 0, 0, false), 1, 0, OCTOBER);
    zone.addStandardTime(winter);
    return zone;
  }

  private static void rules(
      Observance observance,
      String name,
      DateTimeComponents from,
      int before,
      int after,
      int month) {
    observance.setDateStart(from);
    observance.setTimezoneOffsetFrom(new UtcOffset(true, before, 0));
    observance.setTimezoneOffsetTo(new UtcOffset(true, after, 0));
    observance.addTimezoneName(name);
    observance.setRecurrenceRule(
        new Recurrence.Builder(Frequency.YEARLY)
            .byMonth(month)
            .byDay(-1, DayOfWeek.SUNDAY)
            .build());
  }
}
