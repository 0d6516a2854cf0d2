package org.caseroom.cases.sharing;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.caseroom.matrix.push.TestGateway;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What consent hides is behind every door, also behind those that are there for something else:
 * live connections, pushes, pages, papers in the space that repeat what a room said.
 *
 * <p>Nina stays in the professionals room and does not read therapy; Jo is not chosen in the young
 * person's room; Vera has left the team.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherDoorsTest {
  private static final String V1 = "/_matrix/client/v1";
  private static final String V3 = "/_matrix/client/v3";
  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String TOPIC = "org.caseroom.topic";

  /** What therapy is about. */
  private static final String THERAPY = "Zebra";

  /** What the professionals asked one another. */
  private static final String ASKED = "Quokka";

  /** What the young person said in her own room. */
  private static final String VOICE = "Axolotl";

  private static final List<String> CASE_DOORS =
      List.of(
          "",
          "/story",
          "/story/export?format=html",
          "/questions",
          "/records",
          "/plan",
          "/layers",
          "/pack",
          "/sharing",
          "/shared-pages",
          "/assessment",
          "/reviews",
          "/intake",
          "/map",
          "/holds",
          "/procedure",
          "/core-offer",
          "/voice/room",
          "/measures");

  private static final List<String> PAGES =
      List.of(
          "/cases",
          "/cases/REF-1",
          "/cases/REF-1/questions",
          "/cases/REF-1/story",
          "/cases/REF-1/checklists",
          "/cases/REF-1/decisions",
          "/cases/REF-1/team",
          "/cases/REF-1/assessment",
          "/cases/REF-1/pack",
          "/cases/REF-1/rooms/family",
          "/cases/REF-1/rooms/professionals",
          "/cases/REF-1/rooms/professionals/messages",
          "/cases/REF-1/rooms/voice");

  private final TestGateway gateway = new TestGateway();
  private final CasePlay play = new CasePlay(settings -> settings.with("push.closedNetwork", true));
  private final List<String> live = new CopyOnWriteArrayList<>();
  private String room;
  private String voice;
  private String space;
  private String media;
  private String root;
  private String plain;
  private String slidingPos;
  private String since;

  @BeforeAll
  void peopleWhoDoNotReadAll() {
    play.caseroom().createAccount("imani", Role.YOUNG_PERSON);
    play.upToConsent();
    for (String person : List.of("clara", "nina", "vera")) {
      play.add("priya", person, "Helps", "family", "professionals").ok();
      play.act(person, "/join", Json.object()).ok();
    }
    play.act("priya", "/rooms", body("kind", "voice")).ok();
    play.add("priya", "jo", "Parent", "family", "voice").ok();
    play.add("priya", "imani", "Her own case", "voice").ok();
    play.act("imani", "/join", Json.object()).ok();
    play.act("jo", "/join", Json.object()).ok();
    room = play.room("clara", "professionals");
    voice = play.room("imani", "voice");
    space = play.view("priya").path("summary").path("space").asText();
    plain = said("clara", room, text("The next meeting is on Monday."));
    setPusher("nina");
    setPusher("jo");
    since = play.get("nina", V3 + "/sync").ok().path("next_batch").asText();
    slidingPos = slide("nina", "").path("pos").asText();
  }

  @AfterAll
  void stop() {
    play.close();
    gateway.close();
  }

  private void setPusher(String who) {
    ObjectNode pusher = Json.object().put("app_id", "a").put("pushkey", who).put("kind", "http");
    pusher.put("app_display_name", "A").put("device_display_name", "D").put("lang", "en");
    pusher.putObject("data").put("url", gateway.url());
    play.post(who, V3 + "/pushers/set", pusher).ok();
  }

  private String said(String who, String where, ObjectNode content) {
    return play.send(who, where, "m.room.message", content).ok().path("event_id").asText();
  }

  private static ObjectNode text(String body) {
    return Json.object().put("msgtype", "m.text").put("body", body);
  }

  private static ObjectNode related(String body, String type, String to) {
    ObjectNode content = text(body);
    content.putObject("m.relates_to").put("rel_type", type).put("event_id", to);
    return content;
  }

  private JsonNode slide(String who, String pos) {
    return play.post(
            who,
            pos.isEmpty() ? SLIDING : SLIDING + "?pos=" + pos,
            Json.parse(
                "{\"lists\":{\"all\":{\"range\":[0,99],\"timeline_limit\":50,"
                    + "\"required_state\":[[\"*\",\"*\"]]}},"
                    + "\"extensions\":{\"account_data\":{\"enabled\":true},"
                    + "\"receipts\":{\"enabled\":true},\"typing\":{\"enabled\":true}}}"))
        .ok();
  }

  private WebSocket listen(String who) {
    URI base = URI.create(play.caseroom().http().base());
    StringBuilder frame = new StringBuilder();
    return play.caseroom()
        .http()
        .client()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + play.token(who))
        .buildAsync(
            URI.create("ws://" + base.getAuthority() + "/_caseroom/live?since=" + since),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                frame.append(data);
                if (last) {
                  live.add(frame.toString());
                  frame.setLength(0);
                }
                socket.request(1);
                return null;
              }
            })
        .join();
  }

  private void until(String words) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (live.stream().noneMatch(frame -> frame.contains(words))) {
      assertTrue(System.nanoTime() < end, () -> words + " never came: " + live);
      Thread.sleep(20);
    }
  }

  @Test
  @Order(1)
  void anOpenLiveConnectionStopsTellingWithinASecond() throws Exception {
    WebSocket socket = listen("nina");
    root = said("clara", room, text("Sloth thread").put(TOPIC, "therapy"));
    until("Sloth");
    play.at("2025-03-26T08:50");
    long asked = System.nanoTime();
    play.act("jo", "/consents/acorn-nursery/topics", with(body(), "without", List.of("therapy")))
        .ok();
    said("clara", room, related(THERAPY + " at once", "m.thread", root));
    assertTrue(System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(1));
    play.act("clara", "/notes", body("title", "N", "text", THERAPY, "topic", "therapy")).ok();
    said("clara", room, text("Llama in the open"));
    until("Llama");
    assertFalse(live.toString().contains(THERAPY), live.toString());
    socket.abort();
  }

  @Test
  @Order(2)
  void muchIsSaidThatIsNotForThem() {
    media = upload();
    ObjectNode file = text(THERAPY + ".txt").put("msgtype", "m.file").put("url", media);
    said("clara", room, file.put(TOPIC, "therapy"));
    ObjectNode change = related(THERAPY + " edit", "m.replace", plain);
    change.putObject("m.new_content").put("msgtype", "m.text").put("body", THERAPY + " edited");
    ((ObjectNode) change.get("m.new_content")).put(TOPIC, "therapy");
    Http.Response labelled = play.send("clara", room, "m.room.message", change);
    // Search would find the message by what its hidden edit says.
    assertEquals(400, labelled.status(), labelled.text());
    ObjectNode reaction = Json.object();
    reaction
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", root)
        .put("key", THERAPY);
    play.send("priya", room, "m.reaction", reaction).ok();
    ObjectNode asked = body("text", THERAPY + " asked in the thread?");
    asked.putObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
    play.send("clara", room, "org.caseroom.question.ask", asked).ok();
    play.act("clara", "/questions", body("room", "professionals", "text", ASKED + " sleeps when?"))
        .ok();
    play.act("priya", "/questions/Q1/answer", body("text", THERAPY + " answered")).ok();
    ObjectNode school = body("room", "professionals", "text", ASKED + " at school?");
    play.act("clara", "/questions", school.put("owner", play.id("vera").value())).ok();
    play.act("vera", "/questions/Q3/triage", body("outcome", "advise", "note", ASKED + " advice"))
        .ok();
    said("imani", voice, text(VOICE + " I say"));
    play.post("clara", V3 + "/rooms/" + encode(room) + "/receipt/m.read/" + encode(root), "{}")
        .ok();
    play.caseroom().clock().advance(Duration.ofSeconds(2));
  }

  private String upload() {
    Http http = play.caseroom().http();
    return http.send(
            http.to("/_matrix/media/v3/upload?filename=" + THERAPY + ".txt")
                .header("Authorization", "Bearer " + play.token("clara"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(THERAPY + " in a file"))
                .build())
        .ok()
        .path("content_uri")
        .asText();
  }

  @Test
  @Order(3)
  void whoReadsItFindsItBehindTheSameDoors() {
    assertTrue(play.get("clara", V3 + "/sync").text().contains(THERAPY));
    assertTrue(play.get("clara", "/api/cases/REF-1/questions").text().contains(ASKED));
    assertTrue(play.get("imani", V3 + "/sync").text().contains(VOICE));
    assertTrue(page("clara", "/cases/REF-1/rooms/professionals").contains(THERAPY));
    assertEquals(200, play.get("clara", download()).status());
  }

  private String download() {
    return V1 + "/media/download/" + media.substring("mxc://".length());
  }

  private String page(String who, String path) {
    Http http = play.caseroom().http();
    return http.send(
            http.to(path).header("Cookie", "caseroom_session=" + play.token(who)).GET().build())
        .text();
  }

  @Test
  @Order(4)
  void theTeacherMeetsTherapyBehindNoDoor() {
    assertFalse(slide("nina", slidingPos).toString().contains(THERAPY));
    assertClosed("nina", THERAPY);
    assertClosed("nina", VOICE);
    assertEquals(404, play.get("nina", download()).status());
    JsonNode summary = play.get("nina", V3 + "/sync?since=" + since).ok();
    assertFalse(summary.toString().contains(THERAPY), summary.toString());
  }

  @Test
  @Order(5)
  void whoIsNotChosenOrNotInTheRoomMeetsItBehindNoDoor() {
    assertClosed("jo", VOICE);
    assertClosed("jo", ASKED);
    assertClosed("jo", THERAPY);
    assertFalse(play.get("vera", "/api/questions").text().contains(VOICE));
    assertClosed("sam", ASKED);
    assertClosed("sam", VOICE);
    assertClosed("priya", VOICE);
  }

  @Test
  @Order(6)
  void gatewaysAreToldOfNothingThatIsHidden() {
    String last = said("clara", room, text("Dromedary"));
    play.caseroom().clock().advance(Duration.ofSeconds(2));
    List<JsonNode> told = new ArrayList<>();
    JsonNode next = gateway.nextEvent();
    while (!next.path("event_id").asText().equals(last)) {
      // The thread's first message was told while it was theirs to read.
      if (!next.path("event_id").asText().equals(root)) {
        told.add(next);
      }
      next = gateway.nextEvent();
    }
    for (JsonNode each : told) {
      String id = each.path("event_id").asText();
      boolean hers = each.path("devices").path(0).path("pushkey").asText().equals("nina");
      String path = V3 + "/rooms/" + encode(each.path("room_id").asText()) + "/event/";
      assertEquals(200, play.get(hers ? "nina" : "jo", path + encode(id)).status(), each::toString);
      assertFalse(each.toString().contains("content"), each::toString);
    }
  }

  @Test
  @Order(7)
  void theReasonOfAnEmptiedMessageTellsNothing() {
    String gone = said("clara", room, text(THERAPY + " slip").put(TOPIC, "therapy"));
    String path = V3 + "/rooms/" + encode(room) + "/redact/" + encode(gone) + "/r";
    Http.Response refused = play.put("clara", path + "1", body("reason", THERAPY + " slipped"));
    assertEquals(400, refused.status(), refused.text());
    assertTrue(refused.text().contains("without a reason"), refused.text());
    play.put("clara", path + "2", Json.object()).ok();
    assertFalse(play.messages("nina", room).toString().contains(THERAPY));
  }

  @Test
  @Order(8)
  void whatIsHiddenDoesNotCountAsUnread() {
    String last = said("clara", room, text("Okapi"));
    play.post("nina", V3 + "/rooms/" + encode(room) + "/receipt/m.read/" + encode(last), "{}").ok();
    said("clara", room, text(THERAPY + " more").put(TOPIC, "therapy"));
    said("clara", room, related(THERAPY + " yet more", "m.thread", root));
    JsonNode joined = play.get("nina", V3 + "/sync").ok().path("rooms").path("join").path(room);
    JsonNode unread = joined.path("unread_notifications");
    assertEquals(0, unread.path("notification_count").asInt(), unread.toString());
    assertEquals(0, slide("nina", "").path("rooms").path(room).path("notification_count").asInt());
  }

  @Test
  @Order(9)
  void whoLeftTheTeamMeetsNothingAnyMore() {
    String user = encode(play.id("vera").value());
    play.caseroom()
        .http()
        .delete("/api/cases/REF-1/team/" + user + "?why=Moved+on", play.token("priya"))
        .ok();
    for (String word : List.of(THERAPY, ASKED, VOICE, "Llama")) {
      assertClosed("vera", word);
    }
    assertEquals(404, play.get("vera", download()).status());
  }

  @Test
  @Order(10)
  void theBotListsNoQuestionThatIsNotForAll() throws Exception {
    said("clara", room, text("!questions"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (play.texts("nina", room).stream().noneMatch(text -> text.contains(ASKED))) {
      assertTrue(System.nanoTime() < end, () -> play.texts("nina", room).toString());
      Thread.sleep(50);
    }
    assertFalse(play.messages("nina", room).toString().contains(THERAPY));
  }

  /** Asks everything that tells of a room, and finds the word nowhere. */
  private void assertClosed(String who, String word) {
    for (String each : List.of(room, voice, space)) {
      String v3 = V3 + "/rooms/" + encode(each);
      String v1 = V1 + "/rooms/" + encode(each);
      for (String door :
          List.of(
              v3 + "/messages?dir=b&limit=200",
              v3 + "/state",
              v3 + "/initialSync?limit=200",
              v3 + "/members",
              v3 + "/context/" + encode(plain) + "?limit=200",
              v3 + "/event/" + encode(plain),
              v3 + "/event/" + encode(root),
              v3 + "/state/org.caseroom.question/Q1",
              v3 + "/state/org.caseroom.question/Q2",
              v3 + "/state/org.caseroom.question.triaged/Q3",
              v1 + "/threads",
              v1 + "/relations/" + encode(root),
              v1 + "/relations/" + encode(plain),
              v1 + "/hierarchy",
              V1 + "/room_summary/" + encode(each))) {
        hides(who, word, door, play.get(who, door).text());
      }
    }
    for (String door : List.of("/sync", "/sync?full_state=true", "/notifications?limit=200")) {
      hides(who, word, door, play.get(who, V3 + door).text());
    }
    hides(who, word, "sliding sync", slide(who, "").toString());
    ObjectNode query = Json.object();
    query
        .putObject("search_categories")
        .putObject("room_events")
        .put("search_term", word.toLowerCase());
    JsonNode found =
        play.post(who, V3 + "/search", query).ok().path("search_categories").path("room_events");
    assertEquals(0, found.path("count").asInt(), found.toString());
    for (String door : CASE_DOORS) {
      hides(who, word, door, play.get(who, "/api/cases/REF-1" + door).text());
    }
    hides(who, word, "/api/questions", play.get(who, "/api/questions").text());
    hides(who, word, "export", play.act(who, "/export", Json.object()).text());
    for (String path : PAGES) {
      hides(who, word, path, page(who, path));
    }
  }

  private static void hides(String who, String word, String door, String answer) {
    int at = answer.toLowerCase().indexOf(word.toLowerCase());
    assertEquals(
        -1,
        at,
        () ->
            who
                + " finds '"
                + word
                + "' at "
                + door
                + ": "
                + answer.substring(Math.max(0, at - 200), Math.min(answer.length(), at + 200)));
  }
}
