package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.bots.reminders.ReminderHouse.Said;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked by a reminder, how they answer, and what comes when nobody does. */
class ReminderAnswersTest {
  /** The assessment of a family visited on 25 March is on day 40 on Friday 23 May 2025. */
  private static final String VISIT = "2025-03-25T14:00";

  private static final String DAY_40 = "2025-05-23T09:00";
  private static final String TUESDAY = "2025-05-27T09:00";

  private ReminderHouse house;
  private String reference;
  private String professionals;

  @BeforeEach
  void open() {
    house = new ReminderHouse(Databases.H2.fresh());
    house.play.at(VISIT);
    reference = house.visited();
    professionals = house.play.room("priya", "professionals");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Said last() {
    List<Said> said = house.said();
    return said.get(said.size() - 1);
  }

  private List<Integer> steps() {
    return house.said().stream().map(Said::step).filter(step -> step > 0).toList();
  }

  private void answer(String how) {
    ObjectNode message = CasePlay.body("msgtype", "m.text", "body", how);
    String event = last().event().id().value();
    switch (how) {
      case "api" -> {
        JsonNode waiting = house.waiting("priya", "mine").get(0);
        String path = "/api/reminders/" + waiting.path("number").asLong() + "/acknowledge";
        house.play.post("priya", path, null).ok();
        assertEquals(409, house.play.post("priya", path, null).status());
        assertEquals(404, house.play.post("vera", path, null).status(), "she is not in the room");
      }
      case "✅" -> {
        ObjectNode reaction = Json.object();
        reaction
            .putObject("m.relates_to")
            .put("rel_type", "m.annotation")
            .put("event_id", event)
            .put("key", how);
        house.play.send("priya", professionals, "m.reaction", reaction).ok();
      }
      case "!ack" -> house.play.send("priya", professionals, "m.room.message", message).ok();
      default -> {
        message.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", event);
        house.play.send("priya", professionals, "m.room.message", message).ok();
      }
    }
    house.settle();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "✅", "!ack", "Seen.", "Diolch"})
  void whoAnswersHearsNoMoreOfIt(String how) {
    house.at(DAY_40);
    assertTrue(last().calls("priya") && last().calls("tess"), last().event().content().toString());
    assertEquals(1, house.waiting("priya", "mine").size());
    assertEquals(1, house.waiting("tess", "mine").size());
    assertEquals(1, house.waiting("dana", "team").size());
    assertEquals(0, house.waiting("jo", "team").size(), "a family is not asked");
    answer(how);
    assertEquals(0, house.waiting("priya", "mine").size());
    assertEquals(0, house.waiting("dana", "team").size());
    house.at("2025-05-28T17:00");
    assertEquals(List.of(), steps());
  }

  @Test
  void withoutAnAnswerItGoesToTheDeputyAndThenToTheManagerInWorkingTime() {
    house
        .play
        .put(
            "tess",
            "/api/deputies/" + CasePlay.encode(house.play.id("priya").value()),
            CasePlay.body(
                "deputy", house.play.id("dana").value(),
                "from", "2025-05-26",
                "until", "2025-05-30",
                "why", "On leave"))
        .ok();
    house.at(DAY_40);
    house.at("2025-05-27T08:59");
    assertEquals(List.of(), steps(), "the bank holiday is no working day");
    house.at(TUESDAY);
    assertEquals(List.of(1), steps());
    assertTrue(last().calls("dana"));
    assertFalse(last().calls("tess"));
    String words = last().event().content().path("body").asText();
    assertTrue(words.contains("Priya and Tess has not answered") || words.contains("Priya"), words);
    assertTrue(words.contains("Unfinished:"), words);
    house.at("2025-05-27T12:59");
    assertEquals(List.of(1), steps());
    house.at("2025-05-27T13:00");
    assertEquals(List.of(1, 2), steps());
    assertTrue(last().calls("tess"));
    assertTrue(house.waiting("dana", "mine").get(0).path("escalated").asBoolean());
    house.at("2025-06-03T09:00");
    assertEquals(List.of(1, 2), steps(), "each step comes once");
  }

  @Test
  void whatHasLostItsCauseIsAskedOfNobody() {
    house.play.add("priya", "sam", "The other parent", "family").ok();
    house.play.act("sam", "/join", Json.object()).ok();
    house.play.consent();
    house.at(DAY_40);
    assertEquals(1, house.waiting("priya", "mine").size());
    house.play.assess();
    house.play.signAndShareAssessment();
    house.settle();
    assertEquals(0, house.waiting("priya", "mine").size());
    assertEquals(0, house.waiting("dana", "team").size());
    house.at("2025-05-28T17:00");
    assertEquals(List.of(), steps());
  }

