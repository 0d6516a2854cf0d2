package org.caseroom.cases.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * What a manager has to know, over the cases that they may open: what is late, what soon will be,
 * what is unanswered, what waits for their signature. The tables find it; only what is shown on the
 * page is looked up.
 */
public final class Board {
  private static final int SOON_DAYS = 7;

  /** How many lines each list of the board shows: the rest is in the reports. */
  public static final int LINES = 50;

  /**
   * A late clock, or one that is due soon.
   *
   * @param child the child's given name
   */
  public record Due(String reference, String child, ClockState clock) {}

  /**
   * A question that waits.
   *
   * @param text what was asked; null where the reader is not in its room
   * @param owner whose answer it waits for
   * @param due by when
   */
  public record Waiting(
      String reference,
      String child,
      String number,
      @Nullable String text,
      String owner,
      LocalDate due,
      boolean late) {}

  /**
   * A paper that the reader may sign.
   *
   * @param document its id, as the signature names it
   * @param late whether the clock that the signature meets has run out
   */
  public record Unsigned(
      String reference,
      String child,
      String document,
      String title,
      String author,
      Instant written,
      boolean late) {}

  /**
   * The board.
   *
   * @param late clocks that have run out: how many, and the first of them
   * @param soon clocks that are due within a week
   * @param unanswered questions that wait
   * @param unsigned papers that wait for the reader's signature
   */
  public record View(
      Paged<Due> late, Paged<Due> soon, Paged<Waiting> unanswered, Paged<Unsigned> unsigned) {}

  private final Desk desk;
  private final Database database;
  private final CaseList list;

  Board(Desk desk, Database database, CaseList list) {
    this.desk = desk;
    this.database = database;
    this.list = list;
  }

  /**
   * The board over cases that the reader may open.
   *
   * @param cases from {@link CaseList#of}
   */
  public View of(UserId by, List<CaseHead> cases) {
    Map<String, CaseHead> heads =
        cases.stream().collect(Collectors.toMap(CaseHead::space, Function.identity()));
    List<ReportReadDao.RunningRow> late = new ArrayList<>();
    List<ReportReadDao.RunningRow> soon = new ArrayList<>();
    clocks(cases, heads, late, soon);
    Paged.Wanted lines = new Paged.Wanted(1, LINES);
    return new View(
        shown(Paged.of(late, lines), heads),
        shown(Paged.of(soon, lines), heads),
        unanswered(by, cases, heads, lines),
        unsigned(by, cases, heads, lines));
  }

  private static Paged<Due> shown(
      Paged<ReportReadDao.RunningRow> page, Map<String, CaseHead> heads) {
    List<Due> shown = new ArrayList<>();
    for (ReportReadDao.RunningRow row : page.rows()) {
      CaseHead head = heads.get(row.space());
      if (head != null) {
        shown.add(new Due(head.reference(), head.child(), row.clock()));
      }
    }
    return new Paged<>(shown, page.page(), page.size(), page.total());
  }

  /** A late clock is known by its row; what it says is read of those that are shown. */
  private void clocks(
      List<CaseHead> cases,
      Map<String, CaseHead> heads,
      List<ReportReadDao.RunningRow> late,
      List<ReportReadDao.RunningRow> soon) {
    Instant now = desk.log().view().now();
    LocalDate last = today().plusDays(SOON_DAYS);
    Instant horizon = now.plus(java.time.Duration.ofDays(SOON_DAYS + 8L));
    for (Scope scope : scopes(cases)) {
      for (ReportReadDao.RunningRow row :
          database.read(tx -> new ReportReadDao(tx).due(scope, horizon))) {
        if (!heads.containsKey(row.space())) {
          continue;
        }
        if (row.dueAt() <= now.toEpochMilli()) {
          late.add(row);
        } else if (!row.clock().worked().isAfter(last)) {
          soon.add(row);
        }
      }
    }
  }

  /** The hubs that the cases are of: the tables are asked hub by hub. */
  private static List<Scope> scopes(List<CaseHead> cases) {
    return cases.stream()
        .map(head -> new Scope(head.agency(), head.hub(), null))
        .distinct()
        .toList();
  }

  private Paged<Waiting> unanswered(
      UserId by, List<CaseHead> cases, Map<String, CaseHead> heads, Paged.Wanted lines) {
    List<ReportReadDao.QuestionRow> rows = new ArrayList<>();
    for (Scope scope : scopes(cases)) {
      database.read(tx -> new ReportReadDao(tx).open(scope)).stream()
          .filter(row -> heads.containsKey(row.space()))
          .forEach(rows::add);
    }
    Paged<ReportReadDao.QuestionRow> page = Paged.of(rows, lines);
    List<Waiting> shown = new ArrayList<>();
    for (ReportReadDao.QuestionRow row : page.rows()) {
      CaseHead head = heads.get(row.space());
      if (head != null) {
        shown.add(waiting(by, head, row));
      }
    }
    return new Paged<>(shown, page.page(), page.size(), page.total());
  }

