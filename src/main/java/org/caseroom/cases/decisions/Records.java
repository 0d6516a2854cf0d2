package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** The case's record of decisions: numbered, each naming the one before it by its hash. */
public final class Records {
  private final Accounts accounts;

  /** The record, with who people are. */
  public Records(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * Adds a decision. The record names the one before it by event id, which is a hash: a chain.
   *
   * @param content what was decided, without its number
   */
  public void add(Step step, ObjectNode content, UserId author, UserId signer) {
    Event event = step.event();
    int number = Numbers.next(step.file().view(), event.room(), CaseEvents.DECISION_RECORD);
    content
        .put("number", number)
        .put("author", author.value())
        .put("author_role", role(author))
        .put("signer", signer.value())
        .put("signer_role", role(signer));
    step.file()
        .view()
        .state(event.room(), CaseEvents.DECISION_RECORD, String.valueOf(number - 1))
        .ifPresent(previous -> content.put("previous", previous.id().value()));
    step.state(event.room(), CaseEvents.DECISION_RECORD, String.valueOf(number), content);
  }

  private String role(UserId user) {
    return accounts.find(user).map(Account::mainRole).map(Role::word).orElse("");
  }

  /** All of a case, in order. */
  public static List<Event> all(CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION_RECORD).stream()
        .sorted(Comparator.comparingInt(Records::number))
        .toList();
  }

  /** One by number. */
  public static Optional<Event> find(CaseFile file, int number) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION_RECORD, String.valueOf(number));
  }

  /** The record of a signed proposal, such as {@code D1}. */
  public static Optional<Event> ofProposal(CaseFile file, String proposal) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION, proposal)
        .flatMap(
            paper ->
                all(file).stream()
                    .filter(
                        record ->
                            record
                                .text("document_event")
                                .filter(paper.id().value()::equals)
                                .isPresent())
                    .findFirst());
  }

  /** The later decision that corrects one. */
  public static Optional<Event> correctionOf(CaseFile file, int number) {
    return all(file).stream()
        .filter(record -> record.content().path("corrects").asInt() == number)
        .findFirst();
  }

  /** A record's number. */
  public static int number(Event record) {
    return record.content().path("number").asInt();
  }
}
