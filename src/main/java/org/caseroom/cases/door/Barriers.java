package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access.Barrier;
import org.caseroom.cases.door.Access.Ground;
import org.caseroom.cases.door.Access.Kept;
import org.caseroom.cases.door.Access.Why;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a single event from somebody who may read its room: the audience of a story section, a
 * topic that consent leaves out, a paper that is for some readers only.
 */
final class Barriers {
  private static final Kept BY_ROLE = new Kept(Barrier.ROLE, "", null);

  private final Access access;
  private final Function<UserId, Optional<Account>> people;
  private final Permissions permissions;
  private final Topics topics;
  private final ClosedPapers closed;

  Barriers(
      Access access,
      Function<UserId, Optional<Account>> people,
      Permissions permissions,
      Topics topics) {
    this.access = access;
    this.people = people;
    this.permissions = permissions;
    this.topics = topics;
    this.closed = new ClosedPapers(permissions);
  }

  /** What keeps an event; null for nothing. */
  @Nullable Kept of(UserId reader, Event event, RoomView now) {
    return switch (event.type()) {
      case CaseEvents.STORY -> forAudience(reader, event, now);
      case CaseEvents.QUESTION -> forRoom(reader, event, now);
      case CaseEvents.QUESTION_TRIAGED ->
          now.state(event.room(), CaseEvents.QUESTION, String.valueOf(event.stateKey()))
              .map(question -> forRoom(reader, question, now))
              .orElse(null);
      case SharingEvents.VOICE_OPENING -> forGroup(reader, event, "managers");
      case AccessEvents.BREAK_GLASS,
          AccessEvents.END,
          AccessEvents.REVIEW,
          AccessEvents.HIDE,
          AccessEvents.SHOW,
          AccessEvents.READER,
          AccessEvents.RECORD ->
          forManagers(reader, event, now);
      case "m.room.member" -> AccessEvents.isMarked(event) ? forManagers(reader, event, now) : null;
      case CaseEvents.SUPERVISION_NOTE, CaseEvents.SUPERVISION_RECORD -> forPair(reader, event);
      case SharingEvents.PROTECTED,
          SharingEvents.LETTER,
          SharingEvents.LETTER_STATE,
          SharingEvents.LETTER_RELEASE,
          SharingEvents.SIBLING,
          SharingEvents.HOLD,
          SharingEvents.HOLD_STATE,
          SharingEvents.HOLD_ANSWER ->
          byRole(reader, event, now);
      default ->
          event.content().has(SharingEvents.SHARE)
              ? byRole(reader, event, now)
              : byTopic(reader, event, now);
    };
  }

  private @Nullable Kept byRole(UserId reader, Event event, RoomView now) {
    Optional<CaseFile> file = CaseFile.of(now, event.room());
    Optional<Account> account = people.apply(reader);
    boolean theirs =
        file.isPresent()
            && account.isPresent()
            && (access.isHouse(account.get()) || closed.opens(account.get(), event, file.get()));
    return theirs ? null : BY_ROLE;
  }

  /**
   * A question's paper lies in the case's space and repeats what was asked and answered in one of
   * its rooms: it is for who reads that room, and for its owner.
   */
  private @Nullable Kept forRoom(UserId reader, Event question, RoomView now) {
    RoomId room = question.text("room").map(RoomId::of).orElse(question.room());
    if (!room.equals(question.room())
        && people.apply(reader).filter(access::isHouse).isEmpty()
        && !(isNear(reader, room, question, now) && access.mayRead(reader, room, now))) {
      return BY_ROLE;
    }
    Set<String> about = topics.of(question, now);
    return about.isEmpty() ? null : topic(reader, room, about, now);
  }

  private static boolean isNear(UserId reader, RoomId room, Event question, RoomView now) {
    return now.membership(room, reader) == Membership.JOIN
        || question.text("owner").filter(reader.value()::equals).isPresent();
  }

