package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The plain facts of a case that rules ask for: where the child lives and learns, and the dates
 * that times count from, as the head of the case holds them. A case from placement has no date of
 * an order yet, and is as good a case (3.1).
 *
 * @param home where the family lives, and the order
 * @param schoolArea the council area of the child's school, as a word; null while nobody has said
 * @param placed when the child was placed with the family
 * @param born the child's date of birth
 */
public record CaseFacts(
    Home home, @Nullable String schoolArea, @Nullable LocalDate placed, @Nullable LocalDate born) {
  /** Field of the head: the council area of the school. */
  public static final String SCHOOL_AREA = "school_area";

  /** Field of the head: when the child was placed. */
  public static final String PLACED = "placement_date";

  /** Field of the head: the child's date of birth. */
  public static final String BORN = "born";

  /** The facts of a case as they stand. */
  public static CaseFacts of(CaseFile file) {
    JsonNode head = file.content();
    return new CaseFacts(
        Home.of(file),
        Fields.text(head, SCHOOL_AREA),
        Home.day(head.path(PLACED).asText()).orElse(null),
        Home.day(head.path(BORN).asText()).orElse(null));
  }
}
