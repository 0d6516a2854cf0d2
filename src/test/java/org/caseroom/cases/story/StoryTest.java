package org.caseroom.cases.story;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The story is told once: its book, and what happens to who asks again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryTest {
  private static final String AGAIN = "Could you describe his early history and feeding again?";

  private final CasePlay play = new CasePlay();

  @BeforeAll
  void tell() {
    play.upToConsent();
    play.at("2025-03-26T20:00");
    write("early", "Early history and feeding", "Came at 24 months. Tube-fed until one.", "team");
    write("private", "What he calls birth mum", "He says 'Mummy Rose' at night.", "psychologist");
    play.add("priya", "clara", "Psychology", "professionals").ok();
    play.act("clara", "/join", Json.object()).ok();
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private void write(String section, String title, String text, String... audience) {
    play.write(
            "sam",
            "/story/" + section,
            with(body("title", title, "text", text), "audience", List.of(audience)))
        .ok();
  }

  private Http.Response say(String who, String text, boolean again) {
    ObjectNode content = body("msgtype", "m.text", "body", text);
    if (again) {
      content.put(CaseEvents.ASK_AGAIN, true);
    }
    return play.send(who, play.room(who, "professionals"), "m.room.message", content);
  }

  @Test
  void whoAsksAgainIsPointedToThePassageAndCountedOnlyWhenTheyPostAllTheSame() {
    Http.Response caught = say("priya", AGAIN, false);
    assertEquals(409, caught.status(), caught.text());
    assertEquals(StoryGuard.TOLD, caught.errcode());
    assertTrue(
        caught.json().path("error").asText().startsWith("Told 26 Mar, card §1; you may read it."),
        caught.text());
    assertEquals("early", caught.json().path("org.caseroom.section").asText());
    int before = play.get("tess", "/api/cases/REF-1/story").ok().path("repeat_asks").asInt();
    say("priya", AGAIN, true).ok();
    JsonNode managers = play.get("tess", "/api/cases/REF-1/story").ok();
    assertEquals(before + 1, managers.path("repeat_asks").asInt());
    assertEquals("Priya", managers.path("repeat_askers").get(0).path("name").asText());
    assertFalse(play.get("priya", "/api/cases/REF-1/story").ok().has("repeat_askers"));
  }

  @Test
  void onlyWhatTheAskerMayReadIsPointedTo() {
    String asks = "What does he call his birth mum at night?";
    assertEquals(409, say("clara", asks, false).status());
    say("priya", asks, false).ok();
  }

  @Test
  void anAnsweredQuestionIsNotAskedAgainByThoseInItsRoom() {
    play.act(
            "jo",
            "/questions",
            body(
                "text",
                "Who pays for the sensory swing at home?",
                "owner",
                play.id("priya").value()))
        .ok();
    String number = play.view("jo").path("questions").findValuesAsText("number").get(0);
    ObjectNode asks =
        body("room", "professionals", "text", "Does anyone know who pays for the sensory swing?");
    play.act("clara", "/questions", asks).ok();
    play.act("priya", "/questions/" + number + "/answer", body("text", "The fund pays all of it."))
        .ok();
    Http.Response told = play.act("priya", "/questions", asks);
    assertEquals(409, told.status(), told.text());
    assertEquals(number, told.json().path("question").asText());
    assertTrue(told.json().path("detail").asText().startsWith("Answered 26 Mar, question "));
    // Clara is not in the room where it was asked, so it is not hers to be pointed to.
    play.act("clara", "/questions", asks).ok();
    play.act("priya", "/questions", asks.put("ask_again", true)).ok();
  }

  @Test
  void theBookKeepsEveryVersionAndTheFamilyTakesItAlong() {
    write("words", "Words he uses", "'Loud' is the hand dryer.", "team");
    play.write(
            "jo",
            "/story/words",
            with(
                body(
                    "title",
                    "Words he uses",
                    "text",
                    "'Loud' is <every> dryer.",
                    "why",
                    "Sam forgot one."),
                "audience",
                List.of("team")))
        .ok();
    JsonNode book = play.get("priya", "/api/cases/REF-1/story").ok();
    JsonNode words = book.path("sections").get(book.path("sections").size() - 1);
    assertEquals(2, words.path("versions").size());
    assertEquals("Sam forgot one.", words.path("versions").get(1).path("why").asText());
    assertEquals(403, play.get("priya", "/api/cases/REF-1/story/export?format=json").status());
    assertEquals(400, play.get("jo", "/api/cases/REF-1/story/export?format=pdf").status());
    assertEquals(404, play.get("stranger", "/api/cases/REF-1/story/export?format=json").status());
    Http.Response page = play.get("jo", "/api/cases/REF-1/story/export?format=html");
    assertTrue(page.header("Content-Type").startsWith("text/html"));
    assertTrue(page.text().contains("&lt;every&gt;") && page.text().contains("Earlier versions"));
    JsonNode file = play.get("jo", "/api/cases/REF-1/story/export?format=json").ok();
    assertTrue(file.toString().contains("Mummy Rose"));
  }

  /** The texts of a person's room with the story bot. */
  private List<String> privately(String who) {
    play.caseroom().caseroom().bots().settle();
    for (JsonNode each :
        play
            .get(who, "/_matrix/client/v3/sync")
            .ok()
            .path("rooms")
            .path("invite")
            .properties()
            .stream()
            .map(java.util.Map.Entry::getKey)
            .map(com.fasterxml.jackson.databind.node.TextNode::valueOf)
            .toList()) {
      play.post(who, "/_matrix/client/v3/join/" + CasePlay.encode(each.asText()), Json.object());
    }
    return play.texts(who, direct(who));
  }

  private String direct(String who) {
    for (JsonNode room :
        play.get(who, "/_matrix/client/v3/joined_rooms").ok().path("joined_rooms")) {
      String path = "/_matrix/client/v3/rooms/" + CasePlay.encode(room.asText());
      if (play.get(who, path + "/state/m.room.name").text().contains("Our story")) {
        return room.asText();
      }
    }
    throw new AssertionError(who + " has no room with the story bot");
  }

  @Test
  void theStoryBotTellsInPrivateWhatWasStoppedAndPostsItWhenAsked() {
    String question = "Please tell us about his early history and feeding.";
    assertEquals(409, say("priya", question, false).status());
    List<String> told = privately("priya");
    assertTrue(told.get(0).contains("Told 26 Mar, card §1"), told.toString());
    assertTrue(told.get(0).contains("/cases/REF-1/story#story-early"), told.toString());
    String room = play.room("priya", "professionals");
    assertFalse(play.texts("clara", room).contains(question), "never in the case room");
    int before = play.get("tess", "/api/cases/REF-1/story").ok().path("repeat_asks").asInt();
    play.send(
            "priya", direct("priya"), "m.room.message", body("msgtype", "m.text", "body", "!post"))
        .ok();
    play.caseroom().caseroom().bots().settle();
    assertTrue(play.texts("clara", room).contains(question));
    JsonNode after = play.get("tess", "/api/cases/REF-1/story").ok();
    assertEquals(before + 1, after.path("repeat_asks").asInt());
  }

  @Test
  void aNewcomerHearsInPrivateWhatThereIsToReadAndNoMore() {
    play.add("priya", "oti", "Sensory needs", "professionals").ok();
    play.act("oti", "/join", Json.object()).ok();
    String told = privately("oti").toString();
    assertTrue(told.contains("Early history and feeding"), told);
    assertFalse(told.contains("What he calls birth mum"), "for the psychologist alone: " + told);
    assertFalse(told.contains("Tube-fed"), "headings, and no copy of the text");
  }
}
