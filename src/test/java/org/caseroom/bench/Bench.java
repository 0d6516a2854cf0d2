package org.caseroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures a service and prints a table (Markdown). Started by {@code scripts/bench/run}; {@code
 * --quick} does a little of everything, to see that it works, and {@code --only-reads} and the like
 * measure a part.
 */
public final class Bench {
  private static final List<String> JVM = jvm();

  /** The system property for more options of the service's JVM, such as those of a profiler. */
  private static final String MORE_OPTIONS = "bench.jvm";

  /** The system property for another number of cases than usual. */
  private static final String CASES = "bench.cases";

  private static final Crowd.Size SMALL_CROWD = new Crowd.Size(200, 100, 50, 50);
  private static final int REMINDING_RATE = 100;

  /** Plays cases without the bots, to see what they cost. */
  private static final String WITHOUT_BOTS = "--without-bots";

  /** What can be measured by itself: {@code --only-reads} and the like. */
  private enum Part {
    SENDS,
    DELIVERIES,
    READS,
    HISTORIES,
    LARGE,
    HELD,
    RECORD,
    CASEWORK,
    REMINDERS;

    static Part of(String option) {
      for (Part part : values()) {
        if (option.equals("--only-" + part.name().toLowerCase(Locale.ROOT))) {
          return part;
        }
      }
      System.err.println(
          "bench: the options are --quick, --without-bots, --only-sends, --only-deliveries, --only-reads,"
              + " --only-histories, --only-large, --only-held, --only-record, --only-casework and"
              + " --only-reminders.");
      System.exit(2);
      throw new IllegalStateException();
    }
  }

  private final boolean quick;
  private final boolean bots;
  private final Set<Part> parts;
  private final List<String> rows = new ArrayList<>();

