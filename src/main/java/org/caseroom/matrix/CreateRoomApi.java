package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.NewRoom;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomVersion;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /createRoom}: everything that a room starts with is one unit of the log, so that a
 * room which cannot be as it was asked for is not there at all.
 */
final class CreateRoomApi {
  private static final Pattern ALIAS_NAME = Pattern.compile("[^\\s:#\\x00-\\x1f]{1,200}");
  private static final int MOST_INVITES = 200;

  private final RoomLog log;
  private final Members members;
  private final AddressInvites invites;
  private final Aliases aliases;
  private final Successors successors;
  private final ServerName server;

  CreateRoomApi(
      RoomLog log,
      Members members,
      AddressInvites invites,
      Aliases aliases,
      Successors successors,
      ServerName server) {
    this.invites = invites;
    this.log = log;
    this.members = members;
    this.aliases = aliases;
    this.successors = successors;
    this.server = server;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "POST",
            "/_matrix/client/v3/createRoom",
            Access.SIGNED_IN,
            Body.JSON,
            request -> {
              RoomId room = create(request.user(), Fields.of(request));
              return MatrixResponse.ok(Json.object().put("room_id", room.value()));
            }));
  }

  /** What the presets of the specification come down to. */
  private enum Preset {
    PRIVATE_CHAT("invite", "can_join"),
    TRUSTED_PRIVATE_CHAT("invite", "can_join"),
    PUBLIC_CHAT("public", "forbidden");

    private final String joinRule;
    private final String guestAccess;

    Preset(String joinRule, String guestAccess) {
      this.joinRule = joinRule;
      this.guestAccess = guestAccess;
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

  /** Creates the room that a body asks for. */
  RoomId create(UserId creator, Fields body) {
    boolean listed = isListed(body);
    Preset preset =
        body.text("preset", Preset::of).orElse(listed ? Preset.PUBLIC_CHAT : Preset.PRIVATE_CHAT);
    RoomVersion version = body.text("room_version", RoomVersion::of).orElse(RoomVersion.DEFAULT);
    List<EmailAddress> addresses = addresses(body, creator);
    Set<UserId> invited = invited(body, addresses, creator);
    Optional<RoomAlias> alias = alias(body);

    ObjectNode creation = creationContent(body, version, preset, invited);
    NewRoom room = NewRoom.prepare(version, creator, creation, log.view().now(), server);
    List<Draft> drafts = drafts(room, creator, body, preset, version, invited, alias);

    if (alias.isPresent() && aliases.find(alias.get()).isPresent()) {
      throw inUse(alias.get());
    }
    List<EmailAddress> unknown =
        addresses.stream().filter(address -> invites.owner(address).isEmpty()).toList();
    appendInviting(unknown, room.id(), creator, drafts, body);
    if (alias.isPresent()) {
      aliases.add(alias.get(), room.id(), creator);
    }
    if (listed) {
      aliases.list(room.id(), true);
    }
    successors.joined(creator, room.id());
    return room.id();
  }

  /** Appends what the room begins with, and invites addresses that no account has. */
  private void appendInviting(
      List<EmailAddress> addresses, RoomId room, UserId creator, List<Draft> drafts, Fields body) {
    List<AddressInvites.Prepared> letters = new ArrayList<>();
    try {
      for (EmailAddress address : addresses) {
        AddressInvites.Prepared letter = invites.prepare(room, creator, address);
        letters.add(letter);
        if (letter.draft() != null) {
          drafts.add(letter.draft());
        }
      }
      append(drafts, body);
    } catch (Problem refusal) {
      letters.forEach(invites::withdraw);
      throw refusal;
    }
    letters.forEach(invites::deliver);
  }

  private void append(List<Draft> drafts, Fields body) {
    try {
      log.appendNow(view -> drafts);
    } catch (Problem refusal) {
      boolean asked = body.has("initial_state") || body.has("power_level_content_override");
      if (asked && refusal.errcode().equals("M_FORBIDDEN")) {
        throw Problem.of(
            400, "M_INVALID_ROOM_STATE", "A room cannot begin like this: " + refusal.message());
      }
      throw refusal;
    }
  }

  private static Problem inUse(RoomAlias alias) {
    return Problem.of(
        400, "M_ROOM_IN_USE", "The alias " + alias + " is taken: choose another one.");
  }

  private static boolean isListed(Fields body) {
    String visibility = body.text("visibility").orElse("private");
    if (!visibility.equals("private") && !visibility.equals("public")) {
      throw Problem.invalidParam("'visibility' is public or private.");
    }
    return visibility.equals("public");
  }

  /** The addresses that people are invited by. */
  private List<EmailAddress> addresses(Fields body, UserId creator) {
    return body.list("invite_3pid").stream()
        .map(invite -> invites.address(creator, invite))
        .distinct()
        .toList();
  }

  private Set<UserId> invited(Fields body, List<EmailAddress> addresses, UserId creator) {
    Set<UserId> invited = new LinkedHashSet<>();
    addresses.forEach(address -> invites.owner(address).ifPresent(invited::add));
    for (String user : body.texts("invite").orElse(List.of())) {
      invited.add(members.person(user));
    }
    invited.remove(creator);
    if (invited.size() + addresses.size() > MOST_INVITES) {
      throw Problem.invalidParam("Invite at most " + MOST_INVITES + " people at once.");
    }
    return invited;
  }

  private Optional<RoomAlias> alias(Fields body) {
    return body.text("room_alias_name")
        .map(
            name -> {
              if (!ALIAS_NAME.matcher(name).matches()) {
                throw Problem.invalidParam(
                    "'room_alias_name' is the part between # and : alone, without spaces.");
              }
              return RoomAlias.of("#" + name + ":" + server);
            });
  }

  private ObjectNode creationContent(
      Fields body, RoomVersion version, Preset preset, Set<UserId> invited) {
    ObjectNode content = body.object("creation_content").orElseGet(Json::object).deepCopy();
    content.remove(List.of("room_version", "creator"));
    if (!version.privilegesCreators()) {
      return content;
    }
    Set<String> creators = new LinkedHashSet<>();
    Fields.of(content)
        .texts("additional_creators")
        .orElse(List.of())
        .forEach(user -> creators.add(members.person(user).value()));
    if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
      invited.forEach(user -> creators.add(user.value()));
    }
    if (creators.isEmpty()) {
      content.remove("additional_creators");
    } else {
      ArrayNode list = content.putArray("additional_creators");
      creators.forEach(list::add);
    }
    return content;
  }

  private List<Draft> drafts(
      NewRoom room,
      UserId creator,
      Fields body,
      Preset preset,
      RoomVersion version,
      Set<UserId> invited,
      Optional<RoomAlias> alias) {
    RoomId id = room.id();
    List<Draft> drafts = new ArrayList<>();
    drafts.add(room.create());
    drafts.add(members.draft(id, creator, creator, Membership.JOIN, null, false));
    ObjectNode levels = powerLevels(body, creator, preset, version, invited);
    drafts.add(state(id, creator, "m.room.power_levels", levels));
    alias.ifPresent(
        name -> drafts.add(state(id, creator, "m.room.canonical_alias", "alias", name.value())));
    drafts.add(state(id, creator, "m.room.join_rules", "join_rule", preset.joinRule));
    drafts.add(state(id, creator, "m.room.history_visibility", "history_visibility", "shared"));
    drafts.add(state(id, creator, "m.room.guest_access", "guest_access", preset.guestAccess));
    drafts.addAll(initialState(id, creator, body));
    body.text("name")
        .ifPresent(name -> drafts.add(state(id, creator, "m.room.name", "name", name)));
    body.text("topic")
        .ifPresent(topic -> drafts.add(state(id, creator, "m.room.topic", "topic", topic)));
    boolean direct = body.flag("is_direct", false);
    for (UserId guest : invited) {
      drafts.add(members.draft(id, creator, guest, Membership.INVITE, null, direct));
    }
    return drafts;
  }

  private static Draft state(RoomId room, UserId sender, String type, String field, String value) {
    return state(room, sender, type, Json.object().put(field, value));
  }

  private static Draft state(RoomId room, UserId sender, String type, ObjectNode content) {
    return Draft.state(room, sender, type, "", content);
  }

  private List<Draft> initialState(RoomId room, UserId creator, Fields body) {
    List<Draft> drafts = new ArrayList<>();
    for (Fields event : body.list("initial_state")) {
      String type = event.requireText("type");
      String key = event.text("state_key").orElse("");
      Fields content = event.requireFields("content");
      members.check(type, key, content);
      drafts.add(Draft.state(room, creator, type, key, content.json().deepCopy()));
    }
    return drafts;
  }

  private static ObjectNode powerLevels(
      Fields body, UserId creator, Preset preset, RoomVersion version, Set<UserId> invited) {
    ObjectNode levels = Json.object();
    ObjectNode users = levels.putObject("users");
    if (!version.privilegesCreators()) {
      users.put(creator.value(), 100);
      if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
        invited.forEach(user -> users.put(user.value(), 100));
      }
    }
    levels.put("users_default", 0);
    levels
        .putObject("events")
        .put("m.room.name", 50)
        .put("m.room.avatar", 50)
        .put("m.room.canonical_alias", 50)
        .put("m.room.power_levels", 100)
        .put("m.room.history_visibility", 100)
        .put("m.room.server_acl", 100)
        .put("m.room.encryption", 100)
        // Version 12: an upgrade should be the creators' own doing.
        .put("m.room.tombstone", version.privilegesCreators() ? 150 : 100);
    levels.put("events_default", 0).put("state_default", 50);
    levels.put("ban", 50).put("kick", 50).put("redact", 50).put("invite", 0);
    @Nullable ObjectNode override = body.object("power_level_content_override").orElse(null);
    if (override != null) {
      for (var field : override.properties()) {
        JsonNode value = field.getValue();
        levels.set(field.getKey(), value.deepCopy());
      }
    }
    return levels;
  }
}
