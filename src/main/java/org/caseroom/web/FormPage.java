package org.caseroom.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.web.view.CaseHead;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Passage;
import org.jspecify.annotations.Nullable;

/** A page that is one form. */
final class FormPage {
  private FormPage() {}

  /**
   * What such a page is made of.
   *
   * @param heading its heading
   * @param intro what to know before filling it in, a paragraph each
   * @param action where it is sent
   * @param id the form's id
   * @param fields its fields
   * @param button the words of its button
   * @param back where the link back leads
   * @param head the case it is about; null for none
   * @param passages what to read before filling it in
   */
  record Shape(
      String heading,
      List<String> intro,
      String action,
      String id,
      List<Field> fields,
      String button,
      String back,
      @Nullable CaseHead head,
      List<Passage> passages) {
    /** A page with nothing to read first. */
    Shape(
        String heading,
        List<String> intro,
        String action,
        String id,
        List<Field> fields,
        String button,
        String back,
        @Nullable CaseHead head) {
      this(heading, intro, action, id, fields, button, back, head, List.of());
    }
  }

  /** Shows it. */
  static void show(Visit visit, Form form, Shape shape) {
    Map<String, Object> model = new HashMap<>();
    model.put("heading", shape.heading());
    model.put("intro", shape.intro());
    model.put("action", shape.action());
    model.put("formId", shape.id());
    model.put("fields", shape.fields());
    model.put("button", shape.button());
    model.put("back", shape.back());
    model.put("passages", shape.passages());
    if (shape.head() != null) {
      model.put("head", shape.head());
    }
    visit.show("form", shape.heading(), form, model);
  }
}
