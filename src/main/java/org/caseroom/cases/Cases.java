package org.caseroom.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Membership;
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

  Cases(Desk desk, Database database, Agencies agencies, AuditLog audit) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.views = new CaseViews(desk, agencies);
  }

  /**
   * The cases that somebody is in, and for the people of a hub those of their queue; open ones
   * first, then by what is due next.
   */
  public List<CaseSummary> list(UserId by) {
    RoomView view = desk.log().view();
    Set<RoomId> spaces = new TreeSet<>();
    spaces.addAll(view.rooms(by, Membership.JOIN));
    spaces.addAll(view.rooms(by, Membership.INVITE));
    Optional<Account> account = desk.accounts().find(by);
    account.ifPresent(who -> spaces.addAll(hubSpaces(who)));
    List<CaseSummary> cases = new ArrayList<>();
    for (RoomId room : spaces) {
      CaseFile.of(view, room)
          .filter(file -> file.space().equals(room) && desk.mayOpen(by, file))
          .ifPresent(file -> cases.add(views.summary(file)));
    }
    cases.sort(
        Comparator.comparing(CaseSummary::closed)
            .thenComparing(
                summary ->
                    summary.deadlines().isEmpty()
                        ? Long.MAX_VALUE
                        : summary.deadlines().get(0).dueAt().toEpochMilli())
            .thenComparing(CaseSummary::opened));
    return cases;
  }

  private List<RoomId> hubSpaces(Account account) {
    String agency = account.agency();
    String hub = account.hub();
    if (agency == null || hub == null) {
      return List.of();
    }
    return database.read(tx -> new CaseRecordDao(tx).spacesOfHub(agency, hub)).stream()
        .map(RoomId::of)
        .toList();
  }

  /**
   * A case as the reader may see it. The access is noted in the audit log.
   *
   * @param how the door it is read through, such as {@code page} or {@code api}
   * @throws org.caseroom.base.Problem 404 when there is none, or none for this reader
   */
  public CaseView view(UserId by, String reference, String how) {
    CaseFile file = desk.open(by, reference);
    audit.access(by.value(), file.space().value(), how);
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
                                .map(views::question)))
        .toList();
  }
}
