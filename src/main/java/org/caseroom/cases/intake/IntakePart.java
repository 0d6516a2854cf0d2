package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
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
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Intake at the door: from the first contact to the detailed referral. */
public final class IntakePart implements CasePart {
  private static final Set<String> OWN =
      Set.of(
          CaseEvents.SCREENING,
          CaseEvents.REFERRAL_FORM,
          CaseEvents.SIGNOFF,
          CaseEvents.CHECKLIST_TICK,
          CaseEvents.CONTACT,
          CaseEvents.SHARE,
          IntakeEvents.FACTS_SET,
          IntakeEvents.INFORM_TRIGGER,
          IntakeEvents.ROTA,
          IntakeEvents.URGENT_RAISE,
          IntakeEvents.URGENT_ACKNOWLEDGE,
          IntakeEvents.URGENT_DECIDE,
          IntakeEvents.MASH_REFER,
          IntakeEvents.MASH_ANSWER,
          IntakeEvents.BOOKING_MADE,
          IntakeEvents.ALLOCATION,
          IntakeEvents.FORM_SEND,
          IntakeEvents.FORM_READ,
          IntakeEvents.VIEWS);

  private final CasePolicy.Rules rules;
  private final Set<String> inSomeMode = NeedsRules.types();
  private final Set<String> types = new TreeSet<>(OWN);
  private final NeedsRules needs;
  private final Rota rota;
  private final UrgentFlow urgent;
  private final UrgentGuard guard;
  private final MashFlow mash;

  private final Accounts accounts;
  private final Openings openings;
  private final FirstContact firstContact;
  private final Allocation allocation;

  /** Makes the part. */
  public IntakePart(CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service) {
    this.rules = rules;
    this.types.addAll(inSomeMode);
    this.types.addAll(UrgentGuard.TOLD_IN);
    this.needs = new NeedsRules(accounts);
    this.rota = new Rota(accounts);
    this.urgent = new UrgentFlow(accounts, service, rota);
    this.guard = new UrgentGuard(urgent);
    this.mash = new MashFlow(rules.workingDays(), service);
    this.accounts = accounts;
    this.openings = new Openings(rules, accounts, service);
    this.allocation = new Allocation(accounts, openings);
    this.firstContact = new FirstContact(accounts, agencies, service);
  }

  @Override
  public Set<String> types() {
    return types;
  }

  @Override
  public void checkReferral(Event referral, Procedure procedure, RoomView before) {
    firstContact.check(referral, procedure, before);
  }

  @Override
  public void opened(Opening opening) {
    firstContact.opened(opening);
    urgent.opened(opening);
  }

  @Override
  public void checkAtHub(Event event, Account who, RoomView before) {
    if (event.type().equals(IntakeEvents.ROTA)) {
      rota.check(event, before);
    } else if (OWN.contains(event.type())) {
      throw Problem.invalidParam("Name the case that this is about ('reference').");
    }
  }

