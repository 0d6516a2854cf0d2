package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
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
final class Members {
  private final Accounts accounts;
  private final ServerName server;

  Members(Accounts accounts, ServerName server) {
    this.accounts = accounts;
    this.server = server;
  }

  /**
   * Reads the id of somebody who is to be invited or the like.
   *
   * @throws Problem 403 for a user of another server, 404 for one who has no account
   */
  UserId person(String value) {
    UserId user = local(value);
    if (accounts.find(user).isEmpty()) {
      throw Problem.notFound("There is no account of that name here: check the spelling.");
    }
    return user;
  }

  /**
   * Reads the id of a user of this server, who need not be there any more.
   *
   * @throws Problem 403 for a user of another server
   */
  UserId local(String value) {
    UserId user = UserId.of(value);
    if (!user.server().equals(server)) {
      throw Problem.forbidden(
          "This server does not speak with other servers: only people with an account here can take"
              + " part.");
    }
    return user;
  }

  /**
   * Checks state that a client sets as it is, where it speaks of somebody's membership.
   *
   * @throws Problem as {@link #person} and {@link #local} do
   */
  void check(String type, String stateKey, Fields content) {
    if (type.equals("m.room.member")) {
      switch (Membership.of(content.requireText("membership"))) {
        case LEAVE, BAN -> local(stateKey);
        case INVITE, JOIN, KNOCK -> person(stateKey);
      }
    }
  }

  /** A member event with the person's name and picture in it. */
  Draft draft(
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
   */
  Draft join(RoomView view, RoomId room, UserId who, @Nullable String reason) {
    Draft join = draft(room, who, who, Membership.JOIN, reason, false);
    String rule =
        view.state(room, "m.room.join_rules", "")
            .flatMap(event -> event.text("join_rule"))
            .orElse("invite");
    boolean restricted = rule.equals("restricted") || rule.equals("knock_restricted");
    if (restricted && view.membership(room, who) != Membership.INVITE && admits(view, room, who)) {
      authoriser(view, room)
          .ifPresent(
              member -> join.content().put("join_authorised_via_users_server", member.value()));
    }
    return join;
  }

  /** Whether a restricted room's list of rooms has one in which the user is. */
  static boolean admits(RoomView view, RoomId room, UserId who) {
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
  static Optional<Event> event(RoomView view, RoomId room, UserId user) {
    return view.state(room, "m.room.member", user.value());
  }
}
