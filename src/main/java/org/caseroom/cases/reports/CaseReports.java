package org.caseroom.cases.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Reports over all cases of a hub or an agency: who leads how many, what is late and soon will be,
 * what is unanswered, how the times of the procedure are kept.
 */
public final class CaseReports {
  private static final int SOON_DAYS = 7;

  /**
   * What one worker has to do.
   *
   * @param lead the worker's user id; empty for cases without a lead
   * @param name the worker's name
   * @param open cases that they lead and that are not closed
   * @param late running clocks of these that have run out
   * @param soon running clocks of these that are due within a week
   * @param unanswered questions of these that wait for an answer
   * @param nextDue the first day on which one of these is due
   */
  public record Caseload(
      String lead,
      String name,
      int open,
      int late,
      int soon,
      int unanswered,
      @Nullable LocalDate nextDue) {}

  /**
   * A clock that has run out, or soon will.
   *
   * @param managers the managers of the case's hub, whose breach it is (13.1)
   * @param status running, or breached: met late
   * @param days how many days late it is, or was; for one that is to come, how many are left. In
   *     days of the clock
   * @param daysUnit what {@code days} counts: working-days, or days of the calendar
   * @param reason why it is late, as it stands in the document
   */
  public record Deadline(
      String managers,
      String reference,
      String hub,
      String stage,
      String clock,
      String clause,
      String title,
      String status,
      LocalDate due,
      LocalDate worked,
      int days,
      String daysUnit,
      String lead,
      @Nullable String reason) {}

  /**
   * A question that waits for an answer.
   *
   * @param owner whose answer it waits for
   * @param due the day by which it should come
   * @param late whether that has passed
   * @param daysWaiting days of the calendar since it was asked
   */
  public record Unanswered(
      String reference,
      String hub,
      String number,
      String owner,
      LocalDate asked,
      LocalDate due,
      boolean late,
      int daysWaiting,
      String lead) {}

  private final Desk desk;
  private final Database database;
  private final ReportReaders readers;
  private final CaseList list;

  CaseReports(Desk desk, Database database, ReportReaders readers, CaseList list) {
    this.desk = desk;
    this.database = database;
    this.readers = readers;
    this.list = list;
  }

  /**
   * How much each worker has to do, those with most open cases first.
   *
   * @param hub only this hub's cases; null for all that the reader may see
   */
  public List<Caseload> caseload(UserId by, @Nullable String hub) {
    Scope scope = readers.scope(by, hub);
    Instant now = now();
    Map<String, List<CaseHead>> byLead =
        heads(scope).stream()
            .filter(head -> !list.isClosed(head))
            .collect(Collectors.groupingBy(CaseHead::lead, TreeMap::new, Collectors.toList()));
    Map<String, List<ClockState>> clocks = runningBySpace(scope);
    List<Caseload> rows = new ArrayList<>();
    byLead.forEach((lead, heads) -> rows.add(caseload(lead, heads, clocks, now)));
    rows.sort(Comparator.comparingInt(Caseload::open).reversed().thenComparing(Caseload::name));
    return rows;
  }

  private Caseload caseload(
      String lead, List<CaseHead> heads, Map<String, List<ClockState>> clocks, Instant now) {
    int late = 0;
    int soon = 0;
    int unanswered = 0;
    LocalDate next = null;
    for (CaseHead head : heads) {
      LocalDate today = today(list.procedure(head), now);
      unanswered += head.openQuestions();
      for (ClockState clock : clocks.getOrDefault(head.space(), List.of())) {
        next = next == null || clock.worked().isBefore(next) ? clock.worked() : next;
        if (clock.overdue(now)) {
          late++;
        } else if (!clock.worked().isAfter(today.plusDays(SOON_DAYS))) {
          soon++;
        }
      }
    }
    String name = lead.isEmpty() ? "No lead yet" : name(lead);
    return new Caseload(lead, name, heads.size(), late, soon, unanswered, next);
  }

  private Map<String, List<ClockState>> runningBySpace(Scope scope) {
    Map<String, List<ClockState>> clocks = new HashMap<>();
    database
        .read(tx -> new ReportReadDao(tx).running(scope, Instant.ofEpochMilli(Long.MAX_VALUE)))
        .forEach(
            row -> clocks.computeIfAbsent(row.space(), each -> new ArrayList<>()).add(row.clock()));
    return clocks;
  }

  /**
   * The breach board: clocks that have run out, and those that were met late with their reasons; by
   * the managers of the hub, the worst first.
   *
   * @param running true for those only that still run
   */
  public List<Deadline> late(UserId by, @Nullable String hub, boolean running) {
    Scope scope = readers.scope(by, hub);
    Instant now = now();
    List<ReportReadDao.ClockRow> rows =
        running
            ? database.read(tx -> new ReportReadDao(tx).running(scope, now.plusMillis(1)))
            : database.read(tx -> new ReportReadDao(tx).clocks(scope));
    List<Deadline> late =
        deadlines(
            scope,
            rows.stream()
                .filter(
                    row ->
                        row.clock().overdue(now)
                            || row.clock().status() == ClockState.Status.BREACHED)
                .toList());
    late.sort(
        Comparator.comparing(Deadline::managers)
            .thenComparing(row -> !row.status().equals("running"))
            .thenComparing(Comparator.comparingInt(Deadline::days).reversed())
            .thenComparing(Deadline::reference));
    return late;
  }

