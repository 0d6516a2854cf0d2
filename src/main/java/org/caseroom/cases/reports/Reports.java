package org.caseroom.cases.reports;

import org.caseroom.audit.AuditLog;
import org.caseroom.cases.door.Desk;
import org.caseroom.storage.Database;

/** Reports and figures over all cases: one door to all of them. */
public final class Reports {
  private final CaseList list;
  private final CaseReports cases;
  private final Board board;
  private final DataSets dataSets;
  private final Measures measures;
  private final ServiceReviews serviceReviews;
  private final AuditSamples auditSamples;
  private final PolicyReceipts policyReceipts;

  /** Puts the reports together. */
  public Reports(Desk desk, Database database, AuditLog audit) {
    Facts.standard().check(desk.policy().rules().reports());
    ReportReaders readers = new ReportReaders(desk);
    this.list = new CaseList(desk, database);
    this.cases = new CaseReports(desk, database, readers, list);
    this.board = new Board(desk, database, list);
    this.dataSets = new DataSets(desk, database, audit, readers, list);
    this.measures = new Measures(desk, database, readers, list);
    this.serviceReviews = new ServiceReviews(desk, database, audit, readers, measures);
    this.auditSamples = new AuditSamples(desk, database, audit, readers);
    this.policyReceipts = new PolicyReceipts(desk, database, audit, readers);
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

  /** The data set and what is missing in it. */
  public DataSets dataSets() {
    return dataSets;
  }

  /** Measures, standards and the cohort of emerging needs. */
  public Measures measures() {
    return measures;
  }

  /** The service's review of itself. */
  public ServiceReviews serviceReviews() {
    return serviceReviews;
  }

  /** Samples for audit. */
  public AuditSamples auditSamples() {
    return auditSamples;
  }

  /** Who has read the procedure. */
  public PolicyReceipts policyReceipts() {
    return policyReceipts;
  }
}
