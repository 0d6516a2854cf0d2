package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** Records beside the assessment, at the log's door: health, education, consultation, services. */
public final class RecordsPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          AssessmentEvents.CONDITION,
          AssessmentEvents.EMERGING_NEED,
          AssessmentEvents.EDUCATION,
          AssessmentEvents.REQUEST_SEND,
          AssessmentEvents.REQUEST_OUTCOME,
          AssessmentEvents.FORM,
          AssessmentEvents.CONSULTATION_BOOK,
          AssessmentEvents.CONSULTATION_HELD,
          AssessmentEvents.SERVICE_PAIR,
          CaseEvents.SUPERVISION_NOTE);

  private final Checks checks;
  private final EducationEvents education;
  private final Requests requests;
  private final Consultations consultations;

  /** Makes the part of these rules and people. */
  public RecordsPart(CasePolicy.Rules rules, Accounts accounts, Agencies agencies, Access access) {
    this.checks = new Checks(accounts, agencies, access);
    this.education = new EducationEvents(checks, rules.workingDays());
    this.requests = new Requests(checks, rules.workingDays());
    this.consultations = new Consultations(checks);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    switch (event.type()) {
      case AssessmentEvents.CONDITION -> Conditions.check(content, procedure, file);
      case AssessmentEvents.EMERGING_NEED -> EmergingNeeds.check(content, procedure, file);
      case AssessmentEvents.EDUCATION -> EducationEvents.check(content, procedure, file);
      case AssessmentEvents.REQUEST_SEND -> requests.check(content, procedure, file);
      case AssessmentEvents.REQUEST_OUTCOME -> Requests.checkOutcome(content, file);
      case AssessmentEvents.FORM -> Screens.check(content, who, procedure);
      case AssessmentEvents.CONSULTATION_BOOK ->
          consultations.checkBooking(content, procedure, file);
      case AssessmentEvents.CONSULTATION_HELD -> Consultations.checkHeld(content, procedure, file);
      case AssessmentEvents.SERVICE_PAIR -> consultations.checkPair(content, procedure, file);
      case CaseEvents.SUPERVISION_NOTE ->
          consultations.checkSupervision(content, who, procedure, file);
      default -> {}
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case AssessmentEvents.CONDITION -> Conditions.follow(step);
      case AssessmentEvents.EMERGING_NEED -> EmergingNeeds.follow(step);
      case AssessmentEvents.EDUCATION -> education.follow(step);
      case AssessmentEvents.REQUEST_SEND -> requests.follow(step);
      case AssessmentEvents.REQUEST_OUTCOME -> Requests.followOutcome(step);
      case AssessmentEvents.FORM -> Screens.follow(step);
      case AssessmentEvents.CONSULTATION_BOOK -> Consultations.followBooking(step);
      case AssessmentEvents.CONSULTATION_HELD -> Consultations.followHeld(step);
      case AssessmentEvents.SERVICE_PAIR -> Consultations.followPair(step);
      case CaseEvents.SUPERVISION_NOTE -> Consultations.followSupervision(step);
      default -> {}
    }
  }

  @Override
  public Optional<String> words(Step step) {
    String who = checks.accounts().nameOf(step.event().sender());
    String words =
        switch (step.event().type()) {
          case AssessmentEvents.CONDITION -> Conditions.words(step, who);
          case AssessmentEvents.EMERGING_NEED -> EmergingNeeds.words(step, who);
          case AssessmentEvents.EDUCATION -> education.words(step, who);
          case AssessmentEvents.REQUEST_SEND, AssessmentEvents.REQUEST_OUTCOME ->
              requests.words(step, who);
          case AssessmentEvents.FORM -> Screens.words(step, who);
          default -> consultations.words(step, who);
        };
    return Optional.of(words).filter(text -> !text.isEmpty());
  }
}
