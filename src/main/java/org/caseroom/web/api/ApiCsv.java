package org.caseroom.web.api;

import java.io.ByteArrayInputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a CSV file (RFC 4180: CRLF, quotes doubled, a header). A text that a spreadsheet would
 * take for a formula gets an apostrophe in front: somebody else may have written it.
 */
public final class ApiCsv {
  private static final String FORMULA = "=+-@\t\r\n";

  private ApiCsv() {}

  /** A file of records: the columns are their components. */
  public static <T extends Record> ApiFile of(String name, Class<T> type, Collection<T> rows) {
    List<String> columns = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      columns.add(snake(component.getName()));
    }
    List<List<? extends @Nullable Object>> cells = new ArrayList<>();
    for (T row : rows) {
      cells.add(cells(type, row));
    }
    return of(name, columns, cells);
  }

  private static <T extends Record> List<@Nullable Object> cells(Class<T> type, T row) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        cells.add(component.getAccessor().invoke(row));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be looked into", e);
      }
    }
    return cells;
  }

  /** A file of cells; null is an empty cell. */
  static ApiFile of(
      String name, List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder();
    line(text, columns);
    rows.forEach(row -> line(text, row));
    return new ApiFile(
        name + ".csv",
        "text/csv; charset=utf-8; header=present",
        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static void line(StringBuilder text, List<? extends @Nullable Object> cells) {
    text.append(cells.stream().map(ApiCsv::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    String text =
        value instanceof Collection<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining("; "))
            : value.toString();
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
