package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Opening;
import org.caseroom.cases.door.Openings;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Intake at the door: from the first contact to the detailed referral. */
public final class IntakePart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(CaseEvents.SCREENING, IntakeEvents.FACTS_SET, IntakeEvents.INFORM_TRIGGER);

  private final Accounts accounts;
  private final Openings openings;
  private final FirstContact firstContact;

  /** Makes the part. */
  public IntakePart(CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service) {
    this.accounts = accounts;
    this.openings = new Openings(rules, accounts, service);
    this.firstContact = new FirstContact(accounts, agencies, service);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void checkReferral(Event referral, Procedure procedure, RoomView before) {
    firstContact.check(referral, procedure, before);
  }

  @Override
  public void opened(Opening opening) {
    firstContact.opened(opening);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    switch (event.type()) {
      case CaseEvents.SCREENING -> ScreeningRules.check(content, procedure, file);
      case IntakeEvents.FACTS_SET -> FirstContact.dates(content);
      case IntakeEvents.INFORM_TRIGGER ->
          FirstContact.trigger(content.path("trigger").asText(), procedure);
      default -> throw new IllegalStateException(event.type());
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case CaseEvents.SCREENING -> {
        openings.professionals(step);
        ScreeningRules.follow(step);
      }
      case IntakeEvents.FACTS_SET -> firstContact.facts(step);
      case IntakeEvents.INFORM_TRIGGER -> firstContact.informTrigger(step);
      default -> {}
    }
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String who = name(event.sender());
    return switch (event.type()) {
      case CaseEvents.SCREENING -> Optional.of(ScreeningRules.words(step, who));
      case IntakeEvents.FACTS_SET -> Optional.of(facts(event.content(), who));
      case IntakeEvents.INFORM_TRIGGER ->
          Optional.of(
              who
                  + " recorded why the family has to be informed: "
                  + FirstContact.trigger(event.text("trigger").orElse(""), step.procedure()).title()
                  + "."
                  + event.text("how").map(how -> " " + how).orElse(""));
      default -> Optional.empty();
    };
  }

  private static String facts(ObjectNode content, String who) {
    StringBuilder words = new StringBuilder(who).append(" recorded facts.");
    if (content.hasNonNull("school_area")) {
      words.append(" The school is in ").append(content.path("school_area").asText()).append('.');
    }
    return words
        .append(FirstContact.said("Born", content, "born"))
        .append(FirstContact.said("Placed", content, "placement_date"))
        .toString();
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.room(RoomKind.PROFESSIONALS);
  }

  private String name(UserId user) {
    return accounts.find(user).map(Account::displayName).orElse(user.localpart());
  }
}
