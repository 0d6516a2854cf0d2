package org.caseroom.cases.once;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.base.Problem;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.caseroom.storage.Database;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that carries a key counts once. */
class IdempotencyKeyTest {
  private static Http.Response post(
      CasePlay play, String who, String path, String key, ObjectNode body) {
    return play.caseroom()
        .http()
        .send(
            HttpRequest.newBuilder(URI.create(play.caseroom().caseroom().url() + path))
                .header("Authorization", "Bearer " + play.token(who))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
  }

  @Test
  void theSameRequestIsDoneOnceAndAnsweredAlike() {
    try (CasePlay play = new CasePlay()) {
      play.upToConsent();
      String path = "/api/cases/REF-1/questions";
      ObjectNode ask = body("text", "When does the group begin?");
      Http.Response first = post(play, "jo", path, "k-1", ask);
      first.ok();
      assertEquals(first.text(), post(play, "jo", path, "\"k-1\"", ask).text());
      assertEquals(1, play.view("jo").path("questions").size());
      Http.Response other = post(play, "jo", path, "k-1", body("text", "Another one?"));
      assertEquals(422, other.status(), other.text());
      assertEquals("ORG.CASEROOM_KEY_USED", other.errcode());
      assertEquals(422, post(play, "jo", path + "/Q1/close", "k-1", ask).status());
      post(play, "sam", path, "k-1", ask).ok();
      assertEquals(2, play.view("jo").path("questions").size(), "a key is its person's own");
      assertEquals(400, post(play, "jo", path, "k 1", ask).status());
      play.at("2025-03-26T14:01");
      post(play, "jo", path, "k-1", ask).ok();
      assertEquals(3, play.view("jo").path("questions").size(), "kept for 24 hours");
    }
  }

  @Test
  void aRefusedRequestGivesItsKeyBack() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      play.screen();
      play.form("dana");
      play.signReferral();
      play.openFamilyRoom();
      String path = "/api/cases/REF-1/assessment/start";
      assertEquals(409, post(play, "priya", path, "k-2", body()).status());
      play.visit();
      play.consent();
      post(play, "priya", path, "k-2", body()).ok();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void ofManyAtOnceOneWorksOnEveryDatabase(Databases engine) throws Exception {
    try (Database database = Database.open(engine.fresh())) {
      OnceOnly once = new OnceOnly(database, java.time.InstantSource.system());
      OnceOnly.Request request =
          new OnceOnly.Request("@jo:x", "k", "POST /api/x", "{}".getBytes(StandardCharsets.UTF_8));
      AtomicInteger worked = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  await(start);
                  try {
                    return new String(
                        once.answer(request, () -> work(worked)).orElseThrow(),
                        StandardCharsets.UTF_8);
                  } catch (Problem problem) {
                    return problem.errcode();
                  }
                }));
      }
      start.countDown();
      for (CompletableFuture<String> answer : answers) {
        String text = answer.get();
        assertTrue(text.equals("done") || text.equals("ORG.CASEROOM_IN_PROGRESS"), text);
      }
      assertEquals(1, worked.get());
      assertEquals(
          "done",
          new String(
              once.answer(request, () -> work(worked)).orElseThrow(), StandardCharsets.UTF_8));
      OnceOnly.Request other = new OnceOnly.Request("@jo:x", "k", "POST /api/y", new byte[0]);
      assertThrows(Problem.class, () -> once.answer(other, () -> work(worked)));
    }
  }

  private static Optional<byte[]> work(AtomicInteger worked) {
    worked.incrementAndGet();
    return Optional.of("done".getBytes(StandardCharsets.UTF_8));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
