package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EmailAddress;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** E-mail addresses of accounts, on both engines. */
class AddressesTest {
  private static final EmailAddress MAIL = EmailAddress.of("jo@example.org");
  private static final Secret SECRET = Secret.of("client-made-this");

  private static AddressChecks.Request request(AddressChecks.Purpose purpose, long attempt) {
    return new AddressChecks.Request(purpose, MAIL, SECRET, attempt, null);
  }

  private static void refused(String errcode, Executable call) {
    assertEquals(errcode, assertThrows(Problem.class, call).errcode());
  }

  private static String confirmed(House house, AddressChecks.Purpose purpose) {
    AddressChecks.Started started = house.identity.addressChecks().start(request(purpose, 1));
    house.identity.addressChecks().confirm(started.link());
    return started.sid();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAddressIsConfirmedAddedAndRemoved(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Addresses addresses = house.identity.addresses();
      AddressChecks checks = house.identity.addressChecks();
      AddressChecks.Started started = checks.start(request(AddressChecks.Purpose.ADD, 1));
      refused("M_THREEPID_AUTH_FAILED", () -> addresses.add(jo, started.sid(), SECRET));
      assertEquals(MAIL, checks.open(started.link()).address());
      refused("M_THREEPID_AUTH_FAILED", () -> addresses.add(jo, started.sid(), SECRET));
      checks.confirm(started.link());
      house.later(Duration.ofMinutes(5));
      refused(
          "M_THREEPID_AUTH_FAILED", () -> addresses.add(jo, started.sid(), Secret.of("another")));
      assertEquals(MAIL, addresses.add(jo, started.sid(), SECRET));
      assertEquals(
          List.of(
              new Addresses.Owned(
                  MAIL,
                  house.now().minus(Duration.ofMinutes(5)).toEpochMilli(),
                  house.now().toEpochMilli())),
          addresses.of(jo));
      assertEquals(Optional.of(jo), addresses.owner(EmailAddress.of("JO@Example.org")));
      refused("M_THREEPID_AUTH_FAILED", () -> addresses.add(jo, started.sid(), SECRET));
      refused("M_NOT_FOUND", () -> checks.open(started.link()));
      assertTrue(house.log("permission").stream().anyMatch(it -> it.contains("address-added")));
      assertFalse(house.log("permission").toString().contains("example.org"));

      house.restart();
      assertEquals(1, house.identity.addresses().of(jo).size());
      house.identity.addresses().remove(jo, MAIL);
      house.identity.addresses().remove(jo, MAIL);
      assertEquals(List.of(), house.identity.addresses().of(jo));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anAddressBelongsToOneAccount(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.ADOPTER);
      Addresses addresses = house.identity.addresses();
      addresses.add(jo, confirmed(house, AddressChecks.Purpose.ADD), SECRET);
      addresses.add(jo, confirmed(house, AddressChecks.Purpose.ADD), SECRET);
      String sid = confirmed(house, AddressChecks.Purpose.ADD);
      refused("M_THREEPID_IN_USE", () -> addresses.add(sam, sid, SECRET));
      addresses.remove(sam, MAIL);
      assertEquals(Optional.of(jo), addresses.owner(MAIL));
      house.identity.deactivate(jo, jo);
      assertEquals(MAIL, addresses.add(sam, sid, SECRET));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aMessageGoesOutWhenTheClientAsksForOneMore(Databases engine) {
    try (House house = new House(engine)) {
      AddressChecks checks = house.identity.addressChecks();
      AddressChecks.Started first = checks.start(request(AddressChecks.Purpose.ADD, 1));
      assertNotNull(first.link());
      assertEquals(
          new AddressChecks.Started(first.sid(), null),
          checks.start(request(AddressChecks.Purpose.ADD, 1)));
      AddressChecks.Started second = checks.start(request(AddressChecks.Purpose.ADD, 2));
      assertEquals(first.sid(), second.sid());
      assertNotEquals(first.link(), second.link());
      assertNull(checks.start(request(AddressChecks.Purpose.ADD, 1)).link());
      assertNotEquals(
          first.sid(), checks.start(request(AddressChecks.Purpose.RESET, 1)).sid(), "purposes");
      // Both messages lead to the same check.
      checks.confirm(first.link());
      assertEquals(
          MAIL, checks.confirmed(AddressChecks.Purpose.ADD, first.sid(), SECRET).address());
      refused(
          "M_THREEPID_AUTH_FAILED",
          () -> checks.confirmed(AddressChecks.Purpose.REGISTER, first.sid(), SECRET));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void linksAndChecksEnd(Databases engine) {
    try (House house = new House(engine)) {
      AddressChecks checks = house.identity.addressChecks();
      AddressChecks.Started late = checks.start(request(AddressChecks.Purpose.ADD, 1));
      house.later(AddressChecks.LINK_LIFETIME);
      refused("M_NOT_FOUND", () -> checks.confirm(late.link()));
      AddressChecks.Started fresh = checks.start(request(AddressChecks.Purpose.ADD, 1));
      assertNotEquals(late.sid(), fresh.sid());
      checks.confirm(fresh.link());
      house.later(AddressChecks.CONFIRMED_LIFETIME.minusMinutes(1));
      checks.tend();
      checks.confirmed(AddressChecks.Purpose.ADD, fresh.sid(), SECRET);
      house.later(Duration.ofMinutes(1));
      refused(
          "M_THREEPID_AUTH_FAILED",
          () -> checks.confirmed(AddressChecks.Purpose.ADD, fresh.sid(), SECRET));
      checks.tend();
      refused("M_NOT_FOUND", () -> checks.open(fresh.link()));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void nobodysMailboxIsFilled(Databases engine) {
    try (House house = new House(engine)) {
      AddressChecks checks = house.identity.addressChecks();
      for (int attempt = 1; attempt <= 5; attempt++) {
        assertNotNull(checks.start(request(AddressChecks.Purpose.ADD, attempt)).link());
      }
      refused("M_LIMIT_EXCEEDED", () -> checks.start(request(AddressChecks.Purpose.ADD, 6)));
      refused("M_LIMIT_EXCEEDED", () -> checks.start(request(AddressChecks.Purpose.RESET, 1)));
      house.later(Duration.ofMinutes(12));
      assertNotNull(checks.start(request(AddressChecks.Purpose.RESET, 1)).link());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aForgottenPasswordIsSetAnew(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Sessions.SignIn session = house.issue(jo);
      Identity identity = house.identity;
      identity.addresses().add(jo, confirmed(house, AddressChecks.Purpose.ADD), SECRET);
      String sid = confirmed(house, AddressChecks.Purpose.RESET);
      AddressChecks.Confirmed check =
          identity.addressChecks().confirmed(AddressChecks.Purpose.RESET, sid, SECRET);
      refused("M_WEAK_PASSWORD", () -> identity.resetPassword(check, Secret.of("short"), true));
      assertEquals(jo, identity.resetPassword(check, House.PASSWORD, true));
      assertTrue(identity.sessions().authenticate(session.token(), "::1").isEmpty());
      assertEquals(jo, identity.credentials().check("jo", House.PASSWORD, "::1").id());
      refused(
          "M_THREEPID_AUTH_FAILED",
          () -> identity.resetPassword(check, Secret.of("other words again"), true));
    }
  }
}
