package org.caseroom.matrix.appservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.DeviceKeys;
import org.caseroom.identity.DeviceLists;
import org.caseroom.identity.ToDevice;

/**
 * What an application service that encrypts has to know (MSC3202): whose devices have changed, and
 * how many keys the devices of its own users have left.
 */
final class KeyNews {
  private static final String PREFIX = "org.matrix.msc3202.";

  private final Interest interest;
  private final DeviceLists lists;
  private final DeviceKeys keys;
  private final Set<Device> counted = new LinkedHashSet<>();

  private record Device(UserId user, DeviceId device) {}

  KeyNews(Interest interest, DeviceLists lists, DeviceKeys keys) {
    this.interest = interest;
    this.lists = lists;
    this.keys = keys;
  }

  /** A device of one of the service's users has more or fewer keys left. */
  synchronized void counted(UserId user, DeviceId device) {
    counted.add(new Device(user, device));
  }

  private synchronized List<Device> take() {
    List<Device> taken = List.copyOf(counted);
    counted.clear();
    return taken;
  }

  /**
   * Adds what is new to a transaction.
   *
   * @param after changes after this stream position
   * @param messages the messages in the transaction: their devices' counts go with them
   */
  void add(ObjectNode body, long after, List<ToDevice.Waiting> messages) {
    ArrayNode changed = Json.array();
    lists.changedSince(after).stream()
        .filter(user -> interest.companion(user).isPresent())
        .sorted()
        .forEach(user -> changed.add(user.value()));
    if (!changed.isEmpty()) {
      ObjectNode both = body.putObject(PREFIX + "device_lists");
      both.set("changed", changed);
      both.putArray("left");
    }
    messages.forEach(message -> counted(message.user(), message.device()));
    List<Device> devices = take();
    if (devices.isEmpty()) {
      return;
    }
    ObjectNode counts = body.putObject(PREFIX + "device_one_time_keys_count");
    ObjectNode fallbacks = body.putObject(PREFIX + "device_unused_fallback_key_types");
    for (Device device : devices) {
      DeviceKeys.Left left = keys.left(device.user(), device.device());
      ObjectNode each =
          counts
              .withObjectProperty(device.user().value())
              .putObject(device.device().value())
              .put("signed_curve25519", 0);
      left.oneTimeKeys().forEach(each::put);
      ArrayNode unused =
          fallbacks.withObjectProperty(device.user().value()).putArray(device.device().value());
      left.unusedFallbacks().forEach(unused::add);
    }
    // Under the name of the proposal's first draft too, which bridges look for.
    body.set(PREFIX + "device_one_time_key_counts", counts);
  }
}
