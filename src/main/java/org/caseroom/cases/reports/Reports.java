package org.caseroom.cases.reports;

import org.caseroom.cases.door.Desk;
import org.caseroom.storage.Database;

/** Reports and figures over all cases: one door to all of them. */
public final class Reports {
  private final CaseList list;
  private final CaseReports cases;
  private final Board board;

  /** Puts the reports together. */
  public Reports(Desk desk, Database database) {
    ReportReaders readers = new ReportReaders(desk);
    this.list = new CaseList(desk, database);
    this.cases = new CaseReports(desk, database, readers, list);
    this.board = new Board(desk, database, list);
  }

  /** The cases that somebody may open. */
  public CaseList list() {
    return list;
  }

  /** Caseloads, what is late, what is unanswered, how times are kept. */
  public CaseReports cases() {
    return cases;
  }

  /** The manager's board. */
  public Board board() {
    return board;
  }
}
