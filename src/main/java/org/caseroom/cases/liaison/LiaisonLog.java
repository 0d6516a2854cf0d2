package org.caseroom.cases.liaison;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Records disruptions and liaison, and lists them for who reads the professionals room. */
public final class LiaisonLog {
  private final Desk desk;

  /** Makes the service. */
  public LiaisonLog(Desk desk) {
    this.desk = desk;
  }

  /**
   * Records that the child no longer lives with the family.
   *
   * @param on the day it happened
   * @param kind a word of {@link LiaisonView.Disruption}
   * @throws Problem 400 for a day to come or another kind, 403 for who is not of casework
   */
  public Event disruption(UserId by, String reference, LocalDate on, String kind, String note) {
    return act(
        by,
        reference,
        LiaisonEvents.DISRUPTION,
        Json.object().put("on", on.toString()).put("kind", kind).put("note", note));
  }

  /**
   * Records a liaison (NMS 15.5).
   *
   * @param with which agency or department
   * @param department a word of {@link LiaisonView.Liaison}
   * @throws Problem 400 for a day to come or another department, 403 for who is neither of casework
   *     nor an adoption support services adviser
   */
  public Event liaison(
      UserId by,
      String reference,
      LocalDate on,
      String with,
      String department,
      @Nullable String area,
      String about) {
    ObjectNode content =
        Json.object()
            .put("on", on.toString())
            .put("with", with)
            .put("department", department)
            .put("about", about);
    return act(by, reference, LiaisonEvents.LIAISON, Fields.put(content, "area", area));
  }

  private Event act(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, file.requireRoom(RoomKind.PROFESSIONALS), type, content);
  }

  /**
   * What is recorded.
   *
   * @throws Problem 403 for who does not read the professionals room
   */
  public LiaisonView of(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    boolean reads =
        file.room(RoomKind.PROFESSIONALS)
            .filter(room -> file.view().membership(room, by) == Membership.JOIN)
            .filter(room -> desk.policy().mayRead(by, room, file.view()))
            .isPresent();
    if (!reads) {
      throw Problem.forbidden("Disruptions and liaison are read in the professionals room.");
    }
    return new LiaisonView(
        records(by, file, LiaisonEvents.DISRUPTION_RECORD).map(this::disruption).toList(),
        records(by, file, LiaisonEvents.LIAISON_RECORD).map(this::liaison).toList());
  }

  private Stream<Event> records(UserId by, CaseFile file, String type) {
    return file.state(RoomKind.PROFESSIONALS, type).stream()
        .filter(event -> desk.policy().mayRead(by, event, file.view()))
        .sorted(Comparator.comparing(Event::time));
  }

  private LiaisonView.Disruption disruption(Event event) {
    ObjectNode content = event.content();
    return new LiaisonView.Disruption(
        String.valueOf(event.stateKey()),
        LocalDate.parse(content.path("on").asText()),
        content.path("kind").asText(),
        content.path("note").asText(),
        recordedBy(content),
        recorded(content));
  }

  private LiaisonView.Liaison liaison(Event event) {
    ObjectNode content = event.content();
    return new LiaisonView.Liaison(
        String.valueOf(event.stateKey()),
        LocalDate.parse(content.path("on").asText()),
        content.path("with").asText(),
        content.path("department").asText(),
        Fields.text(content, "area"),
        content.path("about").asText(),
        recordedBy(content),
        recorded(content));
  }

  private String recordedBy(ObjectNode content) {
    return desk.name(UserId.of(content.path("recorded_by").asText()));
  }

  private static Instant recorded(ObjectNode content) {
    return Instant.ofEpochMilli(content.path("recorded").asLong());
  }
}
