package org.caseroom.identity;

import java.time.InstantSource;

/**
 * How many wrong passwords are let pass: few for one name from one address, more for one name, and
 * more again for one address (a whole hub may sit behind it). Only failures count, so that whoever
 * knows the password is not kept out for long by others' guesses.
 */
final class SignInThrottle {
  private final InstantSource clock;
  private final Buckets pairs = new Buckets(6, 60_000);
  private final Buckets names = new Buckets(60, 60_000);
  private final Buckets addresses = new Buckets(120, 10_000);

  SignInThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Asks for a try. It counts as a failure until {@link #succeeded} takes it back, so that many
   * tries at once cannot all pass before the first has failed.
   *
   * @return how long to wait before another one, milliseconds; 0 when it may be made now
   */
  synchronized long take(String name, String address) {
    long now = clock.millis();
    String pair = name + "\n" + address;
    long wait =
        Math.max(
            pairs.waitMs(pair, now),
            Math.max(names.waitMs(name, now), addresses.waitMs(address, now)));
    if (wait == 0) {
      pairs.add(pair, 1, now);
      names.add(name, 1, now);
      addresses.add(address, 1, now);
    }
    return wait;
  }

  /** Forgets the failures of a name from an address, and takes a try back. */
  synchronized void succeeded(String name, String address) {
    long now = clock.millis();
    pairs.forget(name + "\n" + address);
    names.add(name, -1, now);
    addresses.add(address, -1, now);
  }
}