  @Override
  public Optional<String> wordsAtHub(Event event) {
    if (!event.type().equals(IntakeEvents.ROTA)) {
      return Optional.empty();
    }
    if (event.content().path("off").asBoolean()) {
      return Optional.of("The shift " + event.stateKey() + " is taken off the rota.");
    }
    Rota.Shift shift = Rota.shift(event);
    return Optional.of(
        accounts.nameOf(shift.person())
            + " is on call from "
            + shift.from()
            + " to "
            + shift.to()
            + ".");
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (message.type().equals("m.room.message")) {
      guard.check(message, who, procedure.intakeRules().urgent(), file);
    }
  }

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return urgent.talked(message, who, rules.procedure(file), file);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    if (inSomeMode.contains(event.type())) {
      needs.check(content, procedure, file);
    }
    if (UrgentGuard.TOLD_IN.contains(event.type())) {
      guard.check(event, who, procedure.intakeRules().urgent(), file);
    }
    switch (event.type()) {
      case CaseEvents.REFERRAL_FORM -> FormRules.check(content, procedure);
      case CaseEvents.SIGNOFF -> FormRules.sign(content, procedure, file);
      case CaseEvents.CHECKLIST_TICK -> FormRules.tick(content, procedure, file);
      case IntakeEvents.URGENT_RAISE -> UrgentFlow.raise(content, procedure);
      case IntakeEvents.URGENT_ACKNOWLEDGE -> UrgentFlow.acknowledge(content, file);
      case IntakeEvents.URGENT_DECIDE -> UrgentFlow.decide(content, procedure, file);
      case IntakeEvents.MASH_REFER -> MashFlow.refer(content, procedure, file);
      case IntakeEvents.MASH_ANSWER -> MashFlow.answer(content, file);
      case IntakeEvents.BOOKING_MADE -> NeedsRules.booking(content, file);
      case IntakeEvents.ALLOCATION -> allocation.check(content, file);
      case IntakeEvents.FORM_SEND -> allocation.checkSending(content, procedure, file);
      case IntakeEvents.FORM_READ -> Allocation.checkReading(content, who, procedure, file);
      case CaseEvents.SCREENING -> ScreeningRules.check(content, procedure, file);
      case IntakeEvents.FACTS_SET -> FirstContact.dates(content);
      case IntakeEvents.INFORM_TRIGGER ->
          FirstContact.trigger(content.path("trigger").asText(), procedure);
      default -> {}
    }
  }

  @Override
  public void follow(Step step) {
    if (inSomeMode.contains(step.event().type())) {
      needs.book(step);
    }
    if (UrgentGuard.TOLD_IN.contains(step.event().type())) {
      accounts
          .find(step.event().sender())
          .ifPresent(
              who ->
                  step.drafts()
                      .addAll(urgent.talked(step.event(), who, step.procedure(), step.file())));
    }
    switch (step.event().type()) {
      case CaseEvents.CONTACT, CaseEvents.SHARE -> FormRules.told(step);
      case IntakeEvents.URGENT_RAISE -> urgent.raised(step);
      case IntakeEvents.URGENT_ACKNOWLEDGE -> urgent.acknowledged(step);
      case IntakeEvents.URGENT_DECIDE -> urgent.decided(step);
      case IntakeEvents.MASH_REFER -> mash.referred(step);
      case IntakeEvents.MASH_ANSWER -> mash.answered(step);
      case IntakeEvents.BOOKING_MADE -> NeedsRules.booked(step);
      case IntakeEvents.ALLOCATION -> allocation.allocated(step);
      case IntakeEvents.FORM_SEND -> Allocation.sent(step);
      case IntakeEvents.FORM_READ -> Allocation.read(step);
      case IntakeEvents.VIEWS -> heard(step);
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
    String who = accounts.nameOf(event.sender());
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
      case CaseEvents.REFERRAL_FORM -> Optional.of(form(step, who));
      case IntakeEvents.ALLOCATION ->
          Optional.of(
              accounts.nameOf(UserId.of(event.text("worker").orElse("")))
                  + " is the allocated worker. Allocated by "
                  + who
                  + ": "
                  + event.text("why").orElse(""));
      case IntakeEvents.FORM_SEND, IntakeEvents.FORM_READ ->
          Optional.of(allocation.words(step, who));
      case IntakeEvents.VIEWS ->
          Optional.of(
              "Views of the "
                  + event.text("of").orElse("")
                  + ", recorded by "
                  + who
                  + ": "
                  + event.text("words").orElse(""));
      case IntakeEvents.URGENT_ACKNOWLEDGE, IntakeEvents.URGENT_DECIDE ->
          Optional.of(urgent(event, who));
      case IntakeEvents.MASH_REFER, IntakeEvents.MASH_ANSWER -> Optional.of(mash(event, who));
      case IntakeEvents.BOOKING_MADE ->
          Optional.of(
              who
                  + " booked "
                  + event.text("who").orElse("")
                  + " ("
                  + event.text("booking").orElse("")
                  + ").");
      default -> Optional.empty();
    };
  }

  /**
   * Whose views were heard at the stage that the case is at; the words stay where they were said.
   */
  private static void heard(Step step) {
    String stage = step.file().stage();
    ObjectNode content =
        step.file()
            .state(IntakeEvents.HEARD, stage)
            .map(before -> before.content().deepCopy())
            .orElseGet(Json::object);
    content
        .withArray("views")
        .addObject()
        .put("of", step.event().text("of").orElse(""))
        .put("by", step.event().sender().value())
        .put("at", step.event().originServerTs())
        .put("event", step.event().id().value());
    step.state(IntakeEvents.HEARD, stage, content);
  }

  private static String form(Step step, String who) {
    List<String> missing = FormRules.missing(step.event().content(), step.procedure());
    return missing.isEmpty()
        ? who + " completed the detailed referral form."
        : who
            + " handed in the detailed referral form. Still missing: "
            + String.join(", ", missing)
            + ".";
  }

  private static String urgent(Event event, String who) {
    String number = event.text("urgent").orElse("") + ", " + event.text("reference").orElse("");
    return event.type().equals(IntakeEvents.URGENT_ACKNOWLEDGE)
        ? "URGENT " + number + ": " + who + " has it."
        : "URGENT "
            + number
            + ": "
            + who
            + " decided: "
            + event.text("outcome").orElse("").replace('-', ' ')
            + ". Reason: "
            + event.text("reason").orElse("");
  }

  private static String mash(Event event, String who) {
    String reference = event.text("reference").orElse("");
    return event.type().equals(IntakeEvents.MASH_REFER)
        ? who
            + " sent a safeguarding referral of "
            + reference
            + " to "
            + event.text("to").orElse("")
            + "."
        : who
            + " recorded about "
            + event.text("number").orElse("")
            + ", "
            + reference
            + ": "
            + event.text("kind").orElse("")
            + ". "
            + event.text("said").orElse("");
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
    return switch (step.event().type()) {
      case CaseEvents.SCREENING, IntakeEvents.FACTS_SET, IntakeEvents.INFORM_TRIGGER ->
          step.room(RoomKind.PROFESSIONALS);
      default -> Optional.empty();
    };
  }
}
