package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aStartClearsAwayWhatWasHalfTakenIn() throws IOException {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      Path left = caseroom.folder().resolve("uploads/upload-1.part");
      Files.writeString(left, "in the open");
      caseroom.restart();
      assertFalse(Files.exists(left));
    }
  }

  @Test
  void aMessageReachesWhoeverWaits() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      Http http = caseroom.http();
      caseroom.createAccount("jo", Role.ADOPTER);
      caseroom.createAccount("sam", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      String jo = caseroom.signIn("jo");
      String sam = caseroom.signIn("sam");
      String room =
          http.post(
                  "/_matrix/client/v3/createRoom",
                  jo,
                  "{\"invite\":[\"" + caseroom.user("sam") + "\"]}")
              .ok()
              .path("room_id")
              .asText();
      http.post("/_matrix/client/v3/join/" + room, sam, "{}").ok();
      String since = http.get("/_matrix/client/v3/sync", sam).ok().path("next_batch").asText();
      var held =
          http.later("GET", "/_matrix/client/v3/sync?timeout=30000&since=" + since, sam, null);
      String event =
          http.put(
                  "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/1",
                  jo,
                  "{\"msgtype\":\"m.text\",\"body\":\"hello\"}")
              .ok()
              .path("event_id")
              .asText();
      assertEquals(
          event,
          held.get(20, java.util.concurrent.TimeUnit.SECONDS)
              .ok()
              .at("/rooms/join")
              .path(room)
              .at("/timeline/events/0/event_id")
              .asText());
    }
  }

  @Test
  void aStopAnswersThoseWhoWait() throws Exception {
    java.util.concurrent.CompletableFuture<Http.Response> held;
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      caseroom.createAccount("jo", Role.ADOPTER);
      String jo = caseroom.signIn("jo");
      String since =
          caseroom.http().get("/_matrix/client/v3/sync", jo).ok().path("next_batch").asText();
      held =
          caseroom
              .http()
              .later("GET", "/_matrix/client/v3/sync?timeout=60000&since=" + since, jo, null);
      long deadline = System.nanoTime() + java.util.concurrent.TimeUnit.SECONDS.toNanos(20);
      while (caseroom.caseroom().waiting() == 0) {
        assertTrue(System.nanoTime() < deadline);
        Thread.onSpinWait();
      }
    }
    assertEquals(200, held.get(20, java.util.concurrent.TimeUnit.SECONDS).status());
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
