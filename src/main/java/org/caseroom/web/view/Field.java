package org.caseroom.web.view;

import java.util.List;

/**
 * A field of a form.
 *
 * @param kind how it is filled in
 * @param name the name it is sent under
 * @param label the words beside it
 * @param hint more about it; empty for none
 * @param options the choices, for kinds that have some
 * @param values what it starts with
 */
public record Field(
    Kind kind, String name, String label, String hint, List<Option> options, List<String> values) {
  /** How a field is filled in. */
  public enum Kind {
    LINE,
    DATE,
    PASSWORD,
    TEXT,
    LIST,
    RADIOS,
    BOXES
  }

  /** A line of text. */
  public static Field line(String name, String label, String hint) {
    return new Field(Kind.LINE, name, label, hint, List.of(), List.of());
  }

  /** A date. */
  public static Field date(String name, String label, String hint) {
    return new Field(Kind.DATE, name, label, hint, List.of(), List.of());
  }

  /** Several lines of text. */
  public static Field text(String name, String label, String hint) {
    return new Field(Kind.TEXT, name, label, hint, List.of(), List.of());
  }

  /** A password. */
  public static Field password(String name, String label, String hint) {
    return new Field(Kind.PASSWORD, name, label, hint, List.of(), List.of());
  }

  /** One of a long list. */
  public static Field list(String name, String label, String hint, List<Option> options) {
    return new Field(Kind.LIST, name, label, hint, options, List.of());
  }

  /** One of a few. */
  public static Field radios(String name, String label, String hint, List<Option> options) {
    return new Field(Kind.RADIOS, name, label, hint, options, List.of());
  }

  /** Any of a few. */
  public static Field boxes(String name, String label, String hint, List<Option> options) {
    return new Field(Kind.BOXES, name, label, hint, options, List.of());
  }

  /** The same field, filled in. */
  public Field with(List<String> newValues) {
    return new Field(kind, name, label, hint, options, newValues);
  }

  /** The same field, filled in. */
  public Field with(String value) {
    return with(List.of(value));
  }

  /** The first value; empty when there is none. */
  public String value() {
    return values.isEmpty() ? "" : values.get(0);
  }
}
