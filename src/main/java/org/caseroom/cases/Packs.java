package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** A case to take along: what one person may read of it, and no more. */
public final class Packs {
  private static final int AT_ONCE = 500;

  /**
   * A pack.
   *
   * @param view the case as its reader sees it
   * @param rooms the rooms that they have joined
   */
  public record Pack(
      @com.fasterxml.jackson.annotation.JsonProperty("case") CaseView view, List<Room> rooms) {}

  /**
   * A room.
   *
   * @param events what the reader may read, oldest first, with hashes and signatures
   */
  public record Room(String kind, String name, List<ObjectNode> events) {}

  private final Desk desk;
  private final Cases cases;
  private final RoomReader reader;
  private final AuditLog audit;

  Packs(Desk desk, Cases cases, RoomReader reader, AuditLog audit) {
    this.desk = desk;
    this.cases = cases;
    this.reader = reader;
    this.audit = audit;
  }

  /**
   * Puts a pack together; the audit log notes it as an export.
   *
   * @throws org.caseroom.base.Problem 404 when there is no such case for this reader
   */
  public Pack of(UserId by, String reference) {
    CaseView view = cases.view(by, reference, "pack");
    List<Room> rooms = new ArrayList<>();
    for (CaseView.Room room : view.rooms()) {
      if (room.membership().equals("join")) {
        rooms.add(new Room(room.kind().word(), room.name(), events(by, room.id())));
      }
    }
    audit.record(
        new AuditEntry(
            AuditEntry.Kind.EXPORT,
            Json.object()
                .put("who", by.value())
                .put("what", desk.open(by, reference).space().value())
                .put("how", "pack")));
    return new Pack(view, rooms);
  }

  private List<ObjectNode> events(UserId by, RoomId room) {
    List<ObjectNode> events = new ArrayList<>();
    Long from = null;
    do {
      RoomReader.Page page =
          reader.page(by, room, RoomReader.Direction.FORWARDS, from, null, AT_ONCE);
      page.events().stream().map(Packs::event).forEach(events::add);
      from = page.next();
    } while (from != null);
    return events;
  }

  private static ObjectNode event(Event event) {
    return event.pdu().deepCopy().put("event_id", event.id().value());
  }

  /** A message of a room in a line that people read; null for what has no words. */
  public @Nullable String line(ObjectNode event) {
    String body = event.path("content").path("body").asText();
    String sender = event.path("sender").asText();
    return body.isBlank() || !UserId.isValid(sender)
        ? null
        : java.time.Instant.ofEpochMilli(event.path("origin_server_ts").asLong())
            + "  "
            + desk.name(UserId.of(sender))
            + ": "
            + body;
  }
}
