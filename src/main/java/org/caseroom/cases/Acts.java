package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What people's acts need in order to be allowed. */
final class Acts {
  private final Accounts accounts;

  Acts(Accounts accounts) {
    this.accounts = accounts;
  }

  void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    switch (event.type()) {
      case CaseEvents.ROOM_OPEN -> roomOpen(content, file);
      case CaseEvents.QUESTION_ASK -> ask(content, file);
      case CaseEvents.QUESTION_ANSWER -> owned(question(event, file), who, "answers it");
      case CaseEvents.QUESTION_PASS -> pass(event, who, file);
      case CaseEvents.QUESTION_CLOSE -> close(question(event, file), who);
      case CaseEvents.CORRECTION_ASK -> CorrectionRules.ask(content, procedure, file);
      case CaseEvents.CORRECTION_ANSWER ->
          CorrectionRules.open(content.path("correction").asText(), file);
      case CaseEvents.CHECKLIST_TICK -> tick(content, who, procedure, file);
      default -> {}
    }
  }

  private static void roomOpen(ObjectNode content, CaseFile file) {
    RoomKind kind = RoomKind.of(content.path("kind").asText());
    if (file.room(kind).isPresent()) {
      throw Problem.of(
          409, "ORG.CASEROOM_EXISTS", "The room '" + kind.title() + "' is open already.");
    }
  }

  // ---- Questions ----

  private void ask(ObjectNode content, CaseFile file) {
    if (content.hasNonNull("owner")) {
      canOwn(UserId.of(content.path("owner").asText()), file);
    }
  }

  private void canOwn(UserId owner, CaseFile file) {
    boolean fit =
        accounts.find(owner).filter(Account::isStaff).isPresent() && Door.inCase(file, owner);
    Problem.require(fit, "A question is owned by one professional of the team: name one of them.");
  }

  private static Event question(Event event, CaseFile file) {
    Event question =
        file.state(CaseEvents.QUESTION, event.text("question").orElse(""))
            .orElseThrow(() -> Problem.notFound("This case has no such question."));
    Problem.require(
        question.text("room").filter(event.room().value()::equals).isPresent(),
        "That question was asked in another room of the case: answer there.");
    if (question.text("status").filter("closed"::equals).isPresent()) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This question is closed: ask a new one.");
    }
    return question;
  }

  private void owned(Event question, Account who, String does) {
    UserId owner = UserId.of(question.text("owner").orElse(""));
    boolean colleague =
        accounts
            .find(owner)
            .map(Account::agency)
            .filter(agency -> agency.equals(who.agency()))
            .isPresent();
    if (!owner.equals(who.id()) && !colleague) {
      throw Problem.forbidden(
          "This question is with "
              + question.text("with").orElse(accounts.nameOf(owner))
              + ": its owner "
              + does
              + ", or hands it to you.");
    }
  }

  private void pass(Event event, Account who, CaseFile file) {
    Event question = question(event, file);
    if (!who.is(Role.TEAM_MANAGER)) {
      owned(question, who, "hands it on");
    }
    UserId to = UserId.of(event.text("to").orElse(""));
    Problem.require(
        question.text("owner").filter(to.value()::equals).isEmpty(),
        "They have this question already: hand it to somebody else, never to nobody.");
    canOwn(to, file);
  }

  private static void close(Event question, Account who) {
    if (question.text("asker").filter(who.id().value()::equals).isEmpty()) {
      throw Problem.forbidden(
          "A question is closed by who asked it, once they say that it is answered.");
    }
  }

  // ---- Checklists ----

  private static void tick(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    Event list =
        file.state(CaseEvents.CHECKLIST, content.path("checklist").asText())
            .orElseThrow(() -> Problem.notFound("This case has no such checklist."));
    JsonNode item =
        ChecklistContent.item(list, content.path("item").asText())
            .orElseThrow(() -> Problem.notFound("The checklist has no such item."));
    boolean familys =
        procedure
            .checklist(String.valueOf(list.stateKey()))
            .filter(rule -> rule.owner().family())
            .isPresent();
    if (familys != who.isFamily()) {
      throw Problem.forbidden(
          familys
              ? "This checklist is the family's: one of them ticks it."
              : "This checklist is the team's: one of them ticks it.");
    }
    if (content.path("status").asText().equals("not-relevant")
        && content.path("note").asText().isBlank()) {
      throw Problem.gate(
          list.text("clause").orElse(""), "Say why the item is not relevant ('note').");
    }
    Problem.require(
        List.of("open", "done", "not-relevant").contains(item.path("status").asText()),
        "The item cannot be ticked.");
  }
}
