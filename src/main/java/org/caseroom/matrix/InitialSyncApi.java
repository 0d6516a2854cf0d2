package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomReader.Direction;
import org.caseroom.rooms.RoomReader.Page;
import org.caseroom.rooms.Rooms;

/**
 * What clients had before sync: all of one's rooms at once, and one room, which may be one that is
 * open to the world and not one's own (client-server API, {@code /initialSync} and {@code
 * /rooms/{roomId}/initialSync}).
 */
final class InitialSyncApi {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MOST = 100;

  private final Rooms rooms;
  private final RoomReader reader;
  private final ClientEvents events;
  private final Aliases aliases;
  private final AccountData accountData;
  private final Receipts receipts;
  private final PresenceSource presence;
  private final InvitePermission permission;

  InitialSyncApi(MatrixServices services, ClientEvents events, Aliases aliases) {
    this.rooms = services.rooms();
    this.reader = rooms.reader();
    this.events = events;
    this.aliases = aliases;
    this.accountData = services.identity().accountData();
    this.receipts = services.receipts();
    this.presence = services.presence();
    this.permission = new InvitePermission(accountData);
  }

  List<Endpoint> endpoints() {
    return List.of(
        get("/_matrix/client/v3/initialSync", this::all),
        get("/_matrix/client/v3/rooms/{roomId}/initialSync", this::one));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private MatrixResponse all(MatrixRequest request) {
    Caller caller = request.signedIn();
    UserId user = caller.user();
    int limit = TimelineApi.limit(request, DEFAULT_LIMIT, MOST);
    boolean archived = request.queryParameter("archived").filter("true"::equals).isPresent();
    long now = rooms.log().feed().position();
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("rooms");
    for (RoomId room : rooms(user, Membership.INVITE)) {
      Members.event(rooms.log().view(), room, user)
          .filter(invite -> !permission.hides(user, invite.sender()))
          .ifPresent(invite -> list.add(invitation(caller, invite)));
    }
    List<RoomId> read = new ArrayList<>(rooms(user, Membership.JOIN));
    if (archived) {
      read.addAll(rooms(user, Membership.LEAVE));
      read.addAll(rooms(user, Membership.BAN));
    }
    for (RoomId room : read) {
      list.add(info(caller, room, now, limit));
    }
    answer.put("end", Tokens.of(now));
    answer.set("presence", presence(caller, other -> true));
    ArrayNode receipts = answer.putArray("receipts");
    rooms(user, Membership.JOIN).forEach(room -> addReceipts(user, room, receipts));
    answer.set("account_data", accountData(user, Optional.empty()));
    return MatrixResponse.ok(answer);
  }

  /** The rooms of a membership that the user may read now and has not forgotten. */
  private List<RoomId> rooms(UserId user, Membership membership) {
    return rooms.log().view().rooms(user, membership).stream()
        .filter(
            room ->
                reader.rights().mayRead(user, room)
                    && !reader.rights().forgotten(user).contains(room))
        .filter(
            room ->
                membership == Membership.JOIN
                    || membership == Membership.INVITE
                    || reader.rights().wasIn(user, room))
        .sorted()
        .toList();
  }

  private ObjectNode invitation(Caller caller, Event invite) {
    ObjectNode json = Json.object();
    json.put("room_id", invite.room().value()).put("membership", "invite");
    json.put("inviter", invite.sender().value());
    json.set("invite", events.state(invite, caller, Shape.WITH_ROOM));
    return json;
  }

  private MatrixResponse one(MatrixRequest request) {
    RoomId room = RoomId.of(request.pathParameter("roomId"));
    int limit = TimelineApi.limit(request, DEFAULT_LIMIT, MOST);
    long now = rooms.log().feed().position();
    ObjectNode answer = info(request.signedIn(), room, now, limit);
    boolean joined = rooms.log().view().membership(room, request.user()) == Membership.JOIN;
    answer.set(
        "presence",
        joined
            ? presence(
                request.signedIn(),
                other -> rooms.log().view().membership(room, other) == Membership.JOIN)
            : Json.array());
    ArrayNode receipts = answer.putArray("receipts");
    if (joined) {
      addReceipts(request.user(), room, receipts);
    }
    return MatrixResponse.ok(answer);
  }

  /** Who is there of those whom the caller shares a room with, the caller first of all. */
  private ArrayNode presence(Caller caller, Predicate<UserId> wanted) {
    presence.syncing(caller, "online", Duration.ZERO);
    ArrayNode list = Json.array();
    for (ObjectNode event : presence.events(caller.user(), 0, presence.position(), Set.of())) {
      UserId user = UserId.of(event.path("sender").asText());
      if (wanted.test(user)) {
        event.withObjectProperty("content").put("user_id", user.value());
        list.add(event);
      }
    }
    return list;
  }

  private void addReceipts(UserId user, RoomId room, ArrayNode list) {
    for (ObjectNode content : ReceiptContents.of(receipts.visible(user, room, 0))) {
      list.addObject()
          .put("type", "m.receipt")
          .put("room_id", room.value())
          .set("content", content);
    }
  }

  private ObjectNode info(Caller caller, RoomId room, long now, int limit) {
    UserId user = caller.user();
    ObjectNode json = Json.object().put("room_id", room.value());
    ArrayNode state = Json.array();
    reader.state(user, room).forEach(e -> state.add(events.state(e, caller, Shape.WITH_ROOM)));
    if (Members.event(rooms.log().view(), room, user).isPresent()) {
      json.put("membership", rooms.log().view().membership(room, user).json());
    }
    json.set("messages", messages(caller, room, now, limit));
    json.set("state", state);
    json.put("visibility", aliases.isListed(room) ? "public" : "private");
    json.set("account_data", accountData(user, Optional.of(room)));
    return json;
  }

  private ObjectNode messages(Caller caller, RoomId room, long now, int limit) {
    ObjectNode messages = Json.object();
    Page page =
        limit == 0
            ? new Page(List.of(), now)
            : reader.page(caller.user(), room, Direction.BACKWARDS, now, null, limit);
    List<Event> oldestFirst = new ArrayList<>(page.events());
    Collections.reverse(oldestFirst);
    messages.put("start", Tokens.of(page.next() == null ? 0 : page.next()));
    messages.put("end", Tokens.of(now));
    ArrayNode chunk = messages.putArray("chunk");
    events.json(oldestFirst, caller, Shape.WITH_ROOM).forEach(chunk::add);
    return messages;
  }

  private ArrayNode accountData(UserId user, Optional<RoomId> room) {
    ArrayNode list = Json.array();
    for (AccountData.Item item : accountData.of(user, room.orElse(null))) {
      list.addObject().put("type", item.type()).set("content", item.content());
    }
    return list;
  }
}
