package org.caseroom.ops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A clock that can be set, and then runs on from there: for rehearsals and tests, so that a year of
 * casework can be lived through in a minute.
 */
public final class SettableClock implements InstantSource {
  private final InstantSource base;
  private final List<Consumer<Instant>> listeners = new CopyOnWriteArrayList<>();
  private volatile Duration offset;

  /** A clock that shows the base clock's time until it is set. */
  public SettableClock(InstantSource base) {
    this(base, Duration.ZERO);
  }

  /** A clock that is so much ahead of the base clock until it is set. */
  SettableClock(InstantSource base, Duration ahead) {
    this.base = base;
    this.offset = ahead;
  }

  /** How much it is ahead of the base clock; negative when it is behind. */
  Duration ahead() {
    return offset;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset);
  }

  /** Sets the clock, and tells those who asked to be told. */
  public void set(Instant now) {
    offset = Duration.between(base.instant(), now);
    listeners.forEach(listener -> listener.accept(now));
  }

  /** Moves the clock on. */
  public void advance(Duration by) {
    set(instant().plus(by));
  }

  /** Calls the listener each time that the clock was set. */
  public void onSet(Consumer<Instant> listener) {
    listeners.add(listener);
  }
}
