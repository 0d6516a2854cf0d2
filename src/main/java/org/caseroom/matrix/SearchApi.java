package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.ClientEvents.Shape;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomReader.Direction;
import org.caseroom.rooms.RoomReader.Page;
import org.caseroom.rooms.search.Search;
import org.caseroom.rooms.search.SearchKey;
import org.jspecify.annotations.Nullable;

/** Searching what was said (client-server API, "Server Side Search"). */
public final class SearchApi {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MOST = 100;
  private static final int DEFAULT_CONTEXT = 5;
  private static final int MOST_CONTEXT = 100;
  private static final int MOST_PREDECESSORS = 20;
  private static final Set<String> GROUPS = Set.of("room_id", "sender");

  private final RoomReader reader;
  private final ClientEvents events;
  private final Search search;

  /** Makes the endpoint. */
  public SearchApi(RoomReader reader, ClientEvents events, Search search) {
    this.reader = reader;
    this.events = events;
    this.search = search;
  }

  /** The one endpoint. */
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(
            "POST", "/_matrix/client/v3/search", Access.SIGNED_IN, Body.JSON, this::search));
  }

  /** What the body asks, beside what is searched. */
  private record Wishes(
      Search.Question question,
      @Nullable Context context,
      boolean state,
      Set<String> groups,
      @Nullable SearchBatch batch) {}

  private record Context(int before, int after, boolean profiles) {}

  private MatrixResponse search(MatrixRequest request) {
    Fields categories = Fields.of(request).requireFields("search_categories");
    Optional<Fields> room = categories.fields("room_events");
    ObjectNode answer = Json.object();
    ObjectNode found = answer.putObject("search_categories");
    if (room.isPresent()) {
      Caller caller = request.signedIn();
      Wishes wishes =
          wishes(
              caller.user(),
              room.get(),
              request.queryParameter("next_batch").filter(token -> !token.isEmpty()));
      found.set("room_events", roomEvents(caller, wishes));
    }
    return MatrixResponse.ok(answer);
  }

  // ---- What is asked ----

  private Wishes wishes(UserId searcher, Fields body, Optional<String> token) {
    @Nullable SearchBatch batch = token.map(SearchBatch::read).orElse(null);
    Fields wanted = body.fields("filter").orElseGet(() -> Fields.of(Json.object()));
    EventFilter filter = EventFilter.read(wanted);
    EventFilter inAnyRoom =
        EventFilter.read(Fields.of(wanted.json().deepCopy().without(List.of("rooms"))));
    int limit = filter.limit() == null ? DEFAULT_LIMIT : filter.limit();
    Set<RoomId> rooms = rooms(searcher, filter);
    if (batch != null && batch.room() != null) {
      rooms.retainAll(Set.of(batch.room()));
    }
    Search.Question question =
        new Search.Question(
            body.requireText("search_term"),
            keys(body),
            rooms,
            batch == null ? null : batch.sender(),
            inAnyRoom::matches,
            order(body),
            batch == null ? null : batch.place(),
            Math.max(1, Math.min(limit, MOST)));
    return new Wishes(
        question, context(body), body.flag("include_state", false), groups(body), batch);
  }

  private static Set<SearchKey> keys(Fields body) {
    Optional<List<String>> named = body.texts("keys");
    if (named.isEmpty()) {
      return EnumSet.allOf(SearchKey.class);
    }
    Set<SearchKey> keys = EnumSet.noneOf(SearchKey.class);
    for (String name : named.get()) {
      keys.add(
          SearchKey.of(name)
              .orElseThrow(
                  () ->
                      Problem.invalidParam(
                          "'keys' holds content.body, content.name or content.topic.")));
    }
    return keys;
  }

  private static Search.Order order(Fields body) {
    return switch (body.text("order_by").orElse("rank")) {
      case "rank" -> Search.Order.RANK;
      case "recent" -> Search.Order.RECENT;
      default -> throw Problem.invalidParam("'order_by' is rank or recent.");
    };
  }

  private static Set<String> groups(Fields body) {
    Set<String> groups = new LinkedHashSet<>();
    for (Fields group :
        body.fields("groupings").map(groupings -> groupings.list("group_by")).orElse(List.of())) {
      String key = group.requireText("key");
      if (!GROUPS.contains(key)) {
        throw Problem.invalidParam("Results are grouped by room_id or sender.");
      }
      groups.add(key);
    }
    return groups;
  }

  private static @Nullable Context context(Fields body) {
    return body.fields("event_context")
        .map(
            wanted ->
                new Context(
                    around(wanted, "before_limit"),
                    around(wanted, "after_limit"),
                    wanted.flag("include_profile", false)))
        .orElse(null);
  }

  private static int around(Fields wanted, String name) {
    return wanted
        .number(name, 0, Long.MAX_VALUE)
        .map(number -> (int) Math.min(number, MOST_CONTEXT))
        .orElse(DEFAULT_CONTEXT);
  }

  /** The rooms to look in: who names a room means its predecessors as well. */
  private Set<RoomId> rooms(UserId searcher, EventFilter filter) {
    Set<RoomId> own = search.rooms(searcher);
    List<String> named = filter.rooms();
    Set<RoomId> rooms = new HashSet<>();
    if (named == null) {
      rooms.addAll(own);
    } else {
      for (String name : named) {
        RoomId room = RoomId.of(name);
        for (int i = 0; i < MOST_PREDECESSORS && own.contains(room) && rooms.add(room); i++) {
          Optional<RoomId> before = predecessor(searcher, room);
          if (before.isEmpty()) {
            break;
          }
          room = before.get();
        }
      }
    }
    rooms.removeIf(room -> filter.notRooms().contains(room.value()));
    return rooms;
  }

  private Optional<RoomId> predecessor(UserId searcher, RoomId room) {
    try {
      return reader
          .state(searcher, room, "m.room.create", "")
          .map(create -> create.content().path("predecessor").path("room_id").asText())
          .filter(id -> id.startsWith("!"))
          .map(RoomId::of);
    } catch (Problem notTheirs) {
      return Optional.empty();
    }
  }

  // ---- What is answered ----

  private ObjectNode roomEvents(Caller caller, Wishes wishes) {
    Search.Found found = search.find(caller.user(), wishes.question());
    ObjectNode json = Json.object();
    json.put("count", found.count());
    ArrayNode highlights = json.putArray("highlights");
    found.highlights().forEach(highlights::add);
    results(caller, wishes.context(), found.hits(), json.putArray("results"));
    if (wishes.state()) {
      json.set("state", state(caller, found.hits()));
    }
    boolean more = found.hits().size() >= wishes.question().limit();
    if (!found.hits().isEmpty() && !wishes.groups().isEmpty()) {
      ObjectNode groups = json.putObject("groups");
      wishes.groups().forEach(key -> groups.set(key, groups(key, found.hits(), more)));
    }
    if (more) {
      Search.Hit last = found.hits().get(found.hits().size() - 1);
      SearchBatch batch = wishes.batch();
      json.put(
          "next_batch",
          (batch == null ? SearchBatch.all(last.place()) : batch.at(last.place())).token());
    }
    return json;
  }

  private void results(
      Caller caller, @Nullable Context context, List<Search.Hit> hits, ArrayNode results) {
    List<ObjectNode> json =
        events.json(hits.stream().map(Search.Hit::event).toList(), caller, Shape.WITH_ROOM);
    for (int i = 0; i < hits.size(); i++) {
      ObjectNode result = results.addObject();
      result.put("rank", hits.get(i).rank());
      result.set("result", json.get(i));
      result.set(
          "context",
          context == null ? Json.object() : context(caller, context, hits.get(i).event()));
    }
  }

  private ObjectNode context(Caller caller, Context wanted, Event event) {
    Page before = around(caller, event, Direction.BACKWARDS, wanted.before());
    Page after = around(caller, event, Direction.FORWARDS, wanted.after());
    ObjectNode json = Json.object();
    json.put("start", Tokens.of(before.next() == null ? 0 : before.next()));
    long last =
        after.events().isEmpty()
            ? event.position()
            : after.events().get(after.events().size() - 1).position();
    json.put("end", Tokens.of(after.next() == null ? last : after.next()));
    ArrayNode eventsBefore = json.putArray("events_before");
    events.json(before.events(), caller, Shape.WITH_ROOM).forEach(eventsBefore::add);
    ArrayNode eventsAfter = json.putArray("events_after");
    events.json(after.events(), caller, Shape.WITH_ROOM).forEach(eventsAfter::add);
    if (wanted.profiles()) {
      Set<UserId> senders = new LinkedHashSet<>(Set.of(event.sender()));
      before.events().forEach(one -> senders.add(one.sender()));
      after.events().forEach(one -> senders.add(one.sender()));
      ObjectNode profiles = json.putObject("profile_info");
      for (UserId sender : senders) {
        reader
            .membershipAt(sender, event.room(), last)
            .ifPresent(member -> profiles.set(sender.value(), profile(member)));
      }
    }
    return json;
  }

  private static ObjectNode profile(Event member) {
    ObjectNode profile = Json.object();
    member.text("displayname").ifPresent(name -> profile.put("displayname", name));
    member.text("avatar_url").ifPresent(url -> profile.put("avatar_url", url));
    return profile;
  }

  private Page around(Caller caller, Event event, Direction direction, int limit) {
    long from = direction == Direction.BACKWARDS ? event.position() - 1 : event.position();
    return limit == 0
        ? new Page(List.of(), from)
        : reader.page(caller.user(), event.room(), direction, from, null, limit);
  }

  private ObjectNode state(Caller caller, List<Search.Hit> hits) {
    ObjectNode state = Json.object();
    for (Search.Hit hit : hits) {
      RoomId room = hit.event().room();
      if (!state.has(room.value())) {
        ArrayNode pieces = state.putArray(room.value());
        for (Event piece : reader.state(caller.user(), room)) {
          pieces.add(events.state(piece, caller, Shape.WITH_ROOM));
        }
      }
    }
    return state;
  }

  private static ObjectNode groups(String key, List<Search.Hit> hits, boolean more) {
    Map<String, ObjectNode> groups = new LinkedHashMap<>();
    Search.Place place = hits.get(hits.size() - 1).place();
    for (Search.Hit hit : hits) {
      boolean byRoom = key.equals("room_id");
      String value = byRoom ? hit.event().room().value() : hit.event().sender().value();
      ObjectNode group =
          groups.computeIfAbsent(
              value,
              name -> {
                ObjectNode fresh = Json.object().put("order", groups.size() + 1);
                if (more) {
                  fresh.put(
                      "next_batch",
                      (byRoom
                              ? SearchBatch.ofRoom(hit.event().room(), place)
                              : SearchBatch.ofSender(hit.event().sender(), place))
                          .token());
                }
                fresh.putArray("results");
                return fresh;
              });
      group.withArray("results").add(hit.event().id().value());
    }
    ObjectNode json = Json.object();
    groups.forEach(json::set);
    return json;
  }
}
