package org.caseroom.cases.liaison;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disruptions of a case and the log of liaison, oldest first. */
public record LiaisonView(List<Disruption> disruptions, List<Liaison> liaison) {

  /**
   * A disruption.
   *
   * @param kind {@code placement-breakdown}, {@code return-to-care} or {@code respite-move}
   */
  public record Disruption(
      String number, LocalDate on, String kind, String note, String recordedBy, Instant recorded) {}

  /**
   * A liaison.
   *
   * @param with which agency or department
   * @param department health, education, send, social-care or other
   * @param area the area it works for; null where that was not said
   */
  public record Liaison(
      String number,
      LocalDate on,
      String with,
      String department,
      @Nullable String area,
      String about,
      String recordedBy,
      Instant recorded) {}
}
