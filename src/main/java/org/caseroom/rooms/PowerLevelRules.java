package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;

/**
 * Rule 10 of the authorisation rules: what a new {@code m.room.power_levels} may say (numbers as in
 * room version 12). Nobody gives or takes more than they have.
 */
final class PowerLevelRules {
  private static final List<String> NUMBERS =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");
  private static final List<String> MAPS = List.of("events", "notifications");

  private PowerLevelRules() {}

  /**
   * Refuses levels that break a rule.
   *
   * @param levels the levels that hold now
   * @param before the event that they are from, if there is one
   */
  static void check(
      RoomVersion version, Event proposed, PowerLevels levels, Optional<Event> before) {
    ObjectNode content = proposed.content();
    checkShape(content);
    if (version.privilegesCreators()) { // 10.4
      for (Map.Entry<String, JsonNode> user : content.path("users").properties()) {
        if (levels.isCreator(user.getKey())) {
          throw Problem.badJson(
              "The room's creators stand above all levels: leave them out of 'users'.");
        }
      }
    }
    if (before.isEmpty()) { // 10.5
      return;
    }
    checkChanges(before.get().content(), content, proposed.sender(), levels);
  }

  private static void checkShape(ObjectNode content) {
    for (String name : NUMBERS) { // 10.1
      if (content.has(name) && !content.path(name).isIntegralNumber()) {
        throw Problem.badJson("'" + name + "' in power levels is a whole number.");
      }
    }
    for (String name : MAPS) { // 10.2
      checkMap(content, name);
    }
    checkMap(content, "users"); // 10.3
    for (Map.Entry<String, JsonNode> user : content.path("users").properties()) {
      if (!UserId.isValid(user.getKey())) {
        throw Problem.badJson("'users' in power levels has user ids as its keys.");
      }
    }
  }

  private static void checkMap(ObjectNode content, String name) {
    JsonNode map = content.path(name);
    if (map.isMissingNode()) {
      return;
    }
    boolean valid = map.isObject();
    for (JsonNode level : map) {
      valid &= level.isIntegralNumber();
    }
    if (!valid) {
      throw Problem.badJson(
          "'" + name + "' in power levels is an object whose values are whole numbers.");
    }
  }

  private static void checkChanges(
      ObjectNode before, ObjectNode after, UserId sender, PowerLevels levels) {
    long own = levels.user(sender);
    for (String name : NUMBERS) { // 10.6
      checkChange(name, before.path(name), after.path(name), own, false);
    }
    for (String map : MAPS) { // 10.7, 10.8
      for (String name : names(before.path(map), after.path(map))) {
        checkChange(name, before.path(map).path(name), after.path(map).path(name), own, false);
      }
    }
    JsonNode was = before.path("users");
    JsonNode is = after.path("users");
    for (String user : names(was, is)) { // 10.9, 10.10
      boolean other = !user.equals(sender.value());
      checkChange(user, was.path(user), is.path(user), own, other);
    }
  }

  /**
   * Refuses one change.
   *
   * @param belowOnly whether the old value must be below the sender's level, and not just within it
   */
  private static void checkChange(
      String what, JsonNode was, JsonNode is, long own, boolean belowOnly) {
    if (was.equals(is)
        || (was.isIntegralNumber() && is.isIntegralNumber() && was.longValue() == is.longValue())) {
      return;
    }
    if (was.isIntegralNumber() && (belowOnly ? was.longValue() >= own : was.longValue() > own)) {
      throw Problem.forbidden(
          "You may not change the level of '"
              + what
              + "': it is "
              + was.longValue()
              + " and yours is "
              + own
              + ".");
    }
    if (is.isIntegralNumber() && is.longValue() > own) {
      throw Problem.forbidden(
          "You may not set the level of '"
              + what
              + "' to "
              + is.longValue()
              + ": that is more than your own, which is "
              + own
              + ".");
    }
  }

  private static Set<String> names(JsonNode one, JsonNode other) {
    Set<String> names = new LinkedHashSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
