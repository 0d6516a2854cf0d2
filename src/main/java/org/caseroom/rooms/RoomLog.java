package org.caseroom.rooms;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** SKELETON of the contract: the body is being written. */
public final class RoomLog implements AutoCloseable {
  /**
   * What was appended.
   *
   * @param events the drafts' own events, in order, then what followed from them
   * @param repeated whether the first draft's transaction had been used already, so that these are
   *     the events of that time
   */
  public record Appended(List<Event> events, boolean repeated) {
    /** The first draft's event. */
    public Event first() {
      return events.get(0);
    }
  }

  /**
   * Appends drafts as one unit: all of them or none, each checked at the door.
   *
   * @return completes when the events are durable; fails with a {@link
   *     org.caseroom.base.Problem} that says who refused and why
   */
  public CompletableFuture<Appended> append(Proposal proposal) {
    throw new IllegalStateException();
  }

  /** As {@link #append(Proposal)} for drafts that depend on nothing. */
  public CompletableFuture<Appended> append(Draft... drafts) {
    List<Draft> list = Arrays.asList(drafts);
    return append(view -> list);
  }

  /**
   * As {@link #append(Proposal)}, waiting for the answer.
   *
   * @throws org.caseroom.base.Problem the refusal
   */
  public Appended appendNow(Proposal proposal) {
    throw new IllegalStateException();
  }

  /** As {@link #append(Draft...)}, waiting for the answer. */
  public Appended appendNow(Draft... drafts) {
    List<Draft> list = Arrays.asList(drafts);
    return appendNow(view -> list);
  }

  /** The current state, always up to what this node has committed. */
  public RoomView view() {
    throw new IllegalStateException();
  }

  /** Committed events as they come. */
  public Feed feed() {
    throw new IllegalStateException();
  }

  @Override
  public void close() {}
}
