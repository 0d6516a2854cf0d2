package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.PowerLevels;
import org.caseroom.rooms.Proposal;
import org.caseroom.rooms.RoomVersion;
import org.caseroom.rooms.RoomView;

/**
 * A room replaced by one of another version (client-server API, "Room Upgrades"): the tombstone,
 * the end of talk in the old room, and the new room with what it takes over, as one unit. The new
 * room names the tombstone, so its first event is completed once that has its id.
 */
final class RoomUpgrade implements Proposal {
  static final String TOMBSTONE = "m.room.tombstone";
  private static final String POWER_LEVELS = "m.room.power_levels";
  private static final String MEMBER = "m.room.member";

  /** Below this nobody but moderators writes or invites in the old room from now on. */
  private static final long READ_ONLY = 50;

  private static final long ADMINISTRATOR = 100;

  private static final List<String> TAKEN_OVER =
      List.of(
          "m.room.join_rules",
          "m.room.history_visibility",
          "m.room.guest_access",
          "m.room.name",
          "m.room.topic",
          "m.room.avatar",
          "m.room.encryption",
          "m.room.server_acl",
          CanonicalAlias.TYPE);

  private final RoomId old;
  private final UserId user;
  private final RoomVersion version;
  private final Set<UserId> creators;
  private final Members members;
  private final ServerName server;
  private List<Draft> replacement = List.of();

  /**
   * An upgrade.
   *
   * @param additional further creators, for versions that have them
   */
  RoomUpgrade(
      RoomId old,
      UserId user,
      RoomVersion version,
      List<UserId> additional,
      Members members,
      ServerName server) {
    this.old = old;
    this.user = user;
    this.version = version;
    this.members = members;
    this.server = server;
    this.creators = new LinkedHashSet<>();
    if (version.privilegesCreators()) {
      creators.addAll(additional);
      creators.remove(user);
    }
  }

  /** The end of the old room. */
  @Override
  public List<Draft> drafts(RoomView before) {
    if (!before.exists(old)) {
      throw Problem.notFound("There is no such room on this server.");
    }
    NewRoom room = NewRoom.prepare(version, user, creation(before), before.now(), server);
    replacement = replacement(before, room);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(
        Draft.state(
            old,
            user,
            TOMBSTONE,
            "",
            Json.object()
                .put("body", "This room has been replaced")
                .put("replacement_room", room.id().value())));
    PowerLevels levels = PowerLevels.of(before, old);
    quiet(before, levels).ifPresent(drafts::add);
    if (before.state(old, CanonicalAlias.TYPE, "").isPresent()
        && levels.user(user) >= levels.forEvent(CanonicalAlias.TYPE, true)) {
      drafts.add(Draft.state(old, user, CanonicalAlias.TYPE, "", Json.object()));
    }
    return drafts;
  }

  /**
   * The new room. A version 12 room's id is made of its create event, so that one goes without the
   * tombstone's id.
   */
  @Override
  public List<Draft> then(RoomView after) {
    Optional<Event> tombstone = after.state(old, TOMBSTONE, "");
    if (version.privilegesCreators() || tombstone.isEmpty()) {
      return replacement;
    }
    Draft create = replacement.get(0);
    ObjectNode content = create.content().deepCopy();
    content
        .putObject("predecessor")
        .put("room_id", old.value())
        .put("event_id", tombstone.get().id().value());
    Draft naming = Draft.state(create.room(), user, create.type(), "", content);
    List<Draft> drafts = new ArrayList<>(replacement);
    drafts.set(0, create.at() == null ? naming : naming.at(create.at()));
    return drafts;
  }

  private ObjectNode creation(RoomView view) {
    ObjectNode before = content(view, "m.room.create").orElseGet(Json::object);
    ObjectNode content = Json.object();
    for (String field : List.of("type", "m.federate")) {
      if (before.has(field)) {
        content.set(field, before.get(field).deepCopy());
      }
    }
    content.putObject("predecessor").put("room_id", old.value());
    if (!creators.isEmpty()) {
      ArrayNode list = content.putArray("additional_creators");
      creators.forEach(creator -> list.add(creator.value()));
    }
    return content;
  }

