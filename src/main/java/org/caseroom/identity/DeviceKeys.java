package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The keys of devices, for end-to-end encryption of direct messages (Matrix client-server API,
 * "End-to-End Encryption"). The server keeps and hands out public keys; a one-time key is handed
 * out once.
 */
public final class DeviceKeys {
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_ONE_TIME_KEYS = 1_000;

  private final Database database;
  private final StreamPositions positions;
  private final DeviceLists lists;
  private final InstantSource clock;
  private final Map<Sessions.Session, Left> left = new ConcurrentHashMap<>();

  /**
   * The keys that a device has left.
   *
   * @param oneTimeKeys how many one-time keys, by algorithm
   * @param unusedFallbacks the algorithms whose fallback key was not handed out yet
   */
  public record Left(Map<String, Integer> oneTimeKeys, List<String> unusedFallbacks) {}

  /**
   * What a client uploads; each part may be left out.
   *
   * @param deviceKeys the device's identity keys
   * @param oneTimeKeys keys by {@code algorithm:id}
   * @param fallbackKeys keys by {@code algorithm:id}
   */
  public record Upload(
      @Nullable ObjectNode deviceKeys,
      @Nullable ObjectNode oneTimeKeys,
      @Nullable ObjectNode fallbackKeys) {}

  DeviceKeys(Database database, StreamPositions positions, DeviceLists lists, InstantSource clock) {
    this.database = database;
    this.positions = positions;
    this.lists = lists;
    this.clock = clock;
    positions.onElsewhere(this::changedElsewhere, left::clear);
  }

  private void changedElsewhere(StreamPositions.Placed placed) {
    DeviceId device = placed.change().device();
    if (placed.change().kind() == Kind.KEY_COUNTS && device != null) {
      left.remove(new Sessions.Session(placed.change().user(), device));
    }
  }

  /**
   * Stores a device's keys.
   *
   * @return what the device has now
   * @throws Problem {@code M_INVALID_PARAM} for keys that name another device, a malformed key, or
   *     a one-time key's id that is taken by another key
   */
  public Left upload(UserId user, DeviceId device, Upload upload) {
    checkDeviceKeys(user, device, upload.deviceKeys());
    List<DeviceKeyDao.Key> oneTime = keys(upload.oneTimeKeys());
    List<DeviceKeyDao.Key> fallback = keys(upload.fallbackKeys());
    if (upload.deviceKeys() != null || !oneTime.isEmpty() || !fallback.isEmpty()) {
      database.writing(
          tx -> {
            if (!oneTime.isEmpty() || !fallback.isEmpty()) {
              countsChange(tx, user, device);
              addKeys(new DeviceKeyDao(tx), user, device, oneTime, fallback);
            }
            ObjectNode deviceKeys = upload.deviceKeys();
            if (deviceKeys != null) {
              saveDeviceKeys(tx, user, device, deviceKeys);
            }
          });
    }
    return left(user, device);
  }

  private void saveDeviceKeys(Tx tx, UserId user, DeviceId device, ObjectNode deviceKeys) {
    DeviceKeyDao dao = new DeviceKeyDao(tx);
    if (!dao.find(user, device).filter(deviceKeys::equals).isPresent()) {
      lists.changed(tx, user);
      dao.save(user, device, deviceKeys);
    }
  }

  private void addKeys(
      DeviceKeyDao dao,
      UserId user,
      DeviceId device,
      List<DeviceKeyDao.Key> oneTime,
      List<DeviceKeyDao.Key> fallback) {
    Map<String, JsonNode> known = dao.oneTimeKeys(user, device);
    long now = clock.millis();
    for (DeviceKeyDao.Key key : oneTime) {
      JsonNode same = known.get(key.name());
      if (same == null) {
        dao.addOneTimeKey(user, device, key, now);
        known.put(key.name(), key.content());
      } else if (!unsigned(same).equals(unsigned(key.content()))) {
        throw Problem.invalidParam(
            "A one-time key with the id of one of these is here already, with another content.");
      }
    }
    if (known.size() > MAX_ONE_TIME_KEYS) {
      throw Problem.invalidParam(
          "A device keeps at most " + MAX_ONE_TIME_KEYS + " one-time keys here.");
    }
    fallback.forEach(key -> dao.saveFallback(user, device, key));
  }

  /** A key without its signatures: signing it again does not make it another. */
  private static JsonNode unsigned(JsonNode key) {
    return key instanceof ObjectNode object ? object.deepCopy().without("signatures") : key;
  }

  private static void checkDeviceKeys(UserId user, DeviceId device, @Nullable ObjectNode keys) {
    if (keys == null) {
      return;
    }
    if (!keys.path("user_id").asText().equals(user.value())
        || !keys.path("device_id").asText().equals(device.value())) {
      throw Problem.invalidParam(
          "The device keys name another user or device than this session's.");
    }
    boolean signatures = !keys.has("signatures") || keys.path("signatures").isObject();
    if (!keys.path("keys").isObject() || !keys.path("algorithms").isArray() || !signatures) {
      throw Problem.badJson(
          "Device keys need 'algorithms' (a list), 'keys' and 'signatures' (objects).");
    }
    if (Json.writeBytes(keys).length > MAX_BYTES) {
      throw Problem.tooLarge("Device keys have at most " + MAX_BYTES + " bytes.");
    }
  }

