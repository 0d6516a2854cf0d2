package org.caseroom.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.reports.Paged;
import org.caseroom.identity.Account;
import org.caseroom.web.view.Action;
import org.caseroom.web.view.AssessmentPart;
import org.caseroom.web.view.Checklist;
import org.caseroom.web.view.Clock;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Pages;
import org.caseroom.web.view.Question;

/** The pages of a case, to look at. */
final class CasePages {
  private final Cabinet cabinet;
  private final RoomPages rooms;
  private final CaseActions actions;

  CasePages(Cabinet cabinet, RoomPages rooms, CaseActions actions) {
    this.cabinet = cabinet;
    this.rooms = rooms;
    this.actions = actions;
  }

  void register(Doors doors) {
    doors.page("/cases", this::list);
    doors.page("/cases/{case}", visit -> home(visit, Form.FRESH));
    doors.form("/cases/{case}/join", this::join);
    doors.page("/cases/{case}/questions", visit -> questions(visit, Form.FRESH));
    doors.page("/cases/{case}/story", this::story);
    doors.page("/cases/{case}/checklists", visit -> checklists(visit, Form.FRESH));
    doors.page("/cases/{case}/team", this::team);
    doors.page("/cases/{case}/assessment", this::assessment);
  }

  private void list(Visit visit) {
    Paged<CaseSummary> page = cabinet.services().cases().page(visit.user(), cabinet.wanted(visit));
    List<CaseSummary> cases = page.rows();
    Account account = visit.account();
    if (account.isFamily() && cases.size() == 1 && page.total() == 1) {
      visit.goTo("/cases/" + cases.get(0).reference(), "");
      return;
    }
    visit.show(
        "cases",
        account.isFamily() ? "Your rooms" : "Cases",
        Map.of(
            "cases",
            cases.stream().map(cabinet.words(visit)::line).toList(),
            "pages",
            Pages.of("/cases", page.page(), page.size(), page.total()),
            "emergency",
            BreakGlassPages.mayOpen(cabinet, account),
            "openings",
            BreakGlassPages.own(cabinet, visit),
            "heading",
            account.isFamily() ? "Your rooms" : "Cases"));
  }

  private void join(Visit visit) {
    cabinet.services().team().join(visit.user(), visit.path("case"));
    visit.goTo("/cases/" + visit.path("case"), "You have joined the team.");
  }

  /** The first page of a case: everything for the family, what is due for professionals. */
  void home(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    if (opened.isInvited()) {
      visit.show(
          "join",
          opened.view().summary().child(),
          form,
          Map.of("head", opened.head(), "team", opened.words().team(opened.view())));
      return;
    }
    if (opened.reader().isFamily()) {
      family(opened, form);
    } else {
      now(opened, form);
    }
  }

  private void family(Opened opened, Form form) {
    CaseView view = opened.view();
    CaseWords words = opened.words();
    Map<String, Object> model = new HashMap<>();
    model.put("head", opened.head());
    model.put("clocks", words.clocks(view).stream().filter(Clock::running).toList());
    model.put("todo", todo(opened));
    model.put("steps", opened.steps());
    model.put("team", words.team(view));
    model.put("questions", words.questions(view));
    List<Checklist> lists = words.checklists(view);
    model.put("checklists", lists.stream().filter(Checklist::hasTicks).toList());
    model.put("otherLists", lists.stream().filter(list -> !list.hasTicks()).toList());
    model.put("story", words.story(view));
    model.put("plan", words.plan(view));
    CaseView.Retention kept = view.retention();
    model.put("retention", kept == null ? "" : kept.title() + ": " + kept.says());
    model.put(
        "notices",
        cabinet
            .services()
            .decisions()
            .all(opened.reader().id(), opened.reference(), "page")
            .notices());
    opened.room(RoomKind.FAMILY).ifPresent(room -> model.put("room", rooms.recent(opened, room)));
    opened.visit().show("familyhome", view.summary().child() + "’s room", form, model);
  }

