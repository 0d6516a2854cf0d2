package org.caseroom.cases.reports;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Measures as scorecards have them, casework by standard, and the cohort of children whose needs
 * showed after placement. For managers and auditors, who may know the cases: counts are whole here;
 * what leaves the house is the aggregated data set.
 */
public final class Measures {
  private static final String NEED = "org.caseroom.emerging_need.record";

  /**
   * A measure.
   *
   * @param count how many cases have what it counts
   * @param outOf of how many
   * @param share in whole per cent; null when there is nothing to measure
   */
  public record Measured(String id, String title, int count, int outOf, @Nullable Integer share) {}

  /**
   * Casework that answers a standard.
   *
   * @param cases in how many cases it is there
   * @param outOf of how many cases
   * @param times how often
   */
  public record ByStandard(
      String standard, String title, String tag, int cases, int outOf, int times) {}

  /**
   * A need that showed after placement.
   *
   * @param noticedOn when it was first noticed
   * @param ageMonths the child's age then, in months; null where the date of birth is not known
   * @param monthsAfterOrder how long after the adoption order; null where that is not known, below
   *     0 for one that was noticed before the order
   */
  public record Emerging(
      String reference,
      String hub,
      String number,
      String kind,
      LocalDate noticedOn,
      @Nullable Integer ageMonths,
      @Nullable Integer monthsAfterOrder) {}

  private final Desk desk;
  private final Database database;
  private final ReportReaders readers;
  private final CaseList list;

  Measures(Desk desk, Database database, ReportReaders readers, CaseList list) {
    this.desk = desk;
    this.database = database;
    this.readers = readers;
    this.list = list;
  }

  /** The measures of an agency or a hub. */
  public List<Measured> measures(UserId by, @Nullable String hub) {
    return measures(readers.wide(by, hub));
  }

  List<Measured> measures(Scope scope) {
    List<ReportRules.Measure> rules = rules().measures();
    Figures figures = figures(scope, rules.stream().map(ReportRules.Measure::of).toList());
    return rules.stream().map(rule -> measured(rule, figures)).toList();
  }

  private static Measured measured(ReportRules.Measure rule, Figures figures) {
    int count = 0;
    int outOf = 0;
    List<String> all = rule.outOf();
    for (CaseHead head : figures.heads()) {
      List<String> values = figures.values(head, rule.of());
      count += values.stream().anyMatch(rule.counts()::contains) ? 1 : 0;
      outOf += all == null || values.stream().anyMatch(all::contains) ? 1 : 0;
    }
    return new Measured(
        rule.id(),
        rule.title(),
        count,
        outOf,
        outOf == 0 ? null : Math.round(100f * count / outOf));
  }

  /** Which casework answers which standard, and in how many cases. */
  public List<ByStandard> standards(UserId by, @Nullable String hub) {
    Scope scope = readers.wide(by, hub);
    List<ReportRules.Standard> standards = rules().standards();
    Figures figures =
        figures(
            scope,
            standards.stream()
                .flatMap(standard -> standard.tags().stream())
                .map(ReportRules.Standard.Tag::from)
                .toList());
    List<ByStandard> rows = new ArrayList<>();
    for (ReportRules.Standard standard : standards) {
      for (ReportRules.Standard.Tag tag : standard.tags()) {
        int cases = 0;
        int times = 0;
        for (CaseHead head : figures.heads()) {
          int here = figures.times(head, tag.from());
          times += here;
          cases += here > 0 ? 1 : 0;
        }
        rows.add(
            new ByStandard(
                standard.id(),
                standard.title(),
                tag.title(),
                cases,
                figures.heads().size(),
                times));
      }
    }
    return rows;
  }

  /**
   * The cohort of needs that were first noticed up to an age, oldest first.
   *
   * @throws Problem 404 when no cohort is configured
   */
  public List<Emerging> emerging(UserId by, @Nullable String hub) {
    Scope scope = readers.scope(by, hub);
    ReportRules.Cohort cohort = rules().cohort();
    if (cohort == null) {
      throw Problem.notFound("This service reports no cohort: config/reports.yaml describes one.");
    }
    ReportRules.From needs = new ReportRules.From(null, null, null, null, NEED, null, "kind", null);
    Figures figures = figures(scope, List.of(needs));
    List<Emerging> rows = new ArrayList<>();
    for (CaseHead head : figures.heads()) {
      Map<String, Map<String, String>> byNumber = new TreeMap<>();
      figures
          .facts(head, NEED)
          .forEach(
              fact ->
                  byNumber
                      .computeIfAbsent(fact.key(), key -> new TreeMap<>())
                      .put(fact.field(), fact.value()));
      byNumber.forEach((number, need) -> add(rows, head, number, need, cohort.upToAge()));
    }
    rows.sort(java.util.Comparator.comparing(Emerging::noticedOn));
    return rows;
  }

  private static void add(
      List<Emerging> rows, CaseHead head, String number, Map<String, String> need, int upToAge) {
    String on = need.get("noticed_on");
    if (on == null) {
      return;
    }
    LocalDate noticed = LocalDate.parse(on);
    Integer age = months(head.born(), noticed);
    // A child of five is in the cohort until the day before the sixth birthday.
    if (age == null || (age >= 0 && age < 12 * (upToAge + 1))) {
      rows.add(
          new Emerging(
              head.reference(),
              head.hub(),
              number,
              need.getOrDefault("kind", ""),
              noticed,
              age,
              months(head.orderDate(), noticed)));
    }
  }

  private static @Nullable Integer months(@Nullable LocalDate from, LocalDate to) {
    return from == null ? null : (int) Period.between(from, to).toTotalMonths();
  }

  private Figures figures(Scope scope, List<ReportRules.From> wanted) {
    return Figures.read(database, list, scope, wanted);
  }

  private ReportRules rules() {
    return desk.policy().rules().reports();
  }
}
