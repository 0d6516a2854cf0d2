package org.caseroom.rooms.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.search.Query;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.LogReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log with an index of its words, on a thread of its own. Events are taken in a few
 * times a second, and at once when somebody searches, so that a search finds what was said, and no
 * longer finds what was redacted, before it was asked.
 */
public final class SearchIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final int QUEUE = 4096;
  private static final int PAGE = 1000;
  private static final long GATHER_MS = 250;
  private static final long RETRY_MS = 5_000;
  private static final long COMMIT_MS = 30_000;
  private static final int COMMIT_EVENTS = 50_000;

  /** A search waits for the newest events, but not for a whole rebuild. */
  private static final long FRESH_MS = 3_000;

  private final Path folder;
  private final Secret key;
  private final LogReader log;
  private final Feed feed;
  private final Analysis analysis = new Analysis();
  private final Thread thread = new Thread(this::run, "search-index");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Event> queue = new ArrayDeque<>();
  private long newest;
  private boolean asked;
  private boolean closed;
  private long applied = -1;

  private volatile @Nullable IndexStore store;
  private volatile boolean damaged;
  private Feed.@Nullable Subscription subscription;

  // The thread's own.
  private IndexStore.Mark mark = IndexStore.Mark.START;
  private long committed;
  private long committedAt = System.nanoTime();

  /**
   * Prepares the index.
   *
   * @param folder where its files are: nobody else's folder
   * @param key what they are encrypted with
   */
  public SearchIndex(Path folder, Secret key, LogReader log, Feed feed) {
    this.folder = folder;
    this.key = key;
    this.log = log;
    this.feed = feed;
  }

  /** Starts following, from where it left off. */
  public void start() {
    subscription = feed.subscribe(this::accept);
    lock.lock();
    try {
      newest = Math.max(newest, feed.position());
    } finally {
      lock.unlock();
    }
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  /** Removes the index of a service that does not run: its next start makes a new one. */
  public static void remove(Path folder) {
    try {
      Files.createDirectories(folder);
      IndexStore.remove(folder);
    } catch (IOException e) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "The search index cannot be removed: delete the folder " + folder + " yourself.");
    }
  }

  Analysis analysis() {
    return analysis;
  }

  /** On the log's writer: notes the events and returns. */
  private void accept(List<Event> events) {
    lock.lock();
    try {
      boolean first = queue.isEmpty();
      for (Event event : events) {
        // What does not fit is read from the log.
        if (queue.size() < QUEUE) {
          queue.add(event);
        }
      }
      newest = events.get(events.size() - 1).position();
      if (first) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Searches all rooms: the caller asks {@code RoomReader} what of it may be shown.
   *
   * @throws Problem 503 while the index cannot be used
   */
  List<IndexStore.Match> search(
      Query query, boolean byRank, IndexStore.@Nullable Match after, int count) {
    awaitFresh();
    IndexStore open = store;
    if (open == null) {
      throw unavailable();
    }
    try {
      open.refresh();
      return open.search(query, byRank, after, count);
    } catch (CorruptIndexException e) {
      LOG.error("The search index is damaged", e);
      damaged = true;
      wake();
      throw unavailable();
    } catch (IOException | org.apache.lucene.store.AlreadyClosedException e) {
      LOG.error("The search index cannot be read", e);
      throw unavailable();
    }
  }

  private static Problem unavailable() {
    return Problem.of(
        503, "M_UNKNOWN", "The search is not ready: send this again in a few seconds.");
  }

  private void awaitFresh() {
    long left = TimeUnit.MILLISECONDS.toNanos(FRESH_MS);
    lock.lock();
    try {
      long wanted = newest;
      while (applied < wanted && left > 0 && !closed && !rebuilding()) {
        asked = true;
        work.signal();
        left = progress.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Whether so much is missing that waiting is no use: under the lock. */
  private boolean rebuilding() {
    return applied >= 0 && newest - applied > 20L * PAGE;
  }

  private void wake() {
    lock.lock();
    try {
      asked = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  // ---- The thread ----

  private void run() {
    while (!isClosed()) {
      try {
        if (store == null) {
          open();
        }
        follow();
      } catch (IOException | RuntimeException e) {
        LOG.error("The search index stopped; it goes on in a few seconds", e);
        damaged |= isDamage(e);
        closeStore();
        pause(RETRY_MS);
      }
    }
    finish();
  }

  private static boolean isDamage(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptIndexException
          || cause instanceof IndexFormatTooNewException
          || cause instanceof IndexFormatTooOldException) {
        return true;
      }
    }
    return false;
  }

  private void open() throws IOException {
    Files.createDirectories(folder);
    IndexStore opened = damaged ? null : tryOpen();
    Optional<IndexStore.Mark> found = opened == null ? Optional.empty() : opened.committed();
    if (opened == null || found.isEmpty() || !isOfThisLog(found.get())) {
      if (opened != null) {
        opened.close();
      }
      IndexStore.remove(folder);
      opened = new IndexStore(folder, key, analysis);
      found = Optional.of(IndexStore.Mark.START);
    }
    damaged = false;
    mark = found.get();
    committed = mark.position();
    store = opened;
    progressed();
  }

  /** What no longer opens is made anew, as what is missing. */
  private @Nullable IndexStore tryOpen() throws IOException {
    try {
      return new IndexStore(folder, key, analysis);
    } catch (IOException | RuntimeException e) {
      // An illegal argument is an index that is sorted in another way.
      if (!isDamage(e) && !(e instanceof EOFException || e instanceof IllegalArgumentException)) {
        throw e;
      }
      LOG.warn("The search index cannot be read, and is made anew: {}", e.toString());
      return null;
    }
  }

  private boolean isOfThisLog(IndexStore.Mark found) {
    return found.position() == 0
        || log.at(List.of(found.position())).stream()
            .anyMatch(event -> event.id().value().equals(found.event()));
  }

  private void follow() throws IOException {
    IndexStore open = store;
    while (open != null && !isClosed() && !damaged) {
      List<Event> events = await();
      LogIndexer indexer = new LogIndexer(open, log);
      for (Event event : events) {
        if (event.position() > mark.position() + 1) {
          catchUp(indexer, event.position() - 1);
        }
        take(indexer, event);
      }
      catchUp(indexer, known());
      progressed();
      commitNowAndThen(open);
    }
    closeStore();
  }

  /** Waits for something to do, and a little longer for more of it unless somebody searches. */
  private List<Event> await() {
    lock.lock();
    try {
      long idle = TimeUnit.MILLISECONDS.toNanos(COMMIT_MS);
      while (!closed && !asked && newest <= mark.position() && idle > 0) {
        idle = work.awaitNanos(idle);
      }
      long gather = TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
      while (!closed && !asked && queue.size() < QUEUE && gather > 0) {
        gather = work.awaitNanos(gather);
      }
      asked = false;
      List<Event> events = new ArrayList<>(queue);
      queue.clear();
      return events;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private long known() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  private void catchUp(LogIndexer indexer, long upTo) throws IOException {
    while (mark.position() < upTo && !isClosed()) {
      List<Event> events = log.after(mark.position(), PAGE);
      if (events.isEmpty()) {
        return;
      }
      for (Event event : events) {
        if (event.position() > upTo) {
          return;
        }
        take(indexer, event);
      }
      progressed();
      IndexStore open = store;
      if (open != null) {
        commitNowAndThen(open);
      }
    }
  }

  private void take(LogIndexer indexer, Event event) throws IOException {
    if (event.position() > mark.position()) {
      indexer.take(event);
      mark = new IndexStore.Mark(event.position(), event.id().value());
    }
  }

  private void progressed() {
    lock.lock();
    try {
      applied = mark.position();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void commitNowAndThen(IndexStore open) throws IOException {
    long since = System.nanoTime() - committedAt;
    if (mark.position() - committed >= COMMIT_EVENTS
        || (mark.position() > committed && since > TimeUnit.MILLISECONDS.toNanos(COMMIT_MS))) {
      open.commit(mark);
      committed = mark.position();
      committedAt = System.nanoTime();
    }
  }

  private void pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && left > 0) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    IndexStore open = store;
    try {
      if (open != null && mark.position() > committed && !damaged) {
        open.commit(mark);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The search index was not brought up to date at the stop; the start does it", e);
    }
    closeStore();
  }

  private void closeStore() {
    IndexStore open = store;
    store = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("The search index did not close well", e);
      }
    }
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
