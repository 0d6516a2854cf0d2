package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.caseroom.base.RoomId;
import org.caseroom.storage.Database;

/**
 * What sort of rooms they are, as their creation says. It never changes, so it is kept, and a list
 * of rooms can be sifted by it without loading each room.
 */
final class RoomTypes {
  private static final int KEPT = 200_000;
  private static final int AT_ONCE = 500;

  private final Database database;
  private final Map<RoomId, String> known = new ConcurrentHashMap<>();

  RoomTypes(Database database) {
    this.database = database;
  }

  /** The type of each room; the empty text for one without. */
  Map<RoomId, String> of(Collection<RoomId> rooms) {
    Map<RoomId, String> types = new HashMap<>();
    List<RoomId> missing = new ArrayList<>();
    for (RoomId room : rooms) {
      String type = known.get(room);
      if (type == null) {
        missing.add(room);
      } else {
        types.put(room, type);
      }
    }
    for (int i = 0; i < missing.size(); i += AT_ONCE) {
      List<RoomId> some = missing.subList(i, Math.min(i + AT_ONCE, missing.size()));
      for (Event creation : database.read(tx -> new EventDao(tx).creations(some))) {
        types.put(creation.room(), creation.text("type").orElse(""));
      }
    }
    if (!missing.isEmpty()) {
      if (known.size() > KEPT) {
        known.clear();
      }
      known.putAll(types);
    }
    return types;
  }
}