  private @Nullable Kept forGroup(UserId reader, Event event, String group) {
    Set<Role> roles = permissions.group(group).orElse(Set.of());
    boolean theirs =
        event.sender().equals(reader)
            || people
                .apply(reader)
                .filter(account -> account.roles().stream().anyMatch(roles::contains))
                .isPresent();
    return theirs ? null : BY_ROLE;
  }

  /**
   * That somebody opened the case from outside is told in its log of accesses, where a manager can
   * keep it from the family: a room tells it to the one who did, and to the agency's managers.
   */
  private @Nullable Kept forManagers(UserId reader, Event event, RoomView now) {
    Set<Role> managers = permissions.group("managers").orElse(Set.of());
    Optional<String> agency =
        CaseFile.of(now, event.room())
            .map(CaseFile::agency)
            .or(
                () ->
                    now.state(event.room(), CaseEvents.HUB, "").flatMap(hub -> hub.text("agency")));
    boolean theirs =
        event.sender().equals(reader)
            || event.isState("m.room.member", reader.value())
            || event.isState(AccessEvents.READER, CaseEvents.personKey(reader))
            || people
                .apply(reader)
                .filter(
                    account ->
                        access.isHouse(account)
                            || (account.roles().stream().anyMatch(managers::contains)
                                && agency.filter(id -> id.equals(account.agency())).isPresent()))
                .isPresent();
    return theirs ? null : BY_ROLE;
  }

  private @Nullable Kept byTopic(UserId reader, Event event, RoomView now) {
    Set<String> about = topics.of(event, now);
    return about.isEmpty() ? null : topic(reader, event.room(), about, now);
  }

  /** Whom consent lets in reads the topics that it covers; the others read all. */
  @Nullable Kept topic(UserId reader, RoomId room, Set<String> about, RoomView now) {
    Ground ground = access.ground(reader, room, now);
    Event consent = ground.why() == Why.CONSENT ? ground.event() : null;
    Optional<CaseFile> file = CaseFile.of(now, room);
    Optional<Account> account = people.apply(reader);
    if (consent == null || file.isEmpty() || account.isEmpty()) {
      return null;
    }
    // What one line has taken out stays out, whatever another one for the same people says.
    for (Event line : ConsentLines.lines(account.get(), file.get())) {
      Optional<String> out = Topics.without(line, about);
      if (out.isPresent()) {
        return new Kept(Barrier.TOPIC, out.get(), line);
      }
    }
    return Topics.uncovered(consent, about)
        .map(topic -> new Kept(Barrier.TOPIC, topic, consent))
        .orElse(null);
  }

  private @Nullable Kept forAudience(UserId reader, Event event, RoomView now) {
    String key = event.stateKey();
    if (key == null || event.sender().equals(reader)) {
      return null;
    }
    // The newest audience holds for older versions too: narrowing it works backwards.
    Event current = now.state(event.room(), CaseEvents.STORY, key).orElse(event);
    boolean theirs =
        people.apply(reader).filter(account -> isAudience(account, current)).isPresent()
            || isShared(reader, "story/" + key, event, now);
    return theirs ? null : new Kept(Barrier.AUDIENCE, "", current);
  }

  /** A parent agreed that this person reads the page. */
  private static boolean isShared(UserId reader, String page, Event event, RoomView now) {
    for (Event shared : now.state(event.room(), SharingEvents.SHARED_PAGE)) {
      if (shared.text("page").filter(page::equals).isPresent()
          && ClosedPapers.isReader(shared, reader)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Supervision is between its author and the supervisor; the house keeps the list of the notes.
   */
  private static @Nullable Kept forPair(UserId reader, Event note) {
    boolean theirs =
        note.sender().equals(reader)
            || note.text("author").filter(reader.value()::equals).isPresent()
            || note.text("supervisor").filter(reader.value()::equals).isPresent();
    return theirs ? null : BY_ROLE;
  }

  private boolean isAudience(Account account, Event section) {
    if (account.isFamily()) {
      return true;
    }
    for (JsonNode word : section.content().path("audience")) {
      String name = word.asText();
      if (name.equals(Access.TEAM) || name.equals(account.agency())) {
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