  private Optional<ObjectNode> content(RoomView view, String type) {
    return view.state(old, type, "").map(Event::content);
  }

  /** What the new room begins with. */
  private List<Draft> replacement(RoomView view, NewRoom room) {
    RoomId id = room.id();
    ObjectNode levels = levels(view);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(room.create());
    drafts.add(members.draft(id, user, user, Membership.JOIN, null, false));
    drafts.add(Draft.state(id, user, POWER_LEVELS, "", raised(levels)));
    for (String type : TAKEN_OVER) {
      content(view, type).ifPresent(has -> drafts.add(copy(id, type, "", has)));
    }
    for (Event child : view.state(old, "m.space.child")) {
      if (!child.content().isEmpty()) {
        drafts.add(copy(id, child.type(), String.valueOf(child.stateKey()), child.content()));
      }
    }
    for (UserId banned : view.members(old, Membership.BAN)) {
      view.state(old, MEMBER, banned.value())
          .ifPresent(ban -> drafts.add(copy(id, MEMBER, banned.value(), ban.content())));
    }
    drafts.add(Draft.state(id, user, POWER_LEVELS, "", levels));
    return drafts;
  }

  private Draft copy(RoomId to, String type, String key, ObjectNode content) {
    return Draft.state(to, user, type, key, content.deepCopy());
  }

  /** Old power levels by which nobody writes or invites any more, where the user may set them. */
  private Optional<Draft> quiet(RoomView view, PowerLevels levels) {
    Optional<ObjectNode> before = content(view, POWER_LEVELS);
    long own = levels.user(user);
    if (before.isEmpty() || own < levels.forEvent(POWER_LEVELS, true)) {
      return Optional.empty();
    }
    ObjectNode content = before.get().deepCopy();
    long enough = Math.max(READ_ONLY, content.path("users_default").asLong(0) + 1);
    if (enough > own) {
      return Optional.empty();
    }
    for (String field : List.of("events_default", "invite")) {
      if (content.path(field).asLong(0) < enough) {
        content.put(field, enough);
      }
    }
    return Optional.of(Draft.state(old, user, POWER_LEVELS, "", content));
  }

  /**
   * The levels of the new room: those of the old one before it was closed. Creators of version 12
   * stand above all levels and are not named; in a room of an older version they have to be.
   */
  private ObjectNode levels(RoomView view) {
    ObjectNode content =
        content(view, POWER_LEVELS)
            .map(ObjectNode::deepCopy)
            .orElseGet(() -> Json.object().put("users_default", 0));
    ObjectNode users =
        content.get("users") instanceof ObjectNode map ? map : content.putObject("users");
    if (version.privilegesCreators()) {
      users.remove(user.value());
      creators.forEach(creator -> users.remove(creator.value()));
      return content;
    }
    PowerLevels levels = PowerLevels.of(view, old);
    for (UserId member : view.members(old, Membership.JOIN)) {
      boolean unnamed = users.path(member.value()).isMissingNode();
      if (unnamed && levels.isCreator(member.value())) {
        users.put(member.value(), Math.max(ADMINISTRATOR, highest(content)));
      }
    }
    return content;
  }

  /** The same levels, by which whoever upgrades may set all that the new room begins with. */
  private ObjectNode raised(ObjectNode levels) {
    ObjectNode content = levels.deepCopy();
    if (!version.privilegesCreators()
        && content.get("users") instanceof ObjectNode users
        && users.path(user.value()).asLong(content.path("users_default").asLong(0))
            < highest(content)) {
      users.put(user.value(), highest(content));
    }
    return content;
  }

  /** The highest level that setting any state or banning asks for. */
  private static long highest(ObjectNode levels) {
    long highest =
        Math.max(
            levels.path("state_default").asLong(READ_ONLY), levels.path("ban").asLong(READ_ONLY));
    for (JsonNode level : levels.path("events")) {
      highest = Math.max(highest, level.asLong());
    }
    return highest;
  }
}
