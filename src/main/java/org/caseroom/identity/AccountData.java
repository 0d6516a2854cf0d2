package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * What clients keep for a user, for the whole account or for a room (Matrix client-server API,
 * "Client Config"); tags are the room's {@code m.tag}. A user's data is read from the database once
 * and from memory from then on: syncs and push rules ask for it all the time.
 */
public final class AccountData {
  private static final int MAX_BYTES = 262_144;
  private static final int MAX_ITEMS = 10_000;
  private static final String TAGS = "m.tag";

  private final Database database;
  private final StreamPositions positions;
  private final Map<UserId, Map<Place, Item>> byUser = new ConcurrentHashMap<>();

  /**
   * A piece of account data.
   *
   * @param room the room it belongs to, null for the whole account
   * @param type its event type
   * @param content read only
   * @param position the stream position of its last change
   */
  public record Item(@Nullable RoomId room, String type, ObjectNode content, long position) {}

  private record Place(@Nullable RoomId room, String type) {}

  AccountData(Database database, StreamPositions positions) {
    this.database = database;
    this.positions = positions;
    positions.onElsewhere(
        placed -> {
          if (placed.change().kind() == Kind.ACCOUNT_DATA) {
            byUser.remove(placed.change().user());
          }
        },
        byUser::clear);
  }

  /** Removes all that is kept for a user, in a transaction. */
  void erase(Tx tx, UserId user) {
    new AccountDataDao(tx).deleteAll(user);
    tx.afterCommit(() -> byUser.remove(user));
  }

  private Map<Place, Item> items(UserId user) {
    return byUser.computeIfAbsent(
        user,
        key -> {
          Map<Place, Item> items = new ConcurrentHashMap<>();
          database
              .read(tx -> new AccountDataDao(tx).all(key))
              .forEach(item -> items.put(new Place(item.room(), item.type()), item));
          return items;
        });
  }

  /**
   * One piece.
   *
   * @param room null for the whole account
   */
  public Optional<ObjectNode> get(UserId user, @Nullable RoomId room, String type) {
    return Optional.ofNullable(items(user).get(new Place(room, type))).map(Item::content);
  }

  /**
   * What changed behind a position, oldest first.
   *
   * @param since 0 for everything
   */
  public List<Item> since(UserId user, long since) {
    return items(user).values().stream()
        .filter(item -> item.position() > since)
        .sorted(Comparator.comparingLong(Item::position))
        .toList();
  }

  /** Everything that belongs to a room, or, for null, to the whole account. */
  public List<Item> of(UserId user, @Nullable RoomId room) {
    return items(user).values().stream()
        .filter(item -> room == null ? item.room() == null : room.equals(item.room()))
        .toList();
  }

  /**
   * Stores a piece.
   *
   * @param room null for the whole account
   * @param content owned by the store from here on
   * @throws Problem {@code M_TOO_LARGE} over 256 KiB, {@code M_INVALID_PARAM} for a type that is
   *     empty or over 255 characters
   */
  public void put(UserId user, @Nullable RoomId room, String type, ObjectNode content) {
    change(user, room, type, old -> content);
  }

  /**
   * Changes a piece, looking and writing in one.
   *
   * @param change gets a copy of the content, empty when there is none yet
   */
  public void change(
      UserId user, @Nullable RoomId room, String type, UnaryOperator<ObjectNode> change) {
    if (type.isEmpty() || type.length() > 255) {
      throw Problem.invalidParam("The type of account data has 1 to 255 characters.");
    }
    Place place = new Place(room, type);
    Map<Place, Item> items = items(user);
    if (items.size() >= MAX_ITEMS && !items.containsKey(place)) {
      throw Problem.tooLarge("There is too much account data: change what is there instead.");
    }
    database.writing(tx -> change(tx, user, place, change));
  }

  private void change(Tx tx, UserId user, Place place, UnaryOperator<ObjectNode> change) {
    // Taking the position first keeps other changes out while this one looks and writes.
    Item[] made = new Item[1];
    long position =
        positions.next(
            tx,
            new Change(Kind.ACCOUNT_DATA, user, null, place.room()),
            () -> {
              Item item = made[0];
              if (item != null) {
                // Into what memory holds by now: another node's change may have replaced it.
                byUser.computeIfPresent(
                    user,
                    (whose, held) -> {
                      held.merge(place, item, (a, b) -> a.position() > b.position() ? a : b);
                      return held;
                    });
              }
            });
    ObjectNode old =
        new AccountDataDao(tx).find(user, place.room(), place.type()).orElseGet(Json::object);
    ObjectNode content = change.apply(old);
    if (Json.writeBytes(content).length > MAX_BYTES) {
      throw Problem.tooLarge("A piece of account data has at most " + MAX_BYTES + " bytes.");
    }
    made[0] = new Item(place.room(), place.type(), content, position);
    new AccountDataDao(tx).save(user, made[0]);
  }

  /** The tags of a room: name to content. */
  public ObjectNode tags(UserId user, RoomId room) {
    return get(user, room, TAGS)
        .map(content -> content.get("tags"))
        .map(tags -> tags instanceof ObjectNode object ? object : null)
        .orElseGet(Json::object);
  }

  /**
   * Puts a tag on a room.
   *
   * @param content such as {@code {"order": 0.25}}
   * @throws Problem {@code M_INVALID_PARAM} for a name that is empty or over 255 bytes
   */
  public void tag(UserId user, RoomId room, String tag, ObjectNode content) {
    if (tag.isEmpty() || tag.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 255) {
      throw Problem.invalidParam("A tag has 1 to 255 bytes.");
    }
    change(
        user,
        room,
        TAGS,
        old -> {
          tagsIn(old).set(tag, content);
          return old;
        });
  }

  /** Takes a tag off a room. */
  public void untag(UserId user, RoomId room, String tag) {
    if (!tags(user, room).has(tag)) {
      return;
    }
    change(
        user,
        room,
        TAGS,
        old -> {
          tagsIn(old).remove(tag);
          return old;
        });
  }

  private static ObjectNode tagsIn(ObjectNode content) {
    return content.get("tags") instanceof ObjectNode tags ? tags : content.putObject("tags");
  }
}
