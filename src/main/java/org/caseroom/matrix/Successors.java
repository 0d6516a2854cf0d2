package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.rooms.RoomView;

/**
 * What somebody keeps for a room follows them into the one that replaces it (client-server API,
 * "Room Upgrades": "when a user joins the new room"): tags, push rules, and that it is a direct
 * chat.
 */
final class Successors {
  private static final String DIRECT = "m.direct";
  private static final String PUSH_RULES = "m.push_rules";

  private final RoomView view;
  private final AccountData accountData;

  Successors(RoomView view, AccountData accountData) {
    this.view = view;
    this.accountData = accountData;
  }

  /** Somebody has joined a room, which may be another's successor. */
  void joined(UserId user, RoomId room) {
    predecessor(room)
        .filter(old -> Members.event(view, old, user).isPresent())
        .ifPresent(
            old -> {
              copyTags(user, old, room);
              copyDirect(user, old, room);
              copyRules(user, old, room);
            });
  }

  private Optional<RoomId> predecessor(RoomId room) {
    return view.state(room, "m.room.create", "")
        .map(create -> create.content().path("predecessor").path("room_id").asText())
        .filter(id -> id.startsWith("!") && id.length() > 1 && id.length() <= 255)
        .map(RoomId::of);
  }

  private void copyTags(UserId user, RoomId from, RoomId to) {
    accountData
        .tags(user, from)
        .properties()
        .forEach(
            tag -> {
              if (tag.getValue() instanceof ObjectNode content) {
                accountData.tag(user, to, tag.getKey(), content.deepCopy());
              }
            });
  }

  private void copyDirect(UserId user, RoomId from, RoomId to) {
    boolean direct = false;
    for (JsonNode rooms : accountData.get(user, null, DIRECT).orElseGet(Json::object)) {
      direct |= names(rooms, from) && !names(rooms, to);
    }
    if (direct) {
      accountData.change(
          user,
          null,
          DIRECT,
          content -> {
            for (JsonNode rooms : content) {
              if (rooms instanceof ArrayNode list && names(list, from) && !names(list, to)) {
                list.add(to.value());
              }
            }
            return content;
          });
    }
  }

  private static boolean names(JsonNode rooms, RoomId room) {
    for (JsonNode one : rooms) {
      if (room.value().equals(one.textValue())) {
        return true;
      }
    }
    return false;
  }

  private void copyRules(UserId user, RoomId from, RoomId to) {
    JsonNode rules =
        accountData.get(user, null, PUSH_RULES).orElseGet(Json::object).path("global").path("room");
    if (rule(rules, from).isPresent() && rule(rules, to).isEmpty()) {
      accountData.change(
          user,
          null,
          PUSH_RULES,
          content -> {
            if (content.path("global").path("room") instanceof ArrayNode list) {
              rule(list, from)
                  .ifPresent(
                      old -> list.add(((ObjectNode) old.deepCopy()).put("rule_id", to.value())));
            }
            return content;
          });
    }
  }

  private static Optional<JsonNode> rule(JsonNode rules, RoomId room) {
    for (JsonNode rule : rules) {
      if (room.value().equals(rule.path("rule_id").textValue()) && rule.isObject()) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
