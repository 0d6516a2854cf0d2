package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomAlias;

/** {@code m.room.canonical_alias}: what a room calls itself, which has to lead to it. */
final class CanonicalAlias {
  static final String TYPE = "m.room.canonical_alias";

  private CanonicalAlias() {}

  /**
   * Checks what a room is to call itself.
   *
   * @param before what it calls itself now: that may stay, wherever it leads
   * @param leadsHere whether an alias leads to the room
   * @throws Problem 400 {@code M_INVALID_PARAM} for what is no alias, {@code M_BAD_ALIAS} for one
   *     that leads elsewhere
   */
  static void check(Fields content, ObjectNode before, Predicate<RoomAlias> leadsHere) {
    content
        .text("alias")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> check(text, before, leadsHere));
    content
        .texts("alt_aliases")
        .ifPresent(list -> list.forEach(text -> check(text, before, leadsHere)));
  }

  private static void check(String text, ObjectNode before, Predicate<RoomAlias> leadsHere) {
    boolean known = before.path("alias").asText().equals(text);
    for (var alternative : before.path("alt_aliases")) {
      known |= alternative.asText().equals(text);
    }
    if (!known && !leadsHere.test(RoomAlias.of(text))) {
      throw Problem.of(
          400, "M_BAD_ALIAS", "An alias does not lead to this room: add it to the room first.");
    }
  }

  /**
   * What a room calls itself once an alias leads to it no more.
   *
   * @return empty when it did not call itself by that one
   */
  static Optional<ObjectNode> without(ObjectNode content, RoomAlias alias) {
    ObjectNode after = content.deepCopy();
    if (alias.value().equals(after.path("alias").textValue())) {
      after.remove("alias");
    }
    if (after.get("alt_aliases") instanceof ArrayNode others) {
      ArrayNode kept = Json.array();
      others.forEach(
          other -> {
            if (!alias.value().equals(other.textValue())) {
              kept.add(other);
            }
          });
      if (kept.isEmpty()) {
        after.remove("alt_aliases");
      } else {
        after.set("alt_aliases", kept);
      }
    }
    return after.equals(content) ? Optional.empty() : Optional.of(after);
  }
}
