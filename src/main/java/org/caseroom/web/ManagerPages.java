package org.caseroom.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.access.BreakGlassView;
import org.caseroom.cases.reports.Board;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.Paged;
import org.caseroom.web.view.CaseLine;
import org.caseroom.web.view.Clock;
import org.caseroom.web.view.OverviewLine;
import org.caseroom.web.view.Pages;

/** What a manager has to know: what is late, what will be, what is unanswered, what to sign. */
final class ManagerPages {
  private final Cabinet cabinet;

  ManagerPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/overview", this::overview);
  }

  private void overview(Visit visit) {
    if (!Menus.isManager(visit.account())) {
      throw Problem.forbidden("This page is for managers.");
    }
    CaseWords words = cabinet.words(visit);
    List<CaseHead> cases = cabinet.services().reports().list().of(visit.user());
    Board.View board = cabinet.services().reports().board().of(visit.user(), cases);
    Paged<CaseHead> page = Paged.of(cases, cabinet.wanted(visit));
    List<CaseSummary> summaries = cabinet.services().cases().summaries(page.rows());
    List<CaseLine> lines = summaries.stream().map(words::line).toList();
    Map<String, Object> model = new HashMap<>();
    model.put("lateCount", board.late().total());
    model.put("soonCount", board.soon().total());
    model.put("unansweredCount", board.unanswered().total());
    model.put("unsignedCount", board.unsigned().total());
    model.put("late", board.late().rows().stream().map(due -> deadline(words, due)).toList());
    model.put("soon", board.soon().rows().stream().map(due -> deadline(words, due)).toList());
    model.put("unanswered", board.unanswered().rows().stream().map(ManagerPages::waiting).toList());
    model.put("unsigned", board.unsigned().rows().stream().map(ManagerPages::unsigned).toList());
    List<BreakGlassView> openings = cabinet.services().breakGlass().unreviewed(visit.user());
    model.put("openingsCount", openings.size());
    model.put("openingsLate", openings.stream().anyMatch(BreakGlassView::reviewLate));
    model.put("cases", lines);
    model.put("pages", Pages.of("/overview", page.page(), page.size(), page.total()));
    visit.show("overview", "Overview", model);
  }

  private static OverviewLine deadline(CaseWords words, Board.Due due) {
    Clock clock = words.clock(due.clock());
    return new OverviewLine(
        "/cases/" + due.reference(),
        due.child() + ": " + clock.title(),
        "By " + clock.when() + " (" + clock.distance() + "). " + clock.clause() + ".");
  }

  private static OverviewLine waiting(Board.Waiting question) {
    String path = "/cases/" + question.reference();
    return question.text() == null
        ? new OverviewLine(
            path,
            question.child() + ": 1 question",
            "In a room that you are not in. The lead of the case can answer for it.")
        : new OverviewLine(
            path + "/questions#" + question.number(),
            question.child() + ": " + question.text(),
            "With "
                + question.owner()
                + (question.late() ? ", answer was due " : ", answer due ")
                + Dates.day(question.due()));
  }

  private static OverviewLine unsigned(Board.Unsigned paper) {
    return new OverviewLine(
        "/cases/" + paper.reference() + "/sign/" + paper.document(),
        paper.child() + ": " + paper.title(),
        paper.author()
            + " wrote it on "
            + Dates.dayAndTime(paper.written())
            + (paper.late() ? ". It is late: a reason is needed." : "."));
  }
}
