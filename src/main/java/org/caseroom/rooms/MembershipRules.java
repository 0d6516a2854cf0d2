package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;

/**
 * Rule 5 of the authorisation rules: who may join, invite, leave, remove, ban and knock (numbers as
 * in room version 12; versions 10 and 11 differ only in who counts as the creator).
 */
final class MembershipRules {
  private final RoomVersion version;
  private final AuthRules.StateLookup state;
  private final Event create;
  private final PowerLevels levels;

  MembershipRules(
      RoomVersion version, AuthRules.StateLookup state, Event create, PowerLevels levels) {
    this.version = version;
    this.state = state;
    this.create = create;
    this.levels = levels;
  }

  /** Refuses a membership event that breaks a rule. */
  void check(Event proposed) {
    String stateKey = proposed.stateKey();
    JsonNode value = proposed.content().path("membership");
    if (stateKey == null || !value.isTextual()) { // 5.1
      throw Problem.badJson("A membership event has a user id as its key, and a 'membership'.");
    }
    if (!UserId.isValid(stateKey)) {
      throw Problem.badJson("The key of a membership event is a user id.");
    }
    UserId target = UserId.of(stateKey);
    checkAuthorisedBy(proposed); // 5.2
    switch (Membership.of(value.textValue())) { // 5.8 is in of()
      case JOIN -> checkJoin(proposed, target);
      case INVITE -> checkInvite(proposed, target);
      case LEAVE -> checkLeave(proposed.sender(), target);
      case BAN -> checkBan(proposed.sender(), target);
      case KNOCK -> checkKnock(proposed.sender(), target);
    }
  }

  /**
   * 5.2: who lets somebody into a restricted room vouches with their server's signature. This
   * server signs what its own people send, after this check, so the names are what is compared.
   */
  private void checkAuthorisedBy(Event proposed) {
    JsonNode by = proposed.content().path("join_authorised_via_users_server");
    if (by.isMissingNode()) {
      return;
    }
    if (!by.isTextual() || !UserId.isValid(by.textValue())) {
      throw Problem.badJson("'join_authorised_via_users_server' is a user id.");
    }
    if (!AuthRules.domain(by.textValue()).equals(AuthRules.domain(proposed.sender().value()))) {
      throw Problem.forbidden("The server that lets you join has not signed the event.");
    }
  }

  private void checkJoin(Event proposed, UserId target) {
    UserId sender = proposed.sender();
    if (isFirstAfterCreate(proposed) && levelsNameCreator(target)) { // 5.3.1
      return;
    }
    if (!sender.equals(target)) { // 5.3.2
      throw Problem.forbidden("You cannot join a room for somebody else: invite them instead.");
    }
    Membership now = AuthRules.membership(state, target);
    if (now == Membership.BAN) { // 5.3.3
      throw Problem.forbidden("You are banned from this room.");
    }
    boolean asked = now == Membership.INVITE || now == Membership.JOIN;
    switch (joinRule()) {
      case "public" -> {} // 5.3.6
      case "invite", "knock" -> { // 5.3.4
        if (!asked) {
          throw Problem.forbidden(
              "You are not invited to this room: ask someone in it to invite you.");
        }
      }
      case "restricted", "knock_restricted" -> { // 5.3.5
        if (!asked && !mayBeLetIn(proposed)) {
          throw Problem.forbidden(
              "This room is open to members of certain other rooms: you are in none of them, and"
                  + " not invited.");
        }
      }
      default -> throw Problem.forbidden("Nobody can join this room at present."); // 5.3.7
    }
  }

  private boolean isFirstAfterCreate(Event proposed) {
    JsonNode previous = proposed.pdu().path("prev_events");
    return previous.size() == 1 && create.id().value().equals(previous.path(0).textValue());
  }

  /** The creator in the sense of 5.3.1: one person, without version 12's additional creators. */
  private boolean levelsNameCreator(UserId target) {
    return version.createNamesCreator()
        ? target.value().equals(create.content().path("creator").textValue())
        : target.equals(create.sender());
  }

  private boolean mayBeLetIn(Event proposed) {
    JsonNode by = proposed.content().path("join_authorised_via_users_server");
    if (!by.isTextual()) {
      return false;
    }
    UserId host = UserId.of(by.textValue());
    return AuthRules.membership(state, host) == Membership.JOIN
        && levels.user(host) >= levels.invite();
  }

  private String joinRule() {
    return state
        .find(AuthRules.JOIN_RULES, "")
        .flatMap(event -> event.text("join_rule"))
        .orElse("invite");
  }

