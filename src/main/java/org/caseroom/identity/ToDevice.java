package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Messages from device to device (Matrix client-server API, "Send-to-Device messaging"). Each is
 * delivered once: a sync reads what lies behind its token, and what lies before it has arrived and
 * is cleared away in the background. A device without messages costs a sync no database.
 */
public final class ToDevice {
  /** The device id that stands for all devices of a user. */
  public static final String ALL_DEVICES = "*";

  private static final Duration REMEMBER_SENT = Duration.ofDays(1);
  private static final int MAX_RECIPIENTS = 1_000;
  private static final int READ_AT_ONCE = 500;
  private static final int MAX_BYTES = 65_536;

  private final Database database;
  private final StreamPositions positions;
  private final InstantSource clock;
  private final Map<Address, Queue> queues = new ConcurrentHashMap<>();

  /**
   * A message as it waits.
   *
   * @param position its stream position
   * @param event {@code type}, {@code sender} and {@code content}: read only
   */
  public record Message(long position, ObjectNode event) {}

  /**
   * Who sends, and under which transaction id.
   *
   * @param transaction the id of the request, which makes a repeated one do nothing
   */
  public record Sender(UserId user, DeviceId device, String transaction) {}

  private record Address(UserId user, DeviceId device) {}

  /** What memory knows of a device's messages. */
  private static final class Queue {
    private long newest;
    private long arrived;
    private long cleared;

    Queue(long newest) {
      this.newest = newest;
    }

    synchronized void added(long position) {
      newest = Math.max(newest, position);
    }

    synchronized boolean hasBehind(long position) {
      return newest > position;
    }

    synchronized void arrived(long position) {
      arrived = Math.max(arrived, position);
    }

    /** Up to where messages can be cleared away; 0 for nothing to do. */
    synchronized long toClear() {
      if (arrived <= cleared || newest <= cleared) {
        return 0;
      }
      cleared = arrived;
      return arrived;
    }
  }

  ToDevice(Database database, StreamPositions positions, InstantSource clock) {
    this.database = database;
    this.positions = positions;
    this.clock = clock;
    positions.onElsewhere(this::sentElsewhere, queues::clear);
  }

  private void sentElsewhere(StreamPositions.Placed placed) {
    DeviceId device = placed.change().device();
    if (placed.change().kind() == Kind.TO_DEVICE && device != null) {
      queues.computeIfPresent(
          new Address(placed.change().user(), device),
          (address, queue) -> {
            queue.added(placed.position());
            return queue;
          });
    }
  }

  private Queue queue(UserId user, DeviceId device) {
    return queues.computeIfAbsent(
        new Address(user, device),
        key -> new Queue(database.read(tx -> new ToDeviceDao(tx).newest(user, device))));
  }

  /**
   * Sends messages; devices that do not exist are passed over.
   *
   * @param messages content by user and device id, where {@link #ALL_DEVICES} stands for all
   * @throws Problem {@code M_TOO_LARGE} for too many recipients or too long a message
   */
  public void send(Sender sender, String type, Map<UserId, Map<String, ObjectNode>> messages) {
    if (messages.values().stream().mapToInt(Map::size).sum() > MAX_RECIPIENTS) {
      throw Problem.tooLarge(
          "A message goes to at most " + MAX_RECIPIENTS + " devices at once: send several.");
    }
    database.writing(
        tx -> {
          ToDeviceDao dao = new ToDeviceDao(tx);
          if (dao.markSent(
              sender.user(),
              sender.device(),
              Tokens.sha256(sender.transaction()),
              clock.millis())) {
            deliver(tx, letters(tx, sender.user(), type, messages));
          }
        });
  }

  /** A message with its address. */
  record Letter(UserId user, DeviceId device, String event) {}

  private static List<Letter> letters(
      Tx tx, UserId sender, String type, Map<UserId, Map<String, ObjectNode>> messages) {
    Map<UserId, List<DeviceId>> devices = new SessionDao(tx).deviceIds(messages.keySet());
    List<Letter> letters = new ArrayList<>();
    messages.forEach(
        (user, byDevice) -> {
          for (DeviceId device : devices.getOrDefault(user, List.of())) {
            ObjectNode content = byDevice.getOrDefault(device.value(), byDevice.get(ALL_DEVICES));
            if (content != null) {
              letters.add(new Letter(user, device, event(sender, type, content)));
            }
          }
        });
    return letters;
  }