  private Waiting waiting(UserId by, CaseHead head, ReportReadDao.QuestionRow row) {
    RoomId room = RoomId.of(row.room());
    String text = null;
    if (desk.log().view().membership(room, by) == Membership.JOIN
        && desk.policy().mayRead(by, room, desk.log().view())) {
      text =
          desk.log()
              .view()
              .state(head.room(), CaseEvents.QUESTION, row.number())
              .filter(event -> desk.policy().mayRead(by, event, desk.log().view()))
              .flatMap(event -> event.text("text"))
              .orElse(null);
    }
    LocalDate due = LocalDate.parse(row.due());
    return new Waiting(
        head.reference(),
        head.child(),
        row.number(),
        text,
        desk.name(UserId.of(row.owner())),
        due,
        today().isAfter(due));
  }

  // ---- What waits for a signature ----

  private Paged<Unsigned> unsigned(
      UserId by, List<CaseHead> cases, Map<String, CaseHead> heads, Paged.Wanted lines) {
    Account reader = desk.accounts().find(by).orElseThrow();
    Set<String> types = new TreeSet<>();
    Map<String, Procedure> procedures = new HashMap<>();
    for (CaseHead head : cases) {
      procedures.computeIfAbsent(head.procedure(), id -> list.procedure(head));
    }
    procedures.values().stream()
        .flatMap(procedure -> procedure.documents().stream())
        .filter(rule -> rule.signedBy().stream().anyMatch(reader::is))
        .forEach(rule -> types.add(rule.event()));
    List<ReportReadDao.PaperRow> rows = new ArrayList<>();
    for (Scope scope : scopes(cases)) {
      database.read(tx -> new ReportReadDao(tx).unsigned(scope, types, by.value())).stream()
          .filter(row -> heads.containsKey(row.space()))
          .forEach(rows::add);
    }
    List<Unsigned> shown = new ArrayList<>();
    int hidden = 0;
    for (ReportReadDao.PaperRow row : rows) {
      if (shown.size() == lines.size()) {
        break;
      }
      CaseHead head = heads.get(row.space());
      Optional<Unsigned> paper = head == null ? Optional.empty() : paper(reader, head, row);
      paper.ifPresent(shown::add);
      hidden += paper.isEmpty() ? 1 : 0;
    }
    return new Paged<>(shown, 1, lines.size(), rows.size() - hidden);
  }

  /** What is to be signed, where the reader is in the room of the paper and has the role. */
  private Optional<Unsigned> paper(Account reader, CaseHead head, ReportReadDao.PaperRow row) {
    Optional<CaseFile> file = CaseFile.of(desk.log().view(), head.room());
    Optional<RoomId> room = file.flatMap(found -> found.room(RoomKind.PROFESSIONALS));
    if (room.isEmpty()
        || desk.log().view().membership(room.get(), reader.id()) != Membership.JOIN
        || !desk.policy().mayRead(reader.id(), room.get(), desk.log().view())) {
      return Optional.empty();
    }
    Procedure procedure = list.procedure(head);
    Event paper = desk.log().view().state(room.get(), row.type(), row.key()).orElse(null);
    String id = paper == null ? null : Documents.id(procedure, paper).orElse(null);
    if (paper == null || id == null || Documents.signature(procedure, file.get(), id).isPresent()) {
      return Optional.empty();
    }
    Procedure.DocumentRule rule = procedure.document(id.replaceAll("/.*", "")).orElseThrow();
    if (rule.signedBy().stream().noneMatch(reader::is)) {
      return Optional.empty();
    }
    return Optional.of(
        new Unsigned(
            head.reference(),
            head.child(),
            id,
            paper.text("title").map(title -> rule.title() + ": " + title).orElse(rule.title()),
            desk.name(paper.sender()),
            paper.time(),
            late(procedure, file.get(), rule.id())));
  }

  private boolean late(Procedure procedure, CaseFile file, String document) {
    Instant now = desk.log().view().now();
    return file.clocks().stream()
        .anyMatch(clock -> clock.overdue(now) && meets(procedure, clock, document));
  }

  private static boolean meets(Procedure procedure, ClockState clock, String document) {
    return procedure.clock(clock.id()).stream()
        .flatMap(rule -> rule.metBy().stream())
        .anyMatch(
            trigger ->
                trigger.event().equals(CaseEvents.SIGNOFF)
                    && trigger.matches(Json.object().put("document", document)));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(
        desk.log().view().now(), desk.policy().rules().procedures().usual().zone());
  }
}
