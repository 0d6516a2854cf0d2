package org.caseroom.cases;

import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Openings;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** The papers and acts that every procedure has: from the referral form to the closure form. */
final class StandardPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          CaseEvents.MEMBER,
          CaseEvents.LEAD,
          CaseEvents.CONSENT,
          CaseEvents.NEEDS,
          CaseEvents.STORY,
          CaseEvents.STORY_READ,
          CaseEvents.REFERRAL_FORM,
          CaseEvents.ASSESSMENT_SECTION,
          CaseEvents.SUMMARY,
          CaseEvents.CONTACT,
          CaseEvents.ROOM_OPEN,
          CaseEvents.NOTE,
          CaseEvents.QUESTION_ASK,
          CaseEvents.ASSESSMENT_REQUEST,
          CaseEvents.QUESTION_ANSWER,
          CaseEvents.QUESTION_PASS,
          CaseEvents.QUESTION_CLOSE,
          CaseEvents.CORRECTION_ASK,
          CaseEvents.CORRECTION_ANSWER,
          CaseEvents.CHECKLIST_TICK);

  private final Papers papers;
  private final Acts acts;
  private final Openings openings;
  private final QuestionFlow questions;
  private final CorrectionFlow corrections;
  private final Sentences sentences;

  StandardPart(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service, Access access) {
    this.papers = new Papers(accounts, agencies, access, rules.permissions());
    this.acts = new Acts(accounts);
    this.openings = new Openings(rules, accounts, service);
    this.questions = new QuestionFlow(rules.workingDays(), accounts, agencies);
    this.corrections = new CorrectionFlow(accounts, service);
    this.sentences = new Sentences(accounts, agencies);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (event.isState()) {
      papers.check(event, who, procedure, file);
    } else {
      acts.check(event, who, procedure, file);
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case CaseEvents.ROOM_OPEN -> openings.room(step);
      case CaseEvents.MEMBER -> openings.member(step);
      case CaseEvents.QUESTION_ASK -> questions.asked(step);
      case CaseEvents.ASSESSMENT_REQUEST -> questions.assessmentAsked(step);
      case CaseEvents.QUESTION_ANSWER, CaseEvents.QUESTION_PASS, CaseEvents.QUESTION_CLOSE ->
          questions.moved(step);
      case CaseEvents.CORRECTION_ASK -> corrections.asked(step);
      case CaseEvents.CORRECTION_ANSWER -> corrections.answered(step);
      case CaseEvents.ASSESSMENT_SECTION -> corrections.corrected(step);
      case CaseEvents.CHECKLIST_TICK -> ticked(step);
      default -> {}
    }
  }

  private static void ticked(Step step) {
    step.event()
        .text("checklist")
        .flatMap(id -> step.file().state(CaseEvents.CHECKLIST, id))
        .ifPresent(
            list ->
                step.state(
                    CaseEvents.CHECKLIST,
                    String.valueOf(list.stateKey()),
                    ChecklistContent.tick(list, step.event())));
  }

  @Override
  public Optional<String> words(Step step) {
    return Optional.of(sentences.about(step)).filter(words -> !words.isEmpty());
  }

  @Override
  public Optional<RoomId> place(Step step) {
    Event event = step.event();
    return switch (event.type()) {
      case CaseEvents.ROOM_OPEN -> step.room(RoomKind.of(event.text("kind").orElse("family")));
      case CaseEvents.LEAD,
          CaseEvents.CONSENT,
          CaseEvents.STORY,
          CaseEvents.STORY_READ,
          CaseEvents.NEEDS,
          CaseEvents.MEMBER,
          CaseEvents.CHECKLIST_TICK ->
          step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
      default -> Optional.empty();
    };
  }
}
