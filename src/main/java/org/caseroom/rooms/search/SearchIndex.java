package org.caseroom.rooms.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  private static final int PAGE = 1000;
  private static final long RETRY_MS = 5_000;
  private static final long COMMIT_MS = 30_000;
  private static final int COMMIT_EVENTS = 50_000;

  private final Path folder;
  private final Secret key;
  private final LogReader log;
  private final Feed feed;
  private final Analysis analysis = new Analysis();
  private final Thread thread = new Thread(this::run, "search-index");
  private final Inbox inbox = new Inbox();

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
  // A hint and no more: where the system heeds it, people come before the index.
  @SuppressWarnings("ThreadPriorityCheck")
  public void start() {
    subscription = feed.subscribe(inbox::accept);
    inbox.begin(feed.position());
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

  /**
   * Searches all rooms: the caller asks {@code RoomReader} what of it may be shown.
   *
   * @throws Problem 503 while the index cannot be used
   */
  List<IndexStore.Match> search(
      Query query, boolean byRank, IndexStore.@Nullable Match after, int count) {
    inbox.awaitFresh();
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
      inbox.wake();
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

  // ---- The thread ----

  private void run() {
    while (!inbox.isClosed()) {
      try {
        if (store == null) {
          open();
        }
        follow();
      } catch (IOException | RuntimeException e) {
        LOG.error("The search index stopped; it goes on in a few seconds", e);
        damaged |= isDamage(e);
        closeStore();
        inbox.pause(RETRY_MS);
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
    inbox.progressed(mark.position());
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
    while (open != null && !inbox.isClosed() && !damaged) {
      List<Event> events = inbox.take(mark.position());
      LogIndexer indexer = new LogIndexer(open, log);
      for (Event event : events) {
        if (event.position() > mark.position() + 1) {
          catchUp(indexer, event.position() - 1);
        }
        take(indexer, event);
      }
      catchUp(indexer, inbox.newest());
      inbox.progressed(mark.position());
      commitNowAndThen(open);
    }
    closeStore();
  }

  private void catchUp(LogIndexer indexer, long upTo) throws IOException {
    while (mark.position() < upTo && !inbox.isClosed()) {
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
      inbox.progressed(mark.position());
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

  private void commitNowAndThen(IndexStore open) throws IOException {
    long since = System.nanoTime() - committedAt;
    if (mark.position() - committed >= COMMIT_EVENTS
        || (mark.position() > committed && since > TimeUnit.MILLISECONDS.toNanos(COMMIT_MS))) {
      open.commit(mark);
      committed = mark.position();
      committedAt = System.nanoTime();
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
    inbox.close();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
