package org.caseroom.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.caseroom.base.Json;

/**
 * From sending to arrival: a hundred people wait in one room, each by long-polling sync, while
 * messages are sent at a steady rate, whether or not the service keeps up. A message's time starts
 * when it was due to be sent.
 */
final class Delivery {
  private static final ByteBuf NEXT =
      Unpooled.wrappedBuffer("\"next_batch\":\"".getBytes(StandardCharsets.US_ASCII));
  private static final ByteBuf MARK =
      Unpooled.wrappedBuffer("\"bench:".getBytes(StandardCharsets.US_ASCII));

  /** As a client asks that wants no gaps even when it is late. */
  private static final String SYNC =
      "/_matrix/client/v3/sync?filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A100%7D%7D%7D"
          + "&timeout=30000&since=";

  private static final int SENDING_WIRES = 32;

  private final Subject subject;
  private final Wire.Loop loop;
  private final World world;
  private int run;

  Delivery(Subject subject, Wire.Loop loop, World world) {
    this.subject = subject;
    this.loop = loop;
    this.world = world;
  }

  /**
   * What came out.
   *
   * @param messages how many were sent
   * @param lost how many deliveries are missing
   * @param latencies from when each was due to be sent, to its arrival at each person
   * @param cpuPerMessage the service's processor time for a message and its hundred deliveries,
   *     milliseconds
   */
  record Outcome(int messages, long lost, Latencies latencies, double cpuPerMessage) {
    String cpu() {
      return String.format(Locale.ROOT, "%.2f", cpuPerMessage);
    }
  }

  /** Sends at a rate for a while. */
  Outcome run(int perSecond, double seconds) {
    int messages = (int) (perSecond * seconds);
    String mark = "bench:" + ++run + ":";
    Latencies latencies = new Latencies();
    long[] due = new long[messages];
    String since = since();
    List<Wire> wires = loop.open(World.PEOPLE);
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < World.PEOPLE; i++) {
      Waiter waiter =
          new Waiter(wires.get(i), world.hallTokens.get(i).get(0), since, due, latencies);
      waiters.add(waiter);
      loop.execute(waiter::poll);
    }
    subject.awaitQuiet();
    double cpu = subject.cpuMillis();
    send(mark, perSecond, due);
    long arrived = awaitArrival(waiters, messages);
    double used = subject.cpuMillis() - cpu;
    waiters.forEach(waiter -> waiter.ended = true);
    wires.forEach(Wire::close);
    return new Outcome(
        messages, (long) messages * World.PEOPLE - arrived, latencies, used / messages);
  }

  private String since() {
    Wire wire = loop.open(1).get(0);
    String answer =
        wire.call(
            Wire.request("GET", "/_matrix/client/v3/sync", world.hallTokens.get(0).get(0), null));
    wire.close();
    return Json.parse(answer).path("next_batch").asText();
  }

  private void send(String mark, int perSecond, long[] due) {
    List<Wire> wires = loop.open(SENDING_WIRES);
    Deque<Integer> idle = new ArrayDeque<>();
    Deque<Integer> waiting = new ArrayDeque<>();
    for (int i = 0; i < SENDING_WIRES; i++) {
      idle.add(i);
    }
    long start = System.nanoTime() + 50_000_000;
    for (int i = 0; i < due.length; i++) {
      long at = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() < at) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      int number = i;
      due[i] = at;
      loop.execute(
          () -> {
            waiting.add(number);
            sendWaiting(mark, wires, idle, waiting);
          });
    }
    Subject.pause(200);
  }

  private void sendWaiting(
      String mark, List<Wire> wires, Deque<Integer> idle, Deque<Integer> waiting) {
    while (!idle.isEmpty() && !waiting.isEmpty()) {
      int wire = idle.remove();
      int number = waiting.remove();
      String content = Json.write(World.content(mark + number + ":"));
      byte[] request =
          Wire.request(
              "PUT",
              "/_matrix/client/v3/rooms/" + world.hall + "/send/m.room.message/d" + mark + number,
              world.hallTokens.get(wire).get(0),
              content);
      wires
          .get(wire)
          .send(
              request,
              (status, body) -> {
                if (status != 200) {
                  throw new IllegalStateException(
                      status + " " + body.toString(StandardCharsets.UTF_8));
                }
                idle.add(wire);
                sendWaiting(mark, wires, idle, waiting);
              });
    }
  }

  private static long awaitArrival(List<Waiter> waiters, int messages) {
    long deadline = System.nanoTime() + 15_000_000_000L;
    while (true) {
      long arrived = waiters.stream().mapToLong(waiter -> waiter.count.get()).sum();
      if (arrived >= (long) messages * waiters.size() || System.nanoTime() > deadline) {
        return arrived;
      }
      Subject.pause(10);
    }
  }

  /** One who waits. */
  private final class Waiter {
    private final Wire wire;
    private final String token;
    private final long[] due;
    private final Latencies latencies;
    private final BitSet seen = new BitSet();
    private final String mark = "bench:" + run + ":";
    private String since;
    private final AtomicLong count = new AtomicLong();
    private volatile boolean ended;

    Waiter(Wire wire, String token, String since, long[] due, Latencies latencies) {
      this.wire = wire;
      this.token = token;
      this.since = since;
      this.due = due;
      this.latencies = latencies;
    }

    void poll() {
      wire.send(Wire.request("GET", SYNC + since, token, null), this::take);
    }

    private void take(int status, ByteBuf body) {
      long now = System.nanoTime();
      if (status != 200) {
        throw new IllegalStateException(status + " " + body.toString(StandardCharsets.UTF_8));
      }
      int from = body.readerIndex();
      int at = ByteBufUtil.indexOf(NEXT, body);
      int start = at + NEXT.readableBytes();
      int end = body.indexOf(start, body.writerIndex(), (byte) '"');
      since = body.toString(start, end - start, StandardCharsets.US_ASCII);
      body.readerIndex(from);
      int found;
      while ((found = ByteBufUtil.indexOf(MARK, body)) >= 0) {
        note(body, found + 1, now);
        body.readerIndex(found + MARK.readableBytes());
      }
      if (!ended) {
        poll();
      }
    }

    private void note(ByteBuf body, int start, long now) {
      int end = body.indexOf(start + mark.length(), body.writerIndex(), (byte) ':');
      String text = body.toString(start, end - start, StandardCharsets.US_ASCII);
      if (!text.startsWith(mark)) {
        return;
      }
      int number = Integer.parseInt(text.substring(mark.length()));
      if (!seen.get(number)) {
        seen.set(number);
        latencies.add(now - due[number]);
        count.incrementAndGet();
      }
    }
  }
}
