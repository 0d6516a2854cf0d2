package org.caseroom.web;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.Field;

/**
 * Something that a professional can do in a case, with its form.
 *
 * @param id its place in addresses
 * @param title what it is, in words
 * @param group what it belongs with, as a heading
 * @param event the event type it sends: who may send that may do this
 * @param room where it is sent; {@code CASE} for the case's space
 * @param intro what to know first
 * @param fields its fields, for one case
 * @param button the words of its button
 * @param work does it, and says what was done
 */
record ActionForm(
    String id,
    String title,
    String group,
    String event,
    RoomKind room,
    List<String> intro,
    Function<Opened, List<Field>> fields,
    String button,
    BiFunction<Opened, Sent, String> work) {

  /** Whether the reader of a case may do it. */
  boolean isFor(Opened opened) {
    return room == RoomKind.CASE ? opened.mayInCase(event) : opened.may(event, room);
  }
}
