package org.caseroom.web;

import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.reports.Paged;

/** Where pages get their cases from, always as the visitor. */
final class Cabinet {
  private final WebServices web;

  Cabinet(WebServices web) {
    this.web = web;
  }

  /** The services of casework. */
  CaseWork services() {
    return web.cases();
  }

  /** What else pages work with. */
  WebServices web() {
    return web;
  }

  /** The visitor's cases. */
  List<CaseSummary> cases(Visit visit) {
    return web.cases().cases().list(visit.user());
  }

  /** The page of a long list that the visitor asks for; the first for what is no number. */
  Paged.Wanted wanted(Visit visit) {
    String page = visit.query("page");
    return page.matches("[1-9][0-9]{0,5}") ? Paged.Wanted.of(page, null) : Paged.Wanted.FIRST;
  }

  /** Opens the case of the path; the audit log notes that it was opened. */
  Opened open(Visit visit) {
    return open(visit, visit.path("case"));
  }

  /** Opens a case; the audit log notes that it was opened. */
  Opened open(Visit visit, String reference) {
    CaseView view = web.cases().cases().view(visit.user(), reference, "page");
    Procedure procedure = procedure(view.summary());
    return new Opened(
        visit, view, words(visit, procedure), procedure, policy().rules().permissions());
  }

  /** Words for a list of cases: those that do not depend on a procedure. */
  CaseWords words(Visit visit) {
    return words(visit, policy().rules().procedures().usual());
  }

  private CaseWords words(Visit visit, Procedure procedure) {
    return new CaseWords(
        visit.account(),
        web.clock().instant(),
        new PeopleNames(web.accounts(), web.agencies(), procedure));
  }

  private CasePolicy policy() {
    return web.cases().policy();
  }

  /** The procedure that a case follows. */
  Procedure procedure(CaseSummary summary) {
    RoomId space = summary.space();
    return web.cases()
        .cases()
        .file(space)
        .map(policy()::procedure)
        .orElseGet(() -> policy().rules().procedures().forAgency(summary.agency()));
  }
}