  @Test
  void whoLeavesTheTeamIsAskedNoMore() {
    house.at(DAY_40);
    house
        .play
        .state(
            "tess",
            house.space(reference).value(),
            "org.caseroom.member",
            house.play.key("priya"),
            CasePlay.body(
                    "role",
                    "permanency-support-social-worker",
                    "why",
                    "Left",
                    "agency",
                    "together4children")
                .put("left", true))
        .ok();
    house.settle();
    JsonNode waiting = house.waiting("tess", "mine");
    assertEquals(1, waiting.path(0).path("asked").size(), waiting.toString());
    assertFalse(waiting.toString().contains("Priya"), waiting.toString());
  }

  @Test
  void quietHoursAreKeptByThePersonAndBrokenByWhatIsUrgent() {
    house.at("2025-05-09T09:00");
    Http.Response usual = house.play.get("priya", "/api/me/quiet-hours");
    assertEquals("20:00", usual.ok().path("from").asText());
    assertFalse(usual.ok().path("own").asBoolean());
    house
        .play
        .put("priya", "/api/me/quiet-hours", CasePlay.body("from", "8:00", "to", "10:00"))
        .ok();
    assertEquals(
        400, house.play.put("priya", "/api/me/quiet-hours", CasePlay.body("from", "8")).status());
    say("tess", "!quiet 08:00-10:30");
    assertTrue(house.play.texts("tess", professionals).get(0).contains("from 08:00 to 10:30"));
    house.at(DAY_40);
    assertEquals(0, day40().size(), "both have quiet hours");
    house.at("2025-05-23T10:00");
    assertEquals(1, day40().size());
    assertTrue(last().calls("priya"));
    assertFalse(last().calls("tess"), "hers end later");
    assertFalse(last().late(), "it waited for them");
    assertEquals(0, house.calls().size());
    house.at("2025-05-23T10:30");
    assertEquals(1, house.calls().size());
    String words = house.calls().get(0).content().path("body").asText();
    assertTrue(words.contains(reference), words);
    assertFalse(words.contains("Robin"), words);
    say("tess", "!quiet off");
    assertFalse(house.play.get("tess", "/api/me/quiet-hours").ok().path("from").isTextual());
  }

  private List<Said> day40() {
    return house.said().stream().filter(each -> each.point().equals("day-40")).toList();
  }

  private void say(String who, String text) {
    house
        .play
        .send(
            who, professionals, "m.room.message", CasePlay.body("msgtype", "m.text", "body", text))
        .ok();
    house.settle();
  }

  @Test
  void anUrgentConcernWaitsForNobody() {
    house
        .play
        .put("priya", "/api/me/quiet-hours", CasePlay.body("from", "8:00", "to", "10:00"))
        .ok();
    house
        .play
        .put("tess", "/api/me/quiet-hours", CasePlay.body("from", "8:00", "to", "10:00"))
        .ok();
    house
        .play
        .post("dana", "/api/cases/" + reference + "/urgent", CasePlay.body("words", "A concern."))
        .ok();
    house.at(DAY_40);
    assertEquals(1, day40().size());
    assertTrue(last().calls("priya"));
  }

  @Test
  void remindersOfSeveralCasesAreOneMessageToAPerson() {
    String second = house.visited();
    house.at("2025-05-09T09:00");
    List<Said> said = house.said();
    assertEquals(2, said.size());
    assertTrue(said.stream().noneMatch(each -> each.calls("priya")), "no room calls on her");
    assertEquals(1, house.calls().size());
    String words = house.calls().get(0).content().path("body").asText();
    assertTrue(words.contains(reference + ":") && words.contains(second + ":"), words);
    assertFalse(words.contains("Robin") || words.contains("Ashdown"), words);
  }

  @Test
  void managersHearInTheMorningOfWorkingDaysWhatIsLate() {
    assertEquals(0, house.digests().size());
    house.at("2025-05-24T08:30");
    assertEquals(0, house.digests().size(), "a Saturday");
    house.at("2025-05-27T07:59");
    assertEquals(0, house.digests().size());
    house.at("2025-05-27T08:00");
    assertEquals(1, house.digests().size());
    String words = house.digests().get(0).content().path("body").asText();
    assertTrue(words.contains("Due within 5 working days (1)"), words);
    assertTrue(words.contains("- " + reference + ": Assessment and support plan"), words);
    assertTrue(words.contains("/cases/" + reference), words);
    assertFalse(words.contains("Robin"), words);
    house.at("2025-05-27T09:30");
    assertEquals(1, house.digests().size(), "once a day");
    house.at("2025-05-28T08:00");
    words = house.digests().get(1).content().path("body").asText();
    assertTrue(words.contains("Reminders that nobody has answered (1)"), words);
  }
}
