package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KeycapsTest {
  @Test
  void readsTheNumbersThatClientsSendAsReactions() {
    assertEquals(OptionalInt.of(3), Keycaps.number("3\uFE0F\u20E3"));
    assertEquals(OptionalInt.of(3), Keycaps.number("3\u20E3"));
    assertEquals(OptionalInt.of(10), Keycaps.number("\uD83D\uDD1F"));
    assertEquals(OptionalInt.of(12), Keycaps.number("12"));
    assertEquals(OptionalInt.empty(), Keycaps.number("✅"));
    assertEquals(OptionalInt.empty(), Keycaps.number(""));
  }
}
