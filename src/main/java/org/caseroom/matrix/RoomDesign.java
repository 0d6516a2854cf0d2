package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomVersion;

/**
 * What a room that was asked for begins with, in the order of the specification ({@code POST
 * /createRoom}): what is set by name goes before {@code initial_state}, and that before the preset.
 */
final class RoomDesign {
  private static final String POWER_LEVELS = "m.room.power_levels";
  private static final String TOMBSTONE = RoomUpgrade.TOMBSTONE;

  /** What the presets of the specification come down to; all may invite in private rooms. */
  private enum Preset {
    PRIVATE_CHAT("invite", "can_join", 0),
    TRUSTED_PRIVATE_CHAT("invite", "can_join", 0),
    PUBLIC_CHAT("public", "forbidden", 50);

    private final String joinRule;
    private final String guestAccess;
    private final int inviteLevel;

    Preset(String joinRule, String guestAccess, int inviteLevel) {
      this.joinRule = joinRule;
      this.guestAccess = guestAccess;
      this.inviteLevel = inviteLevel;
    }

    static Preset of(String word) {
      return switch (word) {
        case "private_chat" -> PRIVATE_CHAT;
        case "trusted_private_chat" -> TRUSTED_PRIVATE_CHAT;
        case "public_chat" -> PUBLIC_CHAT;
        default ->
            throw Problem.invalidParam(
                "'preset' is one of private_chat, trusted_private_chat and public_chat.");
      };
    }
  }

  private record Piece(String type, String key, ObjectNode content) {}

  private final Members members;
  private final UserId creator;
  private final Fields body;
  private final Preset preset;
  private final RoomVersion version;
  private final Set<UserId> invited;
  private final List<Piece> initialState;
  private final Set<String> set = new HashSet<>();

  /**
   * Reads what a body asks for.
   *
   * @param invited those whom the body invites
   */
  RoomDesign(Members members, UserId creator, Fields body, boolean listed, Set<UserId> invited) {
    this.members = members;
    this.creator = creator;
    this.body = body;
    this.invited = invited;
    this.preset =
        body.text("preset", Preset::of).orElse(listed ? Preset.PUBLIC_CHAT : Preset.PRIVATE_CHAT);
    this.version = body.text("room_version", RoomVersion::of).orElse(RoomVersion.DEFAULT);
    this.initialState = initialState();
    initialState.stream()
        .filter(piece -> piece.key().isEmpty())
        .forEach(piece -> set.add(piece.type()));
  }

  RoomVersion version() {
    return version;
  }

  private List<Piece> initialState() {
    List<Piece> pieces = new ArrayList<>();
    for (Fields event : body.list("initial_state")) {
      String type = event.requireText("type");
      String key = event.text("state_key").orElse("");
      Fields content = event.requireFields("content");
      members.check(type, key, content, creator);
      pieces.add(new Piece(type, key, content.json().deepCopy()));
    }
    return pieces;
  }

