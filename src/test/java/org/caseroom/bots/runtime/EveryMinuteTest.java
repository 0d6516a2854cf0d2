package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;

class EveryMinuteTest {
  private static final Instant NINE = Instant.parse("2025-05-09T08:00:00Z");

  private final EveryMinute minute = new EveryMinute();
  private final List<String> tried = new ArrayList<>();

  private void attempt(String what, Problem refusal) {
    minute.attempt(
        new Cause(what),
        () -> {
          tried.add(what);
          throw refusal;
        });
  }

  @Test
  void comesOnceAMinuteAndWhenTheClockWasSetBack() {
    assertTrue(minute.comes(NINE));
    assertFalse(minute.comes(NINE.plusMillis(59_999)));
    assertTrue(minute.comes(NINE.plusSeconds(60)));
    assertTrue(minute.comes(NINE));
  }

  @Test
  void leavesAloneWhatWasRefusedButNotWhatWasTooMuchAtOnce() {
    for (int i = 0; i < 2; i++) {
      attempt("closed", Problem.forbidden("The case is closed."));
      attempt("busy", Problem.of(429, "M_LIMIT_EXCEEDED", "Try again."));
    }
    assertEquals(List.of("closed", "busy", "busy"), tried);
  }
}
