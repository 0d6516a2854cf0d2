package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens in memory, so that a request costs one hash and one look-up. A token that
 * memory does not know is looked for in the database once.
 */
final class LiveTokens {
  private static final String SIGNAL = "tokens";

  private final Database database;
  private final Map<String, Live> live = new ConcurrentHashMap<>();

  /** A token in memory. */
  static final class Live {
    final Sessions.Session session;
    final @Nullable Long expiresMs;
    private volatile @Nullable String refreshedFrom;
    private volatile long seenMs;
    private volatile long writtenMs;
    private volatile String address;

    private Live(SessionDao.Row row, long seenMs, String address) {
      this.session = new Sessions.Session(row.user(), row.device());
      this.expiresMs = row.expiresMs();
      this.refreshedFrom = row.refreshedFrom();
      this.seenMs = seenMs;
      this.writtenMs = seenMs;
      this.address = address;
    }

    boolean isOver(long nowMs) {
      return expiresMs != null && expiresMs <= nowMs;
    }

    /** When and from where it was used last; 0 when that was before the start. */
    long seenMs() {
      return seenMs;
    }

    String address() {
      return address;
    }
  }

  LiveTokens(Database database) {
    this.database = database;
    database.signals().subscribe(SIGNAL, this::changedElsewhere);
    database.read(tx -> new SessionDao(tx).tokens()).forEach(row -> remember(row, 0, ""));
  }

  Live remember(SessionDao.Row row, long nowMs, String address) {
    Live fresh = new Live(row, nowMs, address);
    Live other = live.putIfAbsent(row.tokenHash(), fresh);
    return other == null ? fresh : other;
  }

  /** A token that is known, though it may be over; null for one that is not. */
  @Nullable Live find(String hash) {
    Live known = live.get(hash);
    if (known != null) {
      return known;
    }
    return database
        .read(tx -> new SessionDao(tx).token(hash))
        .map(row -> remember(row, 0, ""))
        .orElse(null);
  }

  /**
   * Notes that a token was used; the first use of one that was refreshed ends what was before.
   *
   * @return false when it turns out to be good no more
   */
  boolean use(String hash, Live token, long nowMs, String address) {
    token.seenMs = nowMs;
    token.address = address;
    return token.refreshedFrom == null || settle(hash, token);
  }

  private boolean settle(String hash, Live token) {
    synchronized (token) {
      if (token.refreshedFrom == null) {
        return true;
      }
      Sessions.Session whose = token.session;
      boolean good =
          database.write(
              tx -> {
                boolean there = new SessionDao(tx).settle(whose.user(), whose.device(), hash);
                if (there) {
                  tellNodes(tx, whose.user(), whose.device());
                  tx.afterCommit(() -> forgetOthers(whose, hash));
                }
                return there;
              });
      if (good) {
        token.refreshedFrom = null;
      } else {
        live.remove(hash);
      }
      return good;
    }
  }

  private void forgetOthers(Sessions.Session whose, String hash) {
    live.entrySet()
        .removeIf(entry -> entry.getValue().session.equals(whose) && !entry.getKey().equals(hash));
  }

  /** Lets other nodes look up the tokens of a device anew, since some have ended. */
  void tellNodes(Tx tx, UserId user, DeviceId device) {
    database
        .signals()
        .send(tx, SIGNAL, Json.write(Json.array().add(user.value()).add(device.value())));
  }

  private void changedElsewhere(String text) {
    JsonNode whose = Json.parse(text);
    forget(new UserId(whose.get(0).textValue()), new DeviceId(whose.get(1).textValue()));
  }

  /** Lets go of all tokens of a device. */
  void forget(UserId user, DeviceId device) {
    Sessions.Session gone = new Sessions.Session(user, device);
    live.values().removeIf(token -> token.session.equals(gone));
  }

  void forget(List<String> hashes) {
    hashes.forEach(live::remove);
  }

  /** The tokens of a user that were used since the start. */
  List<Live> of(UserId user) {
    return matching(token -> token.session.user().equals(user) && token.seenMs > 0);
  }

  Set<Sessions.Session> sessionsAt(String address, long sinceMs) {
    return matching(token -> token.seenMs >= sinceMs && token.address.equals(address)).stream()
        .map(token -> token.session)
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<Live> matching(Predicate<Live> what) {
    return live.values().stream().filter(what).toList();
  }

  /** What was seen of devices and is not written yet, where that is worth a write; notes it so. */
  List<SessionDao.Seen> takeSeen(long everyMs) {
    List<SessionDao.Seen> seen = new ArrayList<>();
    for (Live token : live.values()) {
      if (token.seenMs - token.writtenMs >= everyMs) {
        token.writtenMs = token.seenMs;
        seen.add(
            new SessionDao.Seen(
                token.session.user(), token.session.device(), token.seenMs, token.address));
      }
    }
    return seen;
  }

  /** Lets go of what is over; the database tells that it once was good. */
  void forgetOver(long nowMs) {
    live.values().removeIf(token -> token.isOver(nowMs));
  }
}
