package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.bots.runtime.Messages.Style;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message files: what they fill in, and how a mistake in one is told. */
class MessagesTest {
  private static final MessageKey HELLO = MessageKey.of("hello", "name").optionally("day");
  private static final MessageKey YES = MessageKey.of("yes");
  private static final String GOOD = "hello: 'Hello {name}, it is {day}.'\nyes: yes\n";

  @TempDir Path folder;

  @BeforeEach
  void good() throws IOException {
    write(Style.PLAIN, GOOD);
    write(Style.EASY_READ, "hello: 'Hello {name}.'\nyes: 'yes, OK'\n");
    write(Style.WELSH, "hello: \"Helo {name}, mae'n {day}.\"\nyes: \"ie, wedi'i wneud\"\n");
    write(Style.WELSH_EASY_READ, "hello: 'Helo {name}.'\nyes: ie\n");
  }

  private void write(Style style, String text) throws IOException {
    Files.writeString(folder.resolve(style.file() + ".yaml"), text);
  }

  private Messages load() {
    return Messages.load(folder, List.of(HELLO, YES));
  }

  private String mistake(Style style, String text) throws IOException {
    write(style, text);
    Problem problem = assertThrows(Problem.class, this::load);
    assertEquals("ORG.CASEROOM_CONFIGURATION", problem.errcode());
    return problem.message();
  }

  private static void assertSays(String part, String said) {
    assertTrue(said.contains(part), said);
  }

  @Test
  void fillsInPlaceholdersAsTheyAre() {
    Messages messages = load();
    Map<String, String> values = Map.of("name", "Jo {day} $1 \\", "day", "Monday");
    assertEquals("Hello Jo {day} $1 \\, it is Monday.", messages.text(HELLO, Style.PLAIN, values));
    assertEquals("Hello Jo {day} $1 \\.", messages.text(HELLO, Style.EASY_READ, values));
    assertEquals("Helo Jo {day} $1 \\, mae'n Monday.", messages.text(HELLO, Style.WELSH, values));
    assertEquals("Helo Jo {day} $1 \\.", messages.text(HELLO, Style.WELSH_EASY_READ, values));
  }

  @Test
  void understandsAnyOfTheWordsInAnyLanguage() {
    Messages messages = load();
    for (String yes : List.of("yes", " Yes! ", "ok", "IE", "wedi\u2019i  wneud.")) {
      assertTrue(messages.lists(YES, yes), yes);
    }
    for (String no : List.of("", "no", "yes please", "wedi")) {
      assertFalse(messages.lists(YES, no), no);
    }
  }

  @Test
  void namesTheLineOfAnUnknownPlaceholder() throws IOException {
    String said = mistake(Style.WELSH, "yes: ie\nhello: |\n  Helo {name},\n  mae eich {ci} yma.\n");
    assertSays("cy.yaml, line 4:", said);
    assertTrue(said.contains("{ci}") && said.contains("{day}, {name}"), said);
  }

  @Test
  void namesTheLineOfAMissingPlaceholder() throws IOException {
    String said = mistake(Style.PLAIN, "yes: yes\nhello: Hello.\n");
    assertTrue(said.contains("en.yaml, line 2:") && said.contains("leaves out {name}"), said);
  }

  @Test
  void namesTheLineOfAnUnknownKeyAndOfAnEmptyText() throws IOException {
    String said = mistake(Style.PLAIN, GOOD + "yess: yes\n");
    assertTrue(said.contains("en.yaml, line 3:") && said.contains("'yess'"), said);
    assertSays("line 2: the message 'yes' is empty", mistake(Style.PLAIN, "hello: '{name}'\nyes:"));
  }

  @Test
  void wantsEveryMessageInEveryFileAndSaysWhatToAdd() throws IOException {
    for (Style style : Style.values()) {
      good();
      String said = mistake(style, "yes: yes\n");
      assertSays(style.file() + ".yaml, line 1: behind this line add", said);
      assertSays("hello (with {name}; {day} if you like)", said);
    }
    good();
    Files.delete(folder.resolve("cy-easyread.yaml"));
    Problem gone = assertThrows(Problem.class, this::load);
    assertSays("cy-easyread.yaml cannot be read", gone.message());
    assertSays("hello (with {name}; {day} if you like), yes", gone.message());
    good();
    Files.writeString(folder.resolve("fr.yaml"), GOOD);
    assertSays("fr.yaml, line 1:", assertThrows(Problem.class, this::load).message());
  }

  @Test
  void tellsBrokenYamlAndDoubles() throws IOException {
    assertSays("en.yaml, line", mistake(Style.PLAIN, "hello: 'x\n"));
    assertSays("en.yaml, line 1:", mistake(Style.PLAIN, "- a\n"));
    assertSays("en.yaml, line 1:", mistake(Style.PLAIN, ""));
    assertSays(
        "line 2: the message 'hello' stands here a second time",
        mistake(Style.PLAIN, "hello: '{name}'\nhello: '{name}'\nyes: yes"));
  }
}