  private static List<DeviceKeyDao.Key> keys(@Nullable ObjectNode byName) {
    List<DeviceKeyDao.Key> keys = new ArrayList<>();
    if (byName != null) {
      for (Map.Entry<String, JsonNode> key : byName.properties()) {
        String name = key.getKey();
        if (name.indexOf(':') < 1 || name.length() > 255) {
          throw Problem.invalidParam("A key is named 'algorithm:id', with at most 255 characters.");
        }
        JsonNode content = key.getValue();
        if (!(content.isTextual() || content.path("key").isTextual())
            || Json.writeBytes(content).length > MAX_BYTES) {
          throw Problem.invalidParam("A key is a text, or an object whose 'key' is one.");
        }
        keys.add(new DeviceKeyDao.Key(name, content));
      }
    }
    return keys;
  }

  private void countsChange(Tx tx, UserId user, DeviceId device) {
    Sessions.Session whose = new Sessions.Session(user, device);
    positions.next(tx, new Change(Kind.KEY_COUNTS, user, device, null), () -> left.remove(whose));
  }

  /** The keys that a device has left; from memory. */
  public Left left(UserId user, DeviceId device) {
    return left.computeIfAbsent(
        new Sessions.Session(user, device),
        key ->
            database.read(
                tx -> {
                  DeviceKeyDao dao = new DeviceKeyDao(tx);
                  return new Left(
                      Map.copyOf(dao.counts(user, device)), dao.unusedFallbacks(user, device));
                }));
  }

  /**
   * Looks keys up, in the form of {@code POST /keys/query}'s answer.
   *
   * @param asker who asks: they see their own signatures on others' keys, and no third person's
   * @param wanted the devices by user; an empty set for all
   */
  public ObjectNode query(UserId asker, Map<UserId, Set<DeviceId>> wanted) {
    return database.read(tx -> new KeyQuery(tx, asker).answer(wanted));
  }

  /**
   * Hands out one-time keys, each once; where none is left the fallback key.
   *
   * @param wanted the algorithm by user and device
   * @return keys by user, device and {@code algorithm:id}, as in {@code POST /keys/claim}
   */
  public ObjectNode claim(Map<UserId, Map<DeviceId, String>> wanted) {
    ObjectNode claimed = Json.object();
    List<Wish> wishes = new ArrayList<>();
    new TreeMap<>(wanted)
        .forEach(
            (user, devices) ->
                devices.forEach(
                    (device, algorithm) ->
                        wishes.add(new Wish(new Sessions.Session(user, device), algorithm))));
    if (!wishes.isEmpty()) {
      database.writing(tx -> claim(tx, wishes, claimed));
    }
    return claimed;
  }

  /** A key that somebody asks for. */
  private record Wish(Sessions.Session whose, String algorithm) {}

  private void claim(Tx tx, List<Wish> wishes, ObjectNode claimed) {
    DeviceKeyDao dao = new DeviceKeyDao(tx);
    List<Wish> granted = wishes.stream().filter(wish -> left(dao, wish).isPresent()).toList();
    if (granted.isEmpty()) {
      return;
    }
    // Taking positions keeps other claims out until the commit: what is read from here on is ours.
    List<Change> changes =
        granted.stream()
            .map(Wish::whose)
            .map(whose -> new Change(Kind.KEY_COUNTS, whose.user(), whose.device(), null))
            .toList();
    positions.next(tx, changes, () -> granted.forEach(wish -> left.remove(wish.whose())));
    for (Wish wish : granted) {
      take(dao, wish)
          .ifPresent(
              key ->
                  claimed
                      .withObjectProperty(wish.whose().user().value())
                      .withObjectProperty(wish.whose().device().value())
                      .set(key.name(), key.content()));
    }
  }

  private static Optional<DeviceKeyDao.Key> take(DeviceKeyDao dao, Wish wish) {
    UserId user = wish.whose().user();
    DeviceId device = wish.whose().device();
    Optional<DeviceKeyDao.Key> key = dao.oldest(user, device, wish.algorithm());
    if (key.isPresent()) {
      dao.delete(user, device, key.get());
      return key;
    }
    dao.markFallbackUsed(user, device, wish.algorithm());
    return dao.fallback(user, device, wish.algorithm());
  }

  private static Optional<DeviceKeyDao.Key> left(DeviceKeyDao dao, Wish wish) {
    UserId user = wish.whose().user();
    DeviceId device = wish.whose().device();
    return dao.oldest(user, device, wish.algorithm())
        .or(() -> dao.fallback(user, device, wish.algorithm()));
  }

  /** Takes a device's keys away with it. */
  void deviceDeleted(Tx tx, UserId user, DeviceId device) {
    new DeviceKeyDao(tx).deleteDevice(user, device);
    tx.afterCommit(() -> left.remove(new Sessions.Session(user, device)));
  }
}
