package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.caseroom.base.Secret;
import org.caseroom.identity.Role;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole service, put together. */
class CaseroomTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void startsOnEachDatabase(Databases engine) {
    try (TestCaseroom caseroom = TestCaseroom.start(engine)) {
      assertEquals(404, caseroom.http().get("/_matrix/client/v3/nothing", null).status());
      assertEquals(200, caseroom.http().get("/sign-in", null).status());
    }
  }

  @Test
  void aRestartKeepsWhatWasWritten() {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      caseroom.createAccount("jo", Role.ADOPTER);
      Secret token = Secret.of(caseroom.issueToken(caseroom.user("jo")));
      caseroom.restart();
      assertEquals(
          caseroom.user("jo"),
          caseroom
              .caseroom()
              .identity()
              .sessions()
              .authenticate(token, "127.0.0.1")
              .orElseThrow()
              .user());
    }
  }

  @Test
  void aSettableClockRunsOnFromWhereItWasSet() {
    Set<Instant> told = new HashSet<>();
    Instant[] base = {Instant.parse("2026-01-01T00:00:00Z")};
    SettableClock clock = new SettableClock(() -> base[0]);
    clock.onSet(told::add);
    assertEquals(base[0], clock.instant());
    Instant then = Instant.parse("2025-03-03T09:00:00Z");
    clock.set(then);
    base[0] = base[0].plusSeconds(5);
    assertEquals(then.plusSeconds(5), clock.instant());
    assertTrue(told.contains(then));
  }
}
