package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** Where a family lives, who answers for it, and the transfer of its case. */
public final class TransferPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          TransferEvents.ADDRESS,
          TransferEvents.ORDER_DATE,
          TransferEvents.CONSULT,
          TransferEvents.FORM,
          TransferEvents.OFFER,
          TransferEvents.CLARIFY,
          TransferEvents.ANSWER,
          TransferEvents.ACCEPT,
          TransferEvents.DECLINE,
          TransferEvents.CHECK,
          TransferEvents.MOVE,
          CaseEvents.SCREENING,
          CaseEvents.ROOM_OPEN,
          CaseEvents.CLOSURE,
          CaseEvents.SIGNOFF);

  private final Areas areas;
  private final Responsibility responsibility;
  private final TransferChecks checks;
  private final TransferFlow flow;
  private final MoveFlow moves;
  private final TransferWords words;

  /** Makes the part. */
  public TransferPart(Accounts accounts, Agencies agencies, Permissions permissions) {
    this.areas = new Areas(agencies);
    this.responsibility = new Responsibility(areas, accounts);
    this.checks = new TransferChecks(accounts, agencies, permissions);
    this.flow = new TransferFlow(accounts, checks);
    this.moves = new MoveFlow(accounts, agencies);
    this.words = new TransferWords(accounts, areas);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void checkAny(Event event, Account who, Procedure procedure, CaseFile file) {
    checks.former(event, who, procedure, file);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case TransferEvents.ADDRESS -> day(event, "since");
      case TransferEvents.ORDER_DATE -> day(event, "date");
      case CaseEvents.CLOSURE, CaseEvents.SIGNOFF ->
          TransferChecks.closure(event, who, procedure, file);
      case CaseEvents.SCREENING, CaseEvents.ROOM_OPEN -> {
        // Nothing of a transfer hangs on these.
      }
      default -> checks.check(event, who, procedure, file);
    }
  }

  private static void day(Event event, String field) {
    if (event.text(field).filter(text -> Home.day(text).isEmpty()).isPresent()) {
      throw Problem.invalidParam("'" + field + "' is no day of the calendar.");
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case TransferEvents.ADDRESS -> head(step, Home.AREA, step.event().text("area").orElse(""));
      case TransferEvents.ORDER_DATE ->
          head(step, Home.ORDER_DATE, step.event().text("date").orElse(""));
      case CaseEvents.SCREENING -> screened(step);
      case CaseEvents.ROOM_OPEN -> opened(step);
      case TransferEvents.MOVE -> {
        moves.follow(step);
        words.elsewhere(step);
      }
      default -> {
        flow.follow(step);
        words.elsewhere(step);
      }
    }
  }

  /** Writes the head of the case again with what was told. */
  private void head(Step step, String field, String text) {
    ObjectNode head = Heads.again(step.file()).put(field, text.strip());
    step.state(CaseEvents.CASE, "", settled(head));
  }

  /** A head that says whether the family lives outside the agency's areas. */
  private ObjectNode settled(ObjectNode head) {
    String area = head.path(Home.AREA).asText();
    return head.put(
        Home.OUT_OF_AREA, !area.isBlank() && !areas.serves(head.path("agency").asText(), area));
  }

  /** An area that came with the referral is looked at when the referral is. */
  private void screened(Step step) {
    ObjectNode head = settled(Heads.again(step.file()));
    if (head.path(Home.OUT_OF_AREA).asBoolean()) {
      step.state(CaseEvents.CASE, "", head);
      tell(step, step.file().withContent(head), RoomKind.PROFESSIONALS);
    }
  }

  private void opened(Step step) {
    boolean family = step.event().text("kind").filter(RoomKind.FAMILY.word()::equals).isPresent();
    if (family && Home.of(step.file()).outOfArea()) {
      tell(step, step.file(), RoomKind.FAMILY);
    }
  }

  private void tell(Step step, CaseFile file, RoomKind kind) {
    step.room(kind)
        .ifPresent(
            room ->
                step.drafts()
                    .add(Notices.notice(room, step.service(), card(step, file), step.event())));
  }

  private String card(Step step, CaseFile file) {
    ResponsibilityCard card = responsibility.card(step.procedure(), file);
    return "Who is responsible: "
        + card.words()
        + (card.until() == null ? "" : " The rule (" + card.clause() + "): " + card.rule());
  }

  @Override
  public Optional<String> words(Step step) {
    return switch (step.event().type()) {
      case TransferEvents.ADDRESS, TransferEvents.ORDER_DATE ->
          Optional.of(card(step, Heads.written(step)));
      default -> words.about(step);
    };
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return switch (step.event().type()) {
      case TransferEvents.ADDRESS,
          TransferEvents.ORDER_DATE,
          TransferEvents.CHECK,
          TransferEvents.MOVE ->
          step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
      default -> Optional.empty();
    };
  }
}
