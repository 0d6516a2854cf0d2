package org.caseroom.cases.decisions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Decisions at the door: proposed, signed, told to the family. */
public final class DecisionPart implements CasePart {
  private static final Set<String> NOTICES =
      Set.of(
          DecisionEvents.NOTICE,
          DecisionEvents.REPRESENT,
          DecisionEvents.REPLY,
          DecisionEvents.WINDOW);

  private final Accounts accounts;
  private final UserId service;
  private final Proposals proposals;
  private final Signatures signatures;
  private final SignatureFlow flow;
  private final Noticing noticing;

  /** Makes the part. */
  public DecisionPart(WorkingDays days, Accounts accounts, UserId service) {
    this.accounts = accounts;
    this.service = service;
    this.proposals = new Proposals(accounts);
    this.signatures = new Signatures(accounts);
    this.flow = new SignatureFlow(accounts);
    this.noticing = new Noticing(accounts, days);
  }

  @Override
  public Set<String> types() {
    return Set.of(
        CaseEvents.DECISION,
        DecisionEvents.WITHDRAW,
        CaseEvents.SIGNOFF,
        CaseEvents.SHARE,
        CaseEvents.CONTACT,
        DecisionEvents.NOTICE,
        DecisionEvents.REPRESENT,
        DecisionEvents.REPLY,
        DecisionEvents.WINDOW);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case CaseEvents.DECISION -> proposals.check(event, procedure, file);
      case DecisionEvents.WITHDRAW -> proposals.withdraw(event, who, procedure, file);
      case CaseEvents.SIGNOFF -> signatures.signoff(event.content(), who, procedure, file);
      case CaseEvents.SHARE -> signatures.share(event.content(), procedure, file);
      case CaseEvents.CONTACT -> {}
      default -> noticing.check(event, procedure, file);
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case DecisionEvents.WITHDRAW -> Proposals.withdrawn(step);
      case CaseEvents.SIGNOFF -> flow.signed(step);
      case CaseEvents.SHARE, CaseEvents.CONTACT -> flow.told(step);
      case CaseEvents.DECISION -> {}
      default -> noticing.follow(step);
    }
  }

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return who.isBot() ? List.of() : Replies.note(message, file, service);
  }

  // ---- In words ----

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String who = accounts.nameOf(event.sender());
    return switch (event.type()) {
      case CaseEvents.DECISION -> Optional.of(Proposals.words(step, who));
      case DecisionEvents.WITHDRAW ->
          Optional.of(
              who
                  + " withdrew the proposal "
                  + event.text("number").orElse("")
                  + ": "
                  + event.text("reason").orElse(""));
      case CaseEvents.SIGNOFF -> Optional.of(signed(step, who));
      case CaseEvents.SHARE -> Optional.of(shared(step, who));
      case CaseEvents.CONTACT -> Optional.empty();
      default -> Optional.of(noticing.words(step, who));
    };
  }

  private static String title(Step step) {
    String document = step.event().text("document").orElse("");
    return step.procedure().document(document).map(Procedure.DocumentRule::title).orElse(document);
  }

  private static String signed(Step step, String who) {
    Event event = step.event();
    return who
        + " signed off: "
        + title(step)
        + ". Decided: "
        + event.text("decided").orElse("")
        + " Reasons: "
        + event.text("reasons").orElse("")
        + event.text("late_reason").map(why -> " Late because: " + why).orElse("");
  }

  private String shared(Step step, String who) {
    List<String> formats = Fields.texts(step.event().content().path("formats"));
    String people =
        Fields.users(step.event().content().path("with")).stream()
            .map(accounts::nameOf)
            .collect(Collectors.joining(" and "));
    return who
        + " shared with "
        + people
        + ": "
        + title(step)
        + (formats.isEmpty() ? "" : " (" + String.join(", ", formats).replace('-', ' ') + ")")
        + ".";
  }

  /** What the family is told, and what it says, stands where it reads. */
  @Override
  public Optional<RoomId> place(Step step) {
    String type = step.event().type();
    if (NOTICES.contains(type)) {
      return Optional.of(Noticing.shared(step.file()));
    }
    return type.equals(CaseEvents.SHARE)
        ? step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS))
        : Optional.empty();
  }
}
