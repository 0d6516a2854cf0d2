package org.caseroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.Consents;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.intake.Referral;
import org.caseroom.cases.plan.Plans;
import org.caseroom.cases.plan.Reviews;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.ops.Caseroom;
import org.caseroom.ops.Settings;
import org.caseroom.rooms.Event;
import org.caseroom.web.Pages;

/**
 * Many cases, each played through its stages by the services that pages and the API use: on the
 * encrypted H2 file of an installation, with the bots at work. The mix is from a seed: some are
 * only advised, most are assessed, some reviewed and closed. A batch begins every two weeks.
 */
final class Casework {
  static final String MANAGER = "bench-manager";
  static final String PASSWORD = "seven slow yellow boats";

  private static final String AGENCY = "together4children";
  private static final String HUB = "stoke-on-trent";
  private static final int BATCHES = 20;
  private static final int THREADS = 256;
  private static final int PIECE = 2_000;
  private static final long SEED = 20_250_303;
  private static final Instant BEGIN = Instant.parse("2025-01-06T09:00:00Z");
  private static final List<String> SECTIONS =
      List.of("history", "development", "education", "family", "views", "analysis");

  /** The manager's board, opened by HTTP on a service that has just started. */
  static Reading.Outcome board(Subject subject, String token, int times) {
    // A long answer comes in pieces, which the bench's own client does not put together.
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(subject.url() + "/api/reports/board"))
            .header("Authorization", "Bearer " + token)
            .build();
    Latencies latencies = new Latencies();
    long bytes = 0;
    double cpu = subject.cpuMillis();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      bytes += opened(client, request).length;
      latencies.add(System.nanoTime() - begin);
    }
    double used = subject.cpuMillis() - cpu;
    return new Reading.Outcome(latencies, bytes / times, used / times, 0);
  }

  private static byte[] opened(HttpClient client, HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("the board answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The page of the board, by a browser that keeps its cookies. */
  static Latencies page(String base, int times) {
    Pages pages = new Pages(base);
    pages.get("/sign-in");
    pages.post("/sign-in", "name", MANAGER, "password", PASSWORD, "next", "/overview");
    Latencies latencies = new Latencies();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      if (!pages.get("/overview").body().contains("All cases")) {
        throw new IllegalStateException("the board did not open");
      }
      latencies.add(System.nanoTime() - begin);
    }
    return latencies;
  }

  /**
   * How it went.
   *
   * @param cases how many were played
   * @param events how many events the log has
   * @param seconds from the first referral to the last event
   * @param cpu seconds of processor time that this took, that of bots and compiler included
   */
  record Played(int cases, long events, double seconds, double cpu, String token) {}

  /** A case in play. */
  private record Case(String reference, UserId family, int mood) {}

  private final Caseroom caseroom;
  private final CaseWork work;
  private final List<UserId> duty;
  private final List<UserId> workers;
  private final UserId manager;

  private Casework(Caseroom caseroom) {
    this.caseroom = caseroom;
    this.work = caseroom.cases();
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
    manager = staff(MANAGER, Role.TEAM_MANAGER);
    duty = staff("bench-duty", 4, Role.DUTY_WORKER);
    workers = staff("bench-worker", 40, Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
  }

  private List<UserId> staff(String name, int count, Role role) {
    List<UserId> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(staff(name + i, role));
    }
    return people;
  }

  private UserId staff(String name, Role role) {
    return caseroom
        .identity()
        .accounts()
        .create(
            new Accounts.NewAccount(
                name,
                name,
                Set.of(role),
                AGENCY,
                HUB,
                role == Role.TEAM_MANAGER ? Secret.of(PASSWORD) : null),
            null)
        .id();
  }

  /**
   * Plays cases on a new data folder.
   *
   * @param bots whether the bots work along; without, they take up all of it after the next start
   */
  static Played play(Path data, int cases, boolean bots) {
    Settings settings =
        Settings.DEFAULT
            .withData(data)
            .listeningOn("127.0.0.1", 0)
            .withClock(Settings.Clock.SETTABLE)
            .withDemo(false);
    try (Caseroom caseroom = Caseroom.start(settings)) {
      if (!bots) {
        caseroom.bots().close();
      }
      return new Casework(caseroom).play(cases, bots);
    }
  }

  private Played play(int count, boolean bots) {
    List<UserId> families = new Maker(caseroom).people("bench-family", count);
    Random random = new Random(SEED);
    int[] moods = random.ints(count, 0, 100).toArray();
    List<List<Case>> batches = new ArrayList<>();
    long start = System.nanoTime();
    double cpu = cpuSeconds();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int tick = 0; tick < BATCHES + Step.values().length; tick++) {
        caseroom.settableClock().set(BEGIN.plus(14L * tick, ChronoUnit.DAYS));
        List<Future<Case>> referred =
            tick < BATCHES ? refer(threads, families, moods, tick) : List.of();
        List<Future<?>> running = new ArrayList<>();
        for (int batch = 0; batch < batches.size(); batch++) {
          int step = tick - batch - 1;
          if (step < Step.values().length) {
            play(threads, batches.get(batch), Step.values()[step], running);
          }
        }
        // A case does one step a fortnight: its own acts stay in order, all cases go side by side.
        running.forEach(Casework::got);
        if (tick < BATCHES) {
          batches.add(referred.stream().map(Casework::got).toList());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double used = cpuSeconds() - cpu;
    if (bots) {
      awaitBots();
    }
    String token = caseroom.identity().sessions().issue(manager, null, "bench").token().reveal();
    return new Played(count, events(), seconds, used, token);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** The bots follow at their own pace: they are through before the service is stopped. */
  private void awaitBots() {
    for (int i = 0; i < 30; i++) {
      try {
        caseroom.bots().settle();
        return;
      } catch (Problem notYet) {
        System.err.println("The bots have not caught up yet ...");
      }
    }
  }

  private long events() {
    long count = 0;
    long position = 0;
    List<Event> piece = caseroom.rooms().whole().after(position, PIECE);
    while (!piece.isEmpty()) {
      count += piece.size();
      position = piece.get(piece.size() - 1).position();
      piece = caseroom.rooms().whole().after(position, PIECE);
    }
    return count;
  }

  private List<Future<Case>> refer(
      ExecutorService threads, List<UserId> families, int[] moods, int batch) {
    List<Future<Case>> running = new ArrayList<>();
    for (int i = batch; i < families.size(); i += BATCHES) {
      UserId family = families.get(i);
      int mood = moods[i];
      running.add(threads.submit(() -> refer(family, mood)));
    }
    return running;
  }

  private Case refer(UserId family, int mood) {
    String reference =
        work.intake()
            .referrals()
            .refer(
                new Referral(
                    AGENCY,
                    HUB,
                    "website",
                    "Alex",
                    null,
                    LocalDate.of(2012 + mood % 12, 1 + mood % 12, 1 + mood % 28),
                    LocalDate.of(2023, 1 + mood % 12, 14),
                    "We need some help with sleep, school and big feelings.",
                    "A parent",
                    "email",
                    null),
                family)
            .reference();
    return new Case(reference, family, mood);
  }

  private void play(ExecutorService threads, List<Case> batch, Step step, List<Future<?>> running) {
    for (Case one : batch) {
      if (step.concerns(one.mood())) {
        running.add(threads.submit(() -> step(step, one)));
      }
    }
  }

  private static <T> T got(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a step of a case failed", e.getCause());
    }
  }

  /** The steps of a case, and which part of all cases comes so far. */
  private enum Step {
    SCREENED(100),
    FORM(80),
    SIGNED_OFF(78),
    VISITED(74),
    ASSESSED(68),
    PLANNED(64),
    SHARED(62),
    ASKED(50),
    REVIEWED(40),
    CLOSED(30);

    private final int part;

    Step(int part) {
      this.part = part;
    }

    boolean concerns(int mood) {
      return mood < part;
    }
  }

  private void step(Step step, Case one) {
    UserId worker = workers.get(one.mood() % workers.size());
    UserId dutyWorker = duty.get(one.mood() % duty.size());
    String reference = one.reference();
    switch (step) {
      case SCREENED -> {
        String outcome = Step.FORM.concerns(one.mood()) ? "detailed-referral" : "signpost";
        work.intake()
            .screening()
            .screen(dutyWorker, reference, outcome, "As told on the form.", "Advice.");
      }
      case FORM ->
          work.intake()
              .screening()
              .detailedReferral(
                  dutyWorker, reference, "Sleep and school.", "Two parents.", List.of("Assess"));
      case SIGNED_OFF -> signedOff(reference, worker);
      case VISITED -> visited(one, worker);
      case ASSESSED -> assessed(reference, worker);
      case PLANNED -> planned(reference, worker);
      case SHARED -> {
        sign(reference, "assessment");
        work.decisions()
            .share(worker, reference, "assessment", List.of(one.family()), List.of(), null);
      }
      case ASKED ->
          work.questions()
              .ask(one.family(), reference, RoomKind.FAMILY, "When does the group meet?", null);
      case REVIEWED -> reviewed(one, worker);
      case CLOSED -> closed(reference, worker);
    }
  }

  private void signedOff(String reference, UserId worker) {
    sign(reference, "referral-form");
    work.team()
        .add(
            manager,
            reference,
            worker,
            null,
            "Allocated",
            EnumSet.of(RoomKind.FAMILY, RoomKind.PROFESSIONALS, RoomKind.VOICE));
    work.team().lead(manager, reference, worker, "Allocated");
  }

  private void visited(Case one, UserId worker) {
    String reference = one.reference();
    work.team().join(worker, reference);
    work.team().openRoom(worker, reference, RoomKind.FAMILY);
    work.team().join(one.family(), reference);
    work.assessing()
        .visit(
            worker, reference, Assessing.Visit.of(true, "in-person", List.of(one.family()), null));
    work.consents()
        .sign(
            one.family(),
            reference,
            List.of(
                new Consents.Line("assessment", "assessment", null, null, Set.of(), true),
                new Consents.Line("see-child", "see-child", null, null, Set.of(), true)),
            List.of(one.family()),
            "2025-1");
  }

  private void assessed(String reference, UserId worker) {
    work.assessments().start(worker, reference);
    for (String section : SECTIONS) {
      work.assessments().section(worker, reference, section, "What we saw and heard.", true);
    }
    work.team().openRoom(worker, reference, RoomKind.VOICE);
    work.assessing()
        .voice(
            worker,
            reference,
            new Assessing.Voice(true, "Drawing", "I like the dog.", null, null, null));
  }

  private void planned(String reference, UserId worker) {
    work.plans()
        .plans()
        .item(worker, reference, "peers", Plans.Item.of("Group", "peer", "started", null, null));
    work.plans()
        .plans()
        .item(
            worker, reference, "sleep", Plans.Item.of("Sleep", "stability", "started", null, null));
    work.assessments().complete(worker, reference);
  }

  private void reviewed(Case one, UserId worker) {
    Reviews reviews = work.plans().reviews();
    Reviews.Parts parts = new Reviews.Parts("Sleep is better.", "Calmer mornings.", "None.");
    reviews.write(
        worker,
        one.reference(),
        new Reviews.Review(
            "video",
            null,
            List.of(one.family().value(), "The social worker"),
            "School changes.",
            parts,
            "The group goes on.",
            List.of(new Reviews.Action("peers", parts), new Reviews.Action("sleep", parts)),
            null,
            null,
            null));
    reviews.party(one.family(), one.reference(), "parents", true, null, null, null);
    reviews.party(worker, one.reference(), "practitioners", true, null, null, null);
    reviews.party(worker, one.reference(), "child", false, null, null, "Drew a picture instead.");
    sign(one.reference(), "review");
    work.decisions()
        .share(worker, one.reference(), "review", List.of(one.family()), List.of(), null);
  }

  private void closed(String reference, UserId worker) {
    work.plans().closures().form(worker, reference, "full", "after-review", "Needs are met.");
    sign(reference, "closure");
  }

  /** Signed after two weeks: late where the clock gives five working days, with the reason. */
  private void sign(String reference, String document) {
    work.decisions()
        .sign(
            manager,
            reference,
            document,
            new Decisions.Signature("Agreed.", "It is sound.", "The manager was away."));
  }
}