  private static String event(UserId sender, String type, ObjectNode content) {
    String event =
        Json.write(
            Json.object().put("type", type).put("sender", sender.value()).set("content", content));
    if (event.length() > MAX_BYTES) {
      throw Problem.tooLarge("A message to a device has at most " + MAX_BYTES + " characters.");
    }
    return event;
  }

  private void deliver(Tx tx, List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    List<Change> changes =
        letters.stream()
            .map(letter -> new Change(Kind.TO_DEVICE, letter.user(), letter.device(), null))
            .toList();
    long[] place = new long[1];
    place[0] = positions.next(tx, changes, () -> delivered(place[0], letters));
    new ToDeviceDao(tx).insert(place[0], letters);
  }

  /** A queue that is not known yet reads its newest position when it is first asked. */
  private void delivered(long first, List<Letter> letters) {
    for (int i = 0; i < letters.size(); i++) {
      long position = first + i;
      queues.computeIfPresent(
          new Address(letters.get(i).user(), letters.get(i).device()),
          (key, queue) -> {
            queue.added(position);
            return queue;
          });
    }
  }

  /**
   * Reads waiting messages, oldest first.
   *
   * @param since the stream position of the sync token: everything up to it has arrived
   * @param upTo read up to this position, which the next token will hold
   * @param limit the most to read; when this many came, the next token may only say the last one's
   *     position
   */
  public List<Message> read(UserId user, DeviceId device, long since, long upTo, int limit) {
    Queue queue = queue(user, device);
    queue.arrived(since);
    if (!queue.hasBehind(since)) {
      return List.of();
    }
    return database.read(tx -> new ToDeviceDao(tx).read(user, device, since, upTo, limit));
  }

  /**
   * A message as it waits for one of many devices.
   *
   * @param position its stream position
   * @param event {@code type}, {@code sender} and {@code content}
   */
  public record Waiting(long position, UserId user, DeviceId device, ObjectNode event) {}

  /**
   * Reads what waits for some users' devices, oldest first: for application services, which take
   * the messages of all of their users.
   *
   * @param whose whether a user's messages are wanted
   * @param limit the most to read
   */
  public List<Waiting> waiting(long after, long upTo, Predicate<UserId> whose, int limit) {
    List<Waiting> wanted = new ArrayList<>();
    long from = after;
    while (wanted.size() < limit) {
      long start = from;
      List<Waiting> some = database.read(tx -> new ToDeviceDao(tx).all(start, upTo, READ_AT_ONCE));
      some.stream()
          .filter(message -> whose.test(message.user()))
          .limit((long) limit - wanted.size())
          .forEach(wanted::add);
      if (some.size() < READ_AT_ONCE) {
        break;
      }
      from = some.get(some.size() - 1).position();
    }
    return wanted;
  }

  /** Notes that a device has what was sent to it up to a position: it is cleared away. */
  public void arrived(UserId user, DeviceId device, long position) {
    queue(user, device).arrived(position);
  }

  /** Takes a device's messages away with it. */
  void deviceDeleted(Tx tx, UserId user, DeviceId device) {
    ToDeviceDao dao = new ToDeviceDao(tx);
    dao.deleteUpTo(user, device, Long.MAX_VALUE);
    dao.deleteSentBy(user, device);
    tx.afterCommit(() -> queues.remove(new Address(user, device)));
  }

  /** Clears away what has arrived, where there is something to clear. */
  void tend() {
    Map<Address, Long> cleared = new HashMap<>();
    queues.forEach(
        (address, queue) -> {
          long position = queue.toClear();
          if (position > 0) {
            cleared.put(address, position);
          }
        });
    if (!cleared.isEmpty()) {
      database.writing(
          tx -> {
            ToDeviceDao dao = new ToDeviceDao(tx);
            cleared.forEach(
                (address, position) -> dao.deleteUpTo(address.user(), address.device(), position));
            dao.deleteSentBefore(clock.instant().minus(REMEMBER_SENT).toEpochMilli());
          });
    }
  }
}
