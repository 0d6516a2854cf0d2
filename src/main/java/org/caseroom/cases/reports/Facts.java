package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.ReportRules;

/**
 * Which fields of casework's events may be counted: words of lists, dates, numbers, yes and no.
 * What people write in sentences is not among them.
 */
final class Facts {
  /** A longer text is no word of a list. */
  private static final int LONGEST = 120;

  /** That an event came at all is a fact too, under this field. */
  static final String HAPPENED = "*";

  private static final Facts STANDARD = new Facts();

  private final Map<String, List<String>> fields = new HashMap<>();

  private Facts() {
    InputStream in = Facts.class.getResourceAsStream("facts.json");
    if (in == null) {
      throw new IllegalStateException("facts.json is not in the jar");
    }
    Json.resource(in)
        .properties()
        .forEach(type -> fields.put(type.getKey(), Fields.texts(type.getValue())));
  }

  static Facts standard() {
    return STANDARD;
  }

  /** Whether events of a type are counted. */
  boolean knows(String type) {
    return fields.containsKey(type);
  }

  /** Whether a field of a type is counted. */
  boolean knows(String type, String field) {
    return field.equals(HAPPENED)
        ? knows(type)
        : fields.getOrDefault(type, List.of()).contains(field);
  }

  /**
   * Refuses a configuration that counts what is not kept.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} that names the figure
   */
  void check(ReportRules rules) {
    ReportRules.DataSet set = rules.dataSet();
    if (set != null) {
      set.fields().forEach(field -> check(field.id(), field.from()));
    }
    rules.standards().stream()
        .flatMap(standard -> standard.tags().stream())
        .forEach(tag -> check(tag.title(), tag.from()));
    rules.measures().forEach(measure -> check(measure.id(), measure.of()));
  }

  private void check(String what, ReportRules.From from) {
    String type = from.type();
    String field = from.field() == null ? HAPPENED : from.field();
    boolean clockKnown = from.clock() == null || from.is() != null;
    boolean fieldKnown = from.caseField() == null || Figures.CASE_FIELDS.contains(from.caseField());
    if ((type != null && !knows(type, field)) || !clockKnown || !fieldKnown) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_CONFIG",
          "config/reports.yaml: '"
              + what
              + "' is read from a field that is not kept for reports: see facts.json for the"
              + " events, and the head of the file for the rest.");
    }
  }

  /** A field and one of its values. */
  record Value(String field, String text) {}

  /** What an event of a type says, fact by fact. */
  List<Value> of(String type, ObjectNode content) {
    List<Value> values = new ArrayList<>();
    values.add(new Value(HAPPENED, "yes"));
    for (String field : fields.getOrDefault(type, List.of())) {
      JsonNode node = content.path(field);
      if (node.isArray()) {
        node.forEach(item -> add(values, field, item));
      } else {
        add(values, field, node);
      }
    }
    return values;
  }

  private static void add(List<Value> values, String field, JsonNode node) {
    Value value = new Value(field, node.asText());
    if (node.isValueNode()
        && !value.text().isBlank()
        && value.text().length() <= LONGEST
        && !values.contains(value)) {
      values.add(value);
    }
  }
}
