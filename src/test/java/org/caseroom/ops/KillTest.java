package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.base.Json;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service while people are writing, again and again. What it acknowledged is there
 * afterwards, once and in order; what it had not acknowledged can be sent again without harm.
 */
class KillTest {
  private static final int ROUNDS = 20;
  private static final int SENDERS = 6;
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  /** One who writes: what was acknowledged, in order, and what is unanswered. */
  private static final class Sender {
    final String name;
    final String token;
    final Map<String, String> acknowledged = Collections.synchronizedMap(new LinkedHashMap<>());
    int next;
    @Nullable String unanswered;

    Sender(String name, String token) {
      this.name = name;
      this.token = token;
    }
  }

  @Test
  void keepsWhatItAcknowledged(@TempDir Path data) {
    List<Sender> senders = new ArrayList<>();
    String room = prepare(data, senders);
    Random random = new Random(20250303);
    for (int round = 1; round <= ROUNDS; round++) {
      try (ServiceProcess service = ServiceProcess.start(data, QUICK_START, List.of())) {
        Http http = new Http(service.url());
        // In turns: what is written right after the start must not hide what was there.
        if (round % 2 == 0) {
          check(http, room, senders, "before round " + round);
        }
        sendAgainWhatWasNotAnswered(http, room, senders);
        if (round % 2 == 1) {
          check(http, room, senders, "in round " + round);
        }
        writeUntilKilled(service, http, room, senders, random);
      }
    }
    try (ServiceProcess service = ServiceProcess.start(data, QUICK_START, List.of())) {
      Http http = new Http(service.url());
      sendAgainWhatWasNotAnswered(http, room, senders);
      check(http, room, senders, "at the end");
    }
    ServiceProcess.Finished audit =
        ServiceProcess.run("audit", "verify", "--data", data.toString());
    assertEquals(0, audit.exitCode(), audit.output());
    int all = senders.stream().mapToInt(sender -> sender.acknowledged.size()).sum();
    assertTrue(all > ROUNDS * SENDERS, "Too little was written to show anything: " + all);
  }

  private static String prepare(Path data, List<Sender> senders) {
    Settings settings = Settings.DEFAULT.withData(data).listeningOn("127.0.0.1", 0).withDemo(false);
    try (Caseroom caseroom = Caseroom.start(settings)) {
      for (int i = 0; i < SENDERS; i++) {
        UserId user =
            caseroom
                .identity()
                .accounts()
                .create(
                    new Accounts.NewAccount(
                        "sender" + i,
                        "Sender " + i,
                        java.util.Set.of(Role.ADOPTER),
                        null,
                        null,
                        Secret.of(TestCaseroom.PASSWORD)),
                    null)
                .id();
        String token =
            caseroom.identity().sessions().issue(user, null, "kill test").token().reveal();
        senders.add(new Sender(user.value(), token));
      }
      Http http = new Http(caseroom.url());
      ObjectNode request = Json.object().put("preset", "private_chat");
      senders.stream().skip(1).forEach(sender -> request.withArray("/invite").add(sender.name));
      String room =
          http.post("/_matrix/client/v3/createRoom", senders.get(0).token, request)
              .ok()
              .path("room_id")
              .asText();
      senders.stream()
          .skip(1)
          .forEach(
              sender ->
                  http.post("/_matrix/client/v3/join/" + room, sender.token, Json.object()).ok());
      return room;
    }
  }

  private static void writeUntilKilled(
      ServiceProcess service, Http http, String room, List<Sender> senders, Random random) {
    int killAfter = 10 + random.nextInt(150);
    CountDownLatch enough = new CountDownLatch(1);
    AtomicInteger answers = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
    for (Sender sender : senders) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    String text = "message " + sender.next + " of " + sender.name;
                    sender.unanswered = text;
                    acknowledge(sender, text, send(http, room, sender, sender.next, text));
                    if (answers.incrementAndGet() >= killAfter) {
                      enough.countDown();
                    }
                  }
                } catch (UncheckedIOException killed) {
                  // The connection broke: whether the last message was taken, nobody knows yet.
                  enough.countDown();
                } catch (AssertionError | RuntimeException e) {
                  wrong.add(e);
                  enough.countDown();
                }
              });
      thread.start();
      threads.add(thread);
    }
    try {
      assertTrue(enough.await(60, TimeUnit.SECONDS), "nothing was acknowledged");
      service.kill();
      for (Thread thread : threads) {
        thread.join(60_000);
      }
      assertEquals(List.of(), wrong, "a message was refused");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void sendAgainWhatWasNotAnswered(Http http, String room, List<Sender> senders) {
    for (Sender sender : senders) {
      String text = sender.unanswered;
      if (text != null) {
        int number = sender.next;
        acknowledge(sender, text, send(http, room, sender, number, text));
        // The same once more: the transaction id outlives the crash, so it is not said twice.
        assertEquals(
            sender.acknowledged.get(text),
            send(http, room, sender, number, text),
            "a second event");
      }
    }
  }

  private static String send(Http http, String room, Sender sender, int number, String text) {
    JsonNode answer =
        http.put(
                "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/transaction" + number,
                sender.token,
                Json.object().put("msgtype", "m.text").put("body", text))
            .ok();
    return answer.path("event_id").asText();
  }

  private static void acknowledge(Sender sender, String text, String event) {
    assertNotEquals("", event);
    sender.acknowledged.put(text, event);
    sender.unanswered = null;
    sender.next++;
  }

  /** Reads the whole room back and compares. */
  private static void check(Http http, String room, List<Sender> senders, String when) {
    Map<String, List<String>> eventsByText = new HashMap<>();
    Map<String, List<String>> textsBySender = new HashMap<>();
    String from = "";
    do {
      JsonNode page =
          http.get(
                  "/_matrix/client/v3/rooms/" + room + "/messages?dir=f&limit=500" + from,
                  senders.get(0).token)
              .ok();
      for (JsonNode event : page.path("chunk")) {
        if (event.path("type").asText().equals("m.room.message")) {
          String text = event.path("content").path("body").asText();
          eventsByText
              .computeIfAbsent(text, key -> new ArrayList<>())
              .add(event.path("event_id").asText());
          textsBySender
              .computeIfAbsent(event.path("sender").asText(), key -> new ArrayList<>())
              .add(text);
        }
      }
      from = page.hasNonNull("end") ? "&from=" + page.path("end").asText() : "";
    } while (!from.isEmpty());
    for (Sender sender : senders) {
      sender.acknowledged.forEach(
          (text, event) ->
              assertEquals(
                  List.of(event),
                  eventsByText.get(text),
                  () ->
                      when
                          + ": "
                          + text
                          + " of "
                          + sender.acknowledged.size()
                          + "; asked for by its id: "
                          + http.get(
                                  "/_matrix/client/v3/rooms/" + room + "/event/" + event,
                                  sender.token)
                              .text()));
      List<String> order = new ArrayList<>(textsBySender.getOrDefault(sender.name, List.of()));
      // One more may be there: taken, but not acknowledged before the end.
      order.remove(sender.unanswered);
      assertEquals(List.copyOf(sender.acknowledged.keySet()), order, when + ": the order");
    }
  }
}
