package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading commands out of what people type. */
class CommandTest {
  @Test
  void readsNameAndRest() {
    assertEquals(Optional.of(new Command("done", "3")), Command.parse("!done 3"));
    assertEquals(Optional.of(new Command("done", "3")), Command.parse("  !Done   3 \n"));
    assertEquals(Optional.of(new Command("help", "")), Command.parse("!help"));
    assertEquals(
        Optional.of(new Command("question", "Who pays?\nAnd when?")),
        Command.parse("!question Who pays?\nAnd when?"));
  }

  @Test
  void leavesOrdinaryTalkAlone() {
    for (String talk : List.of("", "!", "!!", "! done", "!3", "wow!", "I did it !done 3", "!?")) {
      assertTrue(Command.parse(talk).isEmpty(), talk);
    }
  }

  @Test
  void looksBehindTheQuotationOfOlderClients() {
    assertEquals(
        Optional.of(new Command("ack", "")),
        Command.parse("> <@review-reminder:x> 30 days used\n> 15 left\n\n!ack"));
    assertTrue(Command.parse("> !ack\n\nWhat does this do?").isEmpty());
  }

  @Test
  void splitsAtBars() {
    assertEquals(
        List.of("Title", "What", "", "7.10"),
        new Command("decide", "Title | What || 7.10").fields());
    assertEquals(List.of(), new Command("decide", "").fields());
  }

  @Test
  void readsNumbersAsPeopleWriteThem() {
    for (String three : List.of("3", "3.", "#3", "Q3", "q3")) {
      assertEquals(OptionalInt.of(3), Command.number(three), three);
    }
    for (String none : List.of("", "three", "-3", "3a", "99999999", "Q")) {
      assertTrue(Command.number(none).isEmpty(), none);
    }
  }

  @Test
  void takesAnyTextWithoutFault() {
    Random random = new Random(20260101);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "!" : "");
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append("!|> \n\0\uD800aQé✅3#".charAt(random.nextInt(13)));
      }
      Command.parse(text.toString())
          .ifPresent(
              command -> {
                assertFalse(command.name().isEmpty());
                command.fields();
                command.words().forEach(Command::number);
              });
    }
  }
}
