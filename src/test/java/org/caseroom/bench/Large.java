package org.caseroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.caseroom.base.Json;
import org.caseroom.bench.Reading.Outcome;

/** What grows with the number of members, rooms and devices. */
final class Large {
  private static final String CLIENT = "/_matrix/client/v3";
  private static final String LAZY =
      "?filter=%7B%22room%22%3A%7B%22state%22%3A%7B%22lazy_load_members%22%3Atrue%7D%7D%7D";

  private final Subject subject;
  private final Wire.Loop loop;
  private final Crowd crowd;

  Large(Subject subject, Wire.Loop loop, Crowd crowd) {
    this.subject = subject;
    this.loop = loop;
    this.crowd = crowd;
  }

  /** People come into the square, one after the other. */
  Outcome joins() {
    return calls(
        crowd.visitors.size(),
        i -> Wire.request("POST", CLIENT + "/join/" + crowd.square, crowd.visitors.get(i), "{}"));
  }

  /** The members of the square are listed. */
  Outcome members(int times) {
    byte[] request =
        Wire.request(
            "GET",
            CLIENT + "/rooms/" + crowd.square + "/members?membership=join",
            crowd.waiting.get(0),
            null);
    return calls(times, i -> request);
  }

  /** First syncs with members loaded lazily, after some that warm up. */
  Outcome initialSync(String token, int warmUp, int times) {
    byte[] request = Wire.request("GET", CLIENT + "/sync" + LAZY, token, null);
    calls(warmUp, i -> request);
    return calls(times, i -> request);
  }

  /** A message from one device to all of the collector's. */
  Outcome toDevices(int times) {
    var content = Json.object();
    content
        .putObject("messages")
        .putObject(crowd.collector.value())
        .putObject("*")
        .put("algorithm", "m.olm.v1.curve25519-aes-sha2")
        .put("ciphertext", "x".repeat(500));
    String body = Json.write(content);
    long mark = System.nanoTime();
    return calls(
        times,
        i ->
            Wire.request(
                "PUT",
                CLIENT + "/sendToDevice/m.room.encrypted/" + mark + "_" + i,
                crowd.traveller,
                body));
  }

  private Outcome calls(int times, IntFunction<byte[]> request) {
    Wire wire = loop.open(1).get(0);
    Latencies latencies = new Latencies();
    long bytes = 0;
    double cpu = subject.cpuMillis();
    for (int i = 0; i < times; i++) {
      byte[] next = request.apply(i);
      long start = System.nanoTime();
      bytes += wire.call(next).length();
      latencies.add(System.nanoTime() - start);
    }
    double used = subject.cpuMillis() - cpu;
    wire.close();
    return new Outcome(latencies, bytes / Math.max(1, times), used / Math.max(1, times), 0);
  }

  /** A message in the square wakes all who wait there: the time to the last of them. */
  Outcome wake(int times) {
    List<Wire> wires = loop.open(crowd.waiting.size());
    Wire writer = loop.open(1).get(0);
    Latencies latencies = new Latencies();
    double cpu = 0;
    for (int i = 0; i < times; i++) {
      String since =
          Json.parse(writer.call(Wire.request("GET", CLIENT + "/sync" + LAZY, sender(), null)))
              .path("next_batch")
              .asText();
      CountDownLatch told = new CountDownLatch(wires.size());
      for (int w = 0; w < wires.size(); w++) {
        Wire wire = wires.get(w);
        byte[] poll =
            Wire.request(
                "GET",
                CLIENT + "/sync" + LAZY + "&timeout=300000&since=" + since,
                crowd.waiting.get(w),
                null);
        loop.execute(
            () ->
                wire.send(
                    poll,
                    (status, body) -> {
                      if (status == 200) {
                        told.countDown();
                      }
                    }));
      }
      subject.awaitQuiet();
      double before = subject.cpuMillis();
      long start = System.nanoTime();
      writer.call(
          Wire.request(
              "PUT",
              CLIENT + "/rooms/" + crowd.square + "/send/m.room.message/wake" + start,
              sender(),
              Json.write(World.content("News"))));
      await(told);
      latencies.add(System.nanoTime() - start);
      Subject.pause(200);
      cpu += subject.cpuMillis() - before;
    }
    wires.forEach(Wire::close);
    writer.close();
    return new Outcome(latencies, 0, cpu / times, 0);
  }

  private String sender() {
    return crowd.waiting.get(0);
  }

  private static void await(CountDownLatch told) {
    try {
      if (!told.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(told.getCount() + " were not told.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The rows of the table. */
  List<String[]> rows(boolean quick) {
    List<String[]> rows = new ArrayList<>();
    // The first time after a start, what each has not read is counted.
    wake(2);
    String members = String.format(Locale.ROOT, "room of %,d", crowd.members);
    rows.add(row(members + ": a message wakes " + crowd.waiting.size(), wake(quick ? 2 : 10)));
    members(quick ? 1 : 10);
    rows.add(row(members + ": members list", members(quick ? 2 : 20)));
    rows.add(row(members + ": join", joins()));
    rows.add(
        row(
            String.format(Locale.ROOT, "first sync, lazy members, %,d rooms", crowd.rooms),
            initialSync(crowd.traveller, 2, quick ? 2 : 20)));
    rows.add(
        row(
            "first sync, lazy members, " + Crowd.FEW_ROOMS + " rooms",
            initialSync(crowd.neighbour, 20, quick ? 4 : 100)));
    toDevices(quick ? 1 : 10);
    rows.add(row("a message to " + crowd.devices.size() + " devices", toDevices(quick ? 2 : 20)));
    return rows;
  }

  private static String[] row(String what, Outcome outcome) {
    return new String[] {
      what,
      outcome.bytes() == 0 ? "" : String.format(Locale.ROOT, "%,d KB", outcome.bytes() / 1_000),
      "p50 / p95 / p99 " + outcome.latencies().text(),
      outcome.cpu() + " ms"
    };
  }
}
