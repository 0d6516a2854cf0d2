package org.caseroom.cases.procedure;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.caseroom.cases.file.CaseFacts;
import org.caseroom.cases.file.CaseFile;
import org.jspecify.annotations.Nullable;

/** The facts of a case that an item of a checklist can ask for ({@code when}). */
public final class ChecklistFacts {
  /** The words, as the procedure's file has them. */
  static final List<String> WORDS =
      List.of("out-of-area", "order-made", "early-years", "school-age");

  private static final int SCHOOL_FROM = 5;
  private static final int SCHOOL_UNTIL = 18;

  private ChecklistFacts() {}

  /** Whether an item is asked for in a case: always, or because a fact of it says so. */
  public static boolean asks(Procedure.ChecklistRule.Item item, CaseFile file, LocalDate today) {
    String when = item.when();
    if (when == null) {
      return true;
    }
    CaseFacts facts = CaseFacts.of(file);
    return switch (when) {
      case "out-of-area" -> facts.home().outOfArea();
      case "order-made" -> facts.home().order().isPresent();
      case "early-years" -> isAged(facts.born(), today, 0, SCHOOL_FROM);
      default -> isAged(facts.born(), today, SCHOOL_FROM, SCHOOL_UNTIL);
    };
  }

  private static boolean isAged(@Nullable LocalDate born, LocalDate today, int from, int below) {
    int age = born == null ? -1 : Period.between(born, today).getYears();
    return age >= from && age < below;
  }
}
