package org.caseroom.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.bots.DemoRooms.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bots in Robin's rooms, met by people with plain Matrix clients. */
class BotsTest {
  private static DemoRooms demo;
  private static String professionals;
  private static String family;
  private static String space;

  @BeforeAll
  static void start() {
    demo = DemoRooms.start();
    professionals = demo.room("sara", "professionals");
    family = demo.room("sara", "family");
    space = demo.room("sara", "case");
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  private static List<Said> remindersAt(String time) {
    return demo.saidBy("review-reminder", "sara", professionals).stream()
        .filter(
            each ->
                each.at()
                    .truncatedTo(java.time.temporal.ChronoUnit.MINUTES)
                    .equals(Instant.parse(time)))
        .toList();
  }

  private static boolean mentions(Said said, String who) {
    for (JsonNode user : said.event().path("content").path("m.mentions").path("user_ids")) {
      if (user.asText().startsWith("@" + who + ":")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theThirtiethDayNamesWhatIsUnfinishedAndWhoHasIt() {
    List<Said> said = remindersAt("2025-05-09T08:00:00Z");
    assertEquals(1, said.size());
    String body = said.get(0).body();
    assertTrue(body.contains("Working days used: 30 of 45. Working days left: 15."), body);
    assertTrue(body.contains("Last day: Monday 2 June 2025 (clause 8.4)"), body);
    assertTrue(body.contains("- Education: Vera Lloyd"), body);
    assertTrue(body.contains("- Family and relationships: Sara Khan"), body);
    assertTrue(body.contains("- Analysis and needs: Dr Priya Nair"), body);
    assertEquals(3, body.lines().filter(line -> line.startsWith("- ")).count(), body);
    assertFalse(body.contains("late"), body);
    assertTrue(mentions(said.get(0), "sara"));
  }

  @Test
  void theFortiethDayAsksForAnAnswerAndGoesToTheManagerWithoutOne() {
    List<Said> said = remindersAt("2025-05-23T08:00:00Z");
    assertEquals(1, said.size());
    String body = said.get(0).body();
    assertTrue(body.contains("Working days used: 40 of 45. Working days left: 5."), body);
    // Monday the 26th is a bank holiday.
    assertTrue(body.contains("by Tuesday 27 May 2025 at 09:00"), body);
    List<Said> escalations = remindersAt("2025-05-27T08:00:00Z");
    assertEquals(1, escalations.size());
    assertTrue(escalations.get(0).body().contains("Nobody has answered"));
    assertTrue(mentions(escalations.get(0), "mo"));
  }

  @Test
  void aClockThatWasMetRemindsNobodyAnyMore() {
    assertTrue(
        demo.saidBy("review-reminder", "sara", professionals).stream()
            .noneMatch(each -> each.body().contains("Sign-off of the referral")));
  }

  @Test
  void familyPromptsHaveOneOwnerEachAndAreEasyToRead() {
    List<Said> prompts =
        demo.saidBy("checklist", "sam", family).stream()
            .filter(each -> each.event().path("content").path("org.caseroom.bot").has("item"))
            .toList();
    assertEquals(6, prompts.size());
    for (Said prompt : prompts) {
      assertEquals(
          1,
          prompt.event().path("content").path("m.mentions").path("user_ids").size(),
          prompt.body());
      assertTrue(prompt.body().contains("Who does this: "), prompt.body());
    }
    for (JsonNode item :
        demo.state("sam", space, "org.caseroom.checklist", "pre-visit").path("items")) {
      assertEquals("done", item.path("status").asText());
      assertEquals(item.path("owner"), item.path("by"), "each ticked their own by a reaction");
    }
  }

  @Test
  void doneTicksInThePersonsOwnName() {
    String bare = demo.say("sara", professionals, "!done 2");
    String which = demo.answers("checklist", "sara", professionals, bare).get(0);
    assertTrue(which.contains("!done core-offer 2 (Core offer)"), "two of hers: " + which);
    String command = demo.say("sara", professionals, "!done core-offer 2");
    JsonNode item =
        demo.state("sara", space, "org.caseroom.checklist", "core-offer").path("items").get(1);
    assertEquals("done", item.path("status").asText());
    assertTrue(item.path("by").asText().startsWith("@sara:"));
    List<Said> events = demo.events("sara", professionals);
    Said tick =
        events.stream()
            .filter(
                each -> each.event().path("type").asText().equals("org.caseroom.checklist.tick"))
            .reduce((first, second) -> second)
            .orElseThrow();
    assertEquals("sara", tick.sender());
    assertEquals(
        command,
        tick.event().path("content").path("org.caseroom.command").path("event_id").asText());
    assertTrue(
        events.stream()
            .anyMatch(
                each ->
                    each.sender().equals("checklist")
                        && each.event()
                            .path("content")
                            .path("m.relates_to")
                            .path("event_id")
                            .asText()
                            .equals(command)),
        "the bot puts ✅ under the command");
    String again = demo.say("sara", professionals, "!done core-offer 2");
    assertTrue(
        demo.answers("checklist", "sara", professionals, again).get(0).contains("done already"));
  }

  @Test
  void whatCannotBeDoneIsAnswered() {
    assertAnswer("checklist", "sara", professionals, "!done", "Write the number");
    assertAnswer("checklist", "sara", professionals, "!done 99", "There is no item 99");
    assertAnswer("checklist", "jo", family, "!done 1", "There is no list here");
    assertAnswer("checklist", "sara", professionals, "!dnoe 1", "I do not know the command !dnoe");
    assertAnswer(
        "decision-log", "sara", professionals, "!decide Only a title", "Write it as: !decide");
    assertAnswer("decision-log", "mo", professionals, "!sign 77", "no decision D77");
    assertAnswer("question", "jo", family, "!answered 9", "There is no question Q9");
    assertAnswer("review-reminder", "sara", professionals, "!ack", "no reminder in this room");
  }

  private static void assertAnswer(
      String bot, String who, String room, String command, String answer) {
    String event = demo.say(who, room, command);
    List<String> answers = demo.answers(bot, who, room, event);
    assertEquals(1, answers.size(), command + ": " + answers);
    assertTrue(answers.get(0).contains(answer), command + ": " + answers.get(0));
  }

  @Test
  void helpListsTheCommandsOfAllBotsOnce() {
    String event = demo.say("vera", professionals, "!help");
    List<String> answers =
        demo.events("vera", professionals).stream()
            .filter(each -> each.answers().equals(event))
            .map(Said::body)
            .toList();
    assertEquals(1, answers.size());
    for (String command :
        List.of("!done 3", "!decide title", "!sign 2", "!ack", "!question", "!story")) {
      assertTrue(answers.get(0).contains(command), answers.get(0));
    }
  }

  @Test
  void anAuthorIsNeverTheSigner() {
    demo.say(
        "sara",
        professionals,
        "!decide Bring the group forward | Robin's parents start in July | They are tired | 8.5");
    int last = decisions();
    String refused = demo.say("sara", professionals, "!sign " + last);
    List<String> answers = demo.answers("decision-log", "sara", professionals, refused);
    assertEquals(1, answers.size());
    assertTrue(answers.get(0).contains("sign"), answers.get(0));
    int records = records();
    demo.say("mo", professionals, "!sign " + last);
    assertEquals(records + 1, records());
    String record =
        demo.saidBy("decision-log", "mo", professionals).stream()
            .reduce((first, second) -> second)
            .orElseThrow()
            .body();
    assertTrue(record.contains("Decided: Robin's parents start in July"), record);
    assertTrue(record.contains("Written by Sara Khan, signed by Mo Hussain"), record);
    assertTrue(record.matches("(?s).*Entry \\d+ of the audit log; record \\$.*"), record);
  }

  private static String reply(String who, String room, String to, String text) {
    var content = Json.object().put("msgtype", "m.text").put("body", text);
    content.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", to);
    return demo.send(who, room, "m.room.message", content);
  }

  private static Said last(String bot, String who, String room) {
    return demo.saidBy(bot, who, room).stream().reduce((first, second) -> second).orElseThrow();
  }

  @Test
  void aDecisionIsAskedForOneThingAtATimeInItsThreadAndSignedByAReaction() {
    int before = decisions();
    String command = demo.say("sara", professionals, "!decide");
    List<String> asked =
        List.of(
            "What kind of decision",
            "What is it about",
            "What is decided",
            "Why?",
            "How much is it",
            "Where does the money",
            "What else was considered",
            "yes or no",
            "not told");
    List<String> answers =
        List.of(
            "5",
            "Swimming",
            "Ten lessons",
            "It calms him",
            "£120",
            "The core budget",
            "Lessons at school",
            "no",
            "Nobody was in");
    for (int i = 0; i < asked.size(); i++) {
      Said question = last("decision-log", "sara", professionals);
      assertTrue(question.body().contains(asked.get(i)), question.body());
      assertEquals(
          command,
          question.event().path("content").path("m.relates_to").path("event_id").asText(),
          "all in one thread");
      if (i == 1) {
        reply("priya", professionals, question.id(), "Not for me to say");
        assertEquals(question.id(), last("decision-log", "sara", professionals).id());
      }
      if (i == 0) {
        reply("sara", professionals, question.id(), "holiday");
        question = last("decision-log", "sara", professionals);
        assertTrue(question.body().contains(asked.get(0)), "asked again: " + question.body());
      }
      assertEquals(before, decisions());
      reply("sara", professionals, question.id(), answers.get(i));
    }
    assertEquals(before + 1, decisions());
    Said proposed = last("decision-log", "sara", professionals);
    assertTrue(proposed.body().contains("Amount: £120"), proposed.body());
    assertTrue(proposed.body().contains("Why the family was not told: Nobody was in"));
    int records = records();
    String own = demo.react("sara", professionals, proposed.id());
    assertTrue(
        demo.answers("decision-log", "sara", professionals, own).get(0).contains("signed by"));
    assertEquals(records, records());
    demo.react("mo", professionals, proposed.id());
    assertEquals(records + 1, records());
    Said signed = last("decision-log", "mo", professionals);
    assertTrue(signed.body().contains("/cases/REF-1/decisions/" + records()), signed.body());
    assertTrue(signed.body().contains("write !notice " + records()), signed.body());

    demo.say("sara", professionals, "!notice " + records());
    reply("sara", professionals, last("decision-log", "sara", professionals).id(), "Robin swims.");
    reply("sara", professionals, last("decision-log", "sara", professionals).id(), "He likes it.");
    demo.say("jo", family, "!think " + records() + " Not on Mondays.");
    demo.say("sara", family, "!reply " + records() + " Thursdays then.");
    JsonNode notice =
        demo.state("jo", family, "org.caseroom.decision.noticed", String.valueOf(records()));
    JsonNode said = notice.path("representations").get(0);
    assertEquals("Robin swims.", notice.path("decided").asText());
    assertEquals("Not on Mondays.", said.path("text").asText());
    assertEquals("Thursdays then.", said.path("answer").path("text").asText());
  }

  @Test
  void aProposalIsChangedWithdrawnAndCorrectedByCommand() {
    demo.say("sara", professionals, "!decide funds: Riding | Six lessons");
    Said question = last("decision-log", "sara", professionals);
    assertTrue(question.body().contains("Write it as: !decide"), question.body());
    demo.say("sara", professionals, "!decide Riding | Six lessons | He likes horses");
    int number = decisions();
    Said proposed = last("decision-log", "sara", professionals);
    demo.say("sara", professionals, "!amend " + number + " decided | Ten lessons | Jo asks for it");
    assertTrue(last("decision-log", "sara", professionals).body().contains("Decided: Ten lessons"));
    String old = demo.react("mo", professionals, proposed.id());
    assertTrue(
        demo.answers("decision-log", "mo", professionals, old).get(0).contains("has changed"));
    demo.say("sara", professionals, "!withdraw " + number);
    reply("sara", professionals, last("decision-log", "sara", professionals).id(), "It is closed");
    String late = demo.say("mo", professionals, "!sign " + number);
    assertTrue(
        demo.answers("decision-log", "mo", professionals, late).get(0).contains("was withdrawn"));
    demo.say("sara", professionals, "!correct 1 Put right | Once a week | It was wrong");
    demo.say("mo", professionals, "!sign " + decisions());
    String signed = last("decision-log", "mo", professionals).body();
    assertTrue(signed.contains("takes the place of decision 1"), signed);
    String inside = demo.say("sara", family, "!decide Riding | Six lessons | He likes horses");
    assertEquals(1, demo.answers("decision-log", "sara", family, inside).size());
  }

  private static int decisions() {
    return (int)
        demo.events("sara", professionals).stream()
            .filter(each -> each.event().path("type").asText().equals("org.caseroom.decision"))
            .map(each -> each.event().path("state_key").asText())
            .distinct()
            .count();
  }

  private static int records() {
    return (int) ofType("org.caseroom.decision.record");
  }

  private static long ofType(String type) {
    return demo.events("sara", professionals).stream()
        .filter(each -> each.event().path("type").asText().equals(type))
        .count();
  }

  @Test
  void aFamilyAsksAndClosesByCommand() {
    String asked = demo.say("jo", family, "!question Who pays for the taxi to the group?");
    assertTrue(
        demo.answers("question", "jo", family, asked).isEmpty(), "the house says who has it");
    JsonNode question = demo.state("jo", space, "org.caseroom.question", "Q2");
    assertEquals("open", question.path("status").asText());
    assertTrue(question.path("asker").asText().startsWith("@jo:"));
    String owner = question.path("owner").asText().replaceAll("^@|:.*", "");
    demo.say(owner, family, "!answer Q2 We do. Send me the receipts.");
    String notHers = demo.say("vera", family, "!answered Q2");
    assertEquals(1, demo.answers("question", "vera", family, notHers).size());
    demo.say("jo", family, "!answered 2");
    assertEquals(
        "closed", demo.state("jo", space, "org.caseroom.question", "Q2").path("status").asText());
  }

  @Test
  void aPlainReplyIsTheAnswerAndAReactionClosesIt() {
    demo.say("jo", family, "!question Can Grandma come to the next meeting?");
    Said told =
        demo.events("jo", family).stream()
            .filter(each -> each.body().contains("Can Grandma come"))
            .filter(each -> each.body().contains("Asked by"))
            .reduce((first, second) -> second)
            .orElseThrow();
    String number = told.body().replaceAll(":.*", "");
    String owner =
        demo.state("jo", space, "org.caseroom.question", number)
            .path("owner")
            .asText()
            .replaceAll("^@|:.*", "");
    String other = owner.equals("vera") ? "sara" : "vera";
    String bystander = reply(other, family, told.id(), "I wonder about that, too.");
    assertTrue(demo.answers("question", other, family, bystander).isEmpty(), "only its owner");
    String said = reply(owner, family, told.id(), "Yes, of course she can.");
    Said asked = last("question", owner, family);
    assertEquals(said, asked.answers());
    demo.react(other, family, asked.id());
    assertEquals("open", status(number), "somebody else's agreement posts nothing");
    demo.react(owner, family, asked.id());
    JsonNode question = demo.state("jo", space, "org.caseroom.question", number);
    assertEquals("answered", question.path("status").asText());
    assertEquals("Yes, of course she can.", question.path("answer").asText());
    Said enough = last("question", "jo", family);
    assertTrue(mentions(enough, "jo"), enough.body());
    demo.react("sam", family, enough.id());
    assertEquals("answered", status(number), "who asked closes it");
    demo.react("jo", family, enough.id());
    assertEquals("closed", status(number));
  }

  private static String status(String number) {
    return demo.state("jo", space, "org.caseroom.question", number).path("status").asText();
  }

  @Test
  void aRefusalMovesAQuestionAndAnAssessmentIsAskedForByMessage() {
    demo.say("jo", family, "!question Does school have a quiet room?");
    Said told =
        demo.events("jo", family).stream()
            .filter(each -> each.body().contains("Does school have a quiet room"))
            .filter(each -> each.body().contains("Asked by"))
            .findFirst()
            .orElseThrow();
    String number = told.body().replaceAll(":.*", "");
    assertAnswer("question", "vera", family, "!refuse " + number, "!refuse " + number);
    demo.say("vera", family, "!fetch " + number + " Virtual School");
    demo.say("vera", family, "!refuse " + number + " It is the nursery's business");
    JsonNode moved = demo.state("jo", space, "org.caseroom.question", number);
    assertEquals("open", moved.path("status").asText());
    assertFalse(moved.path("owner").asText().startsWith("@vera:"), moved.toString());
    assertEquals(
        "It is the nursery's business", moved.path("refused").get(0).path("reason").asText());
    demo.say("sam", family, "!assessment He sleeps badly since the move.");
    assertTrue(
        demo.events("sam", space).stream()
            .filter(each -> each.event().path("type").asText().equals("org.caseroom.question"))
            .map(each -> each.event().path("content").path("text").asText())
            .anyMatch(text -> text.contains("He sleeps badly since the move.")));
  }

  @Test
  void aNewcomerSaysByAReactionThatTheyHaveReadTheStory() {
    String direct = null;
    for (JsonNode room :
        demo.caseroom()
            .http()
            .get("/_matrix/client/v3/joined_rooms", demo.token("vera"))
            .ok()
            .path("joined_rooms")) {
      if (!demo.saidBy("story", "vera", room.asText()).isEmpty()
          && !room.asText().equals(family)
          && !room.asText().equals(professionals)) {
        direct = room.asText();
      }
    }
    if (direct == null) {
      for (JsonNode invited : demo.invitations("vera")) {
        demo.join("vera", invited.asText());
        if (!demo.saidBy("story", "vera", invited.asText()).isEmpty()) {
          direct = invited.asText();
        }
      }
    }
    Said welcome = demo.saidBy("story", "vera", direct).get(0);
    assertTrue(welcome.body().contains("put ✅ under this message"), welcome.body());
    demo.react("vera", direct, welcome.id());
    JsonNode read =
        demo.state(
            "jo",
            space,
            "org.caseroom.story.read",
            demo.caseroom().user("vera").value().substring(1));
    assertTrue(read.path("versions").size() > 0, read.toString());
    assertAnswer("story", "vera", family, "!story new", "othing new");
    assertAnswer("story", "jo", family, "!story new", "story are new");
  }

  @Test
  void botsAndNoticesAndEditsGiveNoCommands() {
    int before = demo.saidBy("checklist", "sara", professionals).size();
    demo.send(
        "sara",
        professionals,
        "m.room.message",
        Json.object().put("msgtype", "m.notice").put("body", "!items"));
    var edit = Json.object().put("msgtype", "m.text").put("body", "!items");
    edit.putObject("m.new_content").put("msgtype", "m.text").put("body", "!items");
    edit.putObject("m.relates_to")
        .put("rel_type", "m.replace")
        .put("event_id", demo.say("sara", professionals, "Good morning."));
    demo.send("sara", professionals, "m.room.message", edit);
    assertEquals(before, demo.saidBy("checklist", "sara", professionals).size());
  }

  @Test
  void aFamilyThatRefersItselfHasAReceipt() {
    String receipt =
        demo.events("jo", demo.receiptRoom()).stream()
            .filter(each -> each.sender().equals("front-door"))
            .map(Said::body)
            .filter(body -> body.contains("REF-1"))
            .findFirst()
            .orElseThrow();
    assertTrue(receipt.contains("Dee Marsh, Duty worker"), receipt);
    String room = demo.receiptRoom();
    assertAnswer("front-door", "jo", room, "!needs 99", "numbers from 1 to 15");
    assertAnswer("front-door", "jo", room, "!needs 1 5 11", "easy read");
    JsonNode needs =
        demo.state(
            "sara", space, "org.caseroom.needs", demo.caseroom().user("jo").value().substring(1));
    assertEquals("text", needs.path("contact_by").asText());
    assertEquals("bsl-interpreter", needs.path("communication").path(0).asText());
  }
}
