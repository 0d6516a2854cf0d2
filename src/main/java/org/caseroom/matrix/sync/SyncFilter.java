package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.EventFilter;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.push.PushEvaluator;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of a sync (client-server API, "Filtering"). One that was read serves all the
 * requests that name it.
 *
 * @param fields the wanted fields of events; null for all
 * @param federation whether events are wanted in federation format
 * @param presence whose presence
 * @param accountData which global account data
 * @param rooms which rooms at all
 * @param includeLeave whether an initial sync lists rooms that the user has left
 * @param state which state events
 * @param timeline which timeline events, and how many
 * @param ephemeral which ephemeral events
 * @param roomAccountData which account data of rooms
 */
public record SyncFilter(
    @Nullable EventFields fields,
    boolean federation,
    EventFilter presence,
    EventFilter accountData,
    EventFilter rooms,
    boolean includeLeave,
    EventFilter state,
    EventFilter timeline,
    EventFilter ephemeral,
    EventFilter roomAccountData) {

  /** How many timeline events a room gets unless the filter says. */
  static final int DEFAULT_LIMIT = 20;

  /** A filter that lets everything pass. */
  public static final SyncFilter ALL = read(Json.object());

  /**
   * Reads a filter.
   *
   * @throws Problem {@code M_BAD_JSON} for a field of the wrong type, {@code M_INVALID_PARAM} for
   *     ids or a format that are none
   */
  public static SyncFilter read(ObjectNode json) {
    Fields fields = Fields.of(json);
    Optional<Fields> room = fields.fields("room");
    return new SyncFilter(
        fields.texts("event_fields").map(EventFields::new).orElse(null),
        federation(fields.text("event_format").orElse("client")),
        part(fields.fields("presence")),
        part(fields.fields("account_data")),
        part(room),
        room.map(it -> it.flag("include_leave", false)).orElse(false),
        part(room.flatMap(it -> it.fields("state"))),
        part(room.flatMap(it -> it.fields("timeline"))),
        part(room.flatMap(it -> it.fields("ephemeral"))),
        part(room.flatMap(it -> it.fields("account_data"))));
  }

  private static EventFilter part(Optional<Fields> json) {
    return json.map(EventFilter::read).orElse(EventFilter.ALL);
  }

  private static boolean federation(String format) {
    return switch (format) {
      case "client" -> false;
      case "federation" -> true;
      default -> throw Problem.invalidParam("'event_format' is client or federation.");
    };
  }

  /** Whether a room may appear at all. */
  boolean wantsRoom(RoomId room) {
    return rooms.wantsRoom(room);
  }

  /** The most timeline events of a room. */
  int timelineLimit() {
    Integer limit = timeline.limit();
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  /** Whether every event of the timeline is wanted, in the usual form. */
  boolean wholeTimeline() {
    return timeline.passesAll();
  }

  /** The paths of the wanted fields, split at their dots. */
  static final class EventFields {
    private final List<List<String>> paths;

    EventFields(List<String> dotted) {
      this.paths = dotted.stream().map(PushEvaluator::path).toList();
    }

    /** What is left of an event. */
    ObjectNode of(ObjectNode event) {
      ObjectNode kept = Json.object();
      for (List<String> path : paths) {
        copy(event, kept, path);
      }
      return kept;
    }

    private static void copy(ObjectNode from, ObjectNode into, List<String> path) {
      ObjectNode source = from;
      ObjectNode target = into;
      for (int i = 0; i < path.size() - 1; i++) {
        if (!(source.get(path.get(i)) instanceof ObjectNode inner)) {
          return;
        }
        source = inner;
        target =
            target.get(path.get(i)) instanceof ObjectNode known
                ? known
                : target.putObject(path.get(i));
      }
      String last = path.get(path.size() - 1);
      if (source.has(last)) {
        target.set(last, source.get(last));
      }
    }
  }
}
