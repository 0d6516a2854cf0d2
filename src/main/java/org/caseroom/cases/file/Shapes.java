package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;

/** Checks the content of casework's events against the files in {@code cases/events}. */
public final class Shapes {
  /** One file for each part of casework; the first has what all of them refer to. */
  private static final List<String> FILES =
      List.of(
          "standard",
          "access",
          "checklists",
          "clocks",
          "questions",
          "transfer",
          "statutory",
          "complaints",
          "versions",
          "assessment",
          "sharing",
          "plan",
          "directory",
          "intake",
          "liaison",
          "practice",
          "decisions");

  private static final int MOST_NAMED = 60;

  private static final Shapes STANDARD = new Shapes();

  private final ObjectNode root;
  private final ShapeCheck check;

  private Shapes() {
    root = resource(FILES.get(0));
    ObjectNode all = (ObjectNode) root.path("$defs");
    for (String file : FILES.subList(1, FILES.size())) {
      all.setAll((ObjectNode) resource(file).path("$defs"));
    }
    check = new ShapeCheck(root, Shapes::refusal);
  }

  private static ObjectNode resource(String file) {
    String name = "/org/caseroom/cases/events/" + file + ".json";
    InputStream in = Shapes.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is not in the jar");
    }
    return (ObjectNode) Json.resource(in);
  }

  /** The shapes that come with the code. */
  public static Shapes standard() {
    return STANDARD;
  }

  /** The whole schema document: read only. */
  public ObjectNode document() {
    return root;
  }

  /** The event types that people may send, and their shapes are known of. */
  public Set<String> types() {
    Set<String> types = new TreeSet<>();
    root.path("$defs")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith(CaseEvents.PREFIX)) {
                types.add(name);
              }
            });
    return types;
  }

  /** Whether people may send events of a type. */
  public boolean knows(String type) {
    return type.startsWith(CaseEvents.PREFIX) && root.path("$defs").has(type);
  }

  /** Whether a type is one of state events. */
  public boolean isState(String type) {
    return root.path("$defs").path(type).path("x-state").asBoolean();
  }

  /**
   * Checks a content.
   *
   * @throws Problem {@code M_BAD_JSON} that names the field and what it should be
   */
  public void check(String type, ObjectNode content) {
    check.check(root.path("$defs").path(type), content);
  }

  private static Problem refusal(String at, String says) {
    String field = at.length() > MOST_NAMED ? at.substring(0, MOST_NAMED) : at;
    return Problem.badJson(
        (field.isEmpty() ? "The content" : "The field '" + field + "'") + " " + says + ".");
  }
}
