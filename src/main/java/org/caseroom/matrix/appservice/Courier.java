package org.caseroom.matrix.appservice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one application service what happens (Application Service API, "Pushing events"): one
 * transaction at a time and in order, each until it has been taken in. A service that does not
 * answer is tried again after 1, 2, 4 seconds and so on to about nine minutes by the clock of the
 * house, and at once when it shows that it is there.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_PAUSE_EXPONENT = 9;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOCK_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a stop waits for an answer. */
  private static final long LAST_MOMENT_MS = 1_000;

  /** How far a service may have nothing to hear before that is written down. */
  private static final long UNWRITTEN = 1_000;

  private final String service;
  private final ServiceClient client;
  private final Batches batches;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition signal = lock.newCondition();
  private boolean signalled;
  private volatile boolean closed;
  private volatile @Nullable CompletableFuture<ServiceClient.Answer> asking;
  private volatile long retryAtMs;
  private final AtomicLong signsOfLife = new AtomicLong();

  // The courier's own.
  private Delivery.@Nullable Reached reached;
  private Delivery.@Nullable Reached written;
  private @Nullable Delivery current;
  private long next;
  private int failures;

  Courier(
      Registration service,
      ServiceClient client,
      Batches batches,
      Outbox outbox,
      InstantSource clock) {
    this.service = service.id();
    this.client = client;
    this.batches = batches;
    this.outbox = outbox;
    this.clock = clock;
    this.thread = new Thread(this::run, "appservice-" + service.id());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** There may be something to tell: quick. */
  void wake() {
    lock.lock();
    try {
      signalled = true;
      signal.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The service is there: what waits for it need not wait longer. */
  void isThere() {
    signsOfLife.incrementAndGet();
    retryAtMs = 0;
    wake();
  }

  private void run() {
    while (!closed) {
      try {
        if (outbox.isMine()) {
          step();
        } else {
          reached = null;
          await(IDLE_NANOS);
        }
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.error("Telling the application service {} failed; it goes on shortly", service, e);
          await(CLOCK_LOOK_NANOS);
        }
      }
    }
  }

  private void step() {
    if (reached == null) {
      load();
    }
    Delivery delivery = current;
    if (delivery == null) {
      if (!prepare()) {
        await(IDLE_NANOS);
      }
    } else if (clock.millis() < retryAtMs) {
      await(CLOCK_LOOK_NANOS);
    } else if (send(delivery)) {
      arrived(delivery);
    }
  }

  private void load() {
    DeliveryDao.Row row = outbox.row();
    reached = row.reached();
    written = row.reached();
    next = row.next();
    current = outbox.stored().orElse(null);
  }

  /** Makes the next transaction; false when there is none to make. */
  private boolean prepare() {
    Delivery.Reached place = java.util.Objects.requireNonNull(reached);
    Batches.Batch batch = batches.after(place);
    if (batch.body() != null) {
      return store(place, new Delivery(next, batch.reached(), batch.body()));
    }
    reached = batch.reached();
    Delivery.Reached last = java.util.Objects.requireNonNull(written);
    if (reached.log() - last.log() >= UNWRITTEN || reached.stream() - last.stream() >= UNWRITTEN) {
      store(reached, null);
    }
    return false;
  }

  private boolean store(Delivery.Reached place, @Nullable Delivery delivery) {
    if (!outbox.advance(place, delivery)) {
      reached = null;
      return false;
    }
    written = place;
    current = delivery;
    if (delivery != null) {
      next = delivery.number() + 1;
    }
    return true;
  }

  private boolean send(Delivery delivery) {
    long before = signsOfLife.get();
    CompletableFuture<ServiceClient.Answer> answer =
        client.call(
            new ServiceClient.Call(
                "PUT",
                "/transactions/" + delivery.number(),
                "",
                "",
                delivery.body().getBytes(StandardCharsets.UTF_8)),
            PATIENCE);
    asking = answer;
    if (closed) {
      return false;
    }
    try {
      ServiceClient.Answer given = answer.join();
      if (given.isGood()) {
        recovered();
        return true;
      }
      failed("it answered " + given.status(), before);
    } catch (CancellationException stopping) {
      return false;
    } catch (CompletionException e) {
      failed(String.valueOf(e.getCause()), before);
    } finally {
      asking = null;
    }
    return false;
  }

  private void recovered() {
    if (failures > 0) {
      LOG.info("The application service {} is there again", service);
    }
    failures = 0;
  }

  /** Waits before the next attempt, unless the service has shown itself during this one. */
  private void failed(String why, long before) {
    if (closed) {
      return;
    }
    long pause = TimeUnit.SECONDS.toMillis(1L << Math.min(failures, LONGEST_PAUSE_EXPONENT));
    if (failures == 0) {
      LOG.warn("The application service {} does not take its events, {}", service, why);
    }
    failures++;
    retryAtMs = signsOfLife.get() == before ? clock.millis() + pause : 0;
  }

  /** Stores what follows in the same step, when there is something. */
  private void arrived(Delivery delivery) {
    Delivery.Reached before = java.util.Objects.requireNonNull(reached);
    reached = delivery.reached();
    batches.arrived(before, reached);
    Batches.Batch batch = batches.after(reached);
    store(
        batch.body() == null ? batch.reached() : reached,
        batch.body() == null ? null : new Delivery(next, batch.reached(), batch.body()));
    if (batch.body() == null && reached != null) {
      reached = batch.reached();
    }
  }

  private void await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!signalled && !closed && left > 0) {
        left = signal.awaitNanos(left);
      }
      signalled = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops: what is on its way has a moment to arrive, and else goes again after the next start. */
  void close() {
    closed = true;
    wake();
    join(LAST_MOMENT_MS);
    CompletableFuture<ServiceClient.Answer> waiting = asking;
    if (waiting != null) {
      waiting.cancel(true);
    }
    join(TimeUnit.SECONDS.toMillis(5));
    Delivery.Reached place = reached;
    if (!thread.isAlive() && place != null && current == null && !place.equals(written)) {
      outbox.advance(place, null);
    }
    outbox.release();
  }

  private void join(long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
