package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Refusals;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/**
 * Holds a professional's message that calls somebody who may not read it: before it is posted, with
 * the reason and the offer of another way.
 */
final class MentionGuard {
  private static final String HELD = "ORG.CASEROOM_HELD";

  private final Access access;
  private final Accounts accounts;
  private final Refusals refusals;

  MentionGuard(Access access, Accounts accounts, Refusals refusals) {
    this.access = access;
    this.accounts = accounts;
    this.refusals = refusals;
  }

  /**
   * Refuses a message that mentions somebody who may not read it.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_HELD} that names them and the topic or room
   */
  void check(Event message, RoomKind room, CaseFile file) {
    for (UserId person : mentioned(message, file)) {
      Optional<Account> account = accounts.find(person);
      if (account.isPresent() && !account.get().isBot() && !person.equals(message.sender())) {
        check(message, room, account.get(), file);
      }
    }
  }

  private void check(Event message, RoomKind room, Account person, CaseFile file) {
    Membership in = file.view().membership(message.room(), person.id());
    boolean inRoom = in == Membership.JOIN || in == Membership.INVITE;
    if (!inRoom || !access.mayRead(person.id(), message.room(), file.view())) {
      throw held(person, room, null, room.title(), file);
    }
    for (String topic : access.topics(message, file.view())) {
      Access.Kept kept = access.kept(person.id(), message.room(), topic, file.view());
      if (kept != null) {
        throw held(person, room, kept.topic(), refusals.topicSince(kept, file), file);
      }
    }
  }

  private static Problem held(
      Account person, RoomKind room, @Nullable String topic, String what, CaseFile file) {
    ObjectNode held = Json.object().put("person", person.id().value()).put("room", room.word());
    Fields.put(held, "topic", topic);
    ObjectNode route =
        Json.object()
            .put("method", "POST")
            .put("path", "/api/cases/" + file.reference() + "/summaries")
            .put("says", "Write a summary without it, which somebody else approves.");
    return Problem.of(
            409,
            HELD,
            person.displayName()
                + " ("
                + person.mainRole().title()
                + ") may not read "
                + what
                + ", so your message was not posted. Write it without their name, or write a"
                + " summary for them, which somebody else approves.")
        .with("org.caseroom.held", held)
        .with("org.caseroom.summary_route", route);
  }

  // ---- Who is mentioned ----

  private Set<UserId> mentioned(Event message, CaseFile file) {
    ObjectNode content = message.content();
    Set<UserId> people = new LinkedHashSet<>(named(content));
    people.addAll(named(content.path("m.new_content")));
    String text =
        (text(content) + ' ' + text(content.path("m.new_content"))).toLowerCase(Locale.ROOT);
    for (UserId person : known(message, file)) {
      if (text.contains(person.value().toLowerCase(Locale.ROOT)) || called(text, person)) {
        people.add(person);
      }
    }
    return people;
  }

  private static Set<UserId> named(JsonNode content) {
    return new LinkedHashSet<>(Fields.users(content.path("m.mentions").path("user_ids")));
  }

  private static String text(JsonNode content) {
    return content.path("body").asText() + ' ' + content.path("formatted_body").asText();
  }

  /** Everybody of the case, and of the room. */
  private static Set<UserId> known(Event message, CaseFile file) {
    Set<UserId> people = new LinkedHashSet<>();
    for (Event member : file.state(CaseEvents.MEMBER)) {
      people.add(CaseEvents.person(String.valueOf(member.stateKey())));
    }
    people.addAll(file.view().members(message.room(), Membership.JOIN));
    return people;
  }

  /** Called by name: {@code @Nina}, or {@code Nina:} and {@code Nina,} at the start. */
  private boolean called(String text, UserId person) {
    String name =
        accounts.find(person).map(Account::displayName).orElse("").toLowerCase(Locale.ROOT);
    return isCalled(text, person.localpart().toLowerCase(Locale.ROOT)) || isCalled(text, name);
  }

  private static boolean isCalled(String text, String name) {
    if (name.isBlank()) {
      return false;
    }
    String quoted = Pattern.quote(name);
    return Pattern.compile("@" + quoted + "(?!\\w)|^\\s*" + quoted + "\\s*[:,]")
        .matcher(text)
        .find();
  }
}
