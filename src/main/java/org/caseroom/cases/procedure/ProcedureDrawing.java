package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caseroom.cases.file.CaseEvents;

/** The stages of a procedure and the moves between them, as text that drawing programs read. */
public final class ProcedureDrawing {
  private ProcedureDrawing() {}

  /** A state diagram for Mermaid. */
  public static String mermaid(Procedure procedure) {
    Map<String, String> names = new TreeMap<>();
    StringBuilder out = new StringBuilder("stateDiagram-v2\n");
    for (int i = 0; i < procedure.stages().size(); i++) {
      Procedure.Stage stage = procedure.stages().get(i);
      // Ids of stages can hold what Mermaid takes for an arrow or a comment.
      String name = "s" + (i + 1);
      names.put(stage.id(), name);
      out.append("    state \"").append(plain(stage.title())).append("\" as ").append(name);
      out.append('\n');
    }
    out.append("    [*] --> ").append(names.get(procedure.firstStage().id())).append('\n');
    for (Procedure.Move move : procedure.moves()) {
      for (String from : move.from()) {
        out.append("    ").append(names.get(from)).append(" --> ").append(names.get(move.to()));
        out.append(" : ").append(plain(label(move))).append('\n');
      }
    }
    for (Procedure.Stage stage : procedure.stages()) {
      if (stage.closed()) {
        out.append("    ").append(names.get(stage.id())).append(" --> [*]\n");
      }
    }
    return out.toString();
  }

  /** A directed graph for Graphviz; closed stages have a double line. */
  public static String dot(Procedure procedure) {
    StringBuilder out = new StringBuilder("digraph ").append(quoted(procedure.id())).append(" {\n");
    out.append("    label=").append(quoted(procedure.title())).append(";\n");
    out.append("    node [shape=box];\n");
    for (Procedure.Stage stage : procedure.stages()) {
      out.append("    ")
          .append(quoted(stage.id()))
          .append(" [label=")
          .append(quoted(stage.title()));
      out.append(stage.closed() ? ", peripheries=2];\n" : "];\n");
    }
    for (Procedure.Move move : procedure.moves()) {
      for (String from : move.from()) {
        out.append("    ").append(quoted(from)).append(" -> ").append(quoted(move.to()));
        out.append(" [label=").append(quoted(label(move))).append("];\n");
      }
    }
    return out.append("}\n").toString();
  }

  /**
   * The clause, and the event with the values that it must have: {@code 7.4 screening, signpost}.
   */
  private static String label(Procedure.Move move) {
    Trigger on = move.on();
    String event =
        on.event().startsWith(CaseEvents.PREFIX)
            ? on.event().substring(CaseEvents.PREFIX.length())
            : on.event();
    String values =
        on.where() == null
            ? ""
            : new TreeMap<>(on.where())
                .values().stream()
                    .map(JsonNode::asText)
                    .map(value -> ", " + value)
                    .collect(Collectors.joining());
    return move.clause() + " " + event.replace('_', ' ') + values;
  }

  /** Mermaid has no way to write these in a name. */
  private static String plain(String text) {
    return text.replaceAll("[\":;#%{}\\r\\n]", " ").strip();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
