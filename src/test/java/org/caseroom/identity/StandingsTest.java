package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that take over from each other, and how accounts stand, on both databases. */
class StandingsTest {
  private static final Sessions.Client REFRESHES =
      new Sessions.Client(null, null, null, true, "192.0.2.1");

  private static boolean isGood(House house, Sessions.SignIn signIn) {
    return house.identity.sessions().authenticate(signIn.token(), "192.0.2.1").isPresent();
  }

  private static Secret refreshToken(Sessions.SignIn signIn) {
    Secret token = signIn.refreshToken();
    if (token == null) {
      throw new AssertionError("No refresh token");
    }
    return token;
  }

  private static Problem refused(House house, Sessions.SignIn signIn) {
    return assertThrows(
        Problem.class, () -> house.identity.sessions().refresh(refreshToken(signIn)));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTokenTakesOverFromTheLastOneThatItCameFrom(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Sessions.SignIn first = house.identity.sessions().issue(jo, REFRESHES);
      Sessions.SignIn second = house.identity.sessions().refresh(refreshToken(first));
      assertTrue(isGood(house, first));
      house.restart();
      assertTrue(isGood(house, second));
      assertFalse(isGood(house, first));
      assertEquals(401, refused(house, first).status());
      house.later(Duration.ofMinutes(31));
      assertFalse(isGood(house, second));
      Sessions.SignIn third = house.identity.sessions().refresh(refreshToken(second));
      assertTrue(isGood(house, third));
      assertEquals(401, refused(house, second).status());
      Sessions.SignIn again =
          house
              .identity
              .sessions()
              .issue(jo, new Sessions.Client(third.device(), null, null, false, null));
      assertFalse(isGood(house, third));
      assertEquals(401, refused(house, third).status());
      assertTrue(isGood(house, again));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void ofManyRefreshesAtOnceOneStays(Databases engine) throws Exception {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Sessions.SignIn first = house.identity.sessions().issue(jo, REFRESHES);
      Callable<Sessions.SignIn> refresh =
          () -> house.identity.sessions().refresh(refreshToken(first));
      ExecutorService threads = Executors.newFixedThreadPool(6);
      int good = 0;
      try {
        for (Future<Sessions.SignIn> each :
            threads.invokeAll(List.of(refresh, refresh, refresh, refresh, refresh, refresh))) {
          good += isGood(house, each.get()) ? 1 : 0;
        }
      } finally {
        threads.shutdownNow();
      }
      assertEquals(1, good);
      assertFalse(isGood(house, first));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAccountStandsAsItWasLeft(Databases engine) {
    try (House house = new House(engine)) {
      UserId admin = house.add("admin", Role.ADMINISTRATOR);
      UserId jo = house.add("jo", Role.PUBLIC);
      UserId sam = house.add("sam", Role.PUBLIC);
      house.identity.standings().lock(jo, true, admin);
      house.identity.standings().suspend(sam, true, admin);
      house.restart();
      assertEquals(new Standing(true, false, true, false), standing(house, jo));
      assertEquals(new Standing(true, true, false, false), standing(house, sam));
      house.identity.standings().suspend(sam, false, admin);
      house.identity.standings().close(jo, true, false, jo);
      house.identity.standings().close(sam, false, true, sam);
      house.restart();
      assertEquals(new Standing(false, false, true, true), standing(house, jo));
      assertEquals(new Standing(false, false, false, false), standing(house, sam));
      assertTrue(house.log("permission").toString().contains("account-locked"));
    }
  }

  private static Standing standing(House house, UserId user) {
    return house.identity.accounts().require(user).standing();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatOneShowsOfOneselfGoesWithErasing(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.PUBLIC);
      Profiles profiles = house.identity.profiles();
      profiles.setField(jo, "m.tz", TextNode.valueOf("Europe/London"));
      profiles.setField(jo, "m.tz", TextNode.valueOf("Europe/Paris"));
      profiles.setField(jo, "org.x", Json.array());
      assertEquals("\"Europe/Paris\"", profiles.field(jo, "m.tz").orElseThrow().toString());
      profiles.removeField(jo, "org.x");
      assertEquals(1, profiles.fields(jo).size());
      house.identity.standings().close(jo, true, false, jo);
      assertEquals(0, profiles.fields(jo).size());
      assertEquals(null, house.identity.accounts().require(jo).name());
    }
  }
}
