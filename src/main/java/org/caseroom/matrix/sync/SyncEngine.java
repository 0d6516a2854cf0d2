package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.base.Problem;
import org.caseroom.identity.Sessions;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.matrix.InvitePermission;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.push.UnreadCounts;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Typing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers syncs, and holds those that have nothing to tell yet. {@code GET /sync} and the live
 * gateway both ask here.
 *
 * <p>The log's thread only notes that something happened. One thread works out whom it concerns and
 * wakes them; a small pool builds their answers. A held sync costs no thread.
 */
public final class SyncEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
  private static final int LEAST_BUILDERS = 2;

  /** How long a device's own event keeps behind the answer to the request that sent it. */
  private static final long ECHO_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final RoomView view;
  private final Typing typing;
  private final PresenceSource presence;
  private final News news;
  private final SyncAnswers answers;
  private final Watches watches;
  private final Map<Caller, Long> lastSent = new ConcurrentHashMap<>();

  private volatile boolean closing;

  private final ExecutorService notifier;
  private final ExecutorService builders;
  private final ScheduledThreadPoolExecutor alarms;

  /** Starts to follow what happens. */
  public SyncEngine(SyncServices services) {
    this.view = services.rooms().log().view();
    this.typing = services.passing().typing();
    this.news =
        new News(
            services.rooms().log().feed(),
            services.identity().streamPositions(),
            services.passing().typing(),
            services.passing().presence());
    this.presence = services.passing().presence();
    this.watches = new Watches(view, typing, presence, news, this::build);
    this.answers = answers(services);
    this.notifier = Executors.newSingleThreadExecutor(threads("sync-notify"));
    this.builders =
        Executors.newFixedThreadPool(
            Math.max(LEAST_BUILDERS, Runtime.getRuntime().availableProcessors()),
            threads("sync-build"));
    this.alarms = new ScheduledThreadPoolExecutor(1, threads("sync-alarm"));
    this.alarms.setRemoveOnCancelPolicy(true);
    this.alarms.scheduleWithFixedDelay(typing::expire, 1, 1, TimeUnit.SECONDS);

    services.rooms().log().feed().subscribe(this::onEvents);
    services.identity().streamPositions().subscribe(this::onChange);
    services.identity().sessions().onEnd(this::onSessionEnd);
    typing.subscribe(room -> inOrder(() -> watches.tellTyping(room)));
    presence.subscribe(user -> inOrder(() -> watches.tellPresence(user)));
  }

  private SyncAnswers answers(SyncServices services) {
    var log = services.rooms().log();
    var reader = services.rooms().reader();
    UnreadCounts unread = services.push().unread();
    KnownMembers known = new KnownMembers();
    RoomExtras extras =
        new RoomExtras(
            services.passing().receipts(), typing, services.identity().accountData(), unread);
    MemberRooms members =
        new MemberRooms(view, reader, new EventWriter(services.events()), extras, known);
    RoomSections rooms =
        new RoomSections(
            log,
            reader,
            new ChangedRooms(log, services.passing().receipts(), typing),
            members,
            new StrippedRooms(view, new InvitePermission(services.identity().accountData())));
    Meetings meetings = new Meetings(view, reader);
    return new SyncAnswers(
        news,
        rooms,
        new DeviceSections(view, meetings, services.identity()),
        meetings,
        new PersonSections(services.identity().accountData(), services.push().rules(), presence),
        known);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** A token that stands at this moment: for those who want only what is to come. */
  public SyncToken now() {
    Reach reach = news.reach();
    return new SyncToken(reach.log(), reach.stream(), reach.typing(), reach.presence(), Set.of());
  }

  /**
   * Answers a sync: at once when there is something to tell or the request does not wait, otherwise
   * when something happens or its time is up. Cancelling the future lets go of a held one.
   *
   * @return the answer; fails with a {@link org.caseroom.base.Problem} where the request does
   */
  public CompletableFuture<SyncAnswer> next(SyncRequest request) {
    Waiter waiter = new Waiter(request);
    waiter.answer.whenComplete((answer, error) -> letGo(waiter));
    attempt(waiter);
    return waiter.answer;
  }

  /** Takes note of a device that syncs, with the presence that it wishes to show. */
  void syncing(Caller caller, String state) {
    presence.syncing(caller, state);
  }

  /** How many syncs are held at the moment. */
  public int held() {
    return watches.held();
  }

  /** Answers, or holds; looks again while news come in between. */
  private void attempt(Waiter waiter) {
    try {
      Watch watch = watches.of(waiter.request.caller().user());
      while (!waiter.answer.isDone()) {
        long version = watch.version();
        SyncRequest request = waiter.request;
        SyncToken since = request.since();
        boolean waits = since != null && !request.fullState() && waiter.nanosLeft() > 0 && !closing;
        if (since == null || !waits || !watch.quiet(since)) {
          SyncAnswer answer = answers.build(request);
          if (answer.news() || !waits) {
            complete(waiter, answer);
            return;
          }
          waiter.request = request.since(answer.next());
        }
        if (watch.hold(waiter, version)) {
          arm(waiter, watch);
          if (!closing || !watch.timeUp(waiter)) {
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      waiter.answer.completeExceptionally(e);
    }
  }

  /**
   * Answers, a moment later where the device has just sent something itself. Its sync may overtake
   * the answer to its request otherwise, and matrix-js-sdk sends a message in a thread again when
   * that happens.
   */
  private void complete(Waiter waiter, SyncAnswer answer) {
    Long sent = lastSent.get(waiter.request.caller());
    long wait = sent == null ? 0 : sent + ECHO_NANOS - System.nanoTime();
    if (wait > 0 && !closing) {
      try {
        alarms.schedule(() -> waiter.answer.complete(answer), wait, TimeUnit.NANOSECONDS);
        return;
      } catch (RejectedExecutionException stopping) {
        LOG.debug("Built just as the service stops: answered at once", stopping);
      }
    }
    waiter.answer.complete(answer);
  }

  private void arm(Waiter waiter, Watch watch) {
    if (waiter.hasAlarm() || closing) {
      return;
    }
    try {
      waiter.alarm(
          alarms.schedule(
              () -> {
                if (watch.timeUp(waiter)) {
                  build(waiter);
                }
              },
              Math.max(0, waiter.nanosLeft()),
              TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException stopping) {
      LOG.debug("Held just as the service stops: answered at once", stopping);
    }
  }

  private void build(Waiter waiter) {
    try {
      builders.execute(() -> attempt(waiter));
    } catch (RejectedExecutionException stopping) {
      attempt(waiter);
    }
  }

  private void letGo(Waiter waiter) {
    waiter.disarm();
    if (waiter.answer.isCancelled()) {
      watches.of(waiter.request.caller().user()).timeUp(waiter);
    }
  }

  private void onEvents(List<Event> events) {
    for (Event event : events) {
      event
          .transaction()
          .ifPresent(
              transaction ->
                  lastSent.put(
                      new Caller(event.sender(), transaction.device()), System.nanoTime()));
    }
    news.add(events);
    inOrder(() -> watches.tell(events));
  }

  private void onChange(Placed placed) {
    news.add(placed);
    inOrder(() -> watches.tell(placed));
  }

  /** Who has signed out, or was, gets nothing more: not even what a held sync would have told. */
  private void onSessionEnd(Sessions.Session session) {
    Problem over =
        Problem.of(401, "M_UNKNOWN_TOKEN", "This sign-in has ended: sign in again.")
            .with("soft_logout", BooleanNode.FALSE);
    watches
        .of(session.user())
        .take(new Caller(session.user(), session.device()))
        .forEach(waiter -> waiter.answer.completeExceptionally(over));
  }

  private void inOrder(Runnable telling) {
    if (!closing) {
      notifier.execute(telling);
    }
  }

  /** Answers what is held, and stops. */
  @Override
  public void close() {
    closing = true;
    alarms.shutdownNow();
    notifier.shutdown();
    watches.wakeAll();
    builders.shutdown();
    try {
      if (!builders.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("Some held syncs were not answered before the stop.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
