package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomVersion;

/**
 * The drafts of a room that the house makes. Rights inside it are a matter of casework's own rules
 * ({@code permissions.yaml}), so Matrix's power levels stay out of the way: what people may send
 * stands at 0, and what only the house writes at 100.
 */
public final class RoomPlan {
  private static final int HOUSE = 100;

  /** State of Matrix's own that casework decides about, not the levels. */
  private static final List<String> OPEN_STATE =
      List.of(
          // Open so that casework's own refusal is heard, which gives the reason.
          "m.room.encryption",
          "m.room.tombstone",
          "m.room.name",
          "m.room.topic",
          "m.room.avatar",
          "m.room.pinned_events");

  private final NewRoom room;
  private final UserId service;
  private final List<Draft> drafts = new ArrayList<>();

  private RoomPlan(NewRoom room, UserId service) {
    this.room = room;
    this.service = service;
    drafts.add(room.create());
  }

  /** Begins a room of a kind that the house makes. */
  public static RoomPlan start(
      RoomKind kind, UserId service, Instant now, ObjectNode createContent) {
    ObjectNode content = createContent.deepCopy();
    if (kind == RoomKind.CASE) {
      content.put("type", "m.space");
    }
    RoomPlan plan =
        new RoomPlan(
            NewRoom.prepare(RoomVersion.DEFAULT, service, content, now, service.server()), service);
    plan.state("m.room.member", service.value(), member("join", "Caseroom"));
    plan.state("m.room.power_levels", "", powerLevels(service));
    plan.state("m.room.join_rules", "", Json.object().put("join_rule", "invite"));
    // Newcomers read what came before them, as far as consent reaches.
    plan.state("m.room.history_visibility", "", Json.object().put("history_visibility", "shared"));
    plan.state("m.room.guest_access", "", Json.object().put("guest_access", "forbidden"));
    return plan;
  }

  /** The id of the room about to be. */
  public RoomId id() {
    return room.id();
  }

  /** The drafts that make it, in order. */
  public List<Draft> drafts() {
    return drafts;
  }

  /** Adds state of the room. */
  public RoomPlan state(String type, String key, ObjectNode content) {
    drafts.add(Draft.state(room.id(), service, type, key, content));
    return this;
  }

  /** Adds state of another room. */
  public RoomPlan elsewhere(RoomId other, String type, String key, ObjectNode content) {
    drafts.add(Draft.state(other, service, type, key, content));
    return this;
  }

  public RoomPlan invite(UserId user, String name, String why) {
    return state("m.room.member", user.value(), member("invite", name).put("reason", why));
  }

  /**
   * Invites somebody of the house's own people and takes them in: they asked, or it is their post.
   */
  public RoomPlan place(UserId user, String name, String why) {
    invite(user, name, why);
    drafts.add(join(room.id(), user, name));
    return this;
  }

  /** Somebody joins a room. */
  public static Draft join(RoomId room, UserId user, String name) {
    return Draft.state(room, user, "m.room.member", user.value(), member("join", name));
  }

  /** The content of a membership event. */
  public static ObjectNode member(String membership, String name) {
    return Json.object().put("membership", membership).put("displayname", name);
  }

  /** What people may send as far as Matrix is concerned; the rest of the state is the house's. */
  static ObjectNode powerLevels(UserId service) {
    ObjectNode content =
        Json.object()
            .put("users_default", 0)
            .put("events_default", 0)
            .put("state_default", HOUSE)
            .put("invite", 0)
            .put("kick", HOUSE)
            .put("ban", HOUSE)
            .put("redact", HOUSE);
    content.putObject("users").put(service.value(), HOUSE);
    ObjectNode events = content.putObject("events");
    OPEN_STATE.forEach(type -> events.put(type, 0));
    Shapes.standard().types().stream()
        .filter(Shapes.standard()::isState)
        .forEach(type -> events.put(type, 0));
    return content;
  }
}
