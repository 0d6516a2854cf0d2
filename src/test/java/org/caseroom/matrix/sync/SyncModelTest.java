package org.caseroom.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that put together what syncs tell them, step by step, while people come and go at random:
 * each has to end up with what is the case.
 */
class SyncModelTest {
  private static final int STEPS = 120;
  private static final List<String> VISIBILITIES =
      List.of("shared", "joined", "invited", "world_readable");

  private static final List<String> STATES =
      List.of(
          "[[\"*\",\"*\"]]",
          "[[\"*\",\"*\"]]",
          "[]",
          "[[\"m.room.topic\",\"\"],[\"m.room.member\",\"$LAZY\"]]",
          "[[\"m.room.member\",\"*\"]]");

  private TestCaseroom caseroom;
  private Random random;
  private List<Person> people;
  private final List<String> rooms = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {6, 22, 51})
  void clientsEndUpWithWhatIsTheCase(long seed) {
    random = new Random(seed);
    try (TestCaseroom own = TestCaseroom.start()) {
      caseroom = own;
      people =
          List.of(
              Person.called(own, "ann"),
              Person.called(own, "ben"),
              Person.called(own, "cat"),
              Person.called(own, "dan"));
      List<Model> models = new ArrayList<>();
      for (Person person : people.subList(0, 2)) {
        models.add(new Plain(person.onAnotherDevice(), false, false, false));
        models.add(new Plain(person.onAnotherDevice(), true, false, false));
        models.add(new Plain(person.onAnotherDevice(), false, true, false));
        models.add(new Plain(person.onAnotherDevice(), true, true, false));
        models.add(new Plain(person.onAnotherDevice(), false, true, true));
        models.add(new Plain(person.onAnotherDevice(), true, false, true));
        models.add(new Sliding(person.onAnotherDevice()));
      }
      for (int step = 0; step < STEPS; step++) {
        act();
        for (Model model : models) {
          if (random.nextInt(4) == 0) {
            model.sync("seed " + seed + ", step " + step + ", " + model);
          }
        }
      }
    }
  }

  // ---- What people do ----

  private void act() {
    Person who = people.get(random.nextInt(people.size()));
    if (rooms.size() < 2 || (rooms.size() < 4 && random.nextInt(15) == 0)) {
      ObjectNode body = Json.object().put("preset", "public_chat");
      body.putArray("initial_state")
          .addObject()
          .put("type", "m.room.history_visibility")
          .put("state_key", "")
          .putObject("content")
          .put("history_visibility", VISIBILITIES.get(random.nextInt(VISIBILITIES.size())));
      rooms.add(who.post("/createRoom", body).path("room_id").asText());
      return;
    }
    String room = rooms.get(random.nextInt(rooms.size()));
    Person other = people.get(random.nextInt(people.size()));
    ObjectNode target = Json.object().put("user_id", other.id);
    String path = "/_matrix/client/v3/rooms/" + room;
    // Much of this is refused, which is as good.
    switch (random.nextInt(14)) {
      case 0, 1 -> call(who, "POST", path + "/join", Json.object());
      case 2 -> call(who, "POST", path + "/leave", Json.object());
      case 3 -> call(who, "POST", path + "/invite", target);
      case 4 -> call(who, "POST", path + (random.nextBoolean() ? "/kick" : "/ban"), target);
      case 5 -> call(who, "POST", path + "/unban", target);
      case 6 -> call(who, "PUT", path + "/state/m.room.topic", Json.object().put("topic", text()));
      case 7 ->
          call(
              who,
              "PUT",
              path + "/state/m.room.history_visibility",
              Json.object().put("history_visibility", VISIBILITIES.get(random.nextInt(4))));
      case 8 ->
          call(
              who,
              "PUT",
              "/_matrix/client/v3/profile/" + who.id + "/displayname",
              Json.object().put("displayname", text()));
      case 9 -> call(who, "POST", path + "/forget", Json.object());
      default ->
          call(
              who,
              "PUT",
              path + "/send/m.room.message/" + text(),
              Json.object().put("msgtype", "m.text").put("body", text()));
    }
  }

  private String text() {
    return "t" + random.nextInt(1_000_000_000);
  }

  private void call(Person who, String method, String path, ObjectNode body) {
    int status = caseroom.http().send(method, path, who.token, body).status();
    assertTrue(status < 500, method + " " + path + " gave " + status);
  }

  private RoomView view() {
    return caseroom.caseroom().rooms().log().view();
  }

  // ---- Clients ----

  /** What a client has of a room. */
  private static final class Had {
    final Map<String, String> state = new TreeMap<>();
    final List<String> timeline = new ArrayList<>();

    void put(JsonNode event) {
      if (event.has("state_key")) {
        state.put(
            event.path("type").asText() + "|" + event.path("state_key").asText(),
            event.path("event_id").asText());
      }
    }
  }

  private abstract class Model {
    final Person person;
    final Map<String, Had> joined = new HashMap<>();
    final Set<String> invited = new HashSet<>();

    Model(Person person) {
      this.person = person;
    }

    abstract void sync(String when);

    void check(String when) {
      UserId user = UserId.of(person.id);
      assertEquals(ids(user, Membership.JOIN), joined.keySet(), when + ": joined");
      assertEquals(ids(user, Membership.INVITE), invited, when + ": invited");
      joined.forEach((room, had) -> checkState(room, had, when));
    }

    private Set<String> ids(UserId user, Membership membership) {
      Set<String> ids = new HashSet<>();
      view().rooms(user, membership).forEach(room -> ids.add(room.value()));
      return ids;
    }

    void checkState(String room, Had had, String when) {
      assertEquals(present(room), had.state, when + ": state of " + room);
    }

    Map<String, String> present(String room) {
      Map<String, String> state = new TreeMap<>();
      for (Event event : view().state(new org.caseroom.base.RoomId(room))) {
        state.put(event.type() + "|" + event.stateKey(), event.id().value());
      }
      return state;
    }

    boolean wants(JsonNode event) {
      return true;
    }

    /** Whether a timeline goes on where the last one ended, and ends where the room does. */
    void checkTimeline(String room, Had had, JsonNode events, boolean joinsUp, String when) {
      List<String> told = new ArrayList<>();
      events.forEach(event -> told.add(event.path("event_id").asText()));
      if (!joinsUp) {
        had.timeline.clear();
      }
      had.timeline.addAll(told);
      assertEquals(
          had.timeline.size(),
          new HashSet<>(had.timeline).size(),
          when + ": told twice in " + room);
      List<String> all = new ArrayList<>();
      for (JsonNode event :
          person.get("/rooms/" + room + "/messages?dir=b&limit=1000").path("chunk")) {
        if (wants(event)) {
          all.add(event.path("event_id").asText());
        }
      }
      Collections.reverse(all);
      // State that is in force is told also where its setting is not to be seen otherwise.
      List<String> seen = new ArrayList<>(had.timeline);
      seen.retainAll(all);
      assertTrue(
          all.subList(all.size() - Math.min(all.size(), seen.size()), all.size()).equals(seen),
          when + ": " + room + " has " + all + " and was told " + seen);
    }
  }

  /** {@code GET /sync}. */
  private final class Plain extends Model {
    private final boolean after;
    private final boolean lazy;
    private final boolean messages;

    /**
     * A client.
     *
     * @param after whether it takes its state as of the end of the timeline
     * @param lazy whether it loads members lazily
     * @param messages whether it wants nothing but messages in its timeline
     */
    Plain(Person person, boolean after, boolean lazy, boolean messages) {
      super(person);
      this.messages = messages;
      this.after = after;
      this.lazy = lazy;
    }

    @Override
    void sync(String when) {
      int limit = random.nextInt(6);
      boolean full = random.nextInt(8) == 0;
      String[] query = {
        Person.filter(
            "{\"room\":{\"timeline\":{\"limit\":"
                + limit
                + (messages ? ",\"types\":[\"m.room.message\"]" : "")
                + "},\"state\":{\"lazy_load_members\":"
                + lazy
                + "}}}"),
        "use_state_after=" + after,
        "full_state=" + full
      };
      if (random.nextInt(5) == 0) {
        // The answer is lost on its way.
        person.syncFrom(person.since(), query);
        return;
      }
      JsonNode rooms = person.sync(query).path("rooms");
      for (String kind : List.of("join", "leave", "knock")) {
        rooms.path(kind).fieldNames().forEachRemaining(invited::remove);
      }
      rooms.path("invite").fieldNames().forEachRemaining(invited::add);
      rooms.path("invite").fieldNames().forEachRemaining(joined::remove);
      rooms.path("leave").fieldNames().forEachRemaining(joined::remove);
      rooms.path("join").properties().forEach(room -> join(room.getKey(), room.getValue(), when));
      check(when + ", limit " + limit);
    }

    @Override
    boolean wants(JsonNode event) {
      return !messages || event.path("type").asText().equals("m.room.message");
    }

    private void join(String room, JsonNode section, String when) {
      Had had = joined.computeIfAbsent(room, r -> new Had());
      JsonNode timeline = section.path("timeline");
      section.path(after ? "state_after" : "state").path("events").forEach(had::put);
      if (!after) {
        timeline.path("events").forEach(had::put);
      }
      checkTimeline(
          room, had, timeline.path("events"), !timeline.path("limited").asBoolean(), when);
      if (lazy) {
        for (JsonNode event : timeline.path("events")) {
          assertTrue(
              had.state.containsKey("m.room.member|" + event.path("sender").asText()),
              when + ": whoever speaks is known in " + room);
        }
      }
    }

    @Override
    void checkState(String room, Had had, String when) {
      if (!lazy) {
        super.checkState(room, had, when);
        return;
      }
      Map<String, String> present = present(room);
      present
          .keySet()
          .removeIf(key -> key.startsWith("m.room.member|") && !had.state.containsKey(key));
      assertEquals(present, had.state, when + ": state of " + room);
    }

    @Override
    public String toString() {
      return person.id
          + (after ? ", state after" : "")
          + (lazy ? ", lazy" : "")
          + (messages ? ", messages only" : "");
    }
  }

  /** Sliding sync. */
  private final class Sliding extends Model {
    private String pos = "";

    Sliding(Person person) {
      super(person);
    }

    @Override
    void sync(String when) {
      String path = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
      int limit = random.nextInt(6);
      // Often it looks at some rooms only, or wants little of their state.
      int last = random.nextBoolean() ? 99 : random.nextInt(3);
      String state = STATES.get(random.nextInt(STATES.size()));
      JsonNode answer =
          caseroom
              .http()
              .post(
                  pos.isEmpty() ? path : path + "?pos=" + pos,
                  person.token,
                  "{\"lists\":{\"all\":{\"ranges\":[[0,"
                      + last
                      + "]],\"timeline_limit\":"
                      + limit
                      + ",\"required_state\":"
                      + state
                      + "}}}")
              .ok();
      if (random.nextInt(5) == 0) {
        // The answer is lost on its way.
        return;
      }
      pos = answer.path("pos").asText();
      answer.path("rooms").properties().forEach(room -> take(room.getKey(), room.getValue(), when));
      if (last == 99 && state.equals(STATES.get(0))) {
        check(when + ", limit " + limit);
      }
    }

    private void take(String room, JsonNode result, String when) {
      String membership = result.path("membership").asText();
      invited.remove(room);
      if (!membership.equals("join")) {
        joined.remove(room);
        if (membership.equals("invite")) {
          invited.add(room);
        }
        return;
      }
      boolean initial = result.path("initial").asBoolean();
      assertTrue(initial || joined.containsKey(room), when + ": a new room is marked as such");
      if (initial) {
        joined.remove(room);
      }
      Had had = joined.computeIfAbsent(room, r -> new Had());
      result.path("required_state").forEach(had::put);
      boolean joinsUp =
          !initial
              && !result.path("limited").asBoolean()
              && !result.path("unstable_expanded_timeline").asBoolean();
      checkTimeline(room, had, result.path("timeline"), joinsUp, when);
    }

    @Override
    public String toString() {
      return person.id + ", sliding";
    }
  }
}
