package org.caseroom.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.rooms.Draft;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sent with a form. Reading a field that must be there notes what is wrong instead of
 * stopping, so that one answer names everything; {@link #check} stops when anything was noted.
 */
final class Sent {
  private final Map<String, List<String>> values;
  private Form form;

  Sent(String formId, Map<String, List<String>> values) {
    this.values = values;
    this.form = Form.sent(formId, values);
  }

  /** A text, trimmed; empty when nothing was typed. */
  String text(String field) {
    List<String> typed = values.getOrDefault(field, List.of());
    return typed.isEmpty() ? "" : typed.get(0).strip();
  }

  /** A text that must be there. */
  String text(String field, String elseSay) {
    String text = text(field);
    if (text.isEmpty()) {
      wrong(field, elseSay);
    }
    return text;
  }

  /** All that was chosen of a list of boxes. */
  List<String> all(String field) {
    return values.getOrDefault(field, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /** Whether a box was ticked. */
  boolean ticked(String field) {
    return !all(field).isEmpty();
  }

  /** One of the choices that were offered. */
  String choice(String field, List<Option> offered, String elseSay) {
    String chosen = text(field);
    if (offered.stream().noneMatch(option -> option.code().equals(chosen))) {
      wrong(field, elseSay);
    }
    return chosen;
  }

  /**
   * A date, as a browser's date field sends it or as people in England write it.
   *
   * @return the date; the day after time began when it cannot be read, which {@link #check} will
   *     not let through
   */
  LocalDate date(String field, String elseSay) {
    String typed = text(field);
    try {
      if (typed.matches("\\d{1,2}[/. ]\\d{1,2}[/. ]\\d{4}")) {
        String[] parts = typed.split("[/. ]");
        return LocalDate.of(
            Integer.parseInt(parts[2]), Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
      }
      return LocalDate.parse(typed);
    } catch (DateTimeParseException notADate) {
      wrong(field, elseSay);
    } catch (java.time.DateTimeException noSuchDay) {
      wrong(field, "There is no such day: check the date.");
    }
    return LocalDate.EPOCH;
  }

  /** A password: as it was typed, spaces and all. */
  String secret(String field, String elseSay) {
    List<String> typed = values.getOrDefault(field, List.of());
    if (typed.isEmpty() || typed.get(0).isEmpty()) {
      wrong(field, elseSay);
      return "";
    }
    return typed.get(0);
  }

  /** A text, or null when nothing was typed. */
  @Nullable String optional(String field) {
    String text = text(field);
    return text.isEmpty() ? null : text;
  }

  /** The draft under the form's own number, so that a form that is sent twice counts once. */
  Draft once(Visit visit, Draft draft) {
    Visitor visitor = visit.visitor();
    String number = text("once");
    return visitor == null || number.isEmpty()
        ? draft
        : draft.in(new Draft.Transaction(visitor.session().device(), "page", number));
  }

  /** The lines of a text, at least one. */
  List<String> lines(String field, String elseSay) {
    return text(field, elseSay).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** Notes that something is wrong. */
  void wrong(String field, String message) {
    form = form.wrong(field, message);
  }

  /**
   * Stops when something is wrong.
   *
   * @throws Refused what is wrong, all of it
   */
  void check() {
    if (form.isWrong()) {
      throw new Refused(400, form);
    }
  }

  /** The form with what a service said no to. */
  Refused refused(Problem problem) {
    if (problem.errcode().equals("ORG.CASEROOM_TOLD_ALREADY")) {
      return new Refused(problem.status(), toldAlready(problem));
    }
    String field =
        problem.details().containsKey("field") ? problem.details().get("field").asText() : "";
    return new Refused(
        problem.status(), form.wrong(values.containsKey(field) ? field : "", problem.message()));
  }

  /** It is told already: the form points to where, and offers a way on. */
  private Form toldAlready(Problem problem) {
    Map<String, List<String>> more = new HashMap<>(values);
    String question = detail(problem, "org.caseroom.question");
    boolean story = question.isEmpty();
    more.put(
        "told",
        List.of(story ? "story#story-" + detail(problem, "org.caseroom.section") : "questions"));
    String where =
        story
            ? "The family has told this already: section "
                + detail(problem, "org.caseroom.place")
                + " of their story."
            : "This was asked and answered already: question " + question + ".";
    return Form.sent(form.id(), more)
        .wrong(
            "text",
            where
                + " Read it first. If you need to ask all the same, tick the box below the"
                + " message.");
  }

  private static String detail(Problem problem, String name) {
    return problem.details().containsKey(name) ? problem.details().get(name).asText() : "";
  }

  /** A form that goes back to who sent it. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Form form;

    Refused(int status, Form form) {
      super("The form was not right.", null, false, false);
      this.status = status;
      this.form = form;
    }

    /** The HTTP status of the answer. */
    int status() {
      return status;
    }

    /** What was typed and what is wrong. */
    Form form() {
      return form;
    }
  }
}
