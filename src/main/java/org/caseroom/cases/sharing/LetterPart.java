package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * The letterbox: contact with the birth family by letters that one person writes and another
 * releases, past a guard that holds what would give the adoptive family away.
 */
public final class LetterPart implements CasePart {
  private final Accounts accounts;
  private final LetterRules rules;

  /** Makes the part. */
  public LetterPart(Accounts accounts) {
    this.accounts = accounts;
    this.rules = new LetterRules(accounts);
  }

  @Override
  public Set<String> types() {
    return Set.of(
        SharingEvents.PROTECTED,
        SharingEvents.LETTER,
        SharingEvents.LETTER_RELEASE,
        CaseEvents.ROOM_OPEN);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case SharingEvents.PROTECTED -> LetterRules.kind(String.valueOf(event.stateKey()), procedure);
      case SharingEvents.LETTER -> LetterRules.letter(event, who, procedure, file);
      case SharingEvents.LETTER_RELEASE -> rules.release(event, who, procedure, file);
      default -> {
        if (event.text("kind").filter(RoomKind.LETTERBOX.word()::equals).isPresent()) {
          LetterRules.consented(procedure, file);
        }
      }
    }
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (room == RoomKind.LETTERBOX) {
      rules.talk(message, procedure, file);
    }
  }

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case SharingEvents.LETTER -> written(step);
      case SharingEvents.LETTER_RELEASE -> decided(step);
      default -> {}
    }
  }

  private void written(Step step) {
    Event letter = step.event();
    String number = String.valueOf(letter.stateKey());
    Set<String> named = rules.named(letter, step.procedure(), step.file());
    Set<UserId> authors = new TreeSet<>(Set.of(letter.sender()));
    LetterRules.state(step.file(), number)
        .ifPresent(before -> authors.addAll(Fields.users(before.content().path("authors"))));
    ObjectNode state =
        Json.object()
            .put("status", named.isEmpty() ? "waiting" : "held")
            .put("direction", letter.text("direction").orElse("out"))
            .put("letter_event", letter.id().value());
    Fields.put(state, "names", named);
    Fields.put(state, "authors", authors);
    step.state(letter.room(), SharingEvents.LETTER_STATE, number, state);
  }

  private static void decided(Step step) {
    Event event = step.event();
    String number = event.text("letter").orElse("");
    Optional<Event> letter = step.file().state(RoomKind.LETTERBOX, SharingEvents.LETTER, number);
    Optional<Event> before = LetterRules.state(step.file(), number);
    if (letter.isEmpty() || before.isEmpty()) {
      return;
    }
    boolean released = event.text("decision").filter("release"::equals).isPresent();
    ObjectNode state =
        before
            .get()
            .content()
            .deepCopy()
            .put("status", released ? "released" : "refused")
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("release", event.id().value());
    Fields.put(state, "reason", event.text("reason").orElse(null));
    step.state(event.room(), SharingEvents.LETTER_STATE, number, state);
    if (released) {
      ObjectNode content =
          Json.object()
              .put("letter", number)
              .put("direction", letter.get().text("direction").orElse("out"))
              .put("with", letter.get().text("with").orElse(""))
              .put("subject", letter.get().text("subject").orElse(""))
              .put("text", letter.get().text("text").orElse(""))
              .put("author", letter.get().sender().value())
              .put("released_by", event.sender().value());
      step.drafts()
          .add(Draft.message(event.room(), step.service(), SharingEvents.LETTER_RELEASED, content));
    }
  }

  /** The words name no letter's text before it is released, nor which kind of word was found. */
  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    return switch (event.type()) {
      case SharingEvents.LETTER ->
          Optional.of(
              accounts.nameOf(event.sender())
                  + " wrote letter "
                  + event.stateKey()
                  + (event.text("direction").filter("in"::equals).isPresent()
                      ? " (from the birth family)"
                      : " (to the birth family)")
                  + ". It waits until a second person has looked at it.");
      case SharingEvents.LETTER_RELEASE -> Optional.of(decision(step));
      default -> Optional.empty();
    };
  }

  private String decision(Step step) {
    Event event = step.event();
    String number = event.text("letter").orElse("");
    if (event.text("decision").filter("release"::equals).isEmpty()) {
      return accounts.nameOf(event.sender()) + " did not release letter " + number + ".";
    }
    String text =
        step.file()
            .state(RoomKind.LETTERBOX, SharingEvents.LETTER, number)
            .flatMap(letter -> letter.text("text"))
            .orElse("");
    return accounts.nameOf(event.sender()) + " released letter " + number + ":\n" + text;
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.event().type().equals(SharingEvents.PROTECTED)
        ? Optional.empty()
        : step.file().room(RoomKind.LETTERBOX).filter(room -> room.equals(step.event().room()));
  }
}
