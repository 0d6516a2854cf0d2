package org.caseroom.cases.checklists;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** Items of a checklist that change hands, and those that the family has received. */
public final class ChecklistPart implements CasePart {
  private final Accounts accounts;

  /** Makes the part. */
  public ChecklistPart(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Set<String> types() {
    return Set.of(ChecklistEvents.GIVE, ChecklistEvents.RECEIVE);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    Event list = list(event, file);
    JsonNode item =
        ChecklistContent.item(list, event.text("item").orElse(""))
            .orElseThrow(() -> Problem.notFound("The checklist has no such item."));
    if (event.type().equals(ChecklistEvents.GIVE)) {
      give(event, who, isFamilys(list, procedure), item, file);
    } else {
      receive(list, item);
    }
  }

  private static Event list(Event event, CaseFile file) {
    return file.state(CaseEvents.CHECKLIST, event.text("checklist").orElse(""))
        .orElseThrow(() -> Problem.notFound("This case has no such checklist."));
  }

  private static boolean isFamilys(Event list, Procedure procedure) {
    return procedure
        .checklist(String.valueOf(list.stateKey()))
        .filter(rule -> rule.owner().family())
        .isPresent();
  }

  /** An item goes to somebody who could tick it: of the family, or of the team's professionals. */
  private void give(Event event, Account who, boolean familys, JsonNode item, CaseFile file) {
    if (familys != who.isFamily()) {
      throw Problem.forbidden(
          familys
              ? "This checklist is the family's: one of them hands an item on."
              : "This checklist is the team's: one of them hands an item on.");
    }
    if (!item.path("status").asText().equals("open")) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "This item is done already: there is nothing to hand on.");
    }
    UserId to = UserId.of(event.text("to").orElse(""));
    Problem.require(
        !item.path("owner").asText().equals(to.value()), "They have this item already.");
    boolean fit =
        accounts
            .find(to)
            .filter(account -> account.active() && !account.isBot())
            .filter(account -> account.isFamily() == familys)
            .filter(account -> Door.inCase(file, account.id()))
            .isPresent();
    Problem.require(
        fit,
        familys
            ? "An item of the family's list goes to somebody else of the family who is in the case."
            : "An item goes to a professional who is in the case: add them to the team first.");
  }

  private static void receive(Event list, JsonNode item) {
    Problem.require(
        item.path("receipt").asBoolean(), "Nothing is handed over with this item: tick it.");
    if (!item.path("status").asText().equals("done")) {
      throw Problem.gate(
          list.text("clause").orElse(""),
          "This is not done yet: whoever has it on the team's list ticks it first.");
    }
    if (item.has("received")) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "You have said already that you have it.");
    }
  }

  @Override
  public void follow(Step step) {
    Event event = step.event();
    Event list = list(event, step.file());
    step.state(
        CaseEvents.CHECKLIST,
        String.valueOf(list.stateKey()),
        event.type().equals(ChecklistEvents.GIVE)
            ? ChecklistContent.give(list, event)
            : ChecklistContent.receive(list, event));
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    Event list = list(event, step.file());
    String item =
        ChecklistContent.item(list, event.text("item").orElse(""))
            .map(found -> found.path("text").asText())
            .orElse("");
    String about = item + " (" + list.text("title").orElse("") + ").";
    String who = accounts.nameOf(event.sender());
    return Optional.of(
        event.type().equals(ChecklistEvents.GIVE)
            ? who
                + " handed on to "
                + accounts.nameOf(UserId.of(event.text("to").orElse("")))
                + ": "
                + about
                + event.text("note").map(note -> " " + note).orElse("")
            : who + " has received: " + about);
  }

  /** The team's lists are the professionals' business; receipts are read by both. */
  @Override
  public Optional<RoomId> place(Step step) {
    boolean familys = isFamilys(list(step.event(), step.file()), step.procedure());
    return familys
        ? step.room(RoomKind.FAMILY)
        : step.room(RoomKind.PROFESSIONALS).or(() -> step.room(RoomKind.FAMILY));
  }
}
