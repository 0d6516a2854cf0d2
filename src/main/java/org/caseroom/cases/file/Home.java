package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a family lives, by council area, and the date of the adoption order: what responsibility
 * for a case hangs on. The head of the case holds both; no street is kept.
 *
 * @param area the council area; null while nobody has told it
 * @param outOfArea whether it lies outside of the responsible agency's areas
 * @param order the date of the order, where there is one
 */
public record Home(@Nullable String area, boolean outOfArea, Optional<LocalDate> order) {
  /** Field of the head: the council area. */
  public static final String AREA = "area";

  /** Field of the head: whether the area is none of the responsible agency's. */
  public static final String OUT_OF_AREA = "out_of_area";

  /** Field of the head: the date of the adoption order. */
  public static final String ORDER_DATE = "order_date";

  /** The home that a case's head holds. */
  public static Home of(CaseFile file) {
    JsonNode head = file.content();
    String area = Fields.text(head, AREA);
    return new Home(
        area == null || area.isBlank() ? null : area,
        head.path(OUT_OF_AREA).asBoolean(),
        day(head.path(ORDER_DATE).asText()));
  }

  /** A day written as {@code 2025-03-03}; empty for what is none. */
  public static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notADay) {
      // The pattern at the door lets 30 February pass.
      return Optional.empty();
    }
  }
}
