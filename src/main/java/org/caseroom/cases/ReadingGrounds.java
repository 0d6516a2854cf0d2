package org.caseroom.cases;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.AccountsThen;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.PastReading;
import org.jspecify.annotations.Nullable;

/** Puts into words why somebody could read an item at a past moment, or could not. */
final class ReadingGrounds {
  private final Access access;
  private final PastReading past;
  private final AccountsThen people;
  private final Desk desk;

  ReadingGrounds(Access access, PastReading past, AccountsThen people, Desk desk) {
    this.access = access;
    this.past = past;
    this.people = people;
    this.desk = desk;
  }

  /** What decided, and the event that did, where one did. */
  private record Decided(String word, @Nullable Event event, String why) {}

  /** The door's rule; a locked account does not even get as far as the door. */
  boolean couldRead(PastReading.Stand stand) {
    return stand.obstacle() == PastReading.Obstacle.NONE && !isLocked(stand);
  }

  private boolean isLocked(PastReading.Stand stand) {
    return people.find(stand.person()).filter(account -> account.standing().locked()).isPresent();
  }

  ReadersThen.Person person(PastReading.Stand stand, Event item) {
    Optional<Account> account = people.find(stand.person());
    Decided decided = decided(stand, item);
    Event since = stand.since();
    Event member = stand.memberEvent();
    Event ground = decided.event();
    return new ReadersThen.Person(
        stand.person(),
        desk.name(stand.person()),
        account.map(who -> who.roles().stream().sorted().toList()).orElse(List.of()),
        account.map(Account::agency).orElse(null),
        team(stand, item),
        stand.membership().json(),
        member == null ? null : member.id(),
        since == null ? null : since.time(),
        decided.word(),
        ground == null ? null : ground.id(),
        ground == null ? null : ground.time(),
        decided.why());
  }

  private @Nullable String team(PastReading.Stand stand, Event item) {
    return CaseFile.of(past.view(), item.room())
        .flatMap(file -> file.state(CaseEvents.MEMBER, CaseEvents.personKey(stand.person())))
        .filter(member -> !member.content().path("left").asBoolean())
        .flatMap(member -> member.text("role"))
        .orElse(null);
  }

  private Decided decided(PastReading.Stand stand, Event item) {
    if (isLocked(stand)) {
      return new Decided("locked", null, "Their account was locked.");
    }
    Access.Ground ground = access.ground(stand.person(), item.room(), past.view());
    return switch (stand.obstacle()) {
      case NONE -> new Decided(word(ground.why()), ground.event(), yes(stand, ground));
      case NOT_IN_ROOM ->
          new Decided("not-in-room", null, "They had not been invited to the room by then.");
      case HOUSE_RULE -> new Decided(word(ground.why()), ground.event(), no(ground));
      case HISTORY -> new Decided("history", stand.memberEvent(), outside(stand));
      case NOT_FOR_THEM -> kept(stand, item);
    };
  }

  private Decided kept(PastReading.Stand stand, Event item) {
    Access.Kept kept = access.kept(stand.person(), item, past.view());
    Access.Barrier barrier = kept == null ? Access.Barrier.ROLE : kept.barrier();
    Event event = kept == null ? null : kept.event();
    return switch (barrier) {
      case AUDIENCE ->
          new Decided(
              "audience", event, "The family had not chosen them for this section of their story.");
      case TOPIC ->
          new Decided(
              "topic",
              event,
              "The consent"
                  + named(event)
                  + " left out what this is about: "
                  + (kept == null ? "" : kept.topic())
                  + ".");
      case ROLE -> new Decided("role", event, "It was for others by their role or part in it.");
    };
  }

  private static String word(Access.Why why) {
    return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String yes(PastReading.Stand stand, Access.Ground ground) {
    Event since = stand.since();
    String member = since == null ? "Had been in the room" : "In the room since " + time(since);
    return member
        + switch (ground.why()) {
          case FAMILY -> ", as family, who need no consent.";
          case RESPONSIBLE_AGENCY -> ", from the responsible agency, which needs no consent.";
          case COMPLAINT -> ", as one who made the complaint or handles it.";
          case FORMER_AGENCY -> ", from the agency that was responsible before.";
          case TRANSFER_OFFER -> ", from the agency that the case is offered to.";
          case CONSENT -> ", by the consent" + named(ground.event()) + ".";
          case HOUSE -> ", as the house's own.";
          case OWN_ROOM -> ", which was their own.";
          case CHOSEN -> ", chosen by the young person whose room it was.";
          case OPENED -> ", which they had opened for a logged reason.";
          case BREAK_GLASS ->
              ", not in the team: they had broken the glass" + because(ground) + ".";
          default -> ".";
        };
  }

  private static String no(Access.Ground ground) {
    Event event = ground.event();
    return switch (ground.why()) {
      case LEFT_TEAM ->
          "They had been taken out of the team" + (event == null ? "" : " on " + time(event)) + ".";
      case GLASS_SHUT ->
          "They were not in the team, and their break-glass access"
              + because(ground)
              + " did not reach this room, or was over.";
      case NO_ACCOUNT -> "They had no open account.";
      case NO_MEETING -> "The consent" + named(event) + " was for a meeting at another time.";
      case NOT_CHOSEN -> "The young person whose room it was had not chosen them.";
      default ->
          event == null
              ? "No consent named them or their agency."
              : "The consent" + named(event) + " did not let them into this room.";
    };
  }

  private static String because(Access.Ground ground) {
    Event event = ground.event();
    return event == null
        ? ""
        : " ("
            + event.text("number").orElse("")
            + ", until "
            + Instant.ofEpochMilli(event.content().path("until").asLong())
            + ")";
  }

  private static String named(@Nullable Event consent) {
    return consent == null
        ? ""
        : " '"
            + consent.stateKey()
            + "' ("
            + consent.text("status").orElse("")
            + " on "
            + time(consent)
            + ")";
  }

  private static String outside(PastReading.Stand stand) {
    Event event = stand.memberEvent();
    String when = event == null ? "" : " since " + time(event);
    return stand.membership() == Membership.INVITE
        ? "They were invited" + when + " and had not joined."
        : "They were not in the room at the time"
            + (event == null ? "" : ", out of it" + when)
            + ".";
  }

  private static String time(Event event) {
    return event.time().toString();
  }
}
