package org.caseroom.bots.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;

/**
 * People with plain Matrix clients: the client-server API with each person's own token, and nothing
 * else of the service.
 */
final class PlainClient {
  private static final String API = "/_matrix/client/v3";

  private final CasePlay play;

  PlainClient(CasePlay play) {
    this.play = play;
  }

  private Http http() {
    return play.caseroom().http();
  }

  /** Lets the bots finish what they have to do: a person would wait a moment. */
  void settle() {
    play.caseroom().caseroom().bots().settle();
  }

  // ---- Rooms ----

  List<String> joined(String who) {
    List<String> rooms = new ArrayList<>();
    http()
        .get(API + "/joined_rooms", play.token(who))
        .ok()
        .path("joined_rooms")
        .forEach(room -> rooms.add(room.asText()));
    return rooms;
  }

  /** Takes every invitation that waits. */
  void acceptAll(String who) {
    JsonNode sync = http().get(API + "/sync", play.token(who)).ok();
    sync.at("/rooms/invite")
        .fieldNames()
        .forEachRemaining(
            room ->
                http().post(API + "/join/" + encode(room), play.token(who), Json.object()).ok());
    settle();
  }

  /** The room of a kind: {@code hub}, {@code case}, {@code family}, {@code professionals} … */
  String room(String who, String kind) {
    for (String room : joined(who)) {
      if (kindOf(who, room).equals(kind)) {
        return room;
      }
    }
    throw new AssertionError(who + " is in no room of the kind " + kind);
  }

  private String kindOf(String who, String room) {
    Http.Response link = state(who, room, "org.caseroom.room", "");
    if (link.status() == 200) {
      return link.json().path("kind").asText();
    }
    if (state(who, room, "org.caseroom.case", "").status() == 200) {
      return "case";
    }
    return state(who, room, "org.caseroom.hub", "").status() == 200 ? "hub" : "";
  }

  /** The room of two that a bot opened for somebody. */
  String direct(String who, String bot) {
    for (String room : joined(who)) {
      JsonNode members =
          http().get(path(room) + "/joined_members", play.token(who)).ok().path("joined");
      if (members.size() == 2 && members.has(play.id(bot).value())) {
        return room;
      }
    }
    throw new AssertionError(who + " has no room with " + bot);
  }

  Http.Response state(String who, String room, String type, String key) {
    return http().get(path(room) + "/state/" + type + "/" + encode(key), play.token(who));
  }

  // ---- Saying ----

  /** Says something, which may be refused. */
  Http.Response trySay(String who, String room, String text) {
    Http.Response answer = send(who, room, "m.room.message", text(text));
    settle();
    return answer;
  }

  /** Says something. */
  String say(String who, String room, String text) {
    return trySay(who, room, text).ok().path("event_id").asText();
  }

  /** Says something and expects a bot's one answer. */
  String ask(String who, String room, String text) {
    return onlyAnswer(who, room, say(who, room, text), text);
  }

  private String onlyAnswer(String who, String room, String event, String text) {
    List<String> answers = answers(who, room, event);
    if (answers.size() != 1) {
      throw new AssertionError("'" + text + "' was answered with " + answers);
    }
    return answers.get(0);
  }

  /** Answers a message, as a client does when somebody replies to it. */
  String reply(String who, String room, String to, String text) {
    ObjectNode content = text(text);
    content.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", to);
    String event = send(who, room, "m.room.message", content).ok().path("event_id").asText();
    settle();
    return event;
  }

  /** Puts a reaction under a message. */
  String react(String who, String room, String to, String key) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", to)
        .put("key", key);
    String event = send(who, room, "m.reaction", content).ok().path("event_id").asText();
    settle();
    return event;
  }

  private static ObjectNode text(String text) {
    return Json.object().put("msgtype", "m.text").put("body", text);
  }

  private Http.Response send(String who, String room, String type, ObjectNode content) {
    return http()
        .put(path(room) + "/send/" + type + "/" + UUID.randomUUID(), play.token(who), content);
  }

  // ---- Reading ----

  /** All events of a room that somebody sees, oldest first. */
  List<JsonNode> events(String who, String room) {
    List<JsonNode> all = new ArrayList<>();
    http()
        .get(path(room) + "/messages?dir=f&limit=1000", play.token(who))
        .ok()
        .path("chunk")
        .forEach(all::add);
    return all;
  }

  /** The bots' answers to a message, oldest first. */
  List<String> answers(String who, String room, String to) {
    return events(who, room).stream()
        .filter(
            event -> event.at("/content/m.relates_to/m.in_reply_to/event_id").asText().equals(to))
        .map(event -> event.at("/content/body").asText())
        .toList();
  }

  /** Whether a bot put ✅ under a message: it was done. */
  boolean ticked(String who, String room, String to) {
    return events(who, room).stream()
        .anyMatch(
            event ->
                event.path("type").asText().equals("m.reaction")
                    && event.at("/content/m.relates_to/event_id").asText().equals(to)
                    && event.at("/content/m.relates_to/key").asText().equals("✅"));
  }

  /** Gives a command that is done without words. */
  void done(String who, String room, String text) {
    String event = say(who, room, text);
    if (!ticked(who, room, event)) {
      throw new AssertionError("'" + text + "' was not done: " + answers(who, room, event));
    }
  }

  /** The newest message of a sender whose text holds these words. */
  JsonNode said(String who, String room, String sender, String words) {
    List<JsonNode> fits =
        events(who, room).stream()
            .filter(event -> event.path("type").asText().equals("m.room.message"))
            .filter(event -> event.path("sender").asText().equals(play.id(sender).value()))
            .filter(event -> event.at("/content/body").asText().contains(words))
            .toList();
    if (fits.isEmpty()) {
      throw new AssertionError(sender + " did not say '" + words + "' in " + texts(who, room));
    }
    return fits.get(fits.size() - 1);
  }

  /** What was said in a room, oldest first. */
  List<String> texts(String who, String room) {
    return events(who, room).stream()
        .map(event -> event.at("/content/body").asText())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String path(String room) {
    return API + "/rooms/" + encode(room);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
