package org.caseroom.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.web.view.Action;
import org.caseroom.web.view.ActionGroup;
import org.caseroom.web.view.Form;

/** What professionals can do in a case: a list, and a page with a form for each. */
final class CaseActions {
  private final Cabinet cabinet;
  private final Map<String, ActionForm> byId = new LinkedHashMap<>();

  CaseActions(Cabinet cabinet) {
    this.cabinet = cabinet;
    Stream.of(
            CaseworkActions.all(cabinet.services()),
            AssessmentActions.all(cabinet.services()),
            FundActions.all(cabinet.services()),
            TeamActions.all(cabinet))
        .flatMap(List::stream)
        .forEach(action -> byId.put(action.id(), action));
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/do/{action}", visit -> show(visit, Form.FRESH));
    doors.form("/cases/{case}/do/{action}", this::perform);
  }

  /** What the reader may do now; first what moves the case on from its stage. */
  List<Action> possible(Opened opened) {
    List<String> next = eventsThatMove(opened);
    return byId.values().stream()
        .filter(action -> action.isFor(opened))
        .map(action -> action(opened, action, next.contains(action.event())))
        .sorted((first, second) -> Boolean.compare(second.main(), first.main()))
        .toList();
  }

  /** The rest, under its headings. */
  static List<ActionGroup> groups(List<Action> actions) {
    Map<String, List<Action>> byGroup = new LinkedHashMap<>();
    actions.stream()
        .filter(action -> !action.main())
        .forEach(
            action -> byGroup.computeIfAbsent(action.group(), g -> new ArrayList<>()).add(action));
    return byGroup.entrySet().stream()
        .map(group -> new ActionGroup(group.getKey(), group.getValue()))
        .toList();
  }

  /** What the reader may do about the team. */
  List<Action> team(Opened opened) {
    return about(opened, List.of(CaseEvents.MEMBER, CaseEvents.LEAD, CaseEvents.CONSENT));
  }

  /** What the reader may do about the assessment and the plan. */
  List<Action> assessment(Opened opened) {
    return about(
        opened,
        List.of(
            CaseEvents.ASSESSMENT,
            CaseEvents.ASSESSMENT_SECTION,
            CaseEvents.PLAN,
            CaseEvents.FUND_APPLY,
            CaseEvents.FUND_OUTCOME,
            CaseEvents.REVIEW));
  }

  private List<Action> about(Opened opened, List<String> events) {
    return byId.values().stream()
        .filter(action -> events.contains(action.event()) && action.isFor(opened))
        .map(action -> action(opened, action, false))
        .toList();
  }

  private static List<String> eventsThatMove(Opened opened) {
    String stage = opened.view().summary().stage();
    return opened.procedure().moves().stream()
        .filter(move -> move.from().contains(stage))
        .map(move -> move.on().event())
        .toList();
  }

  private static Action action(Opened opened, ActionForm action, boolean main) {
    String clause =
        opened.procedure().moves().stream()
            .filter(move -> main && move.on().event().equals(action.event()))
            .map(Procedure.Move::clause)
            .findFirst()
            .orElse("");
    return new Action(
        opened.path() + "/do/" + action.id(), action.title(), clause, action.group(), main);
  }

  private ActionForm find(Opened opened) {
    return Optional.ofNullable(byId.get(opened.visit().path("action")))
        .filter(action -> action.isFor(opened))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "This is not something that you can do in this case. Go back to the case to see"
                        + " what you can do."));
  }

  private void show(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    ActionForm action = find(opened);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            action.title(),
            action.intro(),
            opened.path() + "/do/" + action.id(),
            action.id(),
            action.fields().apply(opened),
            action.button(),
            action.room() == RoomKind.CASE && !action.event().equals(CaseEvents.NEEDS)
                ? opened.path() + "/team"
                : opened.path(),
            opened.head()));
  }

  private void perform(Visit visit) {
    visit.submit(
        visit.path("action"),
        sent -> {
          Opened opened = cabinet.open(visit);
          String done = find(opened).work().apply(opened, sent);
          visit.goTo(opened.path(), done);
        },
        form -> show(visit, form));
  }
}
