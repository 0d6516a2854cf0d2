package org.caseroom.notices;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how people are told outside of the service.
 *
 * @param enabled whether they are told at all
 * @param unreadMinutes how long a message may stay unread before its reader is told
 * @param gatherMinutes how long other news waits for more, so that one message tells of all; who
 *     reads it meanwhile is not told
 * @param dailyAt when those are told who want to be told once a day, such as {@code 08:00}, local
 *     time in the United Kingdom
 * @param texts the folder with the words
 * @param govukNotify GOV.UK Notify
 */
public record NoticeSettings(
    boolean enabled,
    int unreadMinutes,
    int gatherMinutes,
    String dailyAt,
    Path texts,
    GovukNotify govukNotify) {
  /** Nobody is told. */
  public static final NoticeSettings OFF =
      new NoticeSettings(
          false,
          60,
          5,
          "08:00",
          Path.of("config/notices"),
          new GovukNotify(null, null, null, "https://api.notifications.service.gov.uk"));

  /** Refuses what is no length of time, and no time of day. */
  public NoticeSettings {
    if (unreadMinutes < 0 || gatherMinutes < 0) {
      throw refused("notices.unreadMinutes and notices.gatherMinutes are 0 or more.");
    }
    try {
      LocalTime.parse(dailyAt);
    } catch (DateTimeParseException e) {
      throw refused("notices.dailyAt is a time of day, such as \"08:00\".");
    }
  }

  private static Problem refused(String says) {
    return Problem.of(500, "ORG.CASEROOM_SETTINGS", says);
  }

  /** The time of day for those who are told once a day. */
  LocalTime daily() {
    return LocalTime.parse(dailyAt);
  }

  /**
   * The account at GOV.UK Notify. Its templates hold nothing but the placeholders {@code
   * ((subject))}, for e-mail, and {@code ((message))}: the words are this service's own.
   *
   * @param apiKey the key; null to do without Notify
   * @param emailTemplate the id of the template for e-mail; null to send e-mail by SMTP
   * @param textTemplate the id of the template for text messages; null to send none
   * @param url the address of the API
   */
  public record GovukNotify(
      @Nullable Secret apiKey,
      @Nullable String emailTemplate,
      @Nullable String textTemplate,
      String url) {}
}
