package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message files: what they fill in, and how a mistake in one is told. */
class MessagesTest {
  private static final MessageKey HELLO = MessageKey.family("hello", "name").optionally("day");
  private static final MessageKey NOTE = MessageKey.staff("note");

  @TempDir Path folder;

  private Messages load(String plain, String easyRead) throws IOException {
    Files.writeString(folder.resolve("en.yaml"), plain);
    Files.writeString(folder.resolve("en-easyread.yaml"), easyRead);
    return Messages.load(folder, List.of(HELLO, NOTE));
  }

  private String mistake(String plain, String easyRead) {
    Problem problem = assertThrows(Problem.class, () -> load(plain, easyRead));
    assertEquals("ORG.CASEROOM_CONFIGURATION", problem.errcode());
    return problem.message();
  }

  @Test
  void fillsInPlaceholdersAsTheyAre() throws IOException {
    Messages messages =
        load("hello: 'Hello {name}, it is {day}.'\nnote: Note.", "hello: 'Hello {name}.'");
    Map<String, String> values = Map.of("name", "Jo {day} $1 \\", "day", "Monday");
    assertEquals(
        "Hello Jo {day} $1 \\, it is Monday.", messages.text(HELLO, Messages.Style.PLAIN, values));
    assertEquals("Hello Jo {day} $1 \\.", messages.text(HELLO, Messages.Style.EASY_READ, values));
  }

  @Test
  void saysPlainlyWhatHasNoEasyReadWording() throws IOException {
    Messages messages = load("hello: '{name}'\nnote: Note.", "hello: '{name}'");
    assertEquals("Note.", messages.text(NOTE, Messages.Style.EASY_READ, Map.of()));
  }

  @Test
  void namesTheLineOfAnUnknownPlaceholder() {
    String said =
        mistake(
            "note: Note.\nhello: |\n  Hello {name},\n  your {dog} is here.\n", "hello: '{name}'");
    assertTrue(said.contains("en.yaml, line 4:"), said);
    assertTrue(said.contains("{dog}") && said.contains("{day}, {name}"), said);
  }

  @Test
  void namesTheLineOfAMissingPlaceholder() {
    String said = mistake("note: Note.\nhello: Hello.\n", "hello: '{name}'");
    assertTrue(said.contains("en.yaml, line 2:") && said.contains("leaves out {name}"), said);
  }

  @Test
  void namesTheLineOfAnUnknownKey() {
    String said = mistake("hello: '{name}'\nnote: Note.\nnoet: Note.\n", "hello: '{name}'");
    assertTrue(said.contains("en.yaml, line 3:") && said.contains("'noet'"), said);
  }

  @Test
  void wantsEveryMessageAndTheEasyReadOfFamilyMessages() {
    assertTrue(mistake("hello: '{name}'\n", "hello: '{name}'").contains("'note' is missing"));
    String said = mistake("hello: '{name}'\nnote: Note.", "note: Note.");
    assertTrue(said.contains("en-easyread.yaml") && said.contains("'hello' is missing"), said);
  }

  @Test
  void tellsBrokenYamlAndDoubles() {
    assertTrue(mistake("hello: 'x\n", "").contains("en.yaml, line"));
    assertTrue(mistake("- a\n", "").contains("en.yaml, line 1:"));
    assertTrue(mistake("", "").contains("en.yaml, line 1:"));
    assertTrue(
        mistake("hello: '{name}'\nhello: '{name}'\nnote: Note.", "hello: '{name}'")
            .contains("line 2: the message 'hello' stands here a second time"));
  }
}
