package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the past is what people could do then. */
class ReadershipTest {
  private static final List<String> PEOPLE =
      List.of("jo", "sam", "priya", "tess", "dana", "clara", "oti", "vera", "nina", "stranger");

  private final CasePlay play = new CasePlay();

  @AfterEach
  void stop() {
    play.close();
  }

  private record Item(String event, String room, String type, String key) {}

  private record Moment(Instant time, Item item, Set<String> readers) {}

  private Http.Response ask(String who, String item, String at) {
    return play.get(who, "/api/audit/readers?item=" + encode(item) + "&at=" + encode(at));
  }

  private static JsonNode person(JsonNode answer, String list, String user) {
    for (JsonNode person : answer.path(list)) {
      if (person.path("user").asText().equals(user)) {
        return person;
      }
    }
    throw new AssertionError(user + " is not among those who " + list + ": " + answer);
  }

  /** A chance play: whoever could fetch an item at a moment is who is named for it afterwards. */
  @Test
  void theAnswerIsWhatEachCouldReadAtTheTime() {
    play.upToConsent();
    Random random = new Random(1220);
    String plain = plainRoom();
    List<Item> items = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    say("jo", play.room("jo", "family"), items);
    say("priya", play.room("priya", "professionals"), items);
    for (int step = 0; step < 60; step++) {
      play.caseroom().clock().advance(Duration.ofMinutes(1 + random.nextInt(300)));
      happen(random, plain, items);
      Instant now = play.caseroom().clock().instant();
      for (int i = 0; i < 5; i++) {
        Item item = items.get(i == 0 ? items.size() - 1 : random.nextInt(items.size()));
        moments.add(new Moment(now, item, readers(item)));
      }
    }
    play.caseroom().clock().advance(Duration.ofDays(1));
    int refused = 0;
    for (Moment moment : moments) {
      JsonNode answer = ask("admin", moment.item().event(), moment.time().toString()).ok();
      Set<String> could = new TreeSet<>();
      for (JsonNode person : answer.path("could")) {
        String name = person.path("user").asText().replaceAll("^@|:.*$", "");
        if (PEOPLE.contains(name)) {
          could.add(name);
        }
      }
      assertEquals(moment.readers(), could, moment + ": " + answer);
      refused += answer.path("could_not").size();
    }
    assertTrue(refused > 100, "the play has refusals in it: " + refused);
  }

  private String plainRoom() {
    ObjectNode create = Json.object().put("preset", "public_chat");
    return play.post("sam", "/_matrix/client/v3/createRoom", create).ok().path("room_id").asText();
  }

  private void say(String who, String room, List<Item> items) {
    Http.Response sent =
        play.send(who, room, "m.room.message", body("msgtype", "m.text", "body", "A word"));
    if (sent.status() == 200) {
      items.add(new Item(sent.json().path("event_id").asText(), room, "m.room.message", ""));
    }
  }

  /** Something happens; what the rules refuse does not. */
  private void happen(Random random, String plain, List<Item> items) {
    String helper = List.of("clara", "oti", "vera", "nina").get(random.nextInt(4));
    String agency =
        Map.of(
                "clara", "nscht",
                "oti", "nscht",
                "vera", "stoke-virtual-school",
                "nina", "acorn-nursery")
            .get(helper);
    String user = encode(play.id(helper).value());
    switch (random.nextInt(11)) {
      case 0, 1 -> {
        play.add("priya", helper, "To help", "family", "professionals");
        play.act(helper, "/join", Json.object());
      }
      case 2 ->
          play.caseroom()
              .http()
              .delete("/api/cases/REF-1/team/" + user + "?why=done", play.token("priya"));
      case 3 -> play.act("jo", "/consents/" + agency + "/withdraw", body("reason", "Enough"));
      case 4 -> consent(helper, agency, random);
      case 5 -> section(random, items);
      case 6 -> assign(helper, random.nextBoolean() ? agency : "together4children", random);
      case 7 ->
          play.put(
              "admin",
              "/_matrix/client/v1/admin/lock/" + user,
              Json.object().put("locked", random.nextInt(3) == 0));
      case 8 -> plain(random, plain, items);
      case 9 -> say("priya", play.room("priya", "professionals"), items);
      default -> say(random.nextBoolean() ? "jo" : "tess", play.room("jo", "family"), items);
    }
  }

  private void consent(String helper, String agency, Random random) {
    ObjectNode form = with(body("form_version", "2025-1"), "signed_by", List.of(play.id("jo")));
    ObjectNode line = form.putArray("lines").addObject();
    line.put("id", random.nextBoolean() ? agency : helper).put("purpose", "share");
    line.put("given", random.nextInt(3) > 0);
    if (line.path("id").asText().equals(agency)) {
      line.put("agency", agency);
    } else {
      line.put("user", play.id(helper).value());
    }
    line.putArray("rooms").add(random.nextBoolean() ? "family" : "professionals");
    play.act("priya", "/consents", form);
  }

  private void section(Random random, List<Item> items) {
    String name = random.nextBoolean() ? "routines" : "history";
    List<String> audience =
        List.of(
                List.of("team"),
                List.of("casework"),
                List.of("psychologist"),
                List.of("stoke-virtual-school"))
            .get(random.nextInt(4));
    ObjectNode story = body("title", name, "text", "Version " + random.nextInt());
    Http.Response written = play.write("jo", "/story/" + name, with(story, "audience", audience));
    JsonNode done = written.ok();
    items.add(
        new Item(
            done.path("event_id").asText(),
            done.path("room_id").asText(),
            CaseEvents.STORY,
            done.path("state_key").asText()));
  }

