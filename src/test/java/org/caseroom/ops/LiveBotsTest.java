package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.bots.DemoRooms;
import org.caseroom.bots.EchoBot;
import org.caseroom.bots.runtime.BotProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bots' files change while the service runs; bots come that have no code, or are in a jar; and
 * people are answered in the language and style that they need. In this order: what one needs stays
 * for the next.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveBotsTest {
  private static final String API = "/_matrix/client/v3/rooms/";

  @TempDir private static Path folder;
  private static Path bots;
  private static URLClassLoader jar;
  private static DemoRooms demo;
  private static String professionals;
  private static String family;

  @BeforeAll
  static void start() throws IOException {
    bots = folder.resolve("bots");
    copy(Path.of("bots"), bots);
    write("echo/bot.yaml", "name: echo\nrole: bot\ntriggers:\n  commands: [echo]\n" + SENDS);
    texts("echo", "display-name: Echo\nabout: Echoes.\nusage-echo: '!echo'\nhelp-echo: Echoes.\n");
    jar =
        new URLClassLoader(new URL[] {jar().toUri().toURL()}, LiveBotsTest.class.getClassLoader());
    demo = withJar(() -> DemoRooms.start(settings -> settings.with("bots", bots.toString())));
    professionals = demo.room("sara", "professionals");
    family = demo.room("sara", "family");
  }

  private static final String SENDS = "permissions:\n  sends: [m.room.message, m.room.create]\n";

  /** As when the jar is on the class path. */
  private static <T> T withJar(Supplier<T> work) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(jar);
    try {
      return work.get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** A jar that provides a bot. */
  private static Path jar() throws IOException {
    Path jar = folder.resolve("echo.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + BotProvider.class.getName()));
      out.write(EchoBot.Provider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    demo.close();
    jar.close();
  }

  private static void write(String file, String text) throws IOException {
    Path path = bots.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** The same texts in all four files. */
  private static void texts(String bot, String texts) throws IOException {
    for (String file : List.of("en", "en-easyread", "cy", "cy-easyread")) {
      write(bot + "/messages/" + file + ".yaml", texts);
    }
  }

  private static void replace(String file, String from, String to) throws IOException {
    String text = Files.readString(bots.resolve(file));
    assertTrue(text.contains(from), file + " has no " + from);
    Files.writeString(bots.resolve(file), text.replace(from, to));
  }

  private record Ran(int code, String said) {}

  private static Ran command(String... words) throws IOException {
    Path config = folder.resolve("caseroom.yaml");
    Files.writeString(config, "bots: " + bots + "\n");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(
        List.of("--config", config.toString(), "--data", demo.caseroom().folder().toString()));
    int code = withJar(() -> Main.run(out, out, args.toArray(String[]::new)));
    return new Ran(code, said.toString());
  }

  private static void await(Path file) {
    Instant until = Instant.now().plusSeconds(20);
    while (!Files.exists(file)) {
      assertTrue(Instant.now().isBefore(until), file + " is not there");
      Thread.onSpinWait();
    }
  }

  private static void reload() throws IOException {
    Ran ran = command("bots", "reload");
    assertEquals(0, ran.code(), ran.said());
  }

  private static String answer(String bot, String who, String room, String said) {
    List<String> answers = demo.answers(bot, who, room, demo.say(who, room, said));
    assertEquals(1, answers.size(), said + ": " + answers);
    return answers.get(0);
  }

  private static void assertHas(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  @Test
  @Order(1)
  void newWordsAreSaidWithoutARestart() throws IOException {
    assertHas("There is no item 99", answer("checklist", "sara", professionals, "!done 99"));
    replace("checklist/messages/en.yaml", "There is no item {number}", "No item {number} stands");
    assertHas("There is no item 99", answer("checklist", "sara", professionals, "!done 99"));
    Ran ran = command("bots", "reload");
    assertEquals(0, ran.code(), ran.said());
    assertHas("Read anew. Bots: checklist, decision-log, echo, front-door", ran.said());
    assertHas("No item 99 stands", answer("checklist", "sara", professionals, "!done 99"));
  }

  @Test
  @Order(2)
  void aBrokenFileLeavesTheOldBotsRunningAndIsNamed() throws IOException {
    replace("checklist/messages/cy.yaml", "Nid oes eitem {number}", "Nid oes eitem {rhif}");
    Ran ran = command("bots", "reload");
    assertEquals(1, ran.code(), ran.said());
    assertHas("checklist/messages/cy.yaml, line ", ran.said());
    assertHas("has no placeholder {rhif}. Use {count}, {number}.", ran.said());
    Http.Response refused = postReload("admin");
    assertEquals(409, refused.status());
    assertHas("cy.yaml, line ", refused.json().path("detail").asText());
    assertEquals(1, command("bots", "check").code());
    assertHas("No item 99 stands", answer("checklist", "sara", professionals, "!done 99"));

    replace("checklist/messages/cy.yaml", "{rhif}", "{number}");
    Path requests = demo.caseroom().folder().resolve("requests");
    Files.write(requests.resolve("odd.request"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path odd = requests.resolve("odd.answer");
    await(odd);
    assertHas("does not know how to do this", Files.readString(odd));
    assertEquals(403, postReload("sara").status());
    JsonNode running = postReload("admin").ok();
    assertHas("\"display_name\":\"Echo\"", running.toString());
    Ran checked = command("bots", "check");
    assertEquals(0, checked.code(), checked.said());
    List<ObjectNode> recorded = demo.caseroom().recorded(AuditEntry.Kind.SERVICE);
    assertHas("bots_not_reloaded", recorded.toString());
    assertHas("\"by\":\"operator\"", recorded.toString());
    assertHas("\"by\":\"@admin:", recorded.toString());
  }

  private static Http.Response postReload(String who) {
    return demo.caseroom().http().post("/api/bots/reload", demo.token(who), Json.object());
  }

  @Test
  @Order(3)
  void aBotFromAJarUnderstandsAPlainReply() {
    demo.say("sara", professionals, "!echo");
    String said = demo.saidBy("echo", "sara", professionals).get(0).id();
    ObjectNode reply =
        Json.object().put("msgtype", "m.text").put("body", "> <@echo> Hello\n\nYes!");
    reply.putObject("m.relates_to").putObject("m.in_reply_to").put("event_id", said);
    String event = demo.send("sara", professionals, "m.room.message", reply);
    assertEquals(List.of("You answered: Yes!"), demo.answers("echo", "sara", professionals, event));
  }

  private static void invite(String bot) {
    demo.caseroom()
        .http()
        .post(
            API + DemoRooms.encode(professionals) + "/invite",
            demo.token("sara"),
            Json.object().put("user_id", demo.caseroom().user(bot).value()))
        .ok();
    demo.settle();
    demo.say("sara", professionals, "!" + bot);
  }

  private static final String RULES =
      """
      name: greeter
      role: bot
      rules:
        - on: { command: greeter }
          say: hello
        - on: { command: whisper }
          say: hello
          to: person
        - on: { phrases: [who pays] }
          say: pays
        - on: { reaction: "❤️" }
          say: thanks
        - on: { event: org.caseroom.question.ask }
          say: asked
          to: professionals
        - on: { event: org.caseroom.question.ask, where: { text: ["Is it raining?"] } }
          say: rain
          to: professionals
        - on: { schedule: { days: [working-days], at: "07:30", in: professionals } }
          say: morning
        - on: { clock: any, working_days_before: 250 }
          say: clock
          to: professionals
        - on: { joins: [virtual-school-adviser] }
          say: welcome
        - on: { event: org.caseroom.question.pass }
          say: passed
          to: event.to
      """;

  private static final String TEXTS =
      """
      display-name: Greeter
      about: Greets.
      usage-greeter: "!greeter"
      help-greeter: Greets.
      usage-whisper: "!whisper"
      help-whisper: Greets in private.
      hello: "Hello {person}, this is about {case.child} ({case.reference})."
      pays: Who pays is in chapter 9.
      thanks: "Thank you, {person}."
      asked: "Asked by {person}: {event.text}"
      rain: It rains.
      morning: "Good morning, it is {day}. {case.reference} is at {case.stage}."
      clock: "{clock.title}, clause {clock.clause}: {clock.left} working days left, until {clock.due}."
      welcome: "Welcome, {person}."
      passed: "{person} passed you {event.question}: {event.reason}"
      """;

  @Test
  @Order(4)
  void aBotNeedsNoCode() throws IOException {
    write("greeter/bot.yaml", RULES + SENDS);
    texts("greeter", TEXTS);
    reload();
    invite("greeter");
    assertEquals(
        "Hello Sara Khan, this is about Robin (REF-1).",
        answer("greeter", "sara", professionals, "!greeter"));
    assertHas("chapter 9", answer("greeter", "vera", professionals, "But WHO PAYS for that?"));
    String hello = demo.saidBy("greeter", "sara", professionals).get(0).id();
    ObjectNode heart = Json.object();
    heart
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", hello)
        .put("key", "❤️");
    demo.send("mo", professionals, "m.reaction", heart);
    demo.say("vera", professionals, "!question When is the next group?");
    List<String> said = bodies();
    assertTrue(said.contains("Thank you, Mo Hussain."), said.toString());
    assertTrue(said.contains("Asked by Vera Lloyd: When is the next group?"), said.toString());
    assertFalse(said.contains("It rains."), "its condition does not hold");
    demo.say("vera", professionals, "!question Is it raining?");
    assertTrue(bodies().contains("It rains."));
    demo.say("vera", professionals, "!question 2025-02-30");
    assertTrue(
        bodies().contains("Asked by Vera Lloyd: 2025-02-30"), "no day, and said all the same");
  }

  private static List<String> bodies() {
    return demo.saidBy("greeter", "sara", professionals).stream()
        .map(DemoRooms.Said::body)
        .toList();
  }

  @Test
  @Order(5)
  void aBotWithoutCodeKeepsTheClock() {
    demo.caseroom().clock().set(Instant.parse("2025-06-09T06:29:00Z"));
    demo.settle();
    assertFalse(bodies().toString().contains("Good morning"), "it is 07:29 there");
    demo.caseroom().clock().set(Instant.parse("2025-06-09T06:30:00Z"));
    demo.settle();
    demo.settle();
    List<String> mornings = bodies().stream().filter(body -> body.contains("morning")).toList();
    assertEquals(1, mornings.size(), bodies().toString());
    assertHas("it is Monday 9 June 2025. REF-1 is at ", mornings.get(0));
    List<String> clocks = bodies().stream().filter(body -> body.contains("days left")).toList();
    assertFalse(clocks.isEmpty(), bodies().toString());
    assertEquals(clocks.stream().distinct().toList(), clocks, "each clock once");
  }

  @Test
  @Order(6)
  void aDirectRoomHasHelpToo() {
    demo.say("sara", professionals, "!whisper");
    String room = directRoom("sara", "greeter");
    assertHas("this is about", demo.saidBy("greeter", "sara", room).get(0).body());
    assertHas("!whisper: Greets in private.", answer("greeter", "sara", room, "!help"));
  }

  private static String directRoom(String who, String bot) {
    JsonNode rooms =
        demo.caseroom()
            .http()
            .get("/_matrix/client/v3/sync", demo.token(who))
            .ok()
            .path("rooms")
            .path("invite");
    for (var room : rooms.properties()) {
      if (room.getValue().toString().contains("@" + bot + ":")) {
        demo.caseroom()
            .http()
            .post(API + DemoRooms.encode(room.getKey()) + "/join", demo.token(who), Json.object())
            .ok();
        return room.getKey();
      }
    }
    throw new AssertionError(bot + " has invited " + who + " to no room");
  }

  @Test
  @Order(7)
  void whoAskedForWelshIsAnsweredInWelsh() {
    String receipt = demo.receiptRoom();
    demo.say("jo", receipt, "!needs 10:Cymraeg");
    String alone = answer("front-door", "jo", receipt, "!help");
    assertHas("Drws blaen: Mae'n ateb atgyfeiriad", alone);
    assertFalse(alone.contains("Front door"), alone);
    String both = answer("checklist", "sam", family, "!help");
    assertHas("Checklist: ", both);
    assertHas("\n\nRhestr wirio: ", both);
    String staff = answer("checklist", "mo", professionals, "!help");
    assertFalse(staff.contains("Rhestr wirio"), staff);
    demo.say("jo", receipt, "!needs 1 10:Cymraeg");
    assertHas("Gallwch ysgrifennu'r geiriau hyn", answer("checklist", "sam", family, "!help"));
    String question = answer("question", "sam", family, "!question");
    assertHas("I need your question.", question);
    assertHas("\n\nMae angen eich cwestiwn arnaf.", question);
  }

  @Test
  @Order(8)
  void whoComesInIsWelcomedAndWhoIsNamedIsTold() {
    Http http = demo.caseroom().http();
    String vera = demo.caseroom().user("vera").value();
    String profile = "/_matrix/client/v3/profile/" + DemoRooms.encode(vera) + "/displayname";
    http.put(profile, demo.token("vera"), Json.object().put("displayname", "Vera L")).ok();
    demo.settle();
    assertFalse(bodies().contains("Welcome, Vera L."), "a new name is no coming");
    http.post(API + DemoRooms.encode(professionals) + "/leave", demo.token("vera"), Json.object())
        .ok();
    http.post(
            API + DemoRooms.encode(professionals) + "/invite",
            demo.token("sara"),
            Json.object().put("user_id", vera))
        .ok();
    demo.join("vera", professionals);
    assertEquals(1, bodies().stream().filter("Welcome, Vera L."::equals).count());

    demo.say("vera", professionals, "!question Who brings the cake?");
    JsonNode question =
        demo.events("sara", demo.room("sara", "case")).stream()
            .map(DemoRooms.Said::event)
            .filter(
                each -> each.path("content").path("text").asText().equals("Who brings the cake?"))
            .filter(each -> each.path("type").asText().equals("org.caseroom.question"))
            .findFirst()
            .orElseThrow();
    String number = question.path("state_key").asText();
    String owner = question.path("content").path("owner").asText().replaceAll("^@|:.*", "");
    String to = owner.equals("mo") ? "priya" : "mo";
    demo.say(owner, professionals, "!pass " + number + " @" + to + " A cake is needed");
    assertHas(
        "passed you " + number + ": A cake is needed",
        demo.saidBy("greeter", to, directRoom(to, "greeter")).get(0).body());
  }

  @Test
  @Order(9)
  void whatNoBotMayDoIsAMistakeWithItsLine() throws IOException {
    texts("greeter", TEXTS);
    String rules = RULES + SENDS;
    assertMistake(
        rules.replace("command: whisper", "command: done"),
        "greeter/bot.yaml, line 6",
        "the command !done belongs to checklist already. Choose another word.");
    assertMistake(
        rules.replace("m.room.create]", "org.caseroom.signoff]"),
        "greeter/bot.yaml, line ",
        "no bot may send 'org.caseroom.signoff' in any room.");
    assertMistake(
        rules.replace("m.room.create]", "org.caseroom.sign]"),
        "greeter/bot.yaml, line ",
        "there is no event 'org.caseroom.sign'. Do you mean one of org.caseroom.sign");
    assertMistake(
        rules.replace("joins: [virtual-school-adviser]", "joins: [bot]"),
        "greeter/bot.yaml, line 24",
        "there is no role 'bot' of people.");
    assertMistake(
        rules.replace("to: event.to", "to: event.whom"),
        "greeter/bot.yaml, line 28",
        "the event 'org.caseroom.question.pass' has no field 'whom'.");
    assertMistake(
        rules.replace(
            "to: event.to",
            "to: event.to\n  - on: { command: x }\n    say: hello\n    to: event.to"),
        "greeter/bot.yaml, line ",
        "'event.' needs an 'event' that names the person.");
    assertMistake(
        RULES + "permissions:\n  sends: [m.room.message]\n",
        "greeter/bot.yaml, line ",
        "it opens direct rooms: add m.room.create to 'sends' under 'permissions'.");
    assertMistake(
        RULES + SENDS + "  for_people: [org.caseroom.reminder]\n",
        "greeter/bot.yaml, line ",
        "no person may send 'org.caseroom.reminder' in any room.");
    write("greeter/bot.yaml", rules);
    reload();
  }

  private static void assertMistake(String file, String where, String what) throws IOException {
    write("greeter/bot.yaml", file);
    Ran ran = command("bots", "reload");
    assertEquals(1, ran.code(), ran.said());
    assertHas(where, ran.said());
    assertHas(what, ran.said());
  }
}
