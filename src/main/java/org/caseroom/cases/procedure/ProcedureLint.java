package org.caseroom.cases.procedure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a procedure's source leaves open or contradicts, and what the procedure itself never uses.
 * All of it follows from the file; nothing is repaired and no rule is made up.
 */
public final class ProcedureLint {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)");

  private final ProcedureFile file;
  private final Source source;
  private final List<Finding> findings = new ArrayList<>();

  private ProcedureLint(ProcedureFile file) {
    this.file = file;
    this.source = file.procedure().source();
  }

  /** What a finding is about. */
  public enum Kind {
    /** A number that the document leaves out. */
    MISSING_CLAUSE(true),
    /** A reference to something else than what it means. */
    WRONG_REFERENCE(true),
    /** A law that stands in the list twice. */
    LAW_LISTED_TWICE(true),
    /** A law that another has replaced. */
    LAW_SUPERSEDED(true),
    /** Something that the document does not say. */
    LEFT_OPEN(true),
    /** A stage that no case comes to. */
    UNREACHABLE_STAGE(false),
    /** A stage that is no end and that no case leaves. */
    STAGE_WITHOUT_END(false),
    /** A clock that rests on no clause. */
    CLOCK_WITHOUT_CLAUSE(false),
    /** A clock of which nobody hears before it runs out. */
    CLOCK_WITHOUT_REMINDER(false),
    /** A checklist that nothing opens. */
    UNUSED_CHECKLIST(false);

    private final boolean ofSource;

    Kind(boolean ofSource) {
      this.ofSource = ofSource;
    }

    /** Whether the document's owner has to answer it, not who keeps the procedure's file. */
    public boolean ofSource() {
      return ofSource;
    }

    /** The word that people read, such as {@code missing-clause}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Something found.
   *
   * @param line the line of the file, from 1
   * @param where the clause, or the id of the stage, clock or checklist
   * @param says a sentence or two
   */
  public record Finding(Kind kind, int line, String where, String says) {}

  /** All findings of a file: those about its source first, in the order of the document. */
  public static List<Finding> of(ProcedureFile file) {
    ProcedureLint lint = new ProcedureLint(file);
    lint.numbers();
    lint.references();
    lint.laws();
    lint.open();
    lint.stages();
    lint.clocks();
    lint.checklists();
    return List.copyOf(lint.findings);
  }

  private void found(Kind kind, String pointer, String where, String says) {
    findings.add(new Finding(kind, file.line(pointer), where, says));
  }

  // ---- The source ----

  /** Sections count 1.0, 2.0 and on, and the clauses of 7.0 count 7.1, 7.2 and on. */
  private void numbers() {
    int before = 0;
    for (int i = 0; i < source.parts().size(); i++) {
      Source.Part part = source.parts().get(i);
      String pointer = "/source/parts/" + i;
      Matcher section = NUMBER.matcher(part.id());
      if (section.matches() && section.group(2).equals("0")) {
        int number = Integer.parseInt(section.group(1));
        for (int gap = before + 1; gap < number; gap++) {
          missing(pointer, gap + ".0", before + ".0", part.id());
        }
        before = number;
      }
      clauses(part, pointer + "/clauses");
    }
  }

  private void clauses(Source.Part part, String pointer) {
    int before = 0;
    for (int i = 0; i < part.clauses().size(); i++) {
      String clause = part.clauses().get(i);
      Matcher matcher = NUMBER.matcher(clause);
      if (matcher.matches()) {
        int number = Integer.parseInt(matcher.group(2));
        for (int gap = before + 1; gap < number; gap++) {
          String section = matcher.group(1) + ".";
          missing(
              pointer + "/" + i, section + gap, before == 0 ? part.id() : section + before, clause);
        }
        before = Math.max(before, number);
      }
    }
  }

  private void missing(String pointer, String clause, String before, String after) {
    found(
        Kind.MISSING_CLAUSE,
        pointer,
        clause,
        "The numbers go from "
            + before
            + " to "
            + after
            + " and leave out "
            + clause
            + ". Is it missing, or was it taken out?");
  }

  private void references() {
    for (int i = 0; i < source.references().size(); i++) {
      Source.Reference reference = source.references().get(i);
      String pointer = "/source/references/" + i;
      for (String to : reference.to()) {
        if (!source.has(to)) {
          found(
              Kind.MISSING_CLAUSE,
              pointer,
              to,
              reference.in()
                  + " refers to "
                  + to
                  + " for "
                  + reference.about()
                  + ", and there is no "
                  + to
                  + ". Where does that stand?");
        }
      }
      if (!reference.standsIn().isEmpty() && !reference.standsIn().equals(reference.to())) {
        found(
            Kind.WRONG_REFERENCE,
            pointer,
            reference.in(),
            reference.in()
                + " refers to "
                + String.join(" and ", reference.to())
                + " for "
                + reference.about()
                + ", which stands in "
                + String.join(" and ", reference.standsIn())
                + ". Is that what it means?");
      }
    }
  }

  private void laws() {
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < source.laws().size(); i++) {
      Source.Law law = source.laws().get(i);
      String pointer = "/source/laws/" + i;
      String before = seen.putIfAbsent(words(law.title()), law.title());
      if (before != null) {
        found(
            Kind.LAW_LISTED_TWICE,
            pointer,
            law.title(),
            "'" + before + "' stands in the list of laws twice. Was another one meant?");
      }
      if (law.supersededBy() != null) {
        found(
            Kind.LAW_SUPERSEDED,
            pointer,
            law.title(),
            "'" + law.title() + "' is superseded by the " + law.supersededBy() + ".");
      }
    }
  }

  /** A title without what does not tell laws apart: case, brackets, dots, the article. */
  private static String words(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replace("&", "and")
        .replaceAll("[^a-z0-9]+", " ")
        .strip()
        .replaceFirst("^the ", "");
  }

  private void open() {
    for (int i = 0; i < source.open().size(); i++) {
      Source.Open open = source.open().get(i);
      found(
          Kind.LEFT_OPEN,
          "/source/open/" + i,
          open.clause(),
          open.question() + " Until that is answered: " + open.ours());
    }
  }

  // ---- The procedure ----

  private void stages() {
    Procedure procedure = file.procedure();
    Set<String> reached = new HashSet<>(Set.of(procedure.firstStage().id()));
    Deque<String> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      String stage = next.remove();
      for (Procedure.Move move : procedure.moves()) {
        if (move.from().contains(stage) && reached.add(move.to())) {
          next.add(move.to());
        }
      }
    }
    for (int i = 0; i < procedure.stages().size(); i++) {
      Procedure.Stage stage = procedure.stages().get(i);
      String pointer = "/stages/" + i;
      if (!reached.contains(stage.id())) {
        found(
            Kind.UNREACHABLE_STAGE,
            pointer,
            stage.id(),
            "No moves lead from " + procedure.firstStage().id() + " to " + stage.id() + ".");
      } else if (!stage.closed()
          && procedure.moves().stream().noneMatch(move -> move.from().contains(stage.id()))) {
        found(
            Kind.STAGE_WITHOUT_END,
            pointer,
            stage.id(),
            stage.id() + " is not marked as closed, and no move leads out of it.");
      }
    }
  }

  private void clocks() {
    List<ClockRule> clocks = file.procedure().clocks();
    for (int i = 0; i < clocks.size(); i++) {
      ClockRule clock = clocks.get(i);
      if (!source.has(clock.clause())) {
        found(
            Kind.CLOCK_WITHOUT_CLAUSE,
            "/clocks/" + i,
            clock.id(),
            "The clock " + clock.id() + " rests on no clause of '" + source.title() + "'.");
      }
      if (clock.reminders().isEmpty()) {
        found(
            Kind.CLOCK_WITHOUT_REMINDER,
            "/clocks/" + i,
            clock.id(),
            "The clock "
                + clock.id()
                + " has no reminder: nobody hears of it before it runs out. Give it 'reminders'.");
      }
    }
  }

  private void checklists() {
    List<Procedure.ChecklistRule> lists = file.procedure().checklists();
    for (int i = 0; i < lists.size(); i++) {
      boolean byIntake = file.procedure().intakeRules().opens(lists.get(i).id());
      if (lists.get(i).opens().isEmpty() && !byIntake) {
        found(
            Kind.UNUSED_CHECKLIST,
            "/checklists/" + i,
            lists.get(i).id(),
            "Nothing opens the checklist " + lists.get(i).id() + ".");
      }
    }
  }
}