  private void checkInvite(Event proposed, UserId target) {
    if (proposed.content().has("third_party_invite")) { // 5.4.1
      checkThirdPartyInvite(proposed, target);
      return;
    }
    requireJoined(proposed.sender()); // 5.4.2
    Membership now = AuthRules.membership(state, target);
    if (now == Membership.JOIN) { // 5.4.3
      throw Problem.forbidden(target + " is in the room already.");
    }
    if (now == Membership.BAN) {
      throw Problem.forbidden(target + " is banned from this room: lift the ban first.");
    }
    long level = levels.user(proposed.sender());
    if (level < levels.invite()) { // 5.4.4
      throw AuthRules.lacking("invite people to this room", levels.invite(), level);
    }
  }

  private void checkThirdPartyInvite(Event proposed, UserId target) {
    if (AuthRules.membership(state, target) == Membership.BAN) {
      throw Problem.forbidden(target + " is banned from this room: lift the ban first.");
    }
    JsonNode signed = proposed.content().path("third_party_invite").path("signed");
    JsonNode token = signed.path("token");
    if (!(signed instanceof ObjectNode promise) || !token.isTextual() || !signed.has("mxid")) {
      throw Problem.badJson("'third_party_invite' holds 'signed' with 'mxid' and 'token'.");
    }
    if (!target.value().equals(signed.path("mxid").textValue())) {
      throw Problem.forbidden("The invitation was made out to somebody else.");
    }
    Event invite =
        state
            .find(AuthRules.THIRD_PARTY_INVITE, token.textValue())
            .orElseThrow(
                () -> Problem.forbidden("The room has no invitation with this token any more."));
    if (!invite.sender().equals(proposed.sender())) {
      throw Problem.forbidden("The invitation was sent by somebody else.");
    }
    if (!isSigned(promise, invite.content())) {
      throw Problem.forbidden("The invitation is not signed by the service that it went through.");
    }
  }

  private static boolean isSigned(ObjectNode promise, ObjectNode invite) {
    List<byte[]> keys = new ArrayList<>();
    addKey(keys, invite.path("public_key"));
    for (JsonNode entry : invite.path("public_keys")) {
      addKey(keys, entry.path("public_key"));
    }
    for (Map.Entry<String, JsonNode> server : promise.path("signatures").properties()) {
      for (Map.Entry<String, JsonNode> signature : server.getValue().properties()) {
        for (byte[] key : keys) {
          if (signature.getKey().startsWith("ed25519:")
              && EventSigner.verifyJson(promise, server.getKey(), signature.getKey(), key)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void addKey(List<byte[]> keys, JsonNode key) {
    if (key.isTextual()) {
      try {
        keys.add(Base64.getDecoder().decode(key.textValue().replace('-', '+').replace('_', '/')));
      } catch (IllegalArgumentException notBase64) {
        // A key that cannot be read has signed nothing.
        return;
      }
    }
  }

  private void checkLeave(UserId sender, UserId target) {
    Membership now = AuthRules.membership(state, target);
    if (sender.equals(target)) { // 5.5.1
      if (now != Membership.INVITE && now != Membership.JOIN && now != Membership.KNOCK) {
        throw Problem.forbidden("You are not in this room, so you cannot leave it.");
      }
      return;
    }
    requireJoined(sender); // 5.5.2
    long level = levels.user(sender);
    if (now == Membership.BAN && level < levels.ban()) { // 5.5.3
      throw AuthRules.lacking("lift a ban in this room", levels.ban(), level);
    }
    if (level < levels.kick()) { // 5.5.4
      throw AuthRules.lacking("remove people from this room", levels.kick(), level);
    }
    requireAbove(sender, target, "remove");
  }

  private void checkBan(UserId sender, UserId target) {
    requireJoined(sender); // 5.6.1
    long level = levels.user(sender);
    if (level < levels.ban()) { // 5.6.2
      throw AuthRules.lacking("ban people from this room", levels.ban(), level);
    }
    requireAbove(sender, target, "ban");
  }

  private void checkKnock(UserId sender, UserId target) {
    String rule = joinRule();
    if (!rule.equals("knock") && !rule.equals("knock_restricted")) { // 5.7.1
      throw Problem.forbidden("This room does not take requests to join.");
    }
    if (!sender.equals(target)) { // 5.7.2
      throw Problem.forbidden("You can only ask to join for yourself.");
    }
    switch (AuthRules.membership(state, target)) { // 5.7.3
      case BAN -> throw Problem.forbidden("You are banned from this room.");
      case INVITE -> throw Problem.forbidden("You are invited already: join the room.");
      case JOIN -> throw Problem.forbidden("You are in this room already.");
      default -> {}
    }
  }

  private void requireJoined(UserId sender) {
    if (AuthRules.membership(state, sender) != Membership.JOIN) {
      throw Problem.forbidden("You are not in this room: join it first.");
    }
  }

  private void requireAbove(UserId sender, UserId target, String toDo) {
    if (levels.user(target) >= levels.user(sender)) {
      throw Problem.forbidden(
          "You may not "
              + toDo
              + " "
              + target
              + ": they have as many rights here as you, or more.");
    }
  }
}
