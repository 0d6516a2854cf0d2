package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Which events relate to which (client-server API, "Relationship types"): kept as a projection of
 * the log, and put into events as {@code m.relations}: the newest edit, the summary of a thread,
 * references.
 */
public final class Relations implements Projection {
  private static final int MOST_REFERENCES = 100;

  /** How many edits of an event are compared in search of the most recent. */
  private static final int MOST_EDITS = 20;

  /** Times may be said by application services, so places in the log do not settle it. */
  private static final Comparator<Event> MOST_RECENT =
      Comparator.comparingLong(Event::originServerTs).thenComparing(event -> event.id().value());

  private final Database database;

  /** Makes the projection: hand it to the log. */
  public Relations(Database database) {
    this.database = database;
  }

  @Override
  public List<String> tables() {
    return List.of("event_relations");
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    if (event.type().equals("m.room.redaction")) {
      event.redacts().ifPresent(target -> new RelationDao(tx).delete(target));
      return;
    }
    JsonNode relation = event.content().path("m.relates_to");
    String relType = relation.path("rel_type").asText();
    String target = relation.path("event_id").asText();
    if (relType.isEmpty()
        || relType.length() > 255
        || event.isState()
        || event.redactedBy().isPresent()
        || !isEventId(target)) {
      return;
    }
    new RelationDao(tx)
        .insert(
            new RelationDao.Row(
                event.position(),
                event.room(),
                EventId.of(target),
                relType,
                event.type(),
                event.id(),
                event.sender()));
  }

