package org.caseroom.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bucket4j.TimeMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.edge.RateLimitSettings.Rate;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.ops.TestCaseroom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often one may ask, by a clock that is set by hand. */
class RateLimitsTest {
  private static final Rate MANY = new Rate(1_000, 10_000);
  private static final String HOME = "192.0.2.7";

  /** A clock that is set by hand. */
  private static final class Hand implements TimeMeter {
    long nanos;

    void later(double seconds) {
      nanos += Math.round(seconds * 1e9);
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private final Hand time = new Hand();

  private static MatrixRequest.Caller caller(String user, String device) {
    return new MatrixRequest.Caller(UserId.of("@" + user + ":test"), DeviceId.of(device));
  }

  private RateLimits limits(Rate messages, Rate signIn, Rate user, Rate device, Rate address) {
    return new RateLimits(
        new RateLimitSettings(
            true, messages, MANY, MANY, MANY, MANY, MANY, MANY, signIn, MANY, user, device,
            address),
        time);
  }

  /** How long the refusal tells to wait, milliseconds; 0 when there was none. */
  private static long wait(
      RateLimits limits, RateClass what, MatrixRequest.@Nullable Caller caller, String address) {
    try {
      limits.count(what, caller, address);
      return 0;
    } catch (Problem refusal) {
      assertEquals("429 M_LIMIT_EXCEEDED", refusal.status() + " " + refusal.errcode());
      return refusal.details().get("retry_after_ms").asLong();
    }
  }

  @Test
  void whoSendsTooFastIsToldWhenToGoOnAndOthersAreNot() {
    RateLimits limits = limits(new Rate(2, 3), MANY, MANY, MANY, MANY);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
    }
    assertEquals(500, wait(limits, RateClass.MESSAGES, caller("jo", "B"), HOME));
    assertEquals(0, wait(limits, RateClass.MESSAGES, caller("amy", "A"), HOME));
    assertEquals(0, wait(limits, RateClass.OTHER, caller("jo", "A"), HOME));
    time.later(0.4);
    assertEquals(100, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
    time.later(0.1);
    assertEquals(0, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
    time.later(60);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
    }
    assertTrue(wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME) > 0);
  }

  @Test
  void devicesUsersAndAddressesEachHaveTheirOwn() {
    RateLimits limits = limits(MANY, MANY, new Rate(1, 5), new Rate(1, 3), new Rate(1, 7));
    for (int i = 0; i < 3; i++) {
      assertEquals(0, wait(limits, RateClass.OTHER, caller("jo", "A"), HOME));
    }
    assertEquals(1_000, wait(limits, RateClass.OTHER, caller("jo", "A"), HOME), "the device");
    assertEquals(0, wait(limits, RateClass.OTHER, caller("jo", "B"), "192.0.2.8"));
    assertEquals(0, wait(limits, RateClass.OTHER, caller("jo", "B"), "192.0.2.8"));
    assertEquals(1_000, wait(limits, RateClass.OTHER, caller("jo", "B"), "192.0.2.8"), "the user");
    for (int i = 0; i < 3; i++) {
      assertEquals(0, wait(limits, RateClass.OTHER, null, HOME));
    }
    assertEquals(1_000, wait(limits, RateClass.OTHER, null, HOME), "the address");
    assertThrows(Problem.class, () -> limits.enter(HOME));
    assertDoesNotThrow(() -> limits.enter("192.0.2.9"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1:a:b:c:d, true",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:2:0:0:0:1, false",
    "127.0.0.1, 127.0.0.1, false",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1, false"
  })
  void aNetworkOfIpv6IsOneAndThisMachineDoesNotCount(String first, String second, boolean shared) {
    RateLimits limits = limits(MANY, new Rate(0.5, 1), MANY, MANY, MANY);
    assertEquals(0, wait(limits, RateClass.SIGN_IN, null, first));
    assertEquals(shared ? 2_000 : 0, wait(limits, RateClass.SIGN_IN, null, second));
  }

  @Test
  void anExemptServiceIsNotCounted() {
    RateLimits limits =
        limits(new Rate(1, 1), MANY, new Rate(1, 1), new Rate(1, 1), new Rate(1, 1));
    MatrixRequest.Caller exempt =
        new MatrixRequest.Caller(
            UserId.of("@bridge:test"),
            DeviceId.of("B"),
            new MatrixRequest.Service("bridge", false, false));
    for (int i = 0; i < 100; i++) {
      assertEquals(0, wait(limits, RateClass.MESSAGES, exempt, HOME));
    }
    assertEquals(0, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
  }

  @Test
  void noneIsInForceWhenSwitchedOff() {
    RateLimits limits = new RateLimits(RateLimitSettings.OFF, time);
    for (int i = 0; i < 20_000; i++) {
      limits.enter(HOME);
      assertEquals(0, wait(limits, RateClass.ADDRESS_CHECKS, caller("jo", "A"), HOME));
    }
  }

  @Test
  void neverMorePassThanTheBucketHoldsAndGetsBack() {
    Random random = new Random(20260105);
    for (int round = 0; round < 50; round++) {
      Rate rate = new Rate(0.1 + random.nextInt(50), 1 + random.nextInt(20));
      RateLimits limits = limits(rate, MANY, MANY, MANY, MANY);
      long start = time.nanos;
      int passed = 0;
      for (int i = 0; i < 300; i++) {
        long wait = wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME);
        if (wait == 0) {
          passed++;
        } else if (random.nextInt(10) == 0) {
          // After the time that was told there is room for one, and not before.
          time.later(wait / 1_000.0);
          assertEquals(0, wait(limits, RateClass.MESSAGES, caller("jo", "A"), HOME));
          passed++;
        }
        double most = rate.burst() + rate.perSecond() * (time.nanos - start) / 1e9 + 1e-3;
        assertTrue(passed <= most, passed + " of " + most);
        time.later(random.nextDouble() / rate.perSecond() / 2);
      }
    }
  }

  @Test
  void manyAtOnceGetNoMoreThanThereIs() throws InterruptedException {
    KeyedBuckets<Integer> buckets = new KeyedBuckets<>(new Rate(1, 1_000), time, 100);
    AtomicInteger passed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int key = 0; key < 10_000; key++) {
                  if (buckets.take(key % 5) == 0) {
                    passed.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(5_000, passed.get());
  }

  @Test
  void bucketsGoOnceTheyAreFullAndAreNeverTooMany() {
    KeyedBuckets<Integer> buckets = new KeyedBuckets<>(new Rate(1, 2), time, 100);
    for (int key = 0; key < 1_000; key++) {
      buckets.take(key);
    }
    assertEquals(100, buckets.size());
    assertTrue(buckets.take(5_000) > 0, "those beyond share one");
    assertEquals(0, buckets.look(5), "those before have their own");
    buckets.sweep();
    assertEquals(100, buckets.size(), "still in use");
    time.later(1);
    buckets.sweep();
    assertEquals(0, buckets.size());
    assertEquals(0, buckets.take(5_000));
  }

  /** A mistyped path in the table of limits would silently be no limit. */
  @Test
  void everyOperationWithALimitOfItsOwnIsServed() {
    try (TestCaseroom caseroom =
        TestCaseroom.start(settings -> settings.with("previews.enabled", true))) {
      Set<String> missing = new TreeSet<>(RateClass.operations());
      caseroom
          .caseroom()
          .endpoints()
          .forEach(endpoint -> missing.remove(endpoint.method() + " " + endpoint.path()));
      assertEquals(Set.of(), missing);
    }
  }
}
