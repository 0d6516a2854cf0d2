package org.caseroom.cases.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ReadingNeeds;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Who has looked at a case, when and why. It is made from the audit log, and tells nobody what
 * would break another person's confidence:
 *
 * <ul>
 *   <li>The family sees the professionals, never each other: a young person's reading is their own,
 *       and so is that of a parent who lives elsewhere. Professionals do not see the family's.
 *   <li>The young person's own room, and the letterbox, are told of to whom they are open.
 *   <li>A complaint's room is told of to nobody here, not even that there is one.
 *   <li>An opening that a manager has hidden is left out with all that was read by it, except for
 *       the managers, and the auditors, who see all but the complaints.
 * </ul>
 */
public final class AccessLog {
  private final Desk desk;
  private final AccessNotes notes;
  private final Managers managers;
  private final AccessWords words;

  /** Makes the service. */
  public AccessLog(Desk desk, Agencies agencies, Database database, AuditLog audit) {
    this.desk = desk;
    this.notes = new AccessNotes(database, audit);
    this.managers = new Managers(desk.accounts(), desk.policy().rules().permissions());
    this.words = new AccessWords(agencies);
  }

  /** Who reads the log of a case, and how much of it. */
  private record Reader(Account account, CaseFile file, boolean auditor, boolean manager) {}

  /**
   * The log of a month.
   *
   * @param month such as {@code 2025-03}; null for this one
   * @param page from 1
   * @param size rows on it
   * @throws Problem 404 for a case that is not theirs, 400 for what is no month
   */
  public AccessView of(UserId by, String reference, @Nullable String month, int page, int size) {
    Reader reader = reader(by, reference);
    CaseFile file = reader.file();
    ZoneId zone = desk.policy().procedure(file).zone();
    YearMonth current = YearMonth.from(file.view().now().atZone(zone));
    YearMonth wanted = month == null ? current : month(month);
    YearMonth first = YearMonth.from(file.opened().atZone(zone));
    boolean easy = readsEasily(by, file);
    List<AccessView.Line> all = lines(reader, wanted, zone, easy);
    long from = Math.min(all.size(), (page - 1L) * size);
    long to = Math.min(all.size(), from + size);
    return new AccessView(
        file.reference(),
        file.child(),
        wanted.toString(),
        wanted.isAfter(first) ? wanted.minusMonths(1).toString() : null,
        wanted.isBefore(current) ? wanted.plusMonths(1).toString() : null,
        easy,
        List.copyOf(all.subList((int) from, (int) to)),
        page,
        size,
        all.size());
  }