  private static boolean isEventId(String text) {
    return text.startsWith("$") && text.length() > 1 && text.length() <= 255 && isPlain(text);
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /**
   * Encodes an event without aggregations.
   *
   * @see ClientEvents
   */
  interface Encoder {
    ObjectNode json(Event event, @Nullable ObjectNode relations);
  }

  /**
   * Who asks for aggregations.
   *
   * @param user the reader
   * @param ignored whom they ignore: threads are told without them
   */
  record Asker(UserId user, Set<String> ignored) {}

  /**
   * Those of some events of a room to which others relate as a filter wants it. Of what a sender
   * relates in one way the newest counts: it has to be something that the reader may see.
   */
  Set<EventId> related(List<Event> events, EventFilter filter, UserId user, RoomReader rooms) {
    RoomId room = events.get(0).room();
    List<EventId> targets = events.stream().map(Event::id).toList();
    return database
        .read(
            tx -> {
              RelationDao dao = new RelationDao(tx);
              return dao.at(
                  dao.newest(room, targets, filter.relatedBySenders(), filter.relatedByRelTypes()));
            })
        .stream()
        .filter(row -> rooms.event(user, room, row.event()).isPresent())
        .map(RelationDao.Row::target)
        .collect(Collectors.toSet());
  }

  /** The aggregations of some events, for a reader. */
  Map<EventId, ObjectNode> of(List<Event> events, Asker asker, RoomReader rooms, Encoder encoder) {
    Map<RoomId, List<Event>> byRoom = events.stream().collect(Collectors.groupingBy(Event::room));
    Map<EventId, ObjectNode> found = new HashMap<>();
    byRoom.forEach(
        (room, some) -> found.putAll(new Aggregation(room, asker, rooms, encoder).of(some)));
    return found;
  }

  /** The aggregations of events of one room. */
  private final class Aggregation {
    private final RoomId room;
    private final UserId reader;
    private final Set<String> ignored;
    private final RoomReader rooms;
    private final Encoder encoder;

    Aggregation(RoomId room, Asker asker, RoomReader rooms, Encoder encoder) {
      this.room = room;
      this.reader = asker.user();
      this.ignored = asker.ignored();
      this.rooms = rooms;
      this.encoder = encoder;
    }

    Map<EventId, ObjectNode> of(List<Event> events) {
      Map<EventId, Event> targets = new LinkedHashMap<>();
      events.forEach(event -> targets.put(event.id(), event));
      List<RelationDao.Count> counts =
          database.read(tx -> new RelationDao(tx).counts(room, targets.keySet()));
      if (counts.isEmpty()) {
        return Map.of();
      }
      Map<EventId, ObjectNode> found = new HashMap<>();
      counts.stream()
          .collect(Collectors.groupingBy(RelationDao.Count::target))
          .forEach(
              (id, some) -> {
                Event target = targets.get(id);
                ObjectNode relations = target == null ? Json.object() : aggregate(target, some);
                if (!relations.isEmpty()) {
                  found.put(id, relations);
                }
              });
      return found;
    }

    private ObjectNode aggregate(Event target, List<RelationDao.Count> counts) {
      ObjectNode relations = Json.object();
      replacement(target, counts)
          .ifPresent(edit -> relations.set("m.replace", encoder.json(edit, null)));
      thread(target, counts).ifPresent(thread -> relations.set("m.thread", thread));
      ArrayNode references = references(target, counts);
      if (!references.isEmpty()) {
        relations.putObject("m.reference").set("chunk", references);
      }
      return relations;
    }

    /**
     * The most recent edit by the author of the event, of the same type; none once it is redacted.
     */
    private Optional<Event> replacement(Event target, List<RelationDao.Count> counts) {
      boolean edited =
          counts.stream()
              .anyMatch(
                  count ->
                      count.relType().equals("m.replace")
                          && count.sender().equals(target.sender()));
      if (!edited || target.isState() || target.redactedBy().isPresent() || isEdit(target)) {
        return Optional.empty();
      }
      return database
          .read(
              tx ->
                  new RelationDao(tx)
                      .related(
                          room,
                          List.of(target.id()),
                          "m.replace",
                          target.type(),
                          0,
                          Long.MAX_VALUE,
                          true,
                          MOST_EDITS))
          .stream()
          .filter(row -> row.sender().equals(target.sender()))
          .map(row -> rooms.event(reader, room, row.event()))
          .flatMap(Optional::stream)
          .filter(Aggregation::replaces)
          .max(MOST_RECENT);
    }

    /** An edit says what is there now; of an encrypted one that is for its readers to see. */
    private static boolean replaces(Event edit) {
      return edit.type().equals("m.room.encrypted")
          || edit.content().path("m.new_content").isObject();
    }

    private static boolean isEdit(Event event) {
      return event.content().path("m.relates_to").path("rel_type").asText().equals("m.replace");
    }

    private Optional<ObjectNode> thread(Event root, List<RelationDao.Count> counts) {
      List<RelationDao.Count> replies =
          counts.stream()
              .filter(count -> count.relType().equals("m.thread"))
              .filter(count -> !ignored.contains(count.sender().value()))
              .toList();
      if (replies.isEmpty()) {
        return Optional.empty();
      }
      long newest = replies.stream().mapToLong(RelationDao.Count::newest).max().orElse(0);
      return database.read(tx -> new RelationDao(tx).at(List.of(newest))).stream()
          .findFirst()
          .flatMap(row -> rooms.event(reader, room, row.event()))
          .map(
              latest -> {
                ObjectNode summary = Json.object();
                // Edits of the latest reply are shown with it, threads do not nest.
                summary.set(
                    "latest_event", encoder.json(latest, of(List.of(latest)).get(latest.id())));
                summary.put("count", replies.stream().mapToInt(RelationDao.Count::count).sum());
                summary.put(
                    "current_user_participated",
                    root.sender().equals(reader)
                        || replies.stream().anyMatch(count -> count.sender().equals(reader)));
                return summary;
              });
    }

    private ArrayNode references(Event target, List<RelationDao.Count> counts) {
      ArrayNode chunk = Json.array();
      if (counts.stream().anyMatch(count -> count.relType().equals("m.reference"))) {
        database
            .read(
                tx ->
                    new RelationDao(tx)
                        .related(
                            room,
                            List.of(target.id()),
                            "m.reference",
                            null,
                            0,
                            Long.MAX_VALUE,
                            false,
                            MOST_REFERENCES))
            .stream()
            .filter(row -> rooms.event(reader, room, row.event()).isPresent())
            .forEach(row -> chunk.addObject().put("event_id", row.event().value()));
      }
      return chunk;
    }
  }
}
