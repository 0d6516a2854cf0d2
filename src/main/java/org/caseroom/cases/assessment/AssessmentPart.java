package org.caseroom.cases.assessment;

import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** Assessing, at the log's door: visits, the child's voice, and who writes what by when. */
public final class AssessmentPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          CaseEvents.VISIT,
          CaseEvents.VOICE,
          CaseEvents.ASSESSMENT,
          CaseEvents.ASSESSMENT_SECTION,
          CaseEvents.SIGNOFF,
          CaseEvents.SHARE,
          AssessmentEvents.CASE_TYPE,
          AssessmentEvents.APPOINTMENT,
          AssessmentEvents.ASK,
          AssessmentEvents.BLOCKED,
          AssessmentEvents.LATE);

  private final Checks checks;
  private final Visits visits;
  private final Voices voices;
  private final Contributions contributions;
  private final Lateness lateness;

  /** Makes the part of these rules and people. */
  public AssessmentPart(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, Access access) {
    this.checks = new Checks(accounts, agencies, access);
    this.visits = new Visits(checks);
    this.voices = new Voices(checks);
    this.contributions = new Contributions(checks);
    this.lateness = new Lateness(rules.workingDays());
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case CaseEvents.VISIT -> visits.check(event, procedure, file);
      case CaseEvents.VOICE -> voices.check(event.content(), procedure, file);
      case CaseEvents.ASSESSMENT -> contributions.status(event, procedure, file);
      case CaseEvents.ASSESSMENT_SECTION -> contributions.write(event, who, procedure, file);
      case AssessmentEvents.CASE_TYPE -> CaseTypes.check(event.content(), procedure);
      case AssessmentEvents.APPOINTMENT ->
          voices.checkAppointment(event.content(), procedure, file);
      case AssessmentEvents.ASK -> contributions.ask(event.content(), procedure, file);
      case AssessmentEvents.BLOCKED -> contributions.blocked(event.content(), procedure, file);
      case AssessmentEvents.LATE -> Lateness.check(procedure, file);
      default -> {}
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case CaseEvents.VISIT -> Visits.follow(step);
      case CaseEvents.VOICE -> Voices.heard(step);
      case CaseEvents.ASSESSMENT_SECTION -> Contributions.written(step);
      case CaseEvents.SIGNOFF, CaseEvents.SHARE, AssessmentEvents.LATE -> lateness.follow(step);
      case AssessmentEvents.CASE_TYPE -> CaseTypes.follow(step);
      case AssessmentEvents.APPOINTMENT -> Voices.followAppointment(step);
      case AssessmentEvents.ASK, AssessmentEvents.BLOCKED -> contributions.follow(step);
      default -> {}
    }
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String who = checks.accounts().nameOf(event.sender());
    return switch (event.type()) {
      case CaseEvents.VISIT -> Optional.of(visits.words(event, who));
      case CaseEvents.VOICE -> Optional.of(Voices.words(event, who));
      case CaseEvents.ASSESSMENT -> Optional.of(status(event, who));
      case AssessmentEvents.CASE_TYPE -> Optional.of(CaseTypes.words(step, who));
      case AssessmentEvents.APPOINTMENT -> Optional.of(voices.appointmentWords(step, who));
      case AssessmentEvents.ASK, AssessmentEvents.BLOCKED ->
          Optional.of(contributions.words(step, who));
      case AssessmentEvents.LATE -> Optional.of(Lateness.words(event, who));
      default -> Optional.empty();
    };
  }

  private static String status(Event event, String who) {
    return event.text("status").filter("started"::equals).isPresent()
        ? who + " started the assessment."
        : who + " completed the assessment and support plan. They wait for a signature.";
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.event().type().equals(AssessmentEvents.CASE_TYPE)
        ? step.room(RoomKind.PROFESSIONALS)
        : Optional.empty();
  }
}