  private void assign(String helper, String agency, Random random) {
    Role role = random.nextBoolean() ? Role.PSYCHOLOGIST : Role.DESIGNATED_TEACHER;
    play.put(
        "admin",
        "/api/accounts/" + encode(play.id(helper).value()),
        with(body("agency", agency), "roles", List.of(role.word())));
  }

  private void plain(Random random, String plain, List<Item> items) {
    String who = List.of("stranger", "nina", "dana").get(random.nextInt(3));
    String rooms = "/_matrix/client/v3/rooms/" + encode(plain);
    switch (random.nextInt(4)) {
      case 0, 1 -> play.post(who, rooms + "/join", Json.object());
      case 2 -> play.post(who, rooms + "/leave", Json.object());
      default -> {
        String value =
            List.of("shared", "joined", "invited", "world_readable").get(random.nextInt(4));
        Http.Response set =
            play.state(
                "sam", plain, "m.room.history_visibility", "", body("history_visibility", value));
        items.add(
            new Item(set.ok().path("event_id").asText(), plain, "m.room.history_visibility", ""));
      }
    }
    say("sam", plain, items);
  }

  private Set<String> readers(Item item) {
    Set<String> readers = new TreeSet<>();
    for (String who : PEOPLE) {
      String room = "/_matrix/client/v3/rooms/" + encode(item.room());
      boolean read = play.get(who, room + "/event/" + encode(item.event())).status() == 200;
      if (!read && !item.type().equals("m.room.message")) {
        Http.Response state =
            play.get(
                who, room + "/state/" + item.type() + "/" + encode(item.key()) + "?format=event");
        read = state.status() == 200 && state.json().path("event_id").asText().equals(item.event());
      }
      if (read) {
        readers.add(who);
      }
    }
    return readers;
  }

  /** The case of row 11 of Imani's play: consent is taken back, and asked about afterwards. */
  @Test
  void everyAnswerHasItsReason() {
    play.upToConsent();
    play.add("priya", "vera", "Virtual School", "family").ok();
    play.act("vera", "/join", Json.object()).ok();
    String family = play.room("jo", "family");
    List<Item> items = new ArrayList<>();
    say("jo", family, items);
    String item = items.get(0).event();
    play.at("2025-04-02T08:50");
    String withdrawal =
        play.act("jo", "/consents/stoke-virtual-school/withdraw", Json.object())
            .ok()
            .path("event_id")
            .asText();
    play.at("2025-04-03T10:00");
    assertEquals(
        403,
        play.get("vera", "/_matrix/client/v3/rooms/" + encode(family) + "/event/" + encode(item))
            .status());

    JsonNode before = ask("tess", item, "2025-04-02T08:49").ok();
    JsonNode vera = person(before, "could", play.id("vera").value());
    assertEquals("consent", vera.path("ground").asText());
    assertEquals("virtual-school-adviser", vera.path("team").asText());
    assertEquals("join", vera.path("membership").asText());
    assertTrue(vera.path("why").asText().contains("'stoke-virtual-school' (given on"), vera + "");
    assertEquals("family", person(before, "could", play.id("sam").value()).path("ground").asText());
    assertEquals(
        "responsible-agency",
        person(before, "could", play.id("priya").value()).path("ground").asText());
    assertEquals("REF-1", before.path("reference").asText());

    JsonNode after = ask("admin", item, "2025-04-02 08:51").ok();
    JsonNode shut = person(after, "could_not", play.id("vera").value());
    assertEquals("no-consent", shut.path("ground").asText());
    assertEquals(withdrawal, shut.path("ground_event").asText());
    assertTrue(shut.path("why").asText().contains("withdrawn on 2025-04-02"), shut + "");
    assertEquals(
        "not-in-room", person(after, "could_not", play.id("dana").value()).path("ground").asText());
  }

  @Test
  void onlyWhoHasToAccountForItMayAskAndIsRecorded() {
    play.upToConsent();
    List<Item> items = new ArrayList<>();
    say("jo", play.room("jo", "family"), items);
    String item = items.get(0).event();
    play.caseroom().createAccount("audra", Role.AUDITOR);
    play.put(
            "admin",
            "/api/accounts/" + encode(play.id("clara").value()),
            with(body("agency", "nscht"), "roles", List.of("team-manager")))
        .ok();
    play.at("2025-03-26T10:00");
    String at = "2025-03-26T09:00";
    Map<String, Integer> answers = new LinkedHashMap<>();
    for (String who : List.of("admin", "audra", "tess", "clara", "priya", "jo", "vera")) {
      answers.put(who, ask(who, item, at).status());
    }
    assertEquals(
        Map.of(
            "admin", 200, "audra", 200, "tess", 200, "clara", 404, "priya", 403, "jo", 403, "vera",
            403),
        answers);
    assertEquals(404, ask("admin", "$nothing", at).status());
    assertEquals("M_INVALID_PARAM", ask("admin", item, "lately").errcode());
    assertEquals("M_INVALID_PARAM", ask("admin", item, "2025-03-01T09:00").errcode());
    assertEquals("M_INVALID_PARAM", ask("admin", item, "2025-03-26T10:05").errcode());
    assertEquals("M_MISSING_PARAM", play.get("admin", "/api/audit/readers").errcode());
    List<String> asked =
        play.caseroom().recorded(AuditEntry.Kind.ACCESS).stream()
            .filter(facts -> facts.path("how").asText().equals("readers-asked"))
            .filter(facts -> facts.path("what").asText().equals(item))
            .map(facts -> facts.path("who").asText())
            .toList();
    assertEquals(
        List.of("admin", "audra", "tess").stream().map(who -> play.id(who).value()).toList(),
        asked.subList(0, 3));
  }
}
