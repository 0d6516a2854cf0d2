package org.caseroom.edge;

import io.github.bucket4j.TimeMeter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.matrix.MatrixRequest;
import org.jspecify.annotations.Nullable;

/**
 * Refuses who asks too often: by user, by device and by network address. Wrong passwords are
 * counted where passwords are checked, since pages sign people in as well.
 */
final class RateLimits {
  private static final int MOST_KEYS = 100_000;
  private static final int NETWORK_GROUPS = 4;

  private final boolean enabled;
  private final Map<RateClass, KeyedBuckets<UserId>> byUser = new EnumMap<>(RateClass.class);
  private final Map<RateClass, KeyedBuckets<String>> byAddress = new EnumMap<>(RateClass.class);
  private final KeyedBuckets<UserId> users;
  private final KeyedBuckets<MatrixRequest.Caller> devices;
  private final KeyedBuckets<String> addresses;

  /**
   * Limits, nothing used of them.
   *
   * @param time what time it is: one that nobody sets, as the service's clock may be
   */
  RateLimits(RateLimitSettings settings, TimeMeter time) {
    this.enabled = settings.enabled();
    byUser.put(RateClass.MESSAGES, new KeyedBuckets<>(settings.messages(), time, MOST_KEYS));
    byUser.put(RateClass.ROOMS, new KeyedBuckets<>(settings.rooms(), time, MOST_KEYS));
    byUser.put(RateClass.JOINS, new KeyedBuckets<>(settings.joins(), time, MOST_KEYS));
    byUser.put(RateClass.INVITES, new KeyedBuckets<>(settings.invites(), time, MOST_KEYS));
    byUser.put(RateClass.UPLOADS, new KeyedBuckets<>(settings.uploads(), time, MOST_KEYS));
    byUser.put(RateClass.SEARCH, new KeyedBuckets<>(settings.search(), time, MOST_KEYS));
    byAddress.put(
        RateClass.REGISTRATION, new KeyedBuckets<>(settings.registration(), time, MOST_KEYS));
    byAddress.put(RateClass.SIGN_IN, new KeyedBuckets<>(settings.signIn(), time, MOST_KEYS));
    byAddress.put(
        RateClass.ADDRESS_CHECKS, new KeyedBuckets<>(settings.addressChecks(), time, MOST_KEYS));
    this.users = new KeyedBuckets<>(settings.perUser(), time, MOST_KEYS);
    this.devices = new KeyedBuckets<>(settings.perDevice(), time, MOST_KEYS);
    this.addresses = new KeyedBuckets<>(settings.perAddress(), time, MOST_KEYS);
  }

  /**
   * Refuses an address that has used all of its requests, before anything is done for it. Counts
   * nothing: who it is, and so whether it counts, is not known yet.
   *
   * @throws Problem 429 {@code M_LIMIT_EXCEEDED}
   */
  void enter(String address) {
    if (enabled && counts(address)) {
      check(addresses.look(network(address)));
    }
  }

  /**
   * Counts a request.
   *
   * @param caller who asks, null when they are not signed in
   * @throws Problem 429 {@code M_LIMIT_EXCEEDED} with the time until one more is taken
   */
  void count(RateClass what, MatrixRequest.@Nullable Caller caller, String address) {
    if (!enabled || (caller != null && !caller.isRateLimited())) {
      return;
    }
    if (counts(address)) {
      String network = network(address);
      check(addresses.take(network));
      KeyedBuckets<String> limit = byAddress.get(what);
      if (limit != null) {
        check(limit.take(network));
      }
    }
    if (caller != null) {
      check(devices.take(caller));
      check(users.take(caller.user()));
      KeyedBuckets<UserId> limit = byUser.get(what);
      if (limit != null) {
        check(limit.take(caller.user()));
      }
    }
  }

  /** Programs on this machine, and a proxy there that does not say whom it speaks for. */
  private static boolean counts(String address) {
    return !address.startsWith("127.") && !address.equals("0:0:0:0:0:0:0:1");
  }

  /** Whoever has one IPv6 address has the 2^64 of its network. */
  private static String network(String address) {
    int end = -1;
    for (int i = 0; i < NETWORK_GROUPS; i++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }

  private static void check(long waitNanos) {
    if (waitNanos > 0) {
      throw Problem.limitExceeded(
          "This is more than the server takes at once: wait a little, then go on.",
          Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos + 999_999)));
    }
  }

  /** Lets go of what is no longer needed. */
  void sweep() {
    byUser.values().forEach(KeyedBuckets::sweep);
    byAddress.values().forEach(KeyedBuckets::sweep);
    users.sweep();
    devices.sweep();
    addresses.sweep();
  }
}
