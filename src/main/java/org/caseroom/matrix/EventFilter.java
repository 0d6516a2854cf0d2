package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * Which events a client wants to see: {@code EventFilter} and {@code RoomEventFilter} of the
 * client-server API in one (section "Filtering").
 *
 * @param limit the most events, null when not said
 * @param types the wanted types, {@code *} standing for any text; null for all
 * @param notTypes the unwanted types; they win over {@code types}
 * @param senders the wanted senders; null for all
 * @param notSenders the unwanted senders
 * @param rooms the wanted rooms; null for all
 * @param notRooms the unwanted rooms
 * @param containsUrl only with, or only without, a {@code url} in the content; null for both
 * @param relTypes only events that relate to others in one of these ways; null for all
 * @param notRelTypes no events that relate to others in one of these ways
 * @param relatedBySenders only events to which events of one of these senders relate; null for all
 * @param relatedByRelTypes only events to which others relate in one of these ways; null for all
 * @param lazyLoadMembers whether to send only the member events that the events sent call for
 * @param includeRedundantMembers whether to send member events again that the client has had
 * @param unreadThreadNotifications whether the client counts unread events by thread
 */
public record EventFilter(
    @Nullable Integer limit,
    @Nullable List<String> types,
    List<String> notTypes,
    @Nullable List<String> senders,
    List<String> notSenders,
    @Nullable List<String> rooms,
    List<String> notRooms,
    @Nullable Boolean containsUrl,
    @Nullable List<String> relTypes,
    List<String> notRelTypes,
    @Nullable List<String> relatedBySenders,
    @Nullable List<String> relatedByRelTypes,
    boolean lazyLoadMembers,
    boolean includeRedundantMembers,
    boolean unreadThreadNotifications) {

  /** A filter that lets everything pass. */
  public static final EventFilter ALL = read(Fields.of(Json.object()));

  /**
   * Reads a filter.
   *
   * @throws Problem {@code M_BAD_JSON} for a field of the wrong type, {@code M_INVALID_PARAM} for
   *     ids that are none
   */
  public static EventFilter read(Fields json) {
    Optional<List<String>> senders = json.texts("senders");
    Optional<List<String>> notSenders = json.texts("not_senders");
    Optional<List<String>> rooms = json.texts("rooms");
    Optional<List<String>> notRooms = json.texts("not_rooms");
    senders.ifPresent(list -> list.forEach(UserId::of));
    notSenders.ifPresent(list -> list.forEach(UserId::of));
    rooms.ifPresent(list -> list.forEach(RoomId::of));
    notRooms.ifPresent(list -> list.forEach(RoomId::of));
    return new EventFilter(
        json.number("limit").map(n -> (int) Math.max(0, Math.min(n, 1000))).orElse(null),
        json.texts("types").orElse(null),
        json.texts("not_types").orElse(List.of()),
        senders.orElse(null),
        notSenders.orElse(List.of()),
        rooms.orElse(null),
        notRooms.orElse(List.of()),
        json.flag("contains_url").orElse(null),
        either(json, "rel_types", "org.matrix.msc3874.rel_types").orElse(null),
        either(json, "not_rel_types", "org.matrix.msc3874.not_rel_types").orElse(List.of()),
        either(json, "related_by_senders", "io.element.relation_senders").orElse(null),
        either(json, "related_by_rel_types", "io.element.relation_types").orElse(null),
        json.flag("lazy_load_members", false),
        json.flag("include_redundant_members", false),
        json.flag("unread_thread_notifications", false));
  }

  /** Proposals (MSC3440, MSC3874) have a name of their own until they are taken in. */
  private static Optional<List<String>> either(Fields json, String name, String proposed) {
    return json.texts(name).or(() -> json.texts(proposed));
  }

  /**
   * Reads the {@code filter} parameter of a query: a JSON object in the address.
   *
   * @throws Problem {@code M_NOT_JSON} or {@code M_BAD_JSON}
   */
  public static EventFilter ofQuery(Optional<String> parameter) {
    if (parameter.isEmpty() || parameter.get().isBlank()) {
      return ALL;
    }
    ObjectNode json = Json.asObject(Json.parse(parameter.get()));
    return read(Fields.of(json));
  }

  /** Whether events of this room may pass at all. */
  public boolean wantsRoom(RoomId room) {
    return (rooms == null || rooms.contains(room.value())) && !notRooms.contains(room.value());
  }

  /**
   * Whether an event passes, as far as the event itself tells: {@link ClientEvents#passing} asks
   * besides what relates to it.
   */
  public boolean matches(Event event) {
    return wantsRoom(event.room())
        && matches(event.type(), event.sender().value())
        && (containsUrl == null || containsUrl == event.content().path("url").isTextual())
        && relates(event);
  }

  private boolean relates(Event event) {
    if (relTypes == null && notRelTypes.isEmpty()) {
      return true;
    }
    String relType = event.content().path("m.relates_to").path("rel_type").asText();
    return !notRelTypes.contains(relType) && (relTypes == null || relTypes.contains(relType));
  }

  /** Whether it asks what relates to events. */
  public boolean asksRelated() {
    return relatedBySenders != null || relatedByRelTypes != null;
  }

  /** Whether every event of a wanted room passes. */
  public boolean passesAll() {
    return types == null
        && notTypes.isEmpty()
        && senders == null
        && notSenders.isEmpty()
        && containsUrl == null
        && relTypes == null
        && notRelTypes.isEmpty()
        && !asksRelated();
  }

  /** Whether something of this type and sender passes, such as account data. */
  public boolean matches(String type, @Nullable String sender) {
    if (notTypes.stream().anyMatch(pattern -> Glob.matchesStars(pattern, type))
        || (sender != null && notSenders.contains(sender))) {
      return false;
    }
    return (types == null || types.stream().anyMatch(pattern -> Glob.matchesStars(pattern, type)))
        && (senders == null || (sender != null && senders.contains(sender)));
  }
}
