package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** A young person's own room: whom they chose, and who opened it. */
public final class VoiceReaders {
  /**
   * The room as somebody may know it.
   *
   * @param exists whether the case has one
   * @param readable whether they read it
   * @param says why not; null where they do, or where there is none
   * @param safeguarding who may open it for a logged reason
   * @param longestHours for how long at most; null where nobody may
   * @param readers whom the young person chose, or took back; empty for who does not read it
   * @param openings who opened it; empty for who does not read it
   */
  public record Room(
      boolean exists,
      boolean readable,
      @Nullable String says,
      List<String> safeguarding,
      @Nullable Integer longestHours,
      List<Reader> readers,
      List<Opening> openings) {}

  /** An adult, and whether the young person wants them to read. */
  public record Reader(
      UserId person, String name, boolean chosen, @Nullable String why, Instant since) {}

  /** Somebody opened the room. */
  public record Opening(UserId by, String name, String reason, Instant from, Instant until) {}

  private final Desk desk;

  VoiceReaders(Desk desk) {
    this.desk = desk;
  }

  /**
   * The young person chooses an adult, or takes that back: it holds from the next read on.
   *
   * @param why in their own words; null for none
   */
  public Event choose(
      UserId by, String reference, UserId adult, boolean chosen, @Nullable String why) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("status", chosen ? "chosen" : "not-chosen");
    Fields.put(content, "why", why);
    return desk.paper(
        by,
        file.requireRoom(RoomKind.VOICE),
        SharingEvents.VOICE_READER,
        CaseEvents.personKey(adult),
        content);
  }

  /** Somebody with the duty opens the room, for a time and a reason that the young person sees. */
  public Event open(UserId by, String reference, String reason, int hours) {
    CaseFile file = desk.open(by, reference);
    return desk.act(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        SharingEvents.VOICE_OPENING,
        Json.object().put("reason", reason).put("hours", hours));
  }

  /** The room as somebody may know it. */
  public Room view(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    SharingRules.Voice rule = desk.policy().procedure(file).sharing().voice();
    List<String> roles =
        rule == null ? List.of() : rule.safeguarding().stream().map(Role::word).toList();
    Integer hours = rule == null ? null : rule.hours();
    Optional<RoomId> room = file.room(RoomKind.VOICE);
    if (room.isEmpty()) {
      return new Room(false, false, null, roles, hours, List.of(), List.of());
    }
    boolean allowed = desk.policy().mayRead(by, room.get(), file.view());
    boolean in = file.view().membership(room.get(), by) == Membership.JOIN;
    if (!allowed || !in) {
      String says =
          allowed ? "You are not in this room." : desk.policy().whyNot(by, room.get(), file.view());
      return new Room(true, false, says, roles, hours, List.of(), List.of());
    }
    return new Room(
        true, true, null, roles, hours, readers(file, room.get()), openings(file, room.get()));
  }

  private List<Reader> readers(CaseFile file, RoomId room) {
    return file.view().state(room, SharingEvents.VOICE_READER).stream()
        .map(
            event -> {
              UserId person = CaseEvents.person(String.valueOf(event.stateKey()));
              return new Reader(
                  person,
                  desk.name(person),
                  event.text("status").filter("chosen"::equals).isPresent(),
                  event.text("why").orElse(null),
                  event.time());
            })
        .sorted(Comparator.comparing(Reader::person))
        .toList();
  }

  private List<Opening> openings(CaseFile file, RoomId room) {
    return file.view().state(room, SharingEvents.VOICE_OPENED).stream()
        .map(
            event ->
                new Opening(
                    UserId.of(event.text("by").orElse("")),
                    desk.name(UserId.of(event.text("by").orElse(""))),
                    event.text("reason").orElse(""),
                    Instant.ofEpochMilli(event.content().path("from").asLong()),
                    Instant.ofEpochMilli(event.content().path("until").asLong())))
        .sorted(Comparator.comparing(Opening::from))
        .toList();
  }
}
