package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.AccountsThen;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.PastReading;
import org.caseroom.rooms.Rooms;
import org.jspecify.annotations.Nullable;

/**
 * Who could read an item at a past moment. The audit log tells what was in force: its newest entry
 * at or before the moment gives the position of the event log, and the accounts' rights. On these
 * the door's own rule is asked. The words of the permissions file are those of today.
 */
public final class Readership {
  private final Desk desk;
  private final Rooms rooms;
  private final AuditLog audit;

  Readership(Desk desk, Rooms rooms, AuditLog audit) {
    this.desk = desk;
    this.rooms = rooms;
    this.audit = audit;
  }

  /**
   * Answers, and notes in the audit log that it was asked.
   *
   * @param by who asks: an administrator, an auditor, or a manager of the responsible agency; null
   *     for the operator's command line
   * @param item the id of an event
   * @param time the moment: {@code 2025-03-12T14:20} by the clock of the case's procedure (UTC
   *     outside of cases), or with an offset, {@code 2025-03-12T14:20:00Z}
   * @throws Problem 403 for anybody else, 404 for an item that is not there or not theirs to ask
   *     about, 400 for a moment that is none, lies in the future, or before the item
   */
  public ReadersThen at(@Nullable UserId by, String item, String time) {
    Account asker = by == null ? null : desk.accounts().require(by);
    if (asker != null && !asks(asker)) {
      throw Problem.forbidden(
          "Who could read an item is told to administrators, auditors and the managers of the"
              + " responsible agency.");
    }
    Event event =
        Optional.of(item)
            .filter(EventId::isValid)
            .flatMap(id -> rooms.whole().event(EventId.of(id)))
            .filter(found -> asker == null || mayAsk(asker, found))
            .orElseThrow(Readership::noSuchItem);
    Optional<CaseFile> file = CaseFile.of(desk.log().view(), event.room());
    Instant moment =
        moment(
            time, file.map(found -> desk.policy().procedure(found).zone()).orElse(ZoneOffset.UTC));
    if (moment.isAfter(desk.log().view().now())) {
      throw Problem.invalidParam("This moment lies in the future: ask about one that has passed.");
    }
    audit.record(asked(by, event, moment));
    return answer(event, moment);
  }

  private boolean asks(Account account) {
    return account.active()
        && (account.is(Role.ADMINISTRATOR) || account.is(Role.AUDITOR) || isManager(account));
  }

  private boolean isManager(Account account) {
    Set<Role> managers = desk.policy().rules().permissions().group("managers").orElse(Set.of());
    return account.roles().stream().anyMatch(managers::contains);
  }

  /** Auditors and managers ask about what their own agency answers for. */
  private boolean mayAsk(Account asker, Event event) {
    if (CaseFile.kind(desk.log().view(), event.room())
        .filter(RoomKind.COMPLAINT::equals)
        .isPresent()) {
      return desk.policy().mayRead(asker.id(), event.room(), desk.log().view());
    }
    if (asker.is(Role.ADMINISTRATOR)) {
      return true;
    }
    String agency = asker.agency();
    if (agency == null) {
      return asker.is(Role.AUDITOR);
    }
    String hub = asker.hub();
    return CaseFile.of(desk.log().view(), event.room())
        .filter(file -> file.agency().equals(agency))
        .filter(file -> asker.is(Role.AUDITOR) || hub == null || file.hub().equals(hub))
        .isPresent();
  }

  private static Instant moment(String time, ZoneId zone) {
    try {
      return Instant.parse(time.strip());
    } catch (DateTimeParseException notAnInstant) {
      try {
        return LocalDateTime.parse(time.strip().replace(' ', 'T')).atZone(zone).toInstant();
      } catch (DateTimeParseException nor) {
        throw Problem.invalidParam(
            "The moment should be a time such as 2025-03-12T14:20 or 2025-03-12T14:20:00Z.");
      }
    }
  }

  private static AuditEntry asked(@Nullable UserId by, Event event, Instant moment) {
    ObjectNode facts =
        Json.object()
            .put("who", by == null ? "operator" : by.value())
            .put("what", event.id().value())
            .put("how", "readers-asked")
            .put("room", event.room().value())
            .put("moment", moment.toEpochMilli());
    return new AuditEntry(AuditEntry.Kind.ACCESS, facts);
  }

  private ReadersThen answer(Event event, Instant moment) {
    long place = audit.placeAt(moment).orElse(-1L);
    long position =
        audit.ofKind(AuditEntry.Kind.EVENT, place, 1).stream()
            .mapToLong(entry -> entry.data().path("position").asLong())
            .findFirst()
            .orElse(0);
    if (event.position() > position) {
      throw Problem.invalidParam(
          "This item was not written yet then: it is of " + event.time() + ".");
    }
    AccountsThen people = AccountsThen.at(desk.accounts(), audit, place);
    CasePolicy policy = desk.policy().reading(people::find);
    PastReading past = rooms.reader().past(position, moment, policy);
    List<ReadersThen.Person> could = new ArrayList<>();
    List<ReadersThen.Person> couldNot = new ArrayList<>();
    ReadingGrounds grounds = new ReadingGrounds(policy.access(), past, people, desk);
    for (UserId person : candidates(past, event)) {
      past.of(person, event)
          .ifPresent(
              stand ->
                  (grounds.couldRead(stand) ? could : couldNot).add(grounds.person(stand, event)));
    }
    Optional<CaseFile> file = CaseFile.of(past.view(), event.room());
    return new ReadersThen(
        event.id(),
        event.room(),
        file.map(CaseFile::reference).orElse(null),
        CaseFile.kind(past.view(), event.room()).orElse(null),
        event.type(),
        event.time(),
        moment,
        position,
        place,
        event.redactedBy().isPresent(),
        could,
        couldNot);
  }

  /** Whom the room, the case or its team has heard of until today. */
  private Set<UserId> candidates(PastReading past, Event event) {
    Set<UserId> people = new TreeSet<>(past.everKnown(event.room()));
    CaseFile.of(desk.log().view(), event.room())
        .ifPresent(
            file -> {
              people.addAll(past.everKnown(file.space()));
              file.rooms().values().forEach(room -> people.addAll(past.everKnown(room)));
              for (Event member : file.state(CaseEvents.MEMBER)) {
                people.add(CaseEvents.person(String.valueOf(member.stateKey())));
              }
            });
    return people;
  }

  private static Problem noSuchItem() {
    return Problem.notFound(
        "There is no item with this id that you can ask about: check the event id.");
  }
}
