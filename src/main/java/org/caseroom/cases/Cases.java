package org.caseroom.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.CaseList;
import org.caseroom.cases.reports.Paged;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;

/** Cases as people may see them. */
public final class Cases {
  /**
   * Where a room belongs.
   *
   * @param reference the case's reference
   * @param space its space
   * @param kind what the room is for
   */
  public record Place(String reference, RoomId space, RoomKind kind) {}

  private final Desk desk;
  private final Database database;
  private final AuditLog audit;
  private final CaseViews views;
  private final CaseList list;

  Cases(Desk desk, Database database, Agencies agencies, AuditLog audit, CaseList list) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.views = new CaseViews(desk, agencies);
    this.list = list;
  }

  /**
   * The cases that somebody is in, and for the people of a hub those of their queue; open ones
   * first, then by what is due next.
   */
  public List<CaseSummary> list(UserId by) {
    return summaries(list.of(by));
  }

  /** The same page by page, for lists over thousands of cases. */
  public Paged<CaseSummary> page(UserId by, Paged.Wanted wanted) {
    Paged<CaseHead> page = Paged.of(list.of(by), wanted);
    return new Paged<>(summaries(page.rows()), page.page(), page.size(), page.total());
  }

  /** The heads of cases in a list, from the tables alone. */
  public List<CaseSummary> summaries(List<CaseHead> heads) {
    Map<String, List<ClockState>> clocks = list.running(heads);
    return heads.stream()
        .map(head -> summary(head, clocks.getOrDefault(head.space(), List.of())))
        .toList();
  }

  private CaseSummary summary(CaseHead head, List<ClockState> clocks) {
    Optional<Procedure.Stage> stage = list.procedure(head).stage(head.stage());
    return new CaseSummary(
        head.reference(),
        head.child(),
        head.stage(),
        stage.map(Procedure.Stage::title).orElse(head.stage()),
        stage.filter(Procedure.Stage::closed).isPresent(),
        head.agency(),
        head.hub(),
        head.opened(),
        head.room(),
        clocks,
        head.openQuestions(),
        head.needs(),
        head.lead().isEmpty() ? null : desk.name(UserId.of(head.lead())));
  }

  /**
   * A case as the reader may see it. The access is noted in the audit log.
   *
   * @param how the door it is read through, such as {@code page} or {@code api}
   * @throws org.caseroom.base.Problem 404 when there is none, or none for this reader
   */
  public CaseView view(UserId by, String reference, String how) {
    CaseFile file = desk.open(by, reference);
    audit.access(
        by.value(),
        file.space().value(),
        desk.policy().readsAs(by, file.space(), file.view(), how));
    return views.view(by, file);
  }

  /** The head of a case. */
  public CaseSummary summary(UserId by, String reference) {
    return views.summary(desk.open(by, reference));
  }

  /** Where a room belongs, when it belongs to a case or is a hub's. */
  public Optional<Place> place(RoomId room) {
    RoomView view = desk.log().view();
    return CaseFile.of(view, room)
        .map(
            file ->
                new Place(
                    file.reference(),
                    file.space(),
                    CaseFile.kind(view, room).orElse(RoomKind.CASE)));
  }

  /** A case's rooms and state, for bots and other parts of the house: unfiltered. */
  public Optional<CaseFile> file(RoomId room) {
    return CaseFile.of(desk.log().view(), room);
  }

  /** The questions that wait for somebody's answer, soonest due first. */
  public List<CaseView.Question> questionsOf(UserId owner) {
    return database.read(tx -> new CaseRecordDao(tx).openQuestions(owner.value())).stream()
        .flatMap(
            row ->
                CaseFile.of(desk.log().view(), RoomId.of(row.space())).stream()
                    .filter(file -> desk.mayOpen(owner, file))
                    .flatMap(
                        file ->
                            file.state(CaseEvents.QUESTION, row.number()).stream()
                                .filter(
                                    question -> desk.policy().mayRead(owner, question, file.view()))
                                .map(views::question)))
        .toList();
  }
}