  private static YearMonth month(String text) {
    try {
      YearMonth month = YearMonth.parse(text);
      if (month.getYear() >= 1900 && month.getYear() <= 2999) {
        return month;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    throw Problem.invalidParam("'month' is a month such as 2025-03.");
  }

  private static boolean readsEasily(UserId by, CaseFile file) {
    return file.state(CaseEvents.NEEDS, CaseEvents.personKey(by))
        .filter(needs -> ReadingNeeds.of(needs).easyRead())
        .isPresent();
  }

  /** Auditors look at the cases of their agency from outside; managers at those they answer for. */
  private Reader reader(UserId by, String reference) {
    Account who = desk.accounts().require(by);
    return desk.register()
        .space(desk.log().view(), reference)
        .flatMap(space -> CaseFile.of(desk.log().view(), space))
        .map(
            file ->
                new Reader(
                    who,
                    file,
                    who.active()
                        && who.is(Role.AUDITOR)
                        && (who.agency() == null || file.agency().equals(who.agency())),
                    managers.answersFor(who, file)))
        .filter(reader -> reader.auditor() || reader.manager() || desk.mayOpen(by, reader.file()))
        .orElseThrow(() -> Desk.noSuchCase(reference));
  }

  // ---- Lines ----

  private List<AccessView.Line> lines(Reader reader, YearMonth month, ZoneId zone, boolean easy) {
    CaseFile file = reader.file();
    Map<String, RoomKind> rooms = rooms(reader);
    long from = month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli();
    long to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant().toEpochMilli();
    Map<Object, AccessWords.Looking> lookings = new LinkedHashMap<>();
    for (Event record : file.state(AccessEvents.RECORD)) {
      long at = record.content().path("from").asLong();
      if (at >= from && at < to && shows(reader, record)) {
        UserId person = UserId.of(record.text("person").orElse(""));
        looking(lookings, person, at, zone, record).add("opened", at);
      }
    }
    Map<String, Boolean> shown = new HashMap<>();
    for (AccessNoteDao.Note note : notes.of(rooms.keySet(), from, to)) {
      if (!UserId.isValid(note.person())
          || !shown.computeIfAbsent(note.person(), person -> isTold(reader, UserId.of(person)))) {
        continue;
      }
      UserId person = UserId.of(note.person());
      Event record =
          note.how().equals(CasePolicy.BREAK_GLASS) ? opening(file, person, note.at()) : null;
      if (record == null || shows(reader, record)) {
        looking(lookings, person, note.at(), zone, record)
            .add(AccessWords.thing(rooms.get(note.room()), note.how()), note.at());
      }
    }
    return lookings.values().stream()
        .sorted(Comparator.comparing(AccessWords.Looking::last).reversed())
        .map(looking -> words.line(looking, file, easy))
        .toList();
  }

  private AccessWords.Looking looking(
      Map<Object, AccessWords.Looking> lookings,
      UserId person,
      long at,
      ZoneId zone,
      @Nullable Event record) {
    LocalDate day = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
    String number = record == null ? "" : String.valueOf(record.stateKey());
    return lookings.computeIfAbsent(
        List.of(day, person, number),
        key ->
            new AccessWords.Looking(
                day, person, desk.accounts().find(person).orElse(null), record, zone));
  }

  /** The rooms that the reader is told of, by id. */
  private Map<String, RoomKind> rooms(Reader reader) {
    Map<String, RoomKind> rooms = new LinkedHashMap<>();
    rooms.put(reader.file().space().value(), RoomKind.CASE);
    reader
        .file()
        .rooms()
        .forEach(
            (kind, room) -> {
              if (isTold(reader, kind, room)) {
                rooms.put(room.value(), kind);
              }
            });
    return rooms;
  }

  private boolean isTold(Reader reader, RoomKind kind, RoomId room) {
    return switch (kind) {
      case COMPLAINT -> false;
      case CASE, FAMILY -> true;
      case PROFESSIONALS, TRANSFER ->
          reader.account().isFamily() || reader.auditor() || reader.manager() || in(reader, room);
      default -> reader.auditor() || in(reader, room);
    };
  }

  private boolean in(Reader reader, RoomId room) {
    UserId user = reader.account().id();
    return reader.file().view().membership(room, user) == Membership.JOIN
        && desk.policy().mayRead(user, room, reader.file().view());
  }

  /** The house's own bots are its machinery; families are not told of to others. */
  private boolean isTold(Reader reader, UserId person) {
    Optional<Account> account = desk.accounts().find(person);
    boolean machinery =
        person.equals(desk.policy().service())
            || account.filter(who -> who.isHouseBot() && who.agency() == null).isPresent();
    boolean family = account.filter(Account::isFamily).isPresent();
    return !machinery && (!family || reader.auditor());
  }

  private static boolean shows(Reader reader, Event record) {
    return !record.content().has("hidden")
        || reader.auditor()
        || reader.manager()
        || record.text("person").filter(reader.account().id().value()::equals).isPresent();
  }

  /** The opening by which somebody read at a moment. */
  private static @Nullable Event opening(CaseFile file, UserId person, long at) {
    Event last = null;
    for (Event record : file.state(AccessEvents.RECORD)) {
      long from = record.content().path("from").asLong();
      boolean later = last == null || from > last.content().path("from").asLong();
      if (from <= at && later && record.text("person").filter(person.value()::equals).isPresent()) {
        last = record;
      }
    }
    return last;
  }
}
