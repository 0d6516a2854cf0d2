package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * Who may read: membership is Matrix's business; here are consent and audience. The responsible
 * agency's own people and the family need no consent; everybody else needs one that is in force and
 * names their agency, or them, and the room.
 */
final class Access {
  /** The audience word for everybody in the team. */
  static final String TEAM = "team";

  private final Accounts accounts;
  private final Permissions permissions;
  private final UserId service;

  Access(Accounts accounts, Permissions permissions, UserId service) {
    this.accounts = accounts;
    this.permissions = permissions;
    this.service = service;
  }

  boolean mayRead(UserId reader, RoomId room, RoomView now) {
    if (reader.equals(service)) {
      return true;
    }
    Optional<CaseFile> file = CaseFile.of(now, room);
    if (file.isEmpty()) {
      return true;
    }
    if (hasLeft(reader, file.get())) {
      return false;
    }
    RoomKind kind = CaseFile.kind(now, room).orElse(RoomKind.CASE);
    return accounts
        .find(reader)
        .filter(account -> account.active() && covered(account, file.get(), kind))
        .isPresent();
  }

  /** Who was taken out of the team no longer reads what they read before, either. */
  private static boolean hasLeft(UserId reader, CaseFile file) {
    return file.state(CaseEvents.MEMBER, CaseEvents.personKey(reader))
        .filter(member -> member.content().path("left").asBoolean())
        .isPresent();
  }

  /** Whether consent, or no need of one, lets an account into a kind of room. */
  boolean covered(Account account, CaseFile file, RoomKind kind) {
    String agency = account.agency();
    // Bots of the house have no agency; an agency's own bot needs what its people need, and an
    // outside one a consent in its own name.
    boolean house = account.isHouseBot() && agency == null;
    if (account.id().equals(service) || house || account.isFamily()) {
      return true;
    }
    if (agency == null && !account.isBot()) {
      return false;
    }
    if (file.agency().equals(agency)) {
      return true;
    }
    boolean byAgency = false;
    for (Event consent : file.state(CaseEvents.CONSENT)) {
      boolean opens = "given".equals(consent.text("status").orElse("")) && opens(consent, kind);
      if (consent.text("user").isPresent()) {
        // A line about one person decides over the line about their agency.
        if (consent.text("user").get().equals(account.id().value())) {
          return opens;
        }
      } else if (agency != null && consent.text("agency").filter(agency::equals).isPresent()) {
        byAgency |= opens;
      }
    }
    return byAgency;
  }

  private static boolean opens(Event consent, RoomKind kind) {
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
  boolean mayRead(UserId reader, Event event, RoomView now) {
    if (!event.type().equals(CaseEvents.STORY) || reader.equals(service)) {
      return true;
    }
    String key = event.stateKey();
    if (key == null || event.sender().equals(reader)) {
      return true;
    }
    // The newest audience holds for older versions too: narrowing it works backwards.
    Event current = now.state(event.room(), CaseEvents.STORY, key).orElse(event);
    return accounts.find(reader).filter(account -> isAudience(account, current)).isPresent();
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