  /**
   * The clocks that will run out within some days of the calendar, soonest first.
   *
   * @param days how many; a week when nobody says
   */
  public List<Deadline> soonLate(UserId by, @Nullable String hub, @Nullable Integer days) {
    Scope scope = readers.scope(by, hub);
    Instant now = now();
    int within = days == null ? SOON_DAYS : days;
    // A clock planned by the working day before may fall due some days later.
    Instant horizon = now.plus(within + 8L, ChronoUnit.DAYS);
    LocalDate last = LocalDate.ofInstant(now, usual().zone()).plusDays(within);
    return deadlines(
        scope,
        database.read(tx -> new ReportReadDao(tx).running(scope, horizon)).stream()
            .filter(row -> !row.clock().overdue(now) && !row.clock().worked().isAfter(last))
            .toList());
  }

  private List<Deadline> deadlines(Scope scope, List<ReportReadDao.ClockRow> rows) {
    Map<String, CaseHead> heads =
        heads(scope).stream().collect(Collectors.toMap(CaseHead::space, Function.identity()));
    Map<String, String> managers = new HashMap<>();
    List<Deadline> deadlines = new ArrayList<>();
    for (ReportReadDao.ClockRow row : rows) {
      CaseHead head = heads.get(row.space());
      if (head != null) {
        String who = managers.computeIfAbsent(head.hub(), at -> managers(scope.agency(), at));
        deadlines.add(deadline(head, row.clock(), who));
      }
    }
    return deadlines;
  }

  private Deadline deadline(CaseHead head, ClockState clock, String managers) {
    Procedure procedure = list.procedure(head);
    LocalDate finished = clock.finished();
    LocalDate at = finished == null ? today(procedure, now()) : finished;
    boolean past = at.isAfter(clock.due());
    int days =
        past ? days(procedure, clock, clock.due(), at) : days(procedure, clock, at, clock.worked());
    return new Deadline(
        managers,
        head.reference(),
        head.hub(),
        head.stage(),
        clock.id(),
        clock.clause(),
        clock.title(),
        clock.status().word(),
        clock.due(),
        clock.worked(),
        days,
        Timeliness.daysUnit(clock),
        head.lead().isEmpty() ? "" : name(head.lead()),
        clock.reason());
  }

  private int days(Procedure procedure, ClockState clock, LocalDate from, LocalDate to) {
    return clock.unit() == ClockState.Unit.WORKING_DAYS
        ? desk.policy().rules().workingDays().between(from, to, procedure.nation())
        : (int) Math.max(0, ChronoUnit.DAYS.between(from, to));
  }

  /** The managers whose hub it is, by name; those of the whole agency where the hub has none. */
  private String managers(String agency, String hub) {
    List<Account> managers =
        desk.accounts().all().stream()
            .filter(account -> account.active() && agency.equals(account.agency()))
            .filter(account -> account.is(Role.TEAM_MANAGER) || account.is(Role.LINE_MANAGER))
            .toList();
    List<Account> own =
        managers.stream()
            .filter(account -> account.is(Role.TEAM_MANAGER) && hub.equals(account.hub()))
            .toList();
    return (own.isEmpty() ? managers : own)
        .stream().map(Account::displayName).sorted().collect(Collectors.joining(", "));
  }

  /** The questions that wait for an answer, soonest due first. */
  public List<Unanswered> unanswered(UserId by, @Nullable String hub) {
    Scope scope = readers.scope(by, hub);
    LocalDate today = LocalDate.ofInstant(now(), usual().zone());
    Map<String, CaseHead> heads =
        heads(scope).stream().collect(Collectors.toMap(CaseHead::space, Function.identity()));
    List<Unanswered> rows = new ArrayList<>();
    for (ReportReadDao.QuestionRow row : database.read(tx -> new ReportReadDao(tx).open(scope))) {
      CaseHead head = heads.get(row.space());
      if (head != null) {
        LocalDate asked = LocalDate.ofInstant(Instant.ofEpochMilli(row.askedAt()), usual().zone());
        LocalDate due = LocalDate.parse(row.due());
        rows.add(
            new Unanswered(
                head.reference(),
                head.hub(),
                row.number(),
                name(row.owner()),
                asked,
                due,
                today.isAfter(due),
                (int) ChronoUnit.DAYS.between(asked, today),
                head.lead().isEmpty() ? "" : name(head.lead())));
      }
    }
    return rows;
  }

  /** How the times of the procedure are kept, clause by clause. */
  public List<Timeliness> timeliness(UserId by, @Nullable String hub) {
    Scope scope = readers.scope(by, hub);
    Map<String, List<ClockState>> runs = new TreeMap<>();
    database
        .read(tx -> new ReportReadDao(tx).clocks(scope))
        .forEach(
            row ->
                runs.computeIfAbsent(
                        row.clock().clause() + " " + row.clock().id(), key -> new ArrayList<>())
                    .add(row.clock()));
    Instant now = now();
    return runs.values().stream().map(clocks -> Timeliness.of(clocks, now)).toList();
  }

  private List<CaseHead> heads(Scope scope) {
    return database.read(tx -> new ReportReadDao(tx).heads(scope));
  }

  private String name(String user) {
    return UserId.isValid(user) ? desk.name(UserId.of(user)) : user;
  }

  private Instant now() {
    return desk.log().view().now();
  }

  private Procedure usual() {
    return desk.policy().rules().procedures().usual();
  }

  private static LocalDate today(Procedure procedure, Instant now) {
    return LocalDate.ofInstant(now, procedure.zone());
  }
}
