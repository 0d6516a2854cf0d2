package org.caseroom.matrix.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/** What is known of one user. Guards itself. */
final class Person {
  /** Whoever did nothing for so long is away from their device. */
  static final Duration IDLE_AFTER = Duration.ofMinutes(5);

  private final UserId user;
  private final Map<DeviceId, Device> devices = new HashMap<>(2);
  private State shown;
  private @Nullable String message;
  private long activeMs;

  private record Device(State state, long untilMs) {}

  Person(UserId user) {
    this(new PresenceDao.Row(user, State.OFFLINE, null, 0));
  }

  Person(PresenceDao.Row row) {
    this.user = row.user();
    this.shown = row.state();
    this.message = row.message();
    this.activeMs = row.activeMs();
  }

  UserId user() {
    return user;
  }

  synchronized State shown() {
    return shown;
  }

  /**
   * A device says what it is.
   *
   * @param untilMs until when that holds unless it is said again
   * @return whether others see a difference
   */
  synchronized boolean says(DeviceId device, State state, long nowMs, long untilMs) {
    if (state == State.ONLINE) {
      activeMs = nowMs;
    }
    devices.put(device, new Device(state, untilMs));
    return show(nowMs);
  }

  /** The user says it, in so many words. */
  synchronized boolean says(
      DeviceId device, State state, @Nullable String words, long nowMs, long untilMs) {
    boolean reworded = !java.util.Objects.equals(message, words);
    message = words;
    activeMs = nowMs;
    boolean moved = says(device, state, nowMs, untilMs);
    return moved || reworded;
  }

  /** Somebody who was away does something: they are back. Who is not to be seen stays so. */
  synchronized boolean acts(DeviceId device, long nowMs) {
    Device known = devices.get(device);
    if (known == null || known.state() == State.OFFLINE) {
      return false;
    }
    return says(device, State.ONLINE, nowMs, known.untilMs());
  }

  synchronized boolean leaves(DeviceId device, long nowMs) {
    return devices.remove(device) != null && show(nowMs);
  }

  /**
   * Lets go of devices that were not heard of for long enough.
   *
   * @return whether others see a difference
   */
  synchronized boolean expire(long nowMs) {
    devices.values().removeIf(device -> device.untilMs() <= nowMs);
    return show(nowMs);
  }

  /** Whether time alone can change nothing any more. */
  synchronized boolean isGone() {
    return devices.isEmpty() && shown == State.OFFLINE;
  }

  private boolean show(long nowMs) {
    State best = State.OFFLINE;
    for (Device device : devices.values()) {
      boolean idle = nowMs - activeMs >= IDLE_AFTER.toMillis();
      State state = device.state() == State.ONLINE && idle ? State.UNAVAILABLE : device.state();
      best = state.compareTo(best) > 0 ? state : best;
    }
    boolean different = best != shown;
    shown = best;
    return different;
  }

  /** The content of {@code m.presence}. */
  synchronized ObjectNode content(long nowMs) {
    ObjectNode content = Json.object().put("presence", shown.text());
    if (activeMs > 0) {
      content.put("last_active_ago", Math.max(0, nowMs - activeMs));
    }
    if (message != null) {
      content.put("status_msg", message);
    }
    if (shown == State.ONLINE) {
      content.put("currently_active", true);
    }
    return content;
  }

  synchronized PresenceDao.Row row() {
    return new PresenceDao.Row(user, shown, message, activeMs);
  }
}
