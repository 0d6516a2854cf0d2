package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.file.ClockState;
import org.caseroom.web.view.CaseLine;
import org.caseroom.web.view.Clock;
import org.caseroom.web.view.OverviewLine;
import org.caseroom.web.view.Paper;
import org.caseroom.web.view.Question;

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
    List<OverviewLine> late = new ArrayList<>();
    List<OverviewLine> soon = new ArrayList<>();
    List<OverviewLine> unanswered = new ArrayList<>();
    List<OverviewLine> unsigned = new ArrayList<>();
    List<CaseLine> lines = new ArrayList<>();
    CaseWords words = cabinet.words(visit);
    for (CaseSummary summary : cabinet.cases(visit)) {
      lines.add(words.line(summary));
      for (ClockState state : summary.deadlines()) {
        Clock clock = words.clock(state);
        if (clock.state().equals("late")) {
          late.add(deadline(summary, clock));
        } else if (clock.state().equals("soon")) {
          soon.add(deadline(summary, clock));
        }
      }
      Opened opened = cabinet.open(visit, summary.reference());
      for (Question question : opened.words().questions(opened.view())) {
        if (question.state().equals("open") || question.state().equals("late")) {
          unanswered.add(
              new OverviewLine(
                  opened.path() + "/questions#" + question.number(),
                  summary.child() + ": " + question.text(),
                  question.with()));
        }
      }
      int elsewhere = summary.openQuestions() - open(opened);
      if (elsewhere > 0) {
        unanswered.add(
            new OverviewLine(
                opened.path(),
                summary.child() + ": " + elsewhere + (elsewhere == 1 ? " question" : " questions"),
                "In a room that you are not in. The lead of the case can answer for it."));
      }
      for (Paper paper : opened.words().papers(opened.view())) {
        if (paper.maySign()) {
          unsigned.add(
              new OverviewLine(
                  opened.path() + "/sign/" + paper.id(),
                  summary.child() + ": " + paper.title(),
                  paper.written() + (paper.late() ? ". It is late: a reason is needed." : ".")));
        }
      }
    }
    visit.show(
        "overview",
        "Overview",
        Map.of(
            "late", late,
            "soon", soon,
            "unanswered", unanswered,
            "unsigned", unsigned,
            "cases", lines));
  }

  private static int open(Opened opened) {
    return (int)
        opened.view().questions().stream()
            .filter(question -> question.status().equals("open"))
            .count();
  }

  private static OverviewLine deadline(CaseSummary summary, Clock clock) {
    return new OverviewLine(
        "/cases/" + summary.reference(),
        summary.child() + ": " + clock.title(),
        "By " + clock.when() + " (" + clock.distance() + "). " + clock.clause() + ".");
  }
}
