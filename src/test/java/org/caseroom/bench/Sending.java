package org.caseroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;

/** Durable sends: each sender sends the next message when the last one is acknowledged. */
final class Sending {
  private final Subject subject;
  private final Wire.Loop loop;
  private int run;

  Sending(Subject subject, Wire.Loop loop) {
    this.subject = subject;
    this.loop = loop;
  }

  /**
   * What came out.
   *
   * @param perSecond messages acknowledged in a second
   * @param latencies from sending to acknowledgement
   * @param cpuPerMessage the service's processor time for a message, milliseconds
   */
  record Outcome(double perSecond, Latencies latencies, double cpuPerMessage) {
    String rate() {
      return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    String cpu() {
      return String.format(Locale.ROOT, "%.2f", cpuPerMessage);
    }
  }

  /** Sends for a while from many, each into a room of their own choice. */
  Outcome run(List<String> tokens, List<RoomId> rooms, double seconds) {
    int number = ++run;
    List<Wire> wires = loop.open(tokens.size());
    Latencies latencies = new Latencies();
    CountDownLatch done = new CountDownLatch(tokens.size());
    double cpu = subject.cpuMillis();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (int i = 0; i < tokens.size(); i++) {
      String path =
          "/_matrix/client/v3/rooms/" + rooms.get(i) + "/send/m.room.message/" + number + "x";
      Sender sender = new Sender(wires.get(i), path, tokens.get(i), latencies, done, end);
      loop.execute(sender::next);
    }
    await(done);
    double took = (System.nanoTime() - start) / 1e9;
    double used = subject.cpuMillis() - cpu;
    wires.forEach(Wire::close);
    return new Outcome(latencies.count() / took, latencies, used / latencies.count());
  }

  private static final class Sender {
    private final Wire wire;
    private final String path;
    private final String token;
    private final Latencies latencies;
    private final CountDownLatch done;
    private final long end;
    private int sent;

    Sender(
        Wire wire, String path, String token, Latencies latencies, CountDownLatch done, long end) {
      this.wire = wire;
      this.path = path;
      this.token = token;
      this.latencies = latencies;
      this.done = done;
      this.end = end;
    }

    void next() {
      String body = Json.write(World.content("message " + sent));
      byte[] request = Wire.request("PUT", path + sent++, token, body);
      long start = System.nanoTime();
      wire.send(
          request,
          (status, answer) -> {
            if (status != 200) {
              throw new IllegalStateException(
                  status + " " + answer.toString(java.nio.charset.StandardCharsets.UTF_8));
            }
            latencies.add(System.nanoTime() - start);
            if (System.nanoTime() < end) {
              next();
            } else {
              done.countDown();
            }
          });
    }
  }

  /** What a message costs in two rooms, measured in turns so that both have the same weather. */
  List<Outcome> compare(String token, RoomId one, RoomId other, int turns, double seconds) {
    List<List<Outcome>> all = List.of(new ArrayList<>(), new ArrayList<>());
    for (int turn = 0; turn < turns; turn++) {
      all.get(0).add(run(List.of(token), List.of(one), seconds));
      all.get(1).add(run(List.of(token), List.of(other), seconds));
    }
    return all.stream().map(Sending::middle).toList();
  }

  private static Outcome middle(List<Outcome> outcomes) {
    List<Outcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(java.util.Comparator.comparingDouble(it -> it.latencies().percentile(0.5)));
    return sorted.get(sorted.size() / 2);
  }

  static void await(CountDownLatch done) {
    try {
      if (!done.await(10, java.util.concurrent.TimeUnit.MINUTES)) {
        throw new IllegalStateException("The service does not answer any more.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
