package org.caseroom.bots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
import org.caseroom.ops.Settings;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.ops.demo.DemoPeople;
import org.caseroom.storage.DatabaseSettings;

/** The demo's people at the door of a running service: plain Matrix clients all of them. */
public final class DemoRooms implements AutoCloseable {
  private static final String API = "/_matrix/client/v3";

  private final TestCaseroom caseroom;
  private final Map<String, String> tokens = new HashMap<>();

  /** A message of a room. */
  public record Said(String sender, Instant at, JsonNode event) {
    public String body() {
      return event.path("content").path("body").asText();
    }

    public String id() {
      return event.path("event_id").asText();
    }

    public String answers() {
      return event
          .path("content")
          .path("m.relates_to")
          .path("m.in_reply_to")
          .path("event_id")
          .asText();
    }
  }

  private DemoRooms(TestCaseroom caseroom) {
    this.caseroom = caseroom;
  }

  /** Starts a service on files, with the demo. */
  public static DemoRooms start() {
    return new DemoRooms(TestCaseroom.start(settings -> settings.withDemo(true)));
  }

  /** As {@link #start}, with settings of the test's own. */
  public static DemoRooms start(UnaryOperator<Settings> change) {
    return new DemoRooms(TestCaseroom.start(settings -> change.apply(settings.withDemo(true))));
  }

  /** As {@link #start}, on a database that the test has its own way to. */
  public static DemoRooms startOn(DatabaseSettings database) {
    return new DemoRooms(
        TestCaseroom.start(
            settings ->
                settings
                    .withDemo(true)
                    .withDatabase(
                        new Settings.Store(
                            database.url(), database.user(), database.password(), 8))));
  }

  public TestCaseroom caseroom() {
    return caseroom;
  }

  /** Waits until the bots have done what there is to do. */
  public void settle() {
    caseroom.caseroom().bots().settle();
  }

  public String token(String who) {
    return tokens.computeIfAbsent(
        who, name -> caseroom.signInAgain(name, DemoPeople.PASSWORD).path("access_token").asText());
  }

  private Http http() {
    return caseroom.http();
  }

  /** Robin's room of a kind, or the case's space, as somebody who is in it finds it. */
  public String room(String who, String kind) {
    for (JsonNode room : http().get(API + "/joined_rooms", token(who)).ok().path("joined_rooms")) {
      String id = room.asText();
      Http.Response link = http().get(path(id) + "/state/org.caseroom.room/", token(who));
      boolean found =
          link.status() == 200
              ? link.json().path("kind").asText().equals(kind)
              : kind.equals("case")
                  && http().get(path(id) + "/state/org.caseroom.case/", token(who)).status() == 200;
      if (found) {
        return id;
      }
    }
    throw new AssertionError(who + " is in no room of the kind " + kind);
  }

  /** The rooms that somebody is invited to. */
  public List<JsonNode> invitations(String who) {
    List<JsonNode> rooms = new ArrayList<>();
    http()
        .get(API + "/sync", token(who))
        .ok()
        .path("rooms")
        .path("invite")
        .fieldNames()
        .forEachRemaining(room -> rooms.add(Json.object().put("room", room).path("room")));
    return rooms;
  }

  public void join(String who, String room) {
    http().post(path(room) + "/join", token(who), Json.object()).ok();
    settle();
  }

  public JsonNode state(String who, String room, String type, String key) {
    return http().get(path(room) + "/state/" + type + "/" + encode(key), token(who)).ok();
  }

  /** Says something, as a client does, and lets the bots answer. */
  public String say(String who, String room, String text) {
    return send(
        who, room, "m.room.message", Json.object().put("msgtype", "m.text").put("body", text));
  }

  public String react(String who, String room, String event) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", event)
        .put("key", "✅");
    return send(who, room, "m.reaction", content);
  }

  public String send(String who, String room, String type, ObjectNode content) {
    String event =
        http()
            .put(path(room) + "/send/" + type + "/" + UUID.randomUUID(), token(who), content)
            .ok()
            .path("event_id")
            .asText();
    settle();
    return event;
  }

  /** All events of a room that somebody sees, oldest first. */
  public List<Said> events(String who, String room) {
    List<Said> all = new ArrayList<>();
    JsonNode page = http().get(path(room) + "/messages?dir=f&limit=1000", token(who)).ok();
    for (JsonNode event : page.path("chunk")) {
      all.add(
          new Said(
              event.path("sender").asText().replaceAll("^@|:.*", ""),
              Instant.ofEpochMilli(event.path("origin_server_ts").asLong()),
              event));
    }
    return all;
  }

  /** What a bot said in a room. */
  public List<Said> saidBy(String bot, String who, String room) {
    return events(who, room).stream()
        .filter(each -> each.sender().equals(bot))
        .filter(each -> each.event().path("type").asText().equals("m.room.message"))
        .toList();
  }

  /** What a bot answered to a message. */
  public List<String> answers(String bot, String who, String room, String to) {
    return saidBy(bot, who, room).stream()
        .filter(each -> each.answers().equals(to))
        .map(Said::body)
        .toList();
  }

  private static String path(String room) {
    return API + "/rooms/" + encode(room);
  }

  /** As a part of a path. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    caseroom.close();
  }

  /** The room in which the front door answered Jo's referral. */
  public String receiptRoom() {
    for (JsonNode room :
        http().get("/_matrix/client/v3/joined_rooms", token("jo")).ok().path("joined_rooms")) {
      if (events("jo", room.asText()).stream()
          .anyMatch(each -> each.sender().equals("front-door") && each.body().contains("!needs"))) {
        return room.asText();
      }
    }
    throw new AssertionError("Jo has no receipt");
  }
}
