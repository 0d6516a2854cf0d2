package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The lines of a family's consent, and which of them decides about somebody and a room. */
final class ConsentLines {
  private ConsentLines() {}

  /** The line that decides; null where none is about this account. */
  static @Nullable Event deciding(Account account, CaseFile file, RoomKind kind) {
    Event decides = null;
    for (Event line : lines(account, file)) {
      decides = telling(decides, line, file, kind);
    }
    return decides;
  }

  /** Lines about one person decide over the lines about their agency. */
  static List<Event> lines(Account account, CaseFile file) {
    List<Event> person = new ArrayList<>();
    List<Event> agency = new ArrayList<>();
    for (Event consent : file.state(CaseEvents.CONSENT)) {
      Optional<String> user = consent.text("user");
      if (user.isPresent()) {
        if (user.get().equals(account.id().value())) {
          person.add(consent);
        }
      } else if (consent.text("agency").filter(id -> id.equals(account.agency())).isPresent()) {
        agency.add(consent);
      }
    }
    return person.isEmpty() ? agency : person;
  }

  /** Of two lines, the one that opens the room; of two alike, the newer. */
  private static Event telling(@Nullable Event one, Event other, CaseFile file, RoomKind kind) {
    Instant now = file.view().now();
    if (one == null || opens(one, kind, now) != opens(other, kind, now)) {
      return one == null || opens(other, kind, now) ? other : one;
    }
    return one.position() > other.position() ? one : other;
  }

  /** Whether a line opens a kind of room at a moment. */
  static boolean opens(Event consent, RoomKind kind, Instant now) {
    return opens(consent, kind) && isDuring(consent, now);
  }

  /** Whether it does so at some time. */
  static boolean opens(Event consent, RoomKind kind) {
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

  /** A consent for a meeting opens nothing before it begins, nor from its end on. */
  static boolean isDuring(Event consent, Instant now) {
    JsonNode meeting = consent.content().path(SharingEvents.MEETING);
    if (meeting.isMissingNode()) {
      return true;
    }
    // Moments of one form, such as 2025-04-02T12:00:00Z, are in order as texts.
    String moment = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return moment.compareTo(meeting.path("starts").asText("9")) >= 0
        && moment.compareTo(meeting.path("ends").asText()) < 0;
  }
}
