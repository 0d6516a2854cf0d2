package org.caseroom.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.intake.Referral;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.QuietTimes;
import org.caseroom.identity.Role;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Settings;
import org.caseroom.ops.Tables;
import org.caseroom.rooms.Event;

/**
 * Reminders that fall due together while people write. The cases whose reminders are due are played
 * by the services; the other clocks, of which nothing is due, stand in the tables only.
 */
final class Reminding {
  private static final String AGENCY = "together4children";
  private static final String HUB = "stoke-on-trent";
  private static final int WORKERS = 40;
  private static final int THREADS = 32;
  private static final int WIRES = 32;
  private static final int PIECE = 2_000;
  private static final int PATIENCE = 30;
  private static final int REMINDERS_EACH = 3;

  /** Of so many cases one has a reminder that is due when the service starts. */
  private static final int WARMING = 3;

  private static final long WARM_MS = 20_000;

  private final Path folder;
  private final int clocks;
  private final int due;
  private final int perSecond;
  private final double seconds;
  private final List<String> tokens = new ArrayList<>();
  private final List<RoomId> rooms = new ArrayList<>();

  Reminding(Path folder, int clocks, int due, int perSecond, double seconds) {
    this.folder = folder;
    this.clocks = clocks;
    this.due = due;
    this.perSecond = perSecond;
    this.seconds = seconds;
  }

  /**
   * What came out.
   *
   * @param startSeconds how long the service took to start
   * @param said how many reminders were said
   * @param sweepSeconds from their time to the last of them
   * @param without sends while nothing was due
   * @param with sends while the reminders were said
   */
  record Outcome(double startSeconds, int said, double sweepSeconds, Sends without, Sends with) {}

  /**
   * Sends at a steady rate: how many were acknowledged a second, and after what time.
   *
   * @param cpuSeconds processor time of the service meanwhile, all that it did included
   */
  record Sends(double perSecond, Latencies latencies, double cpuSeconds) {}

  Outcome run(List<String> jvm) {
    make();
    long begin = System.nanoTime();
    Sends without;
    Sends with;
    Instant fallDue;
    double started;
    try (Subject subject = new Subject(folder, jvm, List.of())) {
      started = (System.nanoTime() - begin) / 1e9;
      try (Wire.Loop loop = new Wire.Loop(subject.url())) {
        send(subject, loop, WARM_MS / 1e3);
        without = send(subject, loop, seconds);
        fallDue = fallDue();
        LockSupport.parkNanos(
            java.time.Duration.between(Instant.now(), fallDue).minusMillis(500).toNanos());
        with = send(subject, loop, seconds);
        subject.awaitQuiet();
      }
    }
    return said(started, fallDue, without, with);
  }

  // ---- What there is ----

  private Settings settings() {
    return Settings.DEFAULT
        .withData(folder)
        .listeningOn("127.0.0.1", 0)
        .withDemo(false)
        .with("reminders.digestHour", null)
        .with("reminders.quietHours", null);
  }

  private void make() {
    try (Caseroom caseroom = Caseroom.start(settings())) {
      Maker maker = new Maker(caseroom);
      List<UserId> writers = maker.people("bench-writer", WIRES);
      for (int i = 0; i < WIRES; i += World.ROOM_SIZE) {
        RoomId room = maker.room(writers.subList(i, i + World.ROOM_SIZE));
        for (UserId writer : writers.subList(i, i + World.ROOM_SIZE)) {
          tokens.add(maker.token(writer));
          rooms.add(room);
        }
      }
      cases(caseroom, maker);
      fill(caseroom);
    }
  }

