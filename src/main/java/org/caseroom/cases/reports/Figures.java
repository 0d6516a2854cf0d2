package org.caseroom.cases.reports;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** What the tables tell about a scope's cases, read once, and asked figure by figure. */
final class Figures {
  /** What can be read of a case's head. */
  static final Set<String> CASE_FIELDS =
      Set.of("agency", "hub", "stage", "channel", "procedure", "opened_month", "closed_month");

  private final List<CaseHead> heads;
  private final Map<String, List<ClockState>> clocks = new HashMap<>();
  private final Map<String, List<ReportReadDao.FactRow>> facts = new HashMap<>();
  private final CaseList list;

  private Figures(List<CaseHead> heads, CaseList list) {
    this.heads = heads;
    this.list = list;
  }

  /** Reads what these figures need. */
  static Figures read(
      Database database, CaseList list, Scope scope, Collection<ReportRules.From> wanted) {
    Set<String> types = new TreeSet<>();
    for (ReportRules.From from : wanted) {
      String type = from.type();
      if (type != null) {
        types.add(type);
      }
    }
    return database.read(
        tx -> {
          ReportReadDao dao = new ReportReadDao(tx);
          Figures figures = new Figures(dao.heads(scope), list);
          dao.clocks(scope)
              .forEach(
                  row ->
                      figures
                          .clocks
                          .computeIfAbsent(row.space(), each -> new ArrayList<>())
                          .add(row.clock()));
          dao.facts(scope, types)
              .forEach(
                  row ->
                      figures
                          .facts
                          .computeIfAbsent(row.space(), each -> new ArrayList<>())
                          .add(row));
          return figures;
        });
  }

  List<CaseHead> heads() {
    return heads;
  }

  /** The facts of a case from one type of events. */
  List<ReportReadDao.FactRow> facts(CaseHead head, String type) {
    return facts.getOrDefault(head.space(), List.of()).stream()
        .filter(fact -> fact.type().equals(type))
        .toList();
  }

  /** A figure's values for a case: none when nothing is known. */
  List<String> values(CaseHead head, ReportRules.From from) {
    String event = from.event();
    String count = from.count();
    String clock = from.clock();
    String field = from.caseField();
    if (event != null) {
      return facts(head, event).stream()
          .filter(fact -> fact.field().equals(from.field()))
          .map(ReportReadDao.FactRow::value)
          .distinct()
          .sorted()
          .toList();
    }
    if (count != null) {
      return List.of(String.valueOf(times(head, from)));
    }
    if (clock != null) {
      return clock(head, clock, from.is() != null && from.is().contains("days"));
    }
    if (field != null) {
      return known(caseField(head, field));
    }
    LocalDate then = from.age() == null ? head.orderDate() : head.born();
    return then == null
        ? List.of()
        : known(String.valueOf(ChronoUnit.YEARS.between(then, day(head, head.opened()))));
  }

  /** How often events of a type came, or those with one of the values. */
  int times(CaseHead head, ReportRules.From from) {
    String field = from.field() == null ? Facts.HAPPENED : from.field();
    List<String> is = from.is();
    return facts(head, String.valueOf(from.count())).stream()
        .filter(fact -> fact.field().equals(field) && (is == null || is.contains(fact.value())))
        .mapToInt(ReportReadDao.FactRow::times)
        .sum();
  }

  private static List<String> known(@Nullable String value) {
    return value == null || value.isBlank() ? List.of() : List.of(value);
  }

  /** The newest run that ended, or else the one that runs. */
  private List<String> clock(CaseHead head, String id, boolean days) {
    Optional<ClockState> run =
        clocks.getOrDefault(head.space(), List.of()).stream()
            .filter(clock -> clock.id().equals(id) && clock.status() != ClockState.Status.STOPPED)
            .reduce((first, second) -> second);
    if (days) {
      return run.filter(clock -> clock.finished() != null)
          .map(clock -> String.valueOf(Timeliness.daysTaken(clock)))
          .map(List::of)
          .orElse(List.of());
    }
    return run.map(clock -> List.of(clock.status().word())).orElse(List.of());
  }

  private @Nullable String caseField(CaseHead head, String field) {
    return switch (field) {
      case "agency" -> head.agency();
      case "hub" -> head.hub();
      case "stage" -> head.stage();
      case "channel" -> head.channel();
      case "procedure" -> head.procedure();
      case "opened_month" -> day(head, head.opened()).toString().substring(0, 7);
      case "closed_month" ->
          list.isClosed(head) ? day(head, head.since()).toString().substring(0, 7) : null;
      default -> null;
    };
  }

  private LocalDate day(CaseHead head, java.time.Instant at) {
    Procedure procedure = list.procedure(head);
    ZoneId zone = procedure.zone();
    return LocalDate.ofInstant(at, zone);
  }
}
