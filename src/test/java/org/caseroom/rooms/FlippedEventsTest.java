package org.caseroom.rooms;

import static org.caseroom.rooms.TestRooms.JO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditReport;
import org.caseroom.audit.AuditVerifier;
import org.caseroom.audit.Flips;
import org.caseroom.audit.NoteKey;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/** Every byte of every row of an event, changed one at a time: found, and the event named. */
class FlippedEventsTest {
  private static Supplier<AuditReport> verification(TestRooms caseroom) {
    NoteKey.Public key = caseroom.audit.verifier();
    return () ->
        new AuditVerifier(caseroom.database, key, new StoredEvents(caseroom.rooms.signer()))
            .verify();
  }

  @Test
  void isFoundAndNothingElseIsBlamed() throws SQLException {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      Event gone = caseroom.say(room, JO, "Not this");
      caseroom.say(room, JO, "Hello “you”, \\ and\ttab");
      caseroom.log().appendNow(Draft.redaction(room, JO, gone.id(), null));
      Supplier<AuditReport> verification = verification(caseroom);
      assertEquals(List.of(), verification.get().findings());
      Flips flips = new Flips(caseroom.database, verification);
      int done = 0;
      String id = "";
      List<Flips.Field> fields = flips.fields("events", Set.of("log_position"));
      for (Flips.Field field : fields) {
        id =
            fields.stream()
                .filter(each -> each.where().equals(field.where()))
                .filter(each -> each.column().equalsIgnoreCase("event_id"))
                .findFirst()
                .orElseThrow()
                .value()
                .toString();
        done += flips.flip(field, at -> at + 1, "event " + id);
      }
      assertTrue(done > 4_000, "flipped " + done);
    }
  }

  /** What the service's own keys could write, and its rules never would. */
  @Test
  void anEventThatFollowsNothingIsFound() {
    try (TestRooms caseroom = TestRooms.open(Databases.H2.fresh())) {
      RoomId room = caseroom.room(RoomVersion.V11, "shared");
      Event newest = caseroom.say(room, JO, "Hello");
      ObjectNode pdu = newest.pdu().deepCopy();
      pdu.remove("hashes");
      pdu.remove("signatures");
      pdu.withArray("prev_events").removeAll().add("$" + "a".repeat(43));
      EventId id = caseroom.rooms.signer().seal(RoomVersion.V11, pdu);
      Event loose = new Event(newest.position() + 1, room, id, pdu, null);
      caseroom.database.writing(
          tx -> {
            EventDao dao = new EventDao(tx);
            dao.insert(
                List.of(loose),
                event -> CanonicalJson.encodeToString(event.pdu()),
                Map.of(room, dao.room(room).orElseThrow().number()));
            caseroom.audit.append(
                tx,
                List.of(
                    new AuditEntry(
                        AuditEntry.Kind.EVENT,
                        Json.object()
                            .put("event_id", loose.id().value())
                            .put("room_id", room.value())
                            .put("position", loose.position()))));
          });
      AuditReport.Finding finding = verification(caseroom).get().first().orElseThrow();
      assertEquals("event " + loose.id().value(), finding.subject());
      assertTrue(finding.what().contains("does not follow"), finding.what());
      // Damage elsewhere does not hide it.
      caseroom.database.writing(
          tx -> tx.handle().execute("UPDATE audit_head SET frontier = 'AAAA'"));
      assertEquals(
          Set.of("head", "event " + loose.id().value()),
          verification(caseroom).get().findings().stream()
              .map(AuditReport.Finding::subject)
              .collect(Collectors.toSet()));
    }
  }
}
