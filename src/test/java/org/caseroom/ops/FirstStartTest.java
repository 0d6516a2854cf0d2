package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.edge.RateLimitSettings;
import org.junit.jupiter.api.Test;

/** What the first start does that later ones do not. */
class FirstStartTest {
  @Test
  void theDemoIsPlayedOnceAndItsClockRunsOn() {
    RateLimitSettings.Rate one = new RateLimitSettings.Rate(0.001, 1);
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .withDemo(true)
                    .with("rateLimits.enabled", true)
                    .with("rateLimits.perDevice", one)
                    .with("rateLimits.perUser", one))) {
      long position = caseroom.caseroom().rooms().log().feed().position();
      Instant end = Instant.parse("2025-05-30T10:20:00Z");
      Instant first = caseroom.clock().instant();
      assertTrue(Duration.between(end, first).compareTo(Duration.ofMinutes(10)) < 0);
      assertTrue(!first.isBefore(end), "the clock stands behind the last row");
      assertTrue(people(caseroom).get(0).contains("robin-demo"));
      caseroom.restart();
      assertEquals(position, caseroom.caseroom().rooms().log().feed().position());
      assertTrue(!caseroom.clock().instant().isBefore(first), "the clock goes on");
      assertTrue(people(caseroom).stream().anyMatch(line -> line.contains("Jo, Adopter")));
      // Whoever tries the demo out may do so as fast as they like.
      String jo = caseroom.issueToken(caseroom.user("jo"));
      caseroom.http().get("/_matrix/client/v3/sync", jo).ok();
      caseroom.http().get("/_matrix/client/v3/sync", jo).ok();
    }
  }

  private static List<String> people(TestCaseroom caseroom) {
    return caseroom.caseroom().firstStart();
  }

  @Test
  void aDemoThatWasStoppedInTheMiddleIsNotMistakenForOne() {
    Problem problem =
        assertThrows(
            Problem.class,
            () ->
                TestCaseroom.start(
                    settings -> {
                      write(settings.data().resolve("demo"), "playing");
                      return settings.withDemo(true);
                    }));
    assertEquals("ORG.CASEROOM_DEMO", problem.errcode());
    assertTrue(problem.message().contains("Remove the folder"), problem.message());
  }

  @Test
  void aClockFileThatIsNoDistanceIsSaid() {
    Problem problem =
        assertThrows(
            Problem.class,
            () ->
                TestCaseroom.start(
                    settings -> {
                      write(settings.data().resolve("clock-ahead"), "yesterday");
                      return settings;
                    }));
    assertTrue(problem.message().contains("clock-ahead"), problem.message());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
