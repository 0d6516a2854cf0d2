package org.caseroom.bots.plain;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What bots do in the acceptance case ROBIN, and what people answer them, with plain Matrix
 * clients. What is no bot's business in between is done as in {@code RobinTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainRobinTest {
  private final CasePlay play = new CasePlay();
  private final PlainClient client = new PlainClient(play);
  private String hub = "";
  private String professionals = "";
  private String family = "";

  @AfterAll
  void stop() {
    play.close();
  }

  private JsonNode needs() {
    String space = client.room("jo", "case");
    return client.state("jo", space, CaseEvents.NEEDS, play.key("jo")).ok();
  }

  private JsonNode items(String list) {
    for (JsonNode checklist : play.view("tess").path("checklists")) {
      if (checklist.path("id").asText().equals(list)) {
        return checklist.path("items");
      }
    }
    throw new AssertionError("no list " + list);
  }

  private JsonNode item(String list, int number) {
    return items(list).get(number - 1);
  }

  @Test
  @Order(1)
  void row2TheReceiptSaysWhoReadsItAndByWhenAndNeedsAreNumbered() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.at("2025-03-03T09:13");
    client.settle();
    client.acceptAll("jo");
    String room = client.direct("jo", "front-door");
    String receipt = client.said("jo", room, "front-door", "REF-1").at("/content/body").asText();
    assertTrue(receipt.contains("- Dana, Duty worker"), receipt);
    assertTrue(receipt.contains("by Wednesday 5 March 2025 a duty worker reads"), receipt);
    String question =
        client
            .said("jo", room, "front-door", "1. forms and letters in easy read")
            .path("event_id")
            .asText();
    // Three ways to say the same: reactions, a plain answer, a command.
    client.react("jo", room, question, "1️⃣");
    client.react("jo", room, question, "5\u20E3");
    client.react("jo", room, question, "11");
    assertEquals("easy-read", needs().at("/formats/0").asText());
    assertEquals("bsl-interpreter", needs().at("/communication/0").asText());
    assertEquals("text", needs().path("contact_by").asText());
    assertEquals(
        1,
        client.texts("jo", room).stream().filter(text -> text.contains("written it down")).count(),
        "one answer for all three");
    client.reply("jo", room, question, "1, 5, 12");
    assertEquals("email", needs().path("contact_by").asText());
    client.reply("jo", room, question, "Thank you, I will look at it later.");
    assertEquals("email", needs().path("contact_by").asText(), "not every answer is for a bot");
    assertTrue(client.ask("jo", room, "!needs 99").contains("numbers from 1 to 15"));
    client.ask("jo", room, "!needs 1 5 11");
    assertEquals("text", needs().path("contact_by").asText());
    assertTrue(client.ask("jo", room, "!needs").contains("easy read"), "shows what is there");
  }

  @Test
  @Order(2)
  void row2APhoneTaskIsBlocked() {
    Http.Response blocked =
        play.act(
            "dana",
            "/contacts",
            with(body("mode", "phone", "what", "Ask"), "with", List.of(play.id("jo"))));
    assertEquals(409, blocked.status(), blocked.text());
    assertTrue(blocked.text().contains("reached by text"), blocked.text());
  }

  @Test
  @Order(3)
  void row3TheScreeningIsAnsweredUnderThePromptWithItsReason() {
    play.at("2025-03-04T11:40");
    hub = client.room("dana", "hub");
    String prompt = client.said("dana", hub, "front-door", "REF-1 waits").path("event_id").asText();
    client.reply("dana", hub, prompt, "I look at this after lunch.");
    assertEquals("REFERRED", stage(), "an answer for people");
    client.react("dana", hub, prompt, "2️⃣");
    assertEquals("REFERRED", stage(), "no outcome without a reason");
    String reason =
        client
            .said("dana", hub, "front-door", "Answer this message with the reason")
            .path("event_id")
            .asText();
    String answer = client.reply("dana", hub, reason, "Emerging developmental need, under 5.");
    assertTrue(client.ticked("dana", hub, answer));
    assertEquals("SCREENED", stage());
    String twice = client.reply("dana", hub, prompt, "1 Advice | A group");
    assertTrue(
        client.answers("dana", hub, twice).get(0).contains("exactly one outcome"), "as the door");
    professionals = client.room("dana", "professionals");
    assertTrue(
        client.texts("dana", professionals).stream()
            .anyMatch(text -> text.contains("Emerging developmental need, under 5.")));
  }

  private String stage() {
    return play.view("tess").at("/summary/stage").asText();
  }

  @Test
  @Order(4)
  void theDutyToInformIsOneMessageAndIsTickedByNumbers() {
    List<JsonNode> lists =
        client.events("dana", professionals).stream()
            .filter(event -> event.path("sender").asText().equals(play.id("checklist").value()))
            .filter(event -> event.path("type").asText().equals("m.room.message"))
            .toList();
    assertEquals(1, lists.size(), "eleven items, one message");
    String list = lists.get(0).path("event_id").asText();
    assertTrue(lists.get(0).at("/content/body").asText().contains("11. Anything else"));
    client.react("dana", professionals, list, "3️⃣");
    assertEquals("done", item("duty-to-inform", 3).path("status").asText());
    String done = client.reply("dana", professionals, list, "done 4");
    assertTrue(client.ticked("dana", professionals, done));
    client.reply("dana", professionals, list, "Wedi gwneud 5");
    client.reply("dana", professionals, list, "6");
    client.done("dana", professionals, "!done 7");
    for (int number = 4; number <= 7; number++) {
      assertEquals("done", item("duty-to-inform", number).path("status").asText());
    }
    client.reply("dana", professionals, list, "I have done a lot today, 8 things at least");
    assertEquals("open", item("duty-to-inform", 8).path("status").asText());
    assertTrue(client.ask("dana", professionals, "!skip 7").contains("!skip"));
    client.done("dana", professionals, "!skip 8 Both parents work.");
    assertEquals("not-relevant", item("duty-to-inform", 8).path("status").asText());
    assertEquals("Both parents work.", item("duty-to-inform", 8).path("note").asText());
    assertTrue(client.ask("dana", professionals, "!items").contains("6 of 11 done"));
  }

  @Test
  @Order(5)
  void anItemIsHandedOnToOneOwner() {
    assertTrue(
        client.ask("dana", professionals, "!give 9 @nobody").contains("nobody in this room"));
    client.done("dana", professionals, "!give 9 @tess");
    assertEquals(play.id("tess").value(), item("duty-to-inform", 9).path("owner").asText());
    JsonNode told = client.said("tess", professionals, "checklist", "handed this on to Tess");
    assertEquals(
        play.id("tess").value(), told.at("/content/m.mentions/user_ids/0").asText(), "is called");
    client.react("tess", professionals, told.path("event_id").asText(), "✅");
    assertEquals(play.id("tess").value(), item("duty-to-inform", 9).path("by").asText());
    assertTrue(
        client.ask("dana", professionals, "!give 9 @dana").contains("done already"),
        "as the door says");
    Http.Response wrong =
        play.act(
            "dana", "/checklists/duty-to-inform/items/10/give", body("to", play.id("jo").value()));
    assertEquals(400, wrong.status(), wrong.text());
    play.act(
            "dana",
            "/checklists/duty-to-inform/items/10/give",
            body("to", play.id("tess").value(), "note", "You know the council."))
        .ok();
  }

  @Test
  @Order(6)
  void row6SixPromptsWithOneOwnerEachInEasyRead() {
    play.at("2025-03-06T15:05");
    play.form("dana");
    play.at("2025-03-12T10:20");
    play.signReferral();
    play.at("2025-03-13T09:30");
    play.act("priya", "/rooms", body("kind", "family")).ok();
    client.acceptAll("jo");
    client.acceptAll("sam");
    family = client.room("jo", "family");
    List<JsonNode> prompts = prompts();
    assertEquals(6, prompts.size());
    for (JsonNode prompt : prompts) {
      assertEquals(1, prompt.at("/content/m.mentions/user_ids").size());
      assertTrue(prompt.at("/content/body").asText().contains("Who does this: "));
    }
    JsonNode name = client.state("jo", family, "m.room.name", "").ok();
    assertFalse(name.path("name").asText().contains("Ashdown"));
  }

  private List<JsonNode> prompts() {
    return client.events("jo", family).stream()
        .filter(event -> event.at("/content/org.caseroom.bot").has("item"))
        .toList();
  }

  @Test
  @Order(7)
  void row7SamTicksByReactionByAnswerAndByCommand() {
    play.at("2025-03-18T20:47");
    List<JsonNode> prompts = prompts();
    client.react("sam", family, prompts.get(0).path("event_id").asText(), "✅");
    String done = client.reply("sam", family, prompts.get(1).path("event_id").asText(), "Done!");
    assertTrue(client.ticked("sam", family, done));
    client.reply("jo", family, prompts.get(2).path("event_id").asText(), "Wedi'i wneud");
    client.reply("jo", family, prompts.get(3).path("event_id").asText(), "I am not sure yet");
    assertEquals("open", item("pre-visit", 4).path("status").asText());
    client.done("sam", family, "!done 4");
    assertTrue(client.ask("sam", family, "!give 5 Jo").contains("have this item already"));
    client.done("jo", family, "!give 5 @sam");
    assertEquals(play.id("sam").value(), item("pre-visit", 5).path("owner").asText());
    String notTheirs = client.say("priya", family, "!done 5");
    assertTrue(
        client.answers("priya", family, notTheirs).get(0).contains("the family's"), "as the door");
    client.done("jo", family, "!done 5");
    client.done("sam", family, "!done 6");
    client.said("jo", family, "checklist", "are done");
    for (JsonNode item : items("pre-visit")) {
      assertEquals("done", item.path("status").asText(), item.toString());
    }
    play.write(
            "sam",
            "/story/early-history",
            with(
                body(
                    "title", "Early history and feeding",
                    "text", "Robin came to us at 24 months. He was tube-fed at first."),
                "audience",
                List.of("team")))
        .ok();
  }

  @Test
  @Order(8)
  void row10AQuestionHasOneOwnerAndRow11ItsAskerClosesIt() {
    play.at("2025-03-25T14:00");
    play.visit();
    play.consent();
    play.add("priya", "vera", "Advises on school and nursery", "family", "professionals").ok();
    play.add("priya", "edda", "Advises", "professionals").ok();
    client.acceptAll("vera");
    client.acceptAll("edda");
    play.at("2025-03-27T21:15");
    client.say(
        "jo", family, "!question Does nursery get extra money for Robin, and who tells them?");
    JsonNode question = play.view("jo").path("questions").get(0);
    assertEquals(play.id("vera").value(), question.path("owner").asText());
    assertTrue(
        client.texts("jo", family).stream()
            .anyMatch(text -> text.contains("With Virtual School, answer due Mon 31 Mar 2025")));
    client.say("vera", family, "!answer Q1 Yes: the Early Years Pupil Premium. I ring nursery.");
    client.say("jo", family, "!answered Q1");
    assertEquals("closed", play.view("jo").path("questions").get(0).path("status").asText());
  }

  @Test
  @Order(9)
  void row14AskingAgainIsCaughtAndToldInPrivate() {
    play.at("2025-04-30T11:00");
    String again = "Could parents describe his early history and feeding again?";
    Http.Response held = client.trySay("edda", professionals, again);
    assertEquals(409, held.status(), held.text());
    client.acceptAll("edda");
    String direct = client.direct("edda", "story");
    client.said("edda", direct, "story", "18 Mar");
    assertEquals(0, play.view("tess").path("repeat_asks").asInt());
  }

  @Test
  @Order(10)
  void aFactOfTheCaseAddsAnItemAndTheFamilyConfirmsAReceipt() {
    play.at("2025-05-01T10:00");
    client.done("priya", professionals, "!school Acorn Nursery | stoke-on-trent | early-years");
    JsonNode education = items("education");
    assertFalse(education.toString().contains("Early Years Pupil Premium"), "no date of birth yet");
    int before = education.size();
    play.write("priya", "/facts", body("born", "2021-01-19", "why", "From the order")).ok();
    client.settle();
    assertEquals(before + 1, items("education").size());
    assertEquals("contact", item("education", 1).path("id").asText(), "numbers stay");
    JsonNode added = client.said("vera", professionals, "checklist", "One more thing on the list");
    client.react("vera", professionals, added.path("event_id").asText(), "✅");
    assertEquals("done", item("education", before + 1).path("status").asText());
    play.act(
            "priya",
            "/emerging-needs",
            body(
                "kind",
                "sensory",
                "noticed_on",
                "2024-06-01",
                "noticed_by",
                "Nursery",
                "what",
                "Mouths things."))
        .ok();
    client.settle();
    int shared = items("health").size();
    String tooEarly = play.act("jo", "/checklists/health/items/shared/receive", null).text();
    assertTrue(tooEarly.contains("not done yet"), tooEarly);
    client.done("priya", professionals, "!done health " + receiptItem());
    JsonNode asked = client.said("jo", family, "checklist", "Do you have it?");
    client.reply("jo", family, asked.path("event_id").asText(), "yes");
    assertTrue(item("health", receiptItem()).path("received").isTextual());
    assertEquals(shared, items("health").size());
    String again = client.react("jo", family, asked.path("event_id").asText(), "✅");
    assertTrue(client.answers("jo", family, again).get(0).contains("said already"));
    String ambiguous = client.ask("tess", professionals, "!done 2");
    assertTrue(ambiguous.contains("!done health 2 (Health)"), ambiguous);
  }

  private int receiptItem() {
    JsonNode health = items("health");
    for (int i = 0; i < health.size(); i++) {
      if (health.get(i).path("receipt").asBoolean()) {
        return i + 1;
      }
    }
    throw new AssertionError(health.toString());
  }

  @Test
  @Order(11)
  void helpListsEachCommandOfTheseBots() {
    String help = client.ask("priya", professionals, "!help");
    for (String command :
        List.of(
            "!done 3", "!give 3 @name", "!skip 3", "!items", "!transfer", "!offer", "!screen")) {
      assertTrue(help.contains(command), command + " is not in " + help);
    }
    assertTrue(client.ask("dana", hub, "!help").contains("!call"), "in the hub too");
  }
}
