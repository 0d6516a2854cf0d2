package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.PowerLevels;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Drafts of {@code m.room.member}: what joining, inviting and the rest come down to. */
public final class Members {
  private static final String AUTHORISED_BY = "join_authorised_via_users_server";

  /** What only the server says in a member event, whatever a client sends. */
  private static final List<String> RESERVED =
      List.of("membership", "third_party_signed", AUTHORISED_BY, "reason");

  private final Accounts accounts;
  private final InvitePermission permission;
  private final ServerName server;

  Members(Accounts accounts, InvitePermission permission, ServerName server) {
    this.accounts = accounts;
    this.permission = permission;
    this.server = server;
  }

  /**
   * Refuses an invitation that its receiver does not take.
   *
   * @throws Problem 403 {@code M_INVITE_BLOCKED}
   */
  void requireTaking(UserId invited, UserId inviter) {
    permission.check(invited, inviter);
  }

  /**
   * Reads the id of somebody who is to be invited or the like.
   *
   * @throws Problem 403 for a user of another server, 404 for one who has no account
   */
  UserId person(String value) {
    UserId user = UserId.of(value);
    if (!user.server().equals(server)) {
      throw Problem.forbidden(
          "This server does not speak with other servers: only people with an account here can take"
              + " part.");
    }
    if (accounts.find(user).isEmpty()) {
      throw Problem.notFound("There is no account of that name here: check the spelling.");
    }
    return user;
  }

  /**
   * Checks state that a client sets as it is, where it says who takes part: somebody's membership,
   * or which servers.
   *
   * @throws Problem as {@link #person}, {@link #requireTaking} and {@link ServerAcl} do
   */
  void check(String type, String stateKey, Fields content, UserId sender) {
    if (type.equals("m.room.server_acl") && stateKey.isEmpty()) {
      ServerAcl.check(content, server);
    }
    if (type.equals("m.room.member")) {
      switch (Membership.of(content.requireText("membership"))) {
        // Somebody of another server never gets in, and may as well be kept out for ever.
        case LEAVE, BAN -> UserId.of(stateKey);
        case INVITE -> requireTaking(person(stateKey), sender);
        case JOIN, KNOCK -> person(stateKey);
      }
    }
  }

  /**
   * A member event that a client sets as state: somebody's own joining or asking comes with their
   * name and picture, unless it names others for this room, and with who lets them in.
   */
  Draft state(RoomView view, RoomId room, UserId sender, ObjectNode content) {
    Membership membership = Membership.of(content.path("membership").asText());
    ObjectNode own = content.deepCopy();
    own.remove(AUTHORISED_BY);
    if (membership == Membership.JOIN || membership == Membership.KNOCK) {
      content(sender, membership)
          .properties()
          .forEach(field -> own.putIfAbsent(field.getKey(), field.getValue()));
    }
    Draft draft = Draft.state(room, sender, "m.room.member", sender.value(), own);
    if (membership == Membership.JOIN && view.membership(room, sender) != Membership.JOIN) {
      authorise(view, draft);
    }
    return draft;
  }

  /** A member event with the person's name and picture in it. */
  public Draft draft(
      RoomId room,
      UserId sender,
      UserId who,
      Membership membership,
      @Nullable String reason,
      boolean direct) {
    ObjectNode content = content(who, membership);
    if (reason != null) {
      content.put("reason", reason);
    }
    if (direct) {
      content.put("is_direct", true);
    }
    return Draft.state(room, sender, "m.room.member", who.value(), content);
  }

  /** The content of a member event: names are shown for those who are in or asked in. */
  ObjectNode content(UserId who, Membership membership) {
    ObjectNode content = Json.object().put("membership", membership.json());
    Optional<Account> account = accounts.find(who);
    if (account.isPresent() && membership != Membership.LEAVE && membership != Membership.BAN) {
      if (account.get().name() != null) {
        content.put("displayname", account.get().name());
      }
      if (account.get().avatarUrl() != null) {
        content.put("avatar_url", account.get().avatarUrl());
      }
    }
    return content;
  }

  /**
   * Someone joins. Where the room lets in the members of other rooms, the event names a member who
   * could have invited them (room version 8 and later, "Restricted rooms").
   *
   * @param more what a client adds to the event: a name for this room, fields of its own
   */
  Draft join(RoomView view, RoomId room, UserId who, @Nullable String reason, ObjectNode more) {
    Draft join = draft(room, who, who, Membership.JOIN, reason, false);
    more.properties().stream()
        .filter(field -> !RESERVED.contains(field.getKey()))
        .forEach(field -> join.content().set(field.getKey(), field.getValue().deepCopy()));
    authorise(view, join);
    return join;
  }

  private static void authorise(RoomView view, Draft join) {
    RoomId room = join.room();
    UserId who = join.sender();
    if (view.membership(room, who) != Membership.INVITE && admits(view, room, who)) {
      authoriser(view, room).ifPresent(member -> join.content().put(AUTHORISED_BY, member.value()));
    }
  }

  /** Whether a restricted room's list of rooms has one in which the user is. */
  static boolean admits(RoomView view, RoomId room, UserId who) {
    boolean restricted =
        view.state(room, "m.room.join_rules", "")
            .flatMap(event -> event.text("join_rule"))
            .filter(rule -> rule.equals("restricted") || rule.equals("knock_restricted"))
            .isPresent();
    if (!restricted) {
      return false;
    }
    JsonNode allow =
        view.state(room, "m.room.join_rules", "")
            .map(event -> event.content().path("allow"))
            .orElseGet(Json::array);
    for (JsonNode condition : allow) {
      String other = condition.path("room_id").asText();
      if (condition.path("type").asText().equals("m.room_membership")
          && other.startsWith("!")
          && other.length() < 256
          && view.membership(RoomId.of(other), who) == Membership.JOIN) {
        return true;
      }
    }
    return false;
  }

  private static Optional<UserId> authoriser(RoomView view, RoomId room) {
    PowerLevels levels = PowerLevels.of(view, room);
    return view.members(room, Membership.JOIN).stream()
        .filter(member -> levels.user(member) >= levels.invite())
        .max(
            Comparator.<UserId>comparingLong(levels::user)
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A member's event now, when the room knows them. */
  public static Optional<Event> event(RoomView view, RoomId room, UserId user) {
    return view.state(room, "m.room.member", user.value());
  }
}