  private Bench(boolean quick, boolean bots, Set<Part> parts) {
    this.quick = quick;
    this.bots = bots;
    this.parts = parts;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    List<String> given = List.of(args);
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String option : given) {
      boolean way = option.equals("--quick") || option.equals(WITHOUT_BOTS);
      if (!way && !parts.add(Part.of(option))) {
        System.err.println("bench: " + option + " is named twice.");
      }
    }
    new Bench(
            given.contains("--quick"),
            !given.contains(WITHOUT_BOTS),
            parts.isEmpty() ? EnumSet.allOf(Part.class) : parts)
        .run();
    System.exit(0);
  }

  private static List<String> jvm() {
    List<String> options =
        new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-Xshare:auto"));
    String more = System.getProperty(MORE_OPTIONS, "");
    options.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
    return List.copyOf(options);
  }

  private void run() throws IOException {
    Path folder = Files.createTempDirectory("caseroom-bench-");
    try {
      if (parts.remove(Part.CASEWORK)) {
        casework(folder.resolve("casework"));
      }
      if (parts.remove(Part.RECORD)) {
        record(folder.resolve("record"));
      }
      if (parts.remove(Part.REMINDERS)) {
        reminders(folder.resolve("reminders"));
      }
      if (!parts.isEmpty()) {
        chat(folder.resolve("chat"));
      }
      System.out.println("| measured | result | | service CPU |");
      System.out.println("|---|---|---|---|");
      rows.forEach(System.out::println);
    } finally {
      delete(folder);
    }
  }

  private void record(Path folder) {
    int[] senders = {1, 16};
    double[] leaf = new double[senders.length];
    for (int i = 0; i < senders.length; i++) {
      say("Appending to the audit log for " + senders[i] + " at once ...");
      leaf[i] = Record.leafMillis(folder, senders[i], quick ? 500 : 20_000 / senders[i]);
    }
    World world = World.make(folder.resolve("sends"), new World.Size(100, 2_000, SMALL_CROWD));
    try (Subject subject = new Subject(folder.resolve("sends"), JVM, List.of());
        Wire.Loop loop = new Wire.Loop(subject.url())) {
      Sending sending = new Sending(subject, loop);
      warmUp(sending, world);
      for (int i = 0; i < senders.length; i++) {
        double send = send(sending, world, senders[i]).cpuPerMessage();
        row(
            "the audit log's part of a send, " + senders[i] + (i == 0 ? " sender" : " senders"),
            String.format(Locale.ROOT, "%.1f %%", 100 * leaf[i] / send),
            "",
            String.format(Locale.ROOT, "%.3f of %.3f ms", leaf[i], send));
      }
    }
    int half = quick ? 10_000 : 500_000;
    say("Filling a log with " + 2 * half + " entries ...");
    Record.Verified verified = Record.verify(folder.resolve("verified"), half, half);
    row(
        String.format(
            Locale.ROOT,
            "verifying %,d entries of the audit log, %,d of them events with their signatures",
            verified.entries(),
            verified.events()),
        String.format(Locale.ROOT, "%.1f s", verified.seconds()),
        String.format(Locale.ROOT, "%,.0f/s", verified.entries() / verified.seconds()),
        String.format(Locale.ROOT, "%.1f s", verified.cpu()));
  }

  private void casework(Path folder) {
    int cases = Integer.getInteger(CASES, quick ? 40 : 2_000);
    say("Playing " + cases + " cases" + (bots ? "" : " without the bots") + " ...");
    Casework.Played played = Casework.play(folder, cases, bots);
    row(
        String.format(
            Locale.ROOT,
            "%,d cases played through their stages%s",
            played.cases(),
            bots ? "" : ", without the bots"),
        String.format(Locale.ROOT, "%.0f s", played.seconds()),
        String.format(
            Locale.ROOT,
            "%,d events, %,.0f/s",
            played.events(),
            played.events() / played.seconds()),
        String.format(
            Locale.ROOT,
            "%,.0f s, %,.0f events/s of it",
            played.cpu(),
            played.events() / played.cpu()));
    try (Subject subject = new Subject(folder, JVM, List.of())) {
      say("Opening the board ...");
      board("the very first after a start", Casework.board(subject, played.token(), 1));
      // The bots first say what fell due while the service was down.
      subject.awaitQuiet();
      Casework.board(subject, played.token(), quick ? 2 : 50);
      board("", Casework.board(subject, played.token(), quick ? 5 : 200));
      Latencies page = Casework.page(subject.url(), quick ? 2 : 100);
      row("the manager's page of the same", "", "p50 / p95 / p99 " + page.text(), "");
    }
  }

  private void reminders(Path folder) {
    int clocks = quick ? 5_000 : 100_000;
    int due = quick ? 100 : 1_000;
    say("Making " + clocks + " running clocks ...");
    Reminding.Outcome outcome =
        new Reminding(folder, clocks, due, REMINDING_RATE, quick ? 5 : 15).run(JVM);
    String running = String.format(Locale.ROOT, "%,d running clocks", clocks);
    row(
        "start with " + running,
        String.format(Locale.ROOT, "%.1f s", outcome.startSeconds()),
        "",
        "");
    row(
        String.format(Locale.ROOT, "%,d reminders due at once, %s", due, running),
        String.format(Locale.ROOT, "%,d said in %.1f s", outcome.said(), outcome.sweepSeconds()),
        "while " + REMINDING_RATE + " messages/s are sent",
        "");
    reminding("nothing due", outcome.without());
    reminding("while the reminders are said", outcome.with());
  }

  private void reminding(String which, Reminding.Sends sends) {
    row(
        REMINDING_RATE + " durable sends/s, " + which,
        String.format(Locale.ROOT, "%,.1f/s", sends.perSecond()),
        "acknowledged p50 / p95 / p99 " + sends.latencies().text(),
        String.format(Locale.ROOT, "%.1f s", sends.cpuSeconds()));
  }

  private void board(String which, Reading.Outcome outcome) {
    row(
        "the manager's board over them" + (which.isEmpty() ? "" : ", " + which),
        String.format(Locale.ROOT, "%,d KB", outcome.bytes() / 1_000),
        "p50 / p95 / p99 " + outcome.latencies().text(),
        outcome.cpu() + " ms");
  }

  private void chat(Path folder) {
    say("Preparing people, rooms and messages ...");
    World world = World.make(folder, size());
    try (Subject subject = new Subject(folder, JVM, List.of())) {
      try (Wire.Loop loop = new Wire.Loop(subject.url())) {
        measure(subject, loop, world);
      }
      if (parts.contains(Part.HELD)) {
        held(new Held(subject, world));
      }
    }
  }

  private World.Size size() {
    boolean large = parts.contains(Part.LARGE);
    Crowd.Size crowd = !large || quick ? SMALL_CROWD : new Crowd.Size(10_000, 1_000, 1_000, 500);
    int held = parts.contains(Part.HELD) ? 10_000 : 100;
    return quick ? new World.Size(500, 2_000, crowd) : new World.Size(held, 100_000, crowd);
  }

  private void measure(Subject subject, Wire.Loop loop, World world) {
    Sending sending = new Sending(subject, loop);
    if (parts.contains(Part.READS)) {
      // The first one after a start, before anything is warm.
      coldRead(new Reading(subject, loop), world);
    }
    warmUp(sending, world);
    if (parts.contains(Part.SENDS)) {
      sends(sending, world);
    }
    if (parts.contains(Part.DELIVERIES)) {
      deliveries(new Delivery(subject, loop, world));
    }
    if (parts.contains(Part.READS)) {
      reads(new Reading(subject, loop), world);
    }
    if (parts.contains(Part.HISTORIES)) {
      histories(sending, world);
    }
    if (parts.contains(Part.LARGE)) {
      say("Measuring what is large ...");
      new Large(subject, loop, world.crowd)
          .rows(quick)
          .forEach(row -> row(row[0], row[1], row[2], row[3]));
    }
  }

  private void coldRead(Reading reading, World world) {
    Reading.Outcome first = reading.initialSync(world.busy, 1);
    row(
        "the very first sync after a start, " + World.BUSY_ROOMS + " rooms",
        String.format(Locale.ROOT, "%,d KB", first.bytes() / 1_000),
        "p50 / p95 / p99 " + first.latencies().text(),
        first.cpu() + " ms");
  }

  private void warmUp(Sending sending, World world) {
    say("Warming up ...");
    sending.run(world.writerTokens, world.writerRooms, seconds(15));
  }

  private void sends(Sending sending, World world) {
    for (int senders : new int[] {1, 16, 64}) {
      say("Sending from " + senders + " ...");
      Sending.Outcome outcome = send(sending, world, senders);
      row(
          "durable sends, " + senders + (senders == 1 ? " sender" : " senders"),
          outcome.rate(),
          "acknowledged p50 / p95 / p99 " + outcome.latencies().text(),
          outcome.cpu() + " ms a message");
    }
  }

  private Sending.Outcome send(Sending sending, World world, int senders) {
    return sending.run(
        world.writerTokens.subList(0, senders), world.writerRooms.subList(0, senders), seconds(15));
  }

  private void deliveries(Delivery delivery) {
    delivery.run(50, seconds(8));
    for (int rate : new int[] {20, 100, 200}) {
      say("Delivering " + rate + " messages a second to " + World.PEOPLE + " people ...");
      Delivery.Outcome outcome = delivery.run(rate, seconds(15));
      row(
          "delivery to " + World.PEOPLE + " waiting people, " + rate + " messages/s",
          outcome.lost() == 0 ? "none lost" : outcome.lost() + " LOST",
          "arrived p50 / p95 / p99 " + outcome.latencies().text(),
          outcome.cpu() + " ms a message with its deliveries");
      row(
          "one sync that a message wakes, at " + rate + "/s",
          "",
          "",
          String.format(Locale.ROOT, "%.3f ms", outcome.cpuPerMessage() / World.PEOPLE));
    }
  }

  private void reads(Reading reading, World world) {
    say("Reading ...");
    Reading.Outcome first = reading.initialSync(world.busy, quick ? 4 : 30);
    row(
        "initial sync, " + World.BUSY_ROOMS + " rooms",
        String.format(Locale.ROOT, "%,d KB", first.bytes() / 1_000),
        "p50 / p95 / p99 " + first.latencies().text(),
        first.cpu() + " ms");
    Reading.Outcome back = reading.pageBack(world.historian, world.longRoom, quick ? 500 : 10_000);
    row(
        String.format(Locale.ROOT, "paging back %,d events", back.events()),
        String.format(Locale.ROOT, "%,.0f/s in pages of 100", back.perSecond()),
        "each p50 / p95 / p99 " + back.latencies().text(),
        back.cpu() + " ms a page");
    Reading.Outcome search = reading.search(world.historian, quick ? 5 : 50);
    row(
        "search that finds nearly every message of the long room",
        String.format(Locale.ROOT, "%,d KB", search.bytes() / 1_000),
        "p50 / p95 / p99 " + search.latencies().text(),
        search.cpu() + " ms");
  }

  private void histories(Sending sending, World world) {
    say("Comparing short and long histories ...");
    List<Sending.Outcome> outcomes =
        sending.compare(
            world.historian, world.shortRoom, world.longRoom, quick ? 1 : 5, seconds(4));
    String[] names = {"100", quick ? "2,000" : "100,000"};
    for (int i = 0; i < 2; i++) {
      Sending.Outcome outcome = outcomes.get(i);
      row(
          "1 sender, room with " + names[i] + " events",
          outcome.rate(),
          "acknowledged p50 / p95 / p99 " + outcome.latencies().text(),
          outcome.cpu() + " ms a message");
    }
  }

  private void held(Held held) {
    int[] counts = quick ? new int[] {100, 500} : new int[] {2_000, 10_000};
    // Once beforehand, so that classes and pools are not counted as connections.
    held.run(Held.Way.SYNC, counts[0]);
    for (Held.Way way : Held.Way.values()) {
      for (int count : counts) {
        say("Holding " + count + " by " + way + " ...");
        Held.Outcome outcome = held.run(way, count);
        row(
            String.format(
                Locale.ROOT,
                "%,d held, %s",
                count,
                way == Held.Way.SYNC ? "waiting syncs" : "live WebSockets"),
            outcome.heap() + " of heap each",
            String.format(
                Locale.ROOT,
                "%s resident each; one message reached %,d in %.2f s",
                outcome.resident(),
                outcome.reached(),
                outcome.seconds()),
            "");
      }
    }
  }

  private double seconds(double usual) {
    return quick ? 1 : usual;
  }

  private void row(String what, String result, String more, String cpu) {
    String row = "| " + what + " | " + result + " | " + more + " | " + cpu + " |";
    rows.add(row);
    say(row);
  }

  private static void say(String text) {
    System.err.println(text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
