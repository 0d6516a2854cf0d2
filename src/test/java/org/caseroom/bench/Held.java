package org.caseroom.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;

/** What a connection costs that waits for news, and how long news takes to reach all of them. */
final class Held {
  private final Subject subject;
  private final World world;

  Held(Subject subject, World world) {
    this.subject = subject;
    this.world = world;
  }

  /** How people wait. */
  enum Way {
    SYNC,
    WEB_SOCKET
  }

  /**
   * What came out.
   *
   * @param heapEach live heap for each connection, bytes
   * @param residentEach memory of the machine for each connection, bytes
   * @param reached how many connections had the news
   * @param seconds until the last one had it
   */
  record Outcome(double heapEach, double residentEach, int reached, double seconds) {
    String heap() {
      return String.format(Locale.ROOT, "%.1f KB", heapEach / 1_000);
    }

    String resident() {
      return String.format(Locale.ROOT, "%.1f KB", residentEach / 1_000);
    }
  }

  /** Holds so many connections, each of a device of its own. */
  Outcome run(Way way, int count) {
    subject.awaitQuiet();
    long heapBefore = subject.liveHeap();
    long residentBefore = subject.residentBytes();
    try (Wire.Loop loop = new Wire.Loop(subject.url())) {
      Wire first = loop.open(1).get(0);
      String since =
          Json.parse(first.call(Wire.request("GET", "/_matrix/client/v3/sync", token(0), null)))
              .path("next_batch")
              .asText();
      CountDownLatch told = new CountDownLatch(count);
      hold(way, loop.open(count), since, told, loop);
      subject.awaitQuiet();
      long heap = subject.liveHeap() - heapBefore;
      long resident = subject.residentBytes() - residentBefore;

      long sent = System.nanoTime();
      first.call(
          Wire.request(
              "PUT",
              "/_matrix/client/v3/rooms/"
                  + world.hall
                  + "/send/m.room.message/held"
                  + way
                  + count
                  + "_"
                  + sent,
              token(0),
              Json.write(World.content("News for all"))));
      boolean all = await(told);
      double seconds = (System.nanoTime() - sent) / 1e9;
      return new Outcome(
          (double) heap / count,
          (double) resident / count,
          all ? count : count - (int) told.getCount(),
          seconds);
    }
  }

  private void hold(Way way, List<Wire> wires, String since, CountDownLatch told, Wire.Loop loop) {
    CountDownLatch open = new CountDownLatch(way == Way.SYNC ? 0 : wires.size());
    for (int i = 0; i < wires.size(); i++) {
      Wire wire = wires.get(i);
      String token = token(i);
      loop.execute(
          () -> {
            if (way == Way.SYNC) {
              wire.send(
                  Wire.request(
                      "GET", "/_matrix/client/v3/sync?timeout=300000&since=" + since, token, null),
                  (status, body) -> {
                    if (status == 200) {
                      told.countDown();
                    }
                  });
            } else {
              boolean[] once = new boolean[1];
              wire.upgrade(
                  "/_caseroom/live?since=" + since,
                  token,
                  open::countDown,
                  () -> {
                    if (!once[0]) {
                      once[0] = true;
                      told.countDown();
                    }
                  });
            }
          });
    }
    Sending.await(open);
  }

  private String token(int connection) {
    List<String> devices = world.hallTokens.get(connection % World.PEOPLE);
    return devices.get(connection / World.PEOPLE % devices.size());
  }

  private static boolean await(CountDownLatch told) {
    try {
      return told.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
