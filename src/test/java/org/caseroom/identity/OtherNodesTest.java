package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what one of them changes, the other one knows. */
class OtherNodesTest {
  private static final DeviceId PHONE = DeviceId.of("PHONE");

  private static void await(String what, BooleanSupplier probe) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!probe.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited in vain: " + what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Test
  void knowWhatTheOtherChanges() {
    try (House one = new House(Databases.POSTGRESQL);
        House other = one.another()) {
      BlockingQueue<Placed> told = new LinkedBlockingQueue<>();
      other.identity.streamPositions().subscribe(told::add);
      UserId jo = one.add("jo", Role.ADOPTER);
      await("the account", () -> other.identity.accounts().find(jo).isPresent());
      one.identity.profiles().setDisplayName(jo, "Jo");
      await("the name", () -> "Jo".equals(other.identity.accounts().require(jo).displayName()));

      AccountData here = one.identity.accountData();
      AccountData there = other.identity.accountData();
      assertEquals(Optional.empty(), there.get(jo, null, "m.test"));
      here.put(jo, null, "m.test", Json.object().put("n", 1));
      await("account data", () -> there.get(jo, null, "m.test").isPresent());
      there.put(jo, null, "m.test", Json.object().put("n", 2));
      await(
          "account data, back",
          () -> here.get(jo, null, "m.test").filter(it -> it.path("n").asInt() == 2).isPresent());

      Sessions.SignIn in = one.identity.sessions().issue(jo, PHONE, "Phone");
      assertTrue(other.identity.sessions().authenticate(in.token(), "::1").isPresent());
      ToDevice messages = other.identity.toDevice();
      long before = other.identity.streamPositions().current();
      assertEquals(List.of(), messages.read(jo, PHONE, before, before, 10));
      one.identity
          .toDevice()
          .send(
              new ToDevice.Sender(jo, PHONE, "1"),
              "m.test",
              Map.of(jo, Map.of("PHONE", Json.object())));
      await(
          "a message",
          () ->
              messages
                      .read(jo, PHONE, before, other.identity.streamPositions().current(), 10)
                      .size()
                  == 1);

      Secret token = in.token();
      one.identity.sessions().signOut(jo, PHONE);
      await(
          "the end of the session",
          () -> other.identity.sessions().authenticate(token, "::1").isEmpty());

      List<Long> positions = told.stream().map(Placed::position).toList();
      assertEquals(positions.stream().sorted().toList(), positions, "in order");
      assertTrue(
          told.stream()
              .anyMatch(
                  placed -> placed.change().equals(new Change(Kind.TO_DEVICE, jo, PHONE, null))));
    }
  }

  @Test
  void letGoOfTokensThatWereTakenOverFrom() {
    try (House one = new House(Databases.POSTGRESQL);
        House other = one.another()) {
      UserId jo = one.add("jo", Role.ADOPTER);
      await("the account", () -> other.identity.accounts().find(jo).isPresent());
      Sessions.SignIn first =
          one.identity.sessions().issue(jo, new Sessions.Client(PHONE, null, null, true, null));
      assertTrue(other.identity.sessions().authenticate(first.token(), "::1").isPresent());
      Secret refresh = Objects.requireNonNull(first.refreshToken());
      Sessions.SignIn second = other.identity.sessions().refresh(refresh);
      assertTrue(one.identity.sessions().authenticate(second.token(), "::1").isPresent());
      await(
          "the end of the old token",
          () -> other.identity.sessions().authenticate(first.token(), "::1").isEmpty());
      assertTrue(other.identity.sessions().authenticate(second.token(), "::1").isPresent());
    }
  }

  @Test
  void aChangeReadsAsItWasWritten() {
    UserId jo = UserId.of("@jo:test");
    List<Change> changes =
        List.of(
            new Change(Kind.RECEIPT, jo, null, RoomId.of("!room:test")),
            new Change(Kind.TO_DEVICE, jo, DeviceId.of("a\tb\n\"c\" ü"), null));
    List<Change> many = new java.util.ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.addAll(changes);
    }
    List<Placed> read =
        PlacedText.messages(7, many).stream()
            .peek(text -> assertTrue(text.length() < 7_000, "too long for a message"))
            .flatMap(text -> PlacedText.read(text).stream())
            .toList();
    assertEquals(many, read.stream().map(Placed::change).toList());
    assertEquals(7, read.get(0).position());
    assertEquals(406, read.get(399).position());
  }
}
