package org.caseroom.web.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A form that came back: what was typed and what is wrong with it. A page holds several forms, so
 * every field's element id starts with its form's id.
 *
 * @param id which form of the page it is; empty when none came back
 * @param values what was typed, by field name
 * @param errors what is wrong, by field name; under an empty name what concerns the whole form
 */
public record Form(String id, Map<String, List<String>> values, Map<String, String> errors) {
  /** The state of a page on which nothing was sent yet. */
  public static final Form FRESH = new Form("", Map.of(), Map.of());

  /**
   * One line of the error summary.
   *
   * @param target the id of the element that the line leads to
   * @param message what is wrong and what to do
   */
  public record Line(String target, String message) {}

  /** A form as it was sent, with nothing wrong yet. */
  public static Form sent(String id, Map<String, List<String>> values) {
    return new Form(id, values, Map.of());
  }

  /** The same form with one more error. */
  public Form wrong(String field, String message) {
    Map<String, String> more = new LinkedHashMap<>(errors);
    more.putIfAbsent(field, message);
    return new Form(id, values, more);
  }

  /** Whether anything is wrong. */
  public boolean isWrong() {
    return !errors.isEmpty();
  }

  /** What to show in a field: what was typed if this form came back, else what it starts with. */
  public String value(String form, String field, String initially) {
    if (!id.equals(form)) {
      return initially;
    }
    List<String> typed = values.getOrDefault(field, List.of());
    return typed.isEmpty() ? "" : typed.get(0);
  }

  /** Whether a box or button is to be shown as chosen. */
  public boolean chosen(String form, String field, String option, boolean initially) {
    return id.equals(form) ? values.getOrDefault(field, List.of()).contains(option) : initially;
  }

  /** What is wrong with a field; empty when nothing is. */
  public String error(String form, String field) {
    return id.equals(form) ? errors.getOrDefault(field, "") : "";
  }

  /** The lines of the error summary. */
  public List<Line> lines() {
    return errors.entrySet().stream()
        .map(
            error ->
                new Line(
                    error.getKey().isEmpty() ? id : id + "-" + error.getKey(), error.getValue()))
        .toList();
  }
}
