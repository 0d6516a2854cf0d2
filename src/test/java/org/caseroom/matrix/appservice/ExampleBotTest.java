package org.caseroom.matrix.appservice;

import static org.caseroom.cases.file.RoomKind.FAMILY;
import static org.caseroom.matrix.appservice.StandInService.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.Consents;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.web.RobinCase;
import org.junit.jupiter.api.Test;

/** The bot of {@code bots/examples/outside-node}, as it stands there, in a family's room. */
class ExampleBotTest {
  private static final Path FOLDER = Path.of("bots/examples/outside-node");

  @Test
  void tellsAFamilyWhatAWordMeansOnceTheyAgreedToIt() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path registration = Files.createTempDirectory("words-").resolve("words.yaml");
    Files.writeString(
        registration,
        Files.readString(FOLDER.resolve("registration.yaml")).replace(":9010", ":" + port));
    Path output = Files.createTempFile("words-", ".txt");
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings -> settings.with("matrix.applicationServices", List.of(registration)))) {
      Process bot = start(caseroom, registration, output);
      try {
        await(() -> read(output).contains("listens on port") ? true : null);
        talk(caseroom, bot, registration, output);
      } finally {
        bot.destroyForcibly();
      }
    }
  }

  private static Process start(TestCaseroom caseroom, Path registration, Path output)
      throws IOException {
    ProcessBuilder node =
        new ProcessBuilder("node", FOLDER.resolve("bot.mjs").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    node.environment()
        .putAll(
            Map.of(
                "CASEROOM_URL", caseroom.http().base(), "REGISTRATION", registration.toString()));
    return node.start();
  }

  private static String read(Path output) {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static void talk(TestCaseroom caseroom, Process first, Path registration, Path output)
      throws IOException {
    UserId words = caseroom.user("_words");
    RobinCase robin = new RobinCase(caseroom);
    RoomId family = robin.room(robin.jo, FAMILY);
    Http http = caseroom.http();
    String jo = caseroom.issueToken(robin.jo);
    String sara = caseroom.issueToken(robin.sara);
    String rooms = "/_matrix/client/v3/rooms/" + family;
    Map<String, String> invitation = Map.of("user_id", words.value());
    assertEquals("ORG.CASEROOM_GATE", http.post(rooms + "/invite", sara, invitation).errcode());
    caseroom
        .caseroom()
        .cases()
        .consents()
        .sign(
            robin.jo,
            robin.reference,
            List.of(new Consents.Line("words", "share", null, words, Set.of(FAMILY), true)),
            List.of(robin.jo),
            "3");
    http.post(rooms + "/invite", sara, invitation).ok();
    await(
        () -> http.get(rooms + "/joined_members", jo).text().contains(words.value()) ? true : null);
    say(http, rooms, jo, "?ehcp", 1);
    assertTrue(answer(http, rooms, jo, words, "EHCP:").contains("by law"));
    say(http, rooms, jo, "Sara, what does IRO mean?", 2);
    assertTrue(answer(http, rooms, jo, words, "IRO:").contains("Independent Reviewing Officer"));
    say(http, rooms, jo, "?tent", 3);
    answer(http, rooms, jo, words, "I do not know TENT");

    // Away, and here again: it answers what was asked meanwhile, and nothing twice.
    first.destroyForcibly();
    first.onExit().join();
    say(http, rooms, jo, "?PEP", 4);
    Process second = start(caseroom, registration, output);
    try {
      await(
          () -> {
            caseroom.clock().advance(java.time.Duration.ofMinutes(10));
            return texts(http, rooms, jo, words).stream().anyMatch(text -> text.startsWith("PEP:"))
                ? true
                : null;
          });
      List<String> said = texts(http, rooms, jo, words);
      assertEquals(said.stream().distinct().count(), said.size(), said.toString());
      assertEquals(4, said.size(), said.toString());
    } finally {
      second.destroyForcibly();
    }
  }

  private static void say(Http http, String rooms, String who, String text, int number) {
    http.put(
            rooms + "/send/m.room.message/w" + number,
            who,
            Map.of("msgtype", "m.text", "body", text))
        .ok();
  }

  private static String answer(Http http, String rooms, String who, UserId bot, String start) {
    return await(
        () ->
            texts(http, rooms, who, bot).stream()
                .filter(text -> text.startsWith(start))
                .findFirst()
                .orElse(null));
  }

  private static List<String> texts(Http http, String rooms, String who, UserId bot) {
    JsonNode page = http.get(rooms + "/messages?dir=b&limit=100", who).ok();
    return page.path("chunk").findParents("sender").stream()
        .filter(event -> event.path("sender").asText().equals(bot.value()))
        .map(event -> event.path("content").path("body").asText())
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
