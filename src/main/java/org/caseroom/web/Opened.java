package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.web.view.CaseHead;
import org.caseroom.web.view.Question;
import org.caseroom.web.view.Step;

/**
 * A case that somebody has opened.
 *
 * @param visit who and with which request
 * @param view the case as they may see it
 * @param words its words for them
 * @param procedure the procedure that it follows
 * @param permissions who may do what where
 */
record Opened(
    Visit visit, CaseView view, CaseWords words, Procedure procedure, Permissions permissions) {

  /** The case's reference. */
  String reference() {
    return view.summary().reference();
  }

  /** The address that the case's pages stand under. */
  String path() {
    return "/cases/" + reference();
  }

  /** The reader. */
  Account reader() {
    return visit.account();
  }

  /** A room of the case that the reader has joined. */
  Optional<CaseView.Room> room(RoomKind kind) {
    return view.rooms().stream()
        .filter(room -> room.kind() == kind && room.membership().equals("join"))
        .findFirst();
  }

  /** Whether an invitation to the case or one of its rooms waits for the reader. */
  boolean isInvited() {
    return view.rooms().stream().anyMatch(room -> room.membership().equals("invite"));
  }

  /** Whether the reader may do something in a room that they have joined. */
  boolean may(String action, RoomKind kind) {
    return room(kind).isPresent() && permissions.allows(reader(), action, kind);
  }

  /** Whether the reader may do something in the case's space. */
  boolean mayInCase(String action) {
    return permissions.allows(reader(), action, RoomKind.CASE);
  }

  /** The top of the page. */
  CaseHead head() {
    CaseSummary summary = view.summary();
    return new CaseHead(
        summary.reference(),
        summary.child(),
        summary.stageTitle(),
        Objects.requireNonNullElse(summary.lead(), ""),
        words.needs(view),
        tabs(),
        reader().isFamily());
  }

  private List<CaseHead.Tab> tabs() {
    boolean family = reader().isFamily();
    List<CaseHead.Tab> tabs = new ArrayList<>();
    tabs.add(tab("", family ? "Everything" : "Now", 0));
    for (CaseView.Room room : view.rooms()) {
      if (room.kind() != RoomKind.CASE && room.membership().equals("join")) {
        tabs.add(
            tab(
                "/rooms/" + room.kind().word(),
                family && room.kind() == RoomKind.FAMILY ? "Messages" : room.kind().title(),
                0));
      }
    }
    tabs.add(tab("/questions", "Questions", (int) mine(words.questions(view))));
    tabs.add(
        tab(
            "/story",
            family ? "Our story" : "Story",
            !family && !words.hasReadStory(view) ? view.story().size() : 0));
    tabs.add(tab("/checklists", "Checklists", 0));
    if (!family && room(RoomKind.PROFESSIONALS).isPresent()) {
      tabs.add(tab("/assessment", "Assessment", 0));
      tabs.add(
          tab(
              "/decisions",
              "Decisions",
              (int) words.papers(view).stream().filter(paper -> paper.maySign()).count()));
    }
    if (!view.given().isEmpty()) {
      tabs.add(
          tab(
              "/corrections",
              "Corrections",
              (int)
                  view.corrections().stream()
                      .filter(correction -> correction.status().equals("open"))
                      .filter(correction -> correction.owner().equals(reader().id()))
                      .count()));
    }
    tabs.add(tab("/team", "Team and consent", 0));
    return tabs;
  }

  private static long mine(List<Question> questions) {
    return questions.stream()
        .filter(question -> question.mayAnswer() || question.mayClose())
        .count();
  }

  private CaseHead.Tab tab(String under, String text, int count) {
    String to = path() + under;
    return new CaseHead.Tab(to, text, visit.http().path().equals(to), count);
  }

  /** The way that the case goes, step by step. */
  List<Step> steps() {
    CaseSummary summary = view.summary();
    List<Step> steps = new ArrayList<>();
    boolean reached =
        procedure.stages().stream()
            .anyMatch(stage -> !stage.closed() && stage.id().equals(summary.stage()));
    String state = "done";
    for (Procedure.Stage stage : procedure.stages()) {
      if (stage.closed()) {
        continue;
      }
      boolean here = stage.id().equals(summary.stage());
      steps.add(new Step(stage.title(), here ? "now" : state, here ? "We are here" : ""));
      if (here) {
        state = "later";
      }
    }
    if (!reached) {
      steps.add(new Step(summary.stageTitle(), "now", "We are here"));
    }
    return steps;
  }
}
