package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Proposal;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Who is in a room: join, invite, leave, forget, kick, ban, unban, knock. */
final class MembershipApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private final RoomLog log;
  private final RoomReader reader;
  private final Members members;
  private final AddressInvites invites;
  private final Aliases aliases;
  private final Successors successors;

  MembershipApi(
      RoomLog log,
      RoomReader reader,
      Members members,
      AddressInvites invites,
      Aliases aliases,
      Successors successors) {
    this.invites = invites;
    this.log = log;
    this.reader = reader;
    this.members = members;
    this.aliases = aliases;
    this.successors = successors;
  }

  List<Endpoint> endpoints() {
    return List.of(
        post("/_matrix/client/v3/join/{roomIdOrAlias}", this::joinByIdOrAlias),
        post(ROOM + "/join", request -> join(request, room(request))),
        post("/_matrix/client/v3/knock/{roomIdOrAlias}", this::knock),
        post(ROOM + "/invite", this::invite),
        post(ROOM + "/leave", this::leave),
        post(ROOM + "/forget", this::forget),
        post(ROOM + "/kick", this::kick),
        post(ROOM + "/ban", this::ban),
        post(ROOM + "/unban", this::unban));
  }

  private static Endpoint post(String path, Endpoint.Handler handler) {
    return new Endpoint("POST", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static RoomId room(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  private CompletionStage<MatrixResponse> joinByIdOrAlias(MatrixRequest request) {
    return join(request, aliases.room(request.pathParameter("roomIdOrAlias")));
  }

  private CompletionStage<MatrixResponse> join(MatrixRequest request, RoomId room) {
    UserId user = request.user();
    String reason = Fields.of(request).text("reason").orElse(null);
    requireRoom(log.view(), room);
    JsonNode answer = Json.object().put("room_id", room.value());
    if (log.view().membership(room, user) == Membership.JOIN) {
      return CompletableFuture.completedFuture(MatrixResponse.ok(answer));
    }
    return append(view -> joining(view, room, user, reason, request.json()), answer)
        .thenApply(
            joined -> {
              successors.joined(user, room);
              return joined;
            });
  }

  /** A join; where it shows a signed invitation, that comes first. */
  private List<Draft> joining(
      RoomView view, RoomId room, UserId user, @Nullable String reason, ObjectNode body) {
    ObjectNode signed = Fields.of(body).object("third_party_signed").orElse(null);
    Draft join = members.join(view, room, user, reason, body);
    return signed == null || view.membership(room, user) == Membership.INVITE
        ? List.of(join)
        : List.of(invites.exchange(view, room, user, signed), join);
  }

  private CompletionStage<MatrixResponse> knock(MatrixRequest request) {
    RoomId room = aliases.room(request.pathParameter("roomIdOrAlias"));
    String reason = Fields.of(request).text("reason").orElse(null);
    requireRoom(log.view(), room);
    return append(
        members.draft(room, request.user(), request.user(), Membership.KNOCK, reason, false),
        Json.object().put("room_id", room.value()));
  }

  private CompletionStage<MatrixResponse> invite(MatrixRequest request) {
    RoomId room = room(request);
    Fields body = Fields.of(request);
    if (AddressInvites.isAddress(body)) {
      return inviteByAddress(request, room, body);
    }
    return invite(request, room, members.person(body.requireText("user_id")), body);
  }

  private CompletionStage<MatrixResponse> inviteByAddress(
      MatrixRequest request, RoomId room, Fields body) {
    EmailAddress address = invites.address(body);
    Optional<UserId> owner = invites.owner(request.user(), address);
    if (owner.isPresent()) {
      return invite(request, room, owner.get(), body);
    }
    requireRoom(log.view(), room);
    requireInside(log.view(), room, request.user());
    AddressInvites.Prepared invitation = invites.prepare(room, request.user(), address);
    Draft draft = invitation.draft();
    try {
      if (draft != null) {
        log.appendNow(draft);
      }
    } catch (Problem refusal) {
      invites.withdraw(invitation);
      throw refusal;
    }
    invites.deliver(invitation);
    return CompletableFuture.completedFuture(MatrixResponse.empty());
  }

  private CompletionStage<MatrixResponse> invite(
      MatrixRequest request, RoomId room, UserId who, Fields body) {
    members.requireTaking(who, request.user());
    Draft invite =
        members.draft(
            room, request.user(), who, Membership.INVITE, body.text("reason").orElse(null), false);
    return append(
        view -> {
          requireRoom(view, room);
          if (view.membership(room, who) == Membership.JOIN) {
            throw Problem.forbidden(who + " is in the room already.");
          }
          return List.of(invite);
        },
        Json.object());
  }

  private CompletionStage<MatrixResponse> leave(MatrixRequest request) {
    RoomId room = room(request);
    UserId user = request.user();
    String reason = Fields.of(request).text("reason").orElse(null);
    requireRoom(log.view(), room);
    if (Members.event(log.view(), room, user).isPresent()
        && log.view().membership(room, user) == Membership.LEAVE) {
      return CompletableFuture.completedFuture(MatrixResponse.empty());
    }
    return append(members.draft(room, user, user, Membership.LEAVE, reason, false), Json.object());
  }

  private CompletionStage<MatrixResponse> forget(MatrixRequest request) {
    RoomId room = room(request);
    reader.rights().forget(request.user(), room);
    return CompletableFuture.completedFuture(MatrixResponse.empty());
  }

  private CompletionStage<MatrixResponse> kick(MatrixRequest request) {
    return remove(
        request,
        (now, who) -> {
          if (now == Membership.LEAVE || now == Membership.BAN) {
            throw Problem.forbidden(who + " is not in the room.");
          }
        });
  }

  private CompletionStage<MatrixResponse> unban(MatrixRequest request) {
    return remove(
        request,
        (now, who) -> {
          if (now != Membership.BAN) {
            throw Problem.forbidden(who + " is not banned from the room.");
          }
        });
  }

  /** What has to be true of somebody before they are removed. */
  private interface Before {
    void check(Membership now, UserId who);
  }

  private CompletionStage<MatrixResponse> remove(MatrixRequest request, Before before) {
    RoomId room = room(request);
    Fields body = Fields.of(request);
    UserId who = body.requireText("user_id", UserId::of);
    @Nullable String reason = body.text("reason").orElse(null);
    Draft leave = members.draft(room, request.user(), who, Membership.LEAVE, reason, false);
    return append(
        view -> {
          requireRoom(view, room);
          requireInside(view, room, request.user());
          before.check(view.membership(room, who), who);
          return List.of(leave);
        },
        Json.object());
  }

  private CompletionStage<MatrixResponse> ban(MatrixRequest request) {
    RoomId room = room(request);
    Fields body = Fields.of(request);
    UserId who = body.requireText("user_id", UserId::of);
    @Nullable String reason = body.text("reason").orElse(null);
    requireRoom(log.view(), room);
    return append(
        members.draft(room, request.user(), who, Membership.BAN, reason, false), Json.object());
  }

  private CompletionStage<MatrixResponse> append(Draft draft, JsonNode answer) {
    return append(view -> List.of(draft), answer);
  }

  private CompletionStage<MatrixResponse> append(Proposal proposal, JsonNode answer) {
    return log.append(proposal).thenApply(appended -> MatrixResponse.ok(answer));
  }

  private static void requireRoom(RoomView view, RoomId room) {
    if (!view.exists(room)) {
      throw Problem.notFound("There is no such room on this server.");
    }
  }

  private static void requireInside(RoomView view, RoomId room, UserId user) {
    if (view.membership(room, user) != Membership.JOIN) {
      throw Problem.forbidden("You are not in this room.");
    }
  }
}
