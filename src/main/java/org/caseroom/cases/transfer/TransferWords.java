package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** The steps of a transfer in words, in each room whose people have to know. */
final class TransferWords {
  private final Accounts accounts;
  private final Areas areas;

  TransferWords(Accounts accounts, Areas areas) {
    this.accounts = accounts;
    this.areas = areas;
  }

  /** What stands beside the event itself; empty for what has no words. */
  Optional<String> about(Step step) {
    Event event = step.event();
    ObjectNode transfer = TransferFlow.written(step);
    String who = accounts.nameOf(event.sender());
    String agency = areas.name(transfer.path("agency").asText());
    String words =
        switch (event.type()) {
          case TransferEvents.CONSULT ->
              who
                  + (event.content().path("agreed").asBoolean()
                      ? " agrees to a transfer: "
                      : " does not agree to a transfer: ")
                  + event.text("view").orElse("");
          case TransferEvents.FORM -> who + " wrote the Adoption Support Transfer Form.";
          case TransferEvents.OFFER ->
              who
                  + " offered the case to "
                  + agency
                  + ", to move on "
                  + day(transfer)
                  + ". Pack sealed, hash "
                  + transfer.path("manifest").asText().substring(0, 12)
                  + ".";
          case TransferEvents.CLARIFY -> agency + " asks: " + event.text("text").orElse("");
          case TransferEvents.ANSWER -> who + " answers: " + event.text("text").orElse("");
          case TransferEvents.ACCEPT, TransferEvents.DECLINE, TransferEvents.CHECK ->
              told(step, transfer, agency);
          case TransferEvents.MOVE -> moved(step, transfer, agency);
          default -> "";
        };
    return Optional.of(words).filter(text -> !text.isEmpty());
  }

  private String told(Step step, ObjectNode transfer, String agency) {
    Event event = step.event();
    return switch (event.type()) {
      case TransferEvents.ACCEPT ->
          agency
              + " has agreed to support the family from "
              + day(transfer)
              + " on. Their worker there: "
              + accounts.nameOf(UserId.of(transfer.path("worker").asText()))
              + ". Until then "
              + areas.name(step.file().agency())
              + " stays responsible."
              + event.text("message").map(text -> " " + text).orElse("");
      case TransferEvents.DECLINE ->
          agency + " declined the case: " + event.text("reason").orElse("");
      default ->
          accounts.nameOf(event.sender())
              + " ticked: "
              + check(step, event.text("check").orElse(""))
              + ".";
    };
  }

  private static String check(Step step, String id) {
    TransferRules rules = TransferChecks.rules(step.procedure());
    return rules.checks().stream()
        .filter(check -> check.id().equals(id))
        .map(TransferRules.Check::title)
        .findFirst()
        .orElse(id);
  }

  private String moved(Step step, ObjectNode transfer, String agency) {
    return "From today "
        + agency
        + " is responsible for your family's support. Your worker is "
        + accounts.nameOf(UserId.of(transfer.path("worker").asText()))
        + ". Your story, your open questions and the dates that run stay as they are. "
        + areas.name(step.file().agency())
        + " writes no more here; it can read for "
        + TransferChecks.rules(step.procedure()).readDays()
        + " days.";
  }

  private static String day(ObjectNode transfer) {
    return Notices.day(LocalDate.parse(transfer.path("on").asText()));
  }

  /** Tells the other rooms. */
  void elsewhere(Step step) {
    ObjectNode transfer = TransferFlow.written(step);
    switch (step.event().type()) {
      case TransferEvents.OFFER ->
          about(step)
              .ifPresent(
                  words ->
                      step.drafts()
                          .add(
                              Notices.notice(
                                  RoomId.of(transfer.path("room").asText()),
                                  step.service(),
                                  words
                                      + " You can ask (org.caseroom.transfer.clarify), accept or"
                                      + " decline.",
                                  step.event())));
      case TransferEvents.CLARIFY, TransferEvents.DECLINE ->
          about(step).ifPresent(words -> step.tell(words, RoomKind.PROFESSIONALS));
      case TransferEvents.ACCEPT ->
          about(step).ifPresent(words -> step.tell(words, RoomKind.PROFESSIONALS, RoomKind.FAMILY));
      case TransferEvents.MOVE ->
          about(step).ifPresent(words -> step.tell(words, RoomKind.PROFESSIONALS));
      default -> {}
    }
  }
}
