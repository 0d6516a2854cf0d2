package org.caseroom.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Account data, tags, filters and messages to devices. */
class BesideTheLogTest {
  private static final RoomId ROOM = RoomId.of("!robin:caseroom.example");

  private static ObjectNode json(String text) {
    return Json.asObject(Json.parse(text));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void accountDataIsToldOncePerChange(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      AccountData data = house.identity.accountData();
      StreamPositions positions = house.identity.streamPositions();
      List<Long> told = new ArrayList<>();
      positions.subscribe(change -> told.add(change.position()));
      long start = positions.current();
      data.put(jo, null, "m.direct", json("{\"a\":[]}"));
      long middle = positions.current();
      data.put(jo, ROOM, "org.example", json("{\"b\":1}"));
      data.put(jo, null, "m.direct", json("{\"c\":[]}"));
      assertEquals(List.of(start + 1, start + 2, start + 3), told);
      assertEquals(
          List.of("org.example", "m.direct"),
          data.since(jo, middle).stream().map(AccountData.Item::type).toList());
      assertEquals(List.of(), data.since(jo, positions.current()));
      house.restart();
      data = house.identity.accountData();
      assertEquals(Optional.of(json("{\"c\":[]}")), data.get(jo, null, "m.direct"));
      assertEquals(2, data.since(jo, 0).size());
      assertEquals(1, data.of(jo, ROOM).size());
      assertEquals(start + 3, house.identity.streamPositions().current());
      assertTrue(data.get(House.user("sam"), null, "m.direct").isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void tagsOfARoomAreSetSideBySide(Databases engine) throws Exception {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      AccountData data = house.identity.accountData();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String tag = "u.tag" + i;
        done.add(threads.submit(() -> data.tag(jo, ROOM, tag, json("{\"order\":0.5}"))));
      }
      for (Future<?> each : done) {
        each.get();
      }
      threads.shutdown();
      assertEquals(12, data.tags(jo, ROOM).size());
      data.untag(jo, ROOM, "u.tag3");
      data.untag(jo, ROOM, "u.unknown");
      assertEquals(11, data.tags(jo, ROOM).size());
      assertThrows(Problem.class, () -> data.tag(jo, ROOM, "x".repeat(256), Json.object()));
    }
  }

  @Test
  void tooMuchAccountDataIsRefused() {
    try (House house = new House(Databases.H2)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Problem large =
          assertThrows(
              Problem.class,
              () ->
                  house
                      .identity
                      .accountData()
                      .put(jo, null, "t", Json.object().put("x", "y".repeat(300_000))));
      assertEquals("M_TOO_LARGE", large.errcode());
      assertThrows(
          Problem.class, () -> house.identity.accountData().put(jo, null, "", Json.object()));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void theSameFilterHasTheSameId(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.ADOPTER);
      Filters filters = house.identity.filters();
      ObjectNode filter = json("{\"room\":{\"timeline\":{\"limit\":5}},\"event_fields\":[]}");
      String id = filters.save(jo, filter);
      assertEquals(
          id,
          filters.save(jo, json("{\"event_fields\":[],\"room\":{\"timeline\":{\"limit\":5}}}")));
      house.restart();
      assertEquals(Optional.of(filter), house.identity.filters().find(jo, id));
      assertTrue(house.identity.filters().find(sam, id).isEmpty());
      assertTrue(house.identity.filters().find(jo, "nothing").isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aMessageToADeviceArrivesOnce(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      UserId sam = house.add("sam", Role.ADOPTER);
      DeviceId phone = house.issue(jo).device();
      DeviceId laptop = house.issue(jo).device();
      DeviceId sender = house.issue(sam).device();
      ToDevice toDevice = house.identity.toDevice();
      assertEquals(List.of(), toDevice.read(jo, phone, 0, Long.MAX_VALUE, 10));
      ToDevice.Sender first = new ToDevice.Sender(sam, sender, "1");
      toDevice.send(first, "m.test", Map.of(jo, Map.of("*", json("{\"n\":1}"))));
      toDevice.send(first, "m.test", Map.of(jo, Map.of("*", json("{\"n\":1}"))));
      toDevice.send(
          new ToDevice.Sender(sam, sender, "2"),
          "m.test",
          Map.of(jo, Map.of(phone.value(), json("{\"n\":2}"), "NOWHERE", json("{}"))));
      assertEquals(List.of(1), numbers(toDevice.read(jo, laptop, 0, Long.MAX_VALUE, 10)));
      List<ToDevice.Message> some = toDevice.read(jo, phone, 0, Long.MAX_VALUE, 1);
      assertEquals(List.of(1), numbers(some));
      assertEquals("@sam:caseroom.example", some.get(0).event().path("sender").asText());
      long since = some.get(0).position();
      assertEquals(List.of(2), numbers(toDevice.read(jo, phone, since, Long.MAX_VALUE, 10)));
      toDevice.tend();
      assertEquals(List.of(2), numbers(toDevice.read(jo, phone, 0, Long.MAX_VALUE, 10)));
      house.restart();
      long now = house.identity.streamPositions().current();
      assertEquals(List.of(2), numbers(house.identity.toDevice().read(jo, phone, since, now, 10)));
      assertEquals(List.of(), house.identity.toDevice().read(jo, phone, now, now, 10));
      house.identity.sessions().signOut(jo, phone);
      assertEquals(List.of(), house.identity.toDevice().read(jo, phone, 0, now, 10));
    }
  }

  private static List<Integer> numbers(List<ToDevice.Message> messages) {
    return messages.stream()
        .map(message -> message.event().path("content").path("n").asInt())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void textsThatNoDatabaseHoldsAreTheSendersFault(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      DeviceId phone = house.issue(jo).device();
      String nul = "a\0b";
      String surrogate = "a\ud800b";
      String longText = "x".repeat(300);
      for (String text : List.of(nul, surrogate, longText)) {
        List<Runnable> attempts =
            List.of(
                () -> house.identity.accountData().put(jo, null, text, json("{}")),
                () ->
                    house
                        .identity
                        .toDevice()
                        .send(
                            new ToDevice.Sender(jo, phone, text),
                            text,
                            Map.of(jo, Map.of(phone.value(), json("{}"), text, json("{}")))),
                () -> house.identity.filters().find(jo, text),
                () -> house.identity.deviceKeys().claim(Map.of(jo, Map.of(phone, text))),
                () ->
                    house
                        .identity
                        .deviceKeys()
                        .upload(
                            jo,
                            phone,
                            new DeviceKeys.Upload(
                                null, Json.object().put("a:" + text, "key"), null)),
                () -> house.identity.profiles().setDisplayName(jo, text),
                () -> house.identity.sessions().rename(jo, phone, text),
                () -> house.identity.invitations().open(org.caseroom.base.Secret.of(text)),
                () ->
                    house
                        .identity
                        .credentials()
                        .check(text, org.caseroom.base.Secret.of(text), "192.0.2.1"));
        for (Runnable attempt : attempts) {
          try {
            attempt.run();
          } catch (Problem problem) {
            assertTrue(problem.status() < 500, problem.message());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void devicesAreRenamedAndDeleted(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Sessions sessions = house.identity.sessions();
      Sessions.SignIn one = house.issue(jo);
      Sessions.SignIn two = house.issue(jo);
      Sessions.SignIn three = house.issue(jo);
      sessions.rename(jo, one.device(), "Kitchen");
      assertTrue(
          sessions.devices(jo).stream()
              .anyMatch(
                  device ->
                      device.id().equals(one.device()) && "Kitchen".equals(device.displayName())));
      assertThrows(Problem.class, () -> sessions.rename(jo, DeviceId.of("NONE"), "x"));
      sessions.delete(jo, List.of(two.device(), DeviceId.of("NONE")));
      assertTrue(sessions.authenticate(two.token(), "::1").isEmpty());
      sessions.signOutOthers(jo, three.device());
      assertEquals(
          List.of(three.device()), sessions.devices(jo).stream().map(Sessions.Device::id).toList());
      assertTrue(sessions.authenticate(one.token(), "::1").isEmpty());
      assertTrue(sessions.authenticate(three.token(), "::1").isPresent());
      assertEquals(
          2, house.log("sign_in").stream().filter(each -> each.contains("signed-out")).count());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whenADeviceWasSeenIsWrittenNowAndThen(Databases engine) {
    try (House house = new House(engine)) {
      UserId jo = house.add("jo", Role.ADOPTER);
      Sessions.SignIn signIn = house.issue(jo);
      house.later(java.time.Duration.ofMinutes(20));
      house.identity.sessions().authenticate(signIn.token(), "192.0.2.7");
      house.identity.sessions().tend();
      Sessions.Device device = house.identity.sessions().devices(jo).get(0);
      assertEquals(house.now().toEpochMilli(), device.lastSeenMs());
      assertEquals("192.0.2.7", device.ip());
    }
  }
}
