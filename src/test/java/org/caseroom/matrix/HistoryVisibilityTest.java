package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who reads what of a room's past (client-server API, "Room History Visibility"), through every
 * door that shows events or state: the value of the visibility against the reader's membership,
 * over time.
 */
class HistoryVisibilityTest extends MatrixTest {
  private static final List<String> TIMES = List.of("before", "invited", "joined", "left");

  /** What was sent when: the topic and a message of each time, the message's id by its time. */
  private final Map<String, String> sent = new LinkedHashMap<>();

  private @Nullable String guest;

  @Override
  TestCaseroom open() {
    return TestCaseroom.start(settings -> settings.with("accounts.guests", true));
  }

  private String guest() {
    if (guest == null) {
      guest =
          http()
              .post(V3 + "/register?kind=guest", null, Json.object())
              .ok()
              .path("access_token")
              .asText();
    }
    return guest;
  }

  private void happens(String room, String time) {
    http()
        .put(
            V3 + "/rooms/" + enc(room) + "/state/m.room.topic",
            amy,
            Json.object().put("topic", time))
        .ok();
    String message = send(amy, room, time);
    ObjectNode reference = json("{'body': 'about', 'msgtype': 'm.text'}");
    reference.putObject("m.relates_to").put("rel_type", "m.reference").put("event_id", message);
    send(amy, room, "m.room.message", reference);
    sent.put(time, message);
  }

  private String open(String visibility) {
    sent.clear();
    return createRoom(
        amy,
        """
        {'preset': 'public_chat', 'initial_state': [{'type': 'm.room.history_visibility',
          'content': {'history_visibility': '%s'}}]}"""
            .formatted(visibility));
  }

  /** A line of the table: which times' messages the reader sees, and the state. */
  private String line(String reader, String token, String room) {
    StringBuilder line = new StringBuilder("%-8s".formatted(reader));
    List<String> listed = messages(token, room);
    for (String time : TIMES) {
      line.append(" %-8s".formatted(seen(token, room, time, listed)));
    }
    return line.append(state(token, room)).toString().stripTrailing();
  }

  /** Whether a message is seen, the same through every door; otherwise which doors differ. */
  private String seen(String token, String room, String time, List<String> listed) {
    String id = sent.get(time);
    if (id == null) {
      return ".";
    }
    String base = V3 + "/rooms/" + enc(room);
    String v1 = "/_matrix/client/v1/rooms/" + enc(room);
    Map<String, Boolean> doors = new LinkedHashMap<>();
    doors.put("messages", listed.contains(time));
    doors.put("event", http().get(base + "/event/" + enc(id), token).status() == 200);
    doors.put("context", http().get(base + "/context/" + enc(id), token).status() == 200);
    doors.put("relations", http().get(v1 + "/relations/" + enc(id), token).status() == 200);
    if (!token.equals(guest)) {
      doors.put("events", http().get(V3 + "/events/" + enc(id), token).status() == 200);
    }
    return doors.values().stream().distinct().count() == 1
        ? (doors.get("event") ? "yes" : "-")
        : doors.toString();
  }

  private List<String> messages(String token, String room) {
    List<String> bodies = new ArrayList<>();
    Http.Response answer =
        http().get(V3 + "/rooms/" + enc(room) + "/messages?dir=b&limit=100", token);
    if (answer.status() == 200) {
      answer.json().path("chunk").forEach(e -> bodies.add(e.path("content").path("body").asText()));
    } else {
      refused(403, "M_FORBIDDEN", answer);
    }
    return bodies;
  }

  /** The topic that the reader finds by each door to the state, and their own membership in it. */
  private String state(String token, String room) {
    String base = V3 + "/rooms/" + enc(room);
    Http.Response one = http().get(base + "/state/m.room.topic", token);
    Http.Response all = http().get(base + "/state", token);
    Http.Response members = http().get(base + "/members", token);
    Http.Response initial = http().get(base + "/initialSync", token);
    if (one.status() != 200) {
      for (Http.Response answer : List.of(one, all, members, initial)) {
        refused(403, "M_FORBIDDEN", answer);
      }
      return "-";
    }
    String topic = one.json().path("topic").asText();
    assertEquals(topic, topic(all.ok()));
    assertEquals(topic, topic(initial.ok().path("state")));
    String membership = "none";
    for (JsonNode member : members.ok().path("chunk")) {
      if (member.path("state_key").asText().equals(id("sam"))) {
        membership = member.path("content").path("membership").asText();
      }
    }
    return topic + "/" + membership;
  }

  private static String topic(JsonNode state) {
    for (JsonNode event : state) {
      if (event.path("type").asText().equals("m.room.topic")) {
        return event.path("content").path("topic").asText();
      }
    }
    return "none";
  }

  private String act(String token, String room, String action) {
    return room(token, room, action, "{'user_id': '" + id("sam") + "'}").text();
  }

