package org.caseroom.identity;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** What is known of people's devices: names, and when and with what they were used last. */
final class Devices {
  private static final int MAX_NAME = 100;
  private static final int MAX_AGENT = 255;

  private final Database database;
  private final InstantSource clock;
  private final LiveTokens live;
  private final Sessions.ListHook changed;
  private final Map<Sessions.Session, String> agents = new ConcurrentHashMap<>();

  Devices(Database database, InstantSource clock, LiveTokens live, Sessions.ListHook changed) {
    this.database = database;
    this.clock = clock;
    this.live = live;
    this.changed = changed;
  }

  List<Sessions.Device> of(UserId user) {
    Map<DeviceId, LiveTokens.Live> used = new HashMap<>();
    for (LiveTokens.Live token : live.of(user)) {
      used.merge(
          token.session.device(), token, (one, two) -> one.seenMs() < two.seenMs() ? two : one);
    }
    return database.read(tx -> new SessionDao(tx).devices(user)).stream()
        .map(device -> seen(device, used.get(device.id())))
        .toList();
  }

  private static Sessions.Device seen(Sessions.Device device, LiveTokens.@Nullable Live used) {
    Long written = device.lastSeenMs();
    return used == null || (written != null && written > used.seenMs())
        ? device
        : new Sessions.Device(device.id(), device.displayName(), used.seenMs(), used.address());
  }

  boolean add(UserId user, DeviceId device, @Nullable String name) {
    return database.write(
        tx -> {
          boolean made =
              new SessionDao(tx).saveDevice(user, device, named(name), clock.millis(), null);
          if (made) {
            changed.changed(tx, user);
          }
          return made;
        });
  }

  void rename(UserId user, DeviceId device, @Nullable String name) {
    database.writing(
        tx -> {
          if (new SessionDao(tx).rename(user, device, named(name)) == 0) {
            throw Problem.notFound("You have no device with this id.");
          }
          changed.changed(tx, user);
        });
  }

  /** A name as it is kept: on one line, and not too long. */
  static @Nullable String named(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() <= MAX_NAME ? clean : clean.substring(0, MAX_NAME);
  }

  void usedWith(Sessions.Session session, String agent) {
    String kept = agent.length() <= MAX_AGENT ? agent : agent.substring(0, MAX_AGENT);
    if (!kept.equals(agents.get(session))) {
      agents.put(session, kept);
    }
  }

  String agent(Sessions.Session session) {
    return agents.getOrDefault(session, "");
  }

  void forget(Sessions.Session gone) {
    agents.remove(gone);
  }
}