  private void cases(Caseroom caseroom, Maker maker) {
    caseroom
        .identity()
        .agencies()
        .save(
            new Agency(
                AGENCY,
                "Together4Children",
                "regional-adoption-agency",
                List.of(),
                List.of(new Agency.Hub(HUB, "Stoke-on-Trent", "", ""))),
            null);
    List<UserId> duty = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      duty.add(staff(caseroom, "bench-duty" + i, Role.DUTY_WORKER));
    }
    UserId manager = staff(caseroom, "bench-manager", Role.TEAM_MANAGER);
    // Whatever the hour at which this is measured.
    new QuietTimes(caseroom.identity().accountData(), null).set(manager, null);
    List<UserId> families = maker.people("bench-family", due);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < due; i++) {
        UserId family = families.get(i);
        UserId worker = duty.get(i % WORKERS);
        running.add(threads.submit(() -> play(caseroom.cases(), family, worker)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a case failed", e);
    } finally {
      threads.shutdownNow();
    }
    awaitBots(caseroom);
  }

  /** The bots follow at their own pace: they are through before anything is made due. */
  private static void awaitBots(Caseroom caseroom) {
    for (int i = 0; i < PATIENCE; i++) {
      try {
        caseroom.bots().settle();
        return;
      } catch (Problem notYet) {
        System.err.println("The bots have not caught up yet ...");
      }
    }
  }

  private static UserId staff(Caseroom caseroom, String name, Role role) {
    return caseroom
        .identity()
        .accounts()
        .create(new Accounts.NewAccount(name, name, Set.of(role), AGENCY, HUB, null), null)
        .id();
  }

  /** Up to the form that waits for a signature: its clock runs. */
  private static void play(CaseWork work, UserId family, UserId worker) {
    Referral referral =
        new Referral(
            AGENCY,
            HUB,
            "website",
            "Alex",
            null,
            null,
            null,
            "We need some help.",
            "A parent",
            "email",
            null);
    String reference = work.intake().referrals().refer(referral, family).reference();
    work.intake()
        .screening()
        .screen(worker, reference, "detailed-referral", "As told on the form.", "Advice.");
    work.intake()
        .screening()
        .detailedReferral(worker, reference, "Sleep.", "Two parents.", List.of("Assess"));
  }

  /** The other clocks, and the reminders of those that are played at a time still to be set. */
  private void fill(Caseroom caseroom) {
    long later = Instant.now().plusSeconds(40L * 86_400).toEpochMilli();
    int others = clocks - due;
    Tables.of(caseroom)
        .writing(
            tx -> {
              tx.handle()
                  .execute(
                      "INSERT INTO case_clocks (space, clock_id, status, due_at)"
                          + " SELECT '!bench' || \"X\" || ':caseroom.localhost', 'ASSESS', 'running', ?"
                          + " FROM SYSTEM_RANGE(1, ?)",
                      later,
                      others);
              tx.handle()
                  .execute(
                      "INSERT INTO bot_reminders (id, case_id, clock_key, clock_run, point, due_at,"
                          + " wake_at, needs_answer, reminder_state)"
                          + " SELECT 'bench' || c.\"X\" || '/' || p.\"X\", '!bench' || c.\"X\" ||"
                          + " ':caseroom.localhost', 'ASSESS', '$bench' || c.\"X\", 'day-' || p.\"X\","
                          + " ? + c.\"X\" * 1000, ? + c.\"X\" * 1000, TRUE, 'WAITING'"
                          + " FROM SYSTEM_RANGE(1, ?) c, SYSTEM_RANGE(1, ?) p",
                      later,
                      later,
                      others,
                      REMINDERS_EACH);
              tx.handle()
                  .execute(
                      "UPDATE bot_reminders SET wake_at = ?, due_at = ?"
                          + " WHERE clock_key = 'SIGNOFF' AND point = 'last-day'",
                      dueAt(),
                      dueAt());
              // Some are due when the service starts: what says them is warm as what sends is.
              tx.handle()
                  .execute(
                      "UPDATE bot_reminders SET wake_at = ?, due_at = ?"
                          + " WHERE clock_key = 'SIGNOFF' AND point = 'no-deputy'"
                          + " AND MOD(number, ?) = 0",
                      Instant.now().toEpochMilli(),
                      Instant.now().toEpochMilli(),
                      WARMING);
            });
  }

  private Instant whenDue = Instant.EPOCH;

  private Instant fallDue() {
    return whenDue;
  }

  /** After the service has started, is warm and has been measured without anything due. */
  private long dueAt() {
    if (whenDue.equals(Instant.EPOCH)) {
      whenDue = Instant.now().plusMillis((long) (seconds * 1_000) + WARM_MS + START_MS);
    }
    return whenDue.toEpochMilli();
  }

  private static final long START_MS = 45_000;

  // ---- Sending ----

  /** Sends at a steady rate for a while; a message's time begins when it was due to be sent. */
  private Sends send(Subject subject, Wire.Loop loop, double forSeconds) {
    int messages = (int) (perSecond * forSeconds);
    int number = ++run;
    Latencies latencies = new Latencies();
    List<Wire> wires = loop.open(WIRES);
    Deque<Integer> idle = new ArrayDeque<>();
    Deque<long[]> waiting = new ArrayDeque<>();
    for (int i = 0; i < WIRES; i++) {
      idle.add(i);
    }
    double cpu = subject.cpuMillis();
    long start = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      long at = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() < at) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      long[] message = {i, at};
      loop.execute(
          () -> {
            waiting.add(message);
            sendWaiting(number, wires, idle, waiting, latencies);
          });
    }
    for (int i = 0; i < 2_000 && latencies.count() < messages; i++) {
      Subject.pause(10);
    }
    double took = (System.nanoTime() - start) / 1e9;
    wires.forEach(Wire::close);
    return new Sends(latencies.count() / took, latencies, (subject.cpuMillis() - cpu) / 1e3);
  }

  private int run;

  private void sendWaiting(
      int number,
      List<Wire> wires,
      Deque<Integer> idle,
      Deque<long[]> waiting,
      Latencies latencies) {
    while (!idle.isEmpty() && !waiting.isEmpty()) {
      int wire = idle.remove();
      long[] message = waiting.remove();
      String path =
          "/_matrix/client/v3/rooms/"
              + rooms.get(wire)
              + "/send/m.room.message/r"
              + number
              + "x"
              + message[0];
      String body = Json.write(World.content("message " + message[0]));
      wires
          .get(wire)
          .send(
              Wire.request("PUT", path, tokens.get(wire), body),
              (status, answer) -> {
                if (status != 200) {
                  throw new IllegalStateException(
                      status + " " + answer.toString(StandardCharsets.UTF_8));
                }
                latencies.add(System.nanoTime() - message[1]);
                idle.add(wire);
                sendWaiting(number, wires, idle, waiting, latencies);
              });
    }
  }

  // ---- What was said ----

  private Outcome said(double started, Instant fallDue, Sends without, Sends with) {
    int said = 0;
    Instant last = fallDue;
    try (Caseroom caseroom = Caseroom.start(settings())) {
      long position = 0;
      List<Event> piece = caseroom.rooms().whole().after(position, PIECE);
      while (!piece.isEmpty()) {
        for (Event event : piece) {
          if (event.type().equals("org.caseroom.reminder") && !event.time().isBefore(fallDue)) {
            said++;
            last = event.time().isAfter(last) ? event.time() : last;
          }
        }
        position = piece.get(piece.size() - 1).position();
        piece = caseroom.rooms().whole().after(position, PIECE);
      }
    }
    double took = java.time.Duration.between(fallDue, last).toMillis() / 1e3;
    return new Outcome(started, said, took, without, with);
  }
}
