package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that say what a bot is. */
class BotDefinitionTest {
  private static final String GOOD =
      """
      name: greeter
      role: bot
      triggers:
        reactions: ["✅"]
        commands: [hello]
      permissions:
        sends: [m.room.message]
      """;

  @TempDir Path folder;

  private BotDefinition load(String text) throws IOException {
    Path bot = Files.createDirectories(folder.resolve("greeter"));
    Files.writeString(bot.resolve("bot.yaml"), text);
    return BotFile.read(bot).definition();
  }

  private String mistake(String text) {
    Problem problem = assertThrows(Problem.class, () -> load(text));
    assertEquals("ORG.CASEROOM_CONFIGURATION", problem.errcode());
    return problem.message();
  }

  private static void assertSays(String part, String said) {
    assertTrue(said.contains(part), said);
  }

  @Test
  void readsAFile() throws IOException {
    BotDefinition bot = load(GOOD);
    assertEquals(List.of(), bot.triggers().events());
    assertEquals(
        List.of("display-name", "about", "usage-hello", "help-hello"),
        bot.messages().stream().map(MessageKey::name).toList());
    assertEquals(List.of(), bot.permissions().forPeople());
  }

  @Test
  void namesTheLineOfAMistake() {
    String said = mistake(GOOD.replace("  reactions:", "  reaction:"));
    assertSays("bot.yaml, line 4", said);
    assertSays("'triggers.reaction' is not one of commands, events, phrases, reactions", said);
    assertSays("permissions", mistake(GOOD.replaceAll("(?s)permissions:.*", "")));
    assertSays("bot.yaml, line", mistake(GOOD.replace("role: bot", "role: robot")));
    assertSays("'role' should be one of bot", mistake(GOOD.replace("role: bot", "role: adopter")));
    assertSays("use 'greeter'", mistake(GOOD.replace("name: greeter", "name: other")));
    assertSays("bot.yaml, line", mistake("name: ["));
  }

  @Test
  void knowsASignWithAndWithoutTheMarkForItsColour() throws IOException {
    assertEquals(
        List.of("\u2764"),
        load(GOOD.replace("✅", "\u2764\uFE0F")).triggers().reactions(),
        "as clients send it, without the mark");
  }

  @Test
  void tellsAMissingFile() {
    Problem problem = assertThrows(Problem.class, () -> BotFile.read(folder.resolve("nobody")));
    assertTrue(problem.message().contains("cannot be read"), problem.message());
  }

  @Test
  void answersOnlySoOftenInAMinute() {
    FloodGuard guard = new FloodGuard();
    var room = new org.caseroom.base.RoomId("!room:caseroom.localhost");
    for (int i = 0; i < FloodGuard.ANSWERS; i++) {
      assertTrue(guard.allows(room, i));
    }
    assertTrue(!guard.allows(room, 59_999), "one more within the minute");
    assertTrue(guard.allows(new org.caseroom.base.RoomId("!other:caseroom.localhost"), 59_999));
    assertTrue(guard.allows(room, 60_001), "the first of them is a minute old");
  }
}
