package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * Who may read: membership is Matrix's business; here are consent and audience. The responsible
 * agency's own people and the family need no consent; everybody else needs one that is in force and
 * names their agency, or them, and the room.
 */
public final class Access {
  /** The audience word for everybody in the team. */
  public static final String TEAM = "team";

  /** What somebody's reading of a room rests on, or what it fails for. */
  public enum Why {
    HOUSE(true),
    NO_CASE(true),
    FAMILY(true),
    RESPONSIBLE_AGENCY(true),
    CONSENT(true),
    NO_CONSENT(false),
    LEFT_TEAM(false),
    NO_ACCOUNT(false);

    private final boolean open;

    Why(boolean open) {
      this.open = open;
    }
  }

  /**
   * The ground of a yes or no.
   *
   * @param event the consent, or the change of the team, that decides; null where none does
   */
  public record Ground(Why why, @Nullable Event event) {
    private static final Ground HOUSE = new Ground(Why.HOUSE, null);
    private static final Ground NO_CASE = new Ground(Why.NO_CASE, null);
    private static final Ground FAMILY = new Ground(Why.FAMILY, null);
    private static final Ground RESPONSIBLE = new Ground(Why.RESPONSIBLE_AGENCY, null);
    private static final Ground NO_ACCOUNT = new Ground(Why.NO_ACCOUNT, null);

    boolean open() {
      return why.open;
    }
  }

  private final Function<UserId, Optional<Account>> people;
  private final Permissions permissions;
  private final UserId service;

  /**
   * Makes the rule.
   *
   * @param people everybody, as they are at the moment that is looked at
   */
  Access(Function<UserId, Optional<Account>> people, Permissions permissions, UserId service) {
    this.people = people;
    this.permissions = permissions;
    this.service = service;
  }

  /** Whether membership of a room is enough for somebody to read it now: consent and team agree. */
  public boolean mayRead(UserId reader, RoomId room, RoomView now) {
    return ground(reader, room, now).open();
  }

  /** Why somebody may read a room, or may not. */
  public Ground ground(UserId reader, RoomId room, RoomView now) {
    if (reader.equals(service)) {
      return Ground.HOUSE;
    }
    Optional<CaseFile> file = CaseFile.of(now, room);
    if (file.isEmpty()) {
      return Ground.NO_CASE;
    }
    Optional<Event> left = left(reader, file.get());
    if (left.isPresent()) {
      return new Ground(Why.LEFT_TEAM, left.get());
    }
    RoomKind kind = CaseFile.kind(now, room).orElse(RoomKind.CASE);
    return people
        .apply(reader)
        .filter(Account::active)
        .map(account -> cover(account, file.get(), kind))
        .orElse(Ground.NO_ACCOUNT);
  }

  /** Who was taken out of the team no longer reads what they read before, either. */
  private static Optional<Event> left(UserId reader, CaseFile file) {
    return file.state(CaseEvents.MEMBER, CaseEvents.personKey(reader))
        .filter(member -> member.content().path("left").asBoolean());
  }

  /** Whether consent, or no need of one, lets an account into a kind of room. */
  public boolean covered(Account account, CaseFile file, RoomKind kind) {
    return cover(account, file, kind).open();
  }

  private Ground cover(Account account, CaseFile file, RoomKind kind) {
    String agency = account.agency();
    // Bots of the house have no agency; an agency's own bot needs what its people need, and an
    // outside one a consent in its own name.
    boolean house = account.isHouseBot() && agency == null;
    if (account.id().equals(service) || house) {
      return Ground.HOUSE;
    }
    if (account.isFamily()) {
      return Ground.FAMILY;
    }
    if (agency == null && !account.isBot()) {
      return new Ground(Why.NO_CONSENT, null);
    }
    if (file.agency().equals(agency)) {
      return Ground.RESPONSIBLE;
    }
    return consented(account, file, kind);
  }

  /** A line about one person decides over the lines about their agency. */
  private static Ground consented(Account account, CaseFile file, RoomKind kind) {
    Event person = null;
    Event agency = null;
    for (Event consent : file.state(CaseEvents.CONSENT)) {
      Optional<String> user = consent.text("user");
      if (user.isPresent()) {
        if (user.get().equals(account.id().value())) {
          person = telling(person, consent, kind);
        }
      } else if (consent.text("agency").filter(id -> id.equals(account.agency())).isPresent()) {
        agency = telling(agency, consent, kind);
      }
    }
    Event decides = person == null ? agency : person;
    return new Ground(
        decides != null && opens(decides, kind) ? Why.CONSENT : Why.NO_CONSENT, decides);
  }

  /** Of two lines, the one that opens the room; of two alike, the newer. */
  private static Event telling(@Nullable Event one, Event other, RoomKind kind) {
    if (one == null || opens(one, kind) != opens(other, kind)) {
      return one == null || opens(other, kind) ? other : one;
    }
    return one.position() > other.position() ? one : other;
  }

  private static boolean opens(Event consent, RoomKind kind) {
    if (consent.text("status").filter("given"::equals).isEmpty()) {
      return false;
    }
    for (JsonNode room : consent.content().path("rooms")) {
      if (kind == RoomKind.CASE || room.asText().equals(kind.word())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether somebody who may read the room may read this event: a story section has an audience.
   */
  public boolean mayRead(UserId reader, Event event, RoomView now) {
    if (!event.type().equals(CaseEvents.STORY) || reader.equals(service)) {
      return true;
    }
    String key = event.stateKey();
    if (key == null || event.sender().equals(reader)) {
      return true;
    }
    // The newest audience holds for older versions too: narrowing it works backwards.
    Event current = now.state(event.room(), CaseEvents.STORY, key).orElse(event);
    return people.apply(reader).filter(account -> isAudience(account, current)).isPresent();
  }

  private boolean isAudience(Account account, Event section) {
    if (account.isFamily()) {
      return true;
    }
    for (JsonNode word : section.content().path("audience")) {
      String name = word.asText();
      if (name.equals(TEAM) || name.equals(account.agency())) {
        return true;
      }
      if (account.roles().stream().map(Role::word).anyMatch(name::equals)
          || permissions
              .group(name)
              .filter(group -> account.roles().stream().anyMatch(group::contains))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }
}
