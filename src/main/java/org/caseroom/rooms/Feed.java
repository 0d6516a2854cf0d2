package org.caseroom.rooms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed events, in log order, to whoever follows: waiting syncs, the live gateway, bots. A
 * subscriber is called on the log's writer and must only note the work and return.
 */
public final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final List<Consumer<List<Event>>> subscribers = new CopyOnWriteArrayList<>();
  private volatile long position;

  /** A subscriber's way out. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Follows: the consumer gets each group of events committed from now on. */
  public Subscription subscribe(Consumer<List<Event>> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** The position of the newest event that was published. */
  public long position() {
    return position;
  }

  void start(long at) {
    position = at;
  }

  void publish(List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    position = events.get(events.size() - 1).position();
    for (Consumer<List<Event>> subscriber : subscribers) {
      try {
        subscriber.accept(events);
      } catch (RuntimeException e) {
        // One follower's fault must not keep the news from the others, nor stop the writer.
        LOG.error("A follower of the feed failed at position {}", position, e);
      }
    }
  }
}