  /** The content of the create event, but for what the version sets. */
  ObjectNode creation() {
    ObjectNode content = body.object("creation_content").orElseGet(Json::object).deepCopy();
    content.remove(List.of("room_version", "creator"));
    if (!version.privilegesCreators()) {
      return content;
    }
    Set<String> creators = new LinkedHashSet<>();
    Fields.of(content)
        .texts("additional_creators")
        .orElse(List.of())
        .forEach(user -> creators.add(UserId.of(user).value()));
    if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
      invited.forEach(user -> creators.add(user.value()));
    }
    creators.remove(creator.value());
    if (creators.isEmpty()) {
      content.remove("additional_creators");
    } else {
      ArrayNode list = content.putArray("additional_creators");
      creators.forEach(list::add);
    }
    return content;
  }

  /** All events of the room's beginning. */
  List<Draft> drafts(NewRoom room, Optional<RoomAlias> alias) {
    RoomId id = room.id();
    Optional<String> name = body.text("name");
    Optional<String> topic = body.text("topic");
    List<Draft> drafts = new ArrayList<>();
    drafts.add(room.create());
    drafts.add(members.draft(id, creator, creator, Membership.JOIN, null, false));
    drafts.add(state(id, POWER_LEVELS, powerLevels()));
    checkAliases(alias);
    alias.ifPresent(a -> preset(drafts, id, CanonicalAlias.TYPE, "alias", a.value()));
    preset(drafts, id, "m.room.join_rules", "join_rule", preset.joinRule);
    preset(drafts, id, "m.room.history_visibility", "history_visibility", "shared");
    preset(drafts, id, "m.room.guest_access", "guest_access", preset.guestAccess);
    for (Piece piece : initialState) {
      boolean elsewhere =
          piece.key().isEmpty()
              && (piece.type().equals(POWER_LEVELS)
                  || (name.isPresent() && piece.type().equals("m.room.name"))
                  || (topic.isPresent() && piece.type().equals("m.room.topic")));
      if (!elsewhere) {
        drafts.add(Draft.state(id, creator, piece.type(), piece.key(), piece.content()));
      }
    }
    name.ifPresent(text -> drafts.add(state(id, "m.room.name", Json.object().put("name", text))));
    topic.ifPresent(text -> drafts.add(state(id, "m.room.topic", topic(text))));
    boolean direct = body.flag("is_direct", false);
    for (UserId guest : invited) {
      drafts.add(members.draft(id, creator, guest, Membership.INVITE, null, direct));
    }
    return drafts;
  }

  /** A new room has no other alias than the one that it is made with. */
  private void checkAliases(Optional<RoomAlias> alias) {
    for (Piece piece : initialState) {
      if (piece.type().equals(CanonicalAlias.TYPE)) {
        CanonicalAlias.check(
            Fields.of(piece.content()),
            Json.object(),
            named -> alias.filter(named::equals).isPresent());
      }
    }
  }

  private void preset(List<Draft> drafts, RoomId room, String type, String field, String value) {
    if (!set.contains(type)) {
      drafts.add(state(room, type, Json.object().put(field, value)));
    }
  }

  private Draft state(RoomId room, String type, ObjectNode content) {
    return Draft.state(room, creator, type, "", content);
  }

  private static ObjectNode topic(String text) {
    ObjectNode content = Json.object().put("topic", text);
    content
        .putObject("m.topic")
        .putArray("m.text")
        .addObject()
        .put("body", text)
        .put("mimetype", "text/plain");
    return content;
  }

  private ObjectNode powerLevels() {
    ObjectNode levels =
        initialState.stream()
            .filter(piece -> piece.key().isEmpty() && piece.type().equals(POWER_LEVELS))
            .map(Piece::content)
            .findFirst()
            .orElseGet(this::usualLevels);
    body.object("power_level_content_override")
        .ifPresent(
            override ->
                override
                    .properties()
                    .forEach(field -> levels.set(field.getKey(), field.getValue().deepCopy())));
    if (version.privilegesCreators()
        && levels.get("events") instanceof ObjectNode events
        && !events.has(TOMBSTONE)) {
      // An upgrade should be the creators' own doing, whatever else was overridden.
      events.put(TOMBSTONE, Math.max(150, levels.path("state_default").asLong(50) + 1));
    }
    return levels;
  }

  private ObjectNode usualLevels() {
    ObjectNode levels = Json.object();
    ObjectNode users = levels.putObject("users");
    if (!version.privilegesCreators()) {
      users.put(creator.value(), 100);
      if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
        invited.forEach(user -> users.put(user.value(), 100));
      }
    }
    levels.put("users_default", 0);
    ObjectNode events =
        levels
            .putObject("events")
            .put("m.room.name", 50)
            .put("m.room.avatar", 50)
            .put(CanonicalAlias.TYPE, 50)
            .put(POWER_LEVELS, 100)
            .put("m.room.history_visibility", 100)
            .put("m.room.server_acl", 100)
            .put("m.room.encryption", 100);
    if (!version.privilegesCreators()) {
      events.put(TOMBSTONE, 100);
    }
    levels.put("events_default", 0).put("state_default", 50);
    levels.put("ban", 50).put("kick", 50).put("redact", 50).put("invite", preset.inviteLevel);
    return levels;
  }
}
