package org.caseroom.cases.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;

/** The cases that somebody may open, from the tables: opens only those where consent decides. */
public final class CaseList {
  private static final Comparator<CaseHead> SOONEST =
      Comparator.comparingLong(CaseHead::nextDueAt).thenComparing(CaseHead::opened);

  private final Desk desk;
  private final Database database;

  /** Makes the list. */
  public CaseList(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
  }

  /**
   * The cases that somebody is in, and for the people of a hub those that came to it: open ones
   * first, then by what is due next, then the oldest.
   */
  public List<CaseHead> of(UserId by) {
    Map<String, CaseHead> found = new LinkedHashMap<>();
    desk.accounts().find(by).ifPresent(account -> atHub(account, found));
    RoomView view = desk.log().view();
    Set<String> rooms = new HashSet<>();
    view.rooms(by, Membership.JOIN).forEach(room -> rooms.add(room.value()));
    view.rooms(by, Membership.INVITE).forEach(room -> rooms.add(room.value()));
    rooms.removeAll(found.keySet());
    for (CaseHead head : database.read(tx -> new ReportReadDao(tx).heads(rooms))) {
      CaseFile.of(view, head.room())
          .filter(file -> desk.mayOpen(by, file))
          .ifPresent(file -> found.put(head.space(), head));
    }
    List<CaseHead> cases = new ArrayList<>();
    List<CaseHead> closed = new ArrayList<>();
    found.values().forEach(head -> (isClosed(head) ? closed : cases).add(head));
    cases.sort(SOONEST);
    closed.sort(SOONEST);
    cases.addAll(closed);
    return cases;
  }

  /** Whose post is at a hub opens what came to it; whom a team has let go is asked about singly. */
  private void atHub(Account account, Map<String, CaseHead> found) {
    String agency = account.agency();
    String hub = account.hub();
    if (agency == null || hub == null || !Hubs.worksAt(account, agency, hub)) {
      return;
    }
    Set<String> left =
        new HashSet<>(
            database.read(tx -> new ReportReadDao(tx).left(CaseEvents.personKey(account.id()))));
    for (CaseHead head :
        database.read(tx -> new ReportReadDao(tx).heads(new Scope(agency, hub, null)))) {
      if (!left.contains(head.space()) || mayOpen(account.id(), head.room())) {
        found.put(head.space(), head);
      }
    }
  }

  private boolean mayOpen(UserId by, RoomId space) {
    return CaseFile.of(desk.log().view(), space).filter(file -> desk.mayOpen(by, file)).isPresent();
  }

  /** Whether a case's stage is an end of its procedure. */
  public boolean isClosed(CaseHead head) {
    return procedure(head).stage(head.stage()).filter(Procedure.Stage::closed).isPresent();
  }

  /** The procedure that a case follows. */
  public Procedure procedure(CaseHead head) {
    var procedures = desk.policy().rules().procedures();
    return procedures.find(head.procedure()).orElseGet(() -> procedures.forAgency(head.agency()));
  }

  /** The running clocks of these cases by space, soonest due first. */
  public Map<String, List<ClockState>> running(Collection<CaseHead> heads) {
    Map<String, List<ClockState>> clocks = new LinkedHashMap<>();
    List<String> spaces = heads.stream().map(CaseHead::space).toList();
    database
        .read(tx -> new ReportReadDao(tx).runningOf(spaces))
        .forEach(
            row -> clocks.computeIfAbsent(row.space(), each -> new ArrayList<>()).add(row.clock()));
    return clocks;
  }
}