  private List<String> todo(Opened opened) {
    List<String> todo = new ArrayList<>();
    for (CaseView.Checklist list : opened.view().checklists()) {
      long open =
          list.items().stream()
              .filter(item -> item.status().equals("open"))
              .filter(item -> opened.reader().id().equals(item.owner()))
              .count();
      if (open > 0) {
        todo.add(
            "You have "
                + (open == 1 ? "1 thing" : open + " things")
                + " to do in “"
                + list.title()
                + "”.");
      }
    }
    for (CaseView.Question question : opened.view().questions()) {
      if (question.status().equals("open")) {
        todo.add(question.with() + " answers a question by " + Dates.day(question.due()) + ".");
      }
    }
    return todo;
  }

  private void now(Opened opened, Form form) {
    CaseView view = opened.view();
    CaseWords words = opened.words();
    List<Action> possible = actions.possible(opened);
    opened
        .visit()
        .show(
            "casenow",
            view.summary().child(),
            form,
            Map.of(
                "head", opened.head(),
                "clocks", words.clocks(view),
                "main", possible.stream().filter(Action::main).toList(),
                "groups", CaseActions.groups(possible),
                "waiting", words.papers(view).stream().filter(paper -> !paper.signed()).toList(),
                "questions", words.questions(view).stream().filter(CasePages::waits).toList(),
                "steps", opened.steps(),
                "team", words.team(view),
                "plan", words.plan(view)));
  }

  private static boolean waits(Question question) {
    return question.state().equals("open") || question.state().equals("late");
  }

  /** All questions. */
  void questions(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    boolean mayAsk =
        opened.may(CaseEvents.QUESTION_ASK, RoomKind.FAMILY)
            || opened.may(CaseEvents.QUESTION_ASK, RoomKind.PROFESSIONALS);
    visit.show(
        "questions",
        "Questions",
        form,
        Map.of(
            "head", opened.head(),
            "questions", opened.words().questions(opened.view()),
            "mayAsk", mayAsk));
  }

  private void story(Visit visit) {
    Opened opened = cabinet.open(visit);
    List<String> reads =
        opened.view().storyReads().stream()
            .map(read -> read.name() + ", " + Dates.dayAndTime(read.at()))
            .toList();
    boolean mayWrite = opened.mayInCase(CaseEvents.STORY);
    visit.show(
        "story",
        mayWrite ? "Our story" : "The family’s story",
        Map.of(
            "head",
            opened.head(),
            "story",
            opened.words().story(opened.view()),
            "reads",
            reads,
            "mayWrite",
            mayWrite,
            "mayRead",
            opened.mayInCase(CaseEvents.STORY_READ)
                && !opened.words().hasReadStory(opened.view())));
  }

  /** All checklists. */
  void checklists(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    visit.show(
        "checklists",
        "Checklists",
        form,
        Map.of("head", opened.head(), "checklists", opened.words().checklists(opened.view())));
  }

  private void assessment(Visit visit) {
    Opened opened = cabinet.open(visit);
    CaseView.Assessment assessment = opened.view().assessment();
    if (opened.room(RoomKind.PROFESSIONALS).isEmpty()) {
      throw Problem.notFound("The assessment is in the professionals room, which you are not in.");
    }
    List<AssessmentPart> parts =
        assessment == null
            ? List.of()
            : assessment.sections().stream()
                .map(
                    part ->
                        new AssessmentPart(
                            part.title(),
                            Objects.requireNonNullElse(part.text(), ""),
                            part.done(),
                            part.version()))
                .toList();
    visit.show(
        "assessment",
        "Assessment",
        Map.of(
            "head", opened.head(),
            "status", opened.words().assessment(opened.view()),
            "parts", parts,
            "plan", opened.words().plan(opened.view()),
            "actions", actions.assessment(opened)));
  }

  private void team(Visit visit) {
    Opened opened = cabinet.open(visit);
    List<String> readers =
        opened.view().readers().stream()
            .map(
                reader ->
                    reader.name()
                        + ", "
                        + reader.role()
                        + Optional.ofNullable(reader.agency()).map(name -> ", " + name).orElse(""))
            .toList();
    visit.show(
        "team",
        "Team and consent",
        Map.of(
            "head", opened.head(),
            "team", opened.words().team(opened.view()),
            "consents", opened.words().consents(opened.view()),
            "readers", readers,
            "actions", actions.team(opened)));
  }
}