  /** Sam is asked in, joins, leaves, and comes back; Jo never has to do with the room. */
  private String story(String visibility) {
    String room = open(visibility);
    List<String> lines = new ArrayList<>();
    lines.add("reader   before   invited  joined   left     state");
    happens(room, "before");
    lines.add(line("stranger", sam, room));
    act(amy, room, "/invite");
    happens(room, "invited");
    lines.add(line("invited", sam, room));
    room(sam, room, "/join", "{}").ok();
    happens(room, "joined");
    lines.add(line("joined", sam, room));
    room(sam, room, "/leave", "{}").ok();
    happens(room, "left");
    lines.add(line("left", sam, room));
    lines.add(line("stranger", jo, room));
    lines.add(line("guest", guest(), room));
    room(sam, room, "/join", "{}").ok();
    lines.add(line("back", sam, room));
    return String.join("\n", lines);
  }

  private void told(String visibility, String table) {
    String story = story(visibility);
    System.out.println(visibility + "\n" + story + "\n");
    assertEquals(table.strip(), story);
  }

  @Test
  void worldReadable() {
    told(
        "world_readable",
        """
        reader   before   invited  joined   left     state
        stranger yes      .        .        .       before/none
        invited  yes      yes      .        .       invited/invite
        joined   yes      yes      yes      .       joined/join
        left     yes      yes      yes      yes     left/leave
        stranger yes      yes      yes      yes     left/leave
        guest    yes      yes      yes      yes     left/leave
        back     yes      yes      yes      yes     left/join
        """);
  }

  @Test
  void shared() {
    told(
        "shared",
        """
        reader   before   invited  joined   left     state
        stranger -        .        .        .       -
        invited  -        -        .        .       -
        joined   yes      yes      yes      .       joined/join
        left     yes      yes      yes      -       joined/leave
        stranger -        -        -        -       -
        guest    -        -        -        -       -
        back     yes      yes      yes      yes     left/join
        """);
  }

  @Test
  void invited() {
    told(
        "invited",
        """
        reader   before   invited  joined   left     state
        stranger -        .        .        .       -
        invited  -        -        .        .       -
        joined   -        yes      yes      .       joined/join
        left     -        yes      yes      -       joined/leave
        stranger -        -        -        -       -
        guest    -        -        -        -       -
        back     -        yes      yes      -       left/join
        """);
  }

  @Test
  void joined() {
    told(
        "joined",
        """
        reader   before   invited  joined   left     state
        stranger -        .        .        .       -
        invited  -        -        .        .       -
        joined   -        -        yes      .       joined/join
        left     -        -        yes      -       joined/leave
        stranger -        -        -        -       -
        guest    -        -        -        -       -
        back     -        -        yes      -       left/join
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{'history_visibility': 'cosy'}"})
  void whatIsNotUnderstoodCountsAsShared(String content) {
    String room = open("joined");
    if (content.isEmpty()) {
      room = createRoom(amy, "{'preset': 'public_chat'}");
    } else {
      http()
          .put(V3 + "/rooms/" + enc(room) + "/state/m.room.history_visibility", amy, json(content))
          .ok();
    }
    happens(room, "before");
    room(sam, room, "/join", "{}").ok();
    assertEquals("yes", seen(sam, room, "before", messages(sam, room)));
  }

  /**
   * What was sent while one value stood keeps to it when another comes: sent before the change,
   * after it, and the change itself, to somebody who joins later, and to a stranger.
   */
  @Test
  void aChangeHoldsForWhatComesAfterIt() {
    List<String> values = List.of("world_readable", "shared", "invited", "joined");
    StringBuilder table = new StringBuilder("from -> to: stranger, who joins later\n");
    for (String from : values) {
      for (String to : values) {
        if (!from.equals(to)) {
          table.append(change(from, to)).append('\n');
        }
      }
    }
    System.out.println(table);
    assertEquals(
        """
        from -> to: stranger, who joins later
        world_readable -> shared: ---, before change after
        world_readable -> invited: ---, before change
        world_readable -> joined: ---, before change
        shared -> world_readable: change after, before change after
        shared -> invited: ---, before change
        shared -> joined: ---, before change
        invited -> world_readable: change after, change after
        invited -> shared: ---, change after
        invited -> joined: ---, nothing
        joined -> world_readable: change after, change after
        joined -> shared: ---, change after
        joined -> invited: ---, nothing
        """,
        table.toString());
  }

  private String change(String from, String to) {
    String room = open(from);
    sent.put("before", send(amy, room, "before"));
    sent.put(
        "change",
        http()
            .put(
                V3 + "/rooms/" + enc(room) + "/state/m.room.history_visibility",
                amy,
                Json.object().put("history_visibility", to))
            .ok()
            .path("event_id")
            .asText());
    sent.put("after", send(amy, room, "after"));
    String stranger = seen(sam, room);
    room(sam, room, "/join", "{}").ok();
    return from + " -> " + to + ": " + stranger + ", " + seen(sam, room);
  }

  private String seen(String token, String room) {
    String messages = V3 + "/rooms/" + enc(room) + "/messages?dir=f&limit=100";
    Http.Response answer = http().get(messages, token);
    if (answer.status() == 403) {
      return "---";
    }
    List<String> ids = answer.ok().path("chunk").findValuesAsText("event_id");
    List<String> seen = new ArrayList<>();
    sent.forEach(
        (time, id) -> {
          boolean alone =
              http().get(V3 + "/rooms/" + enc(room) + "/event/" + enc(id), token).status() == 200;
          assertEquals(ids.contains(id), alone, time);
          if (alone) {
            seen.add(time);
          }
        });
    return seen.isEmpty() ? "nothing" : String.join(" ", seen);
  }
}
