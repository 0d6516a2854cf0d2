package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * Filters that clients store (Matrix client-server API, "Filtering"). An id is the hash of the
 * filter's canonical JSON, so that the same filter keeps the same id however often it is sent.
 */
public final class Filters {
  private static final int ID_LENGTH = 22;
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_FILTERS = 1_000;
  private static final int REMEMBERED = 2_000;

  private final Database database;
  private final Map<Key, ObjectNode> memory =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ObjectNode> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Key(UserId user, String id) {}

  Filters(Database database) {
    this.database = database;
  }

  /**
   * Stores a filter.
   *
   * @return its id
   * @throws Problem {@code M_BAD_JSON} for JSON that has no canonical form, {@code M_TOO_LARGE}
   */
  public String save(UserId user, ObjectNode filter) {
    String content = CanonicalJson.encodeToString(filter);
    if (content.length() > MAX_BYTES) {
      throw Problem.tooLarge("A filter has at most " + MAX_BYTES + " characters.");
    }
    String id = Tokens.sha256(content).substring(0, ID_LENGTH);
    if (find(user, id).isEmpty()) {
      database.writing(
          tx -> {
            FilterDao dao = new FilterDao(tx);
            if (dao.count(user) >= MAX_FILTERS) {
              throw Problem.tooLarge("There are too many filters: use one of those you have.");
            }
            dao.insert(user, id, content);
          });
    }
    return id;
  }

  /** A filter of a user: read only. */
  public Optional<ObjectNode> find(UserId user, String id) {
    if (id.length() != ID_LENGTH) {
      return Optional.empty();
    }
    Key key = new Key(user, id);
    synchronized (memory) {
      ObjectNode known = memory.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<ObjectNode> stored = database.read(tx -> new FilterDao(tx).find(user, id));
    synchronized (memory) {
      stored.ifPresent(filter -> memory.put(key, filter));
    }
    return stored;
  }
}
