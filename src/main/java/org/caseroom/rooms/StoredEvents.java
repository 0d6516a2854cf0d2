package org.caseroom.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.audit.RecordedEvents;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The log's events as the audit verifier asks for them. Is each written as the service writes it,
 * does it hash to its id, and its content to its content hash, is its signature good, and does it
 * follow the one before it in its room, on the authority of events that were there? A redacted
 * event has lost its content; its id still holds, and a redaction in the log has to account for the
 * loss.
 *
 * <p>Made for one run through the log in order. Signatures of other services, whose rooms were
 * taken in, are checked where the entry of that tells their key.
 */
public final class StoredEvents implements RecordedEvents {
  private static final Set<String> AUTHORITIES =
      Set.of(
          "m.room.create",
          "m.room.power_levels",
          "m.room.join_rules",
          "m.room.member",
          "m.room.third_party_invite");

  private final Map<String, EventSigner.Verifier> keys = new HashMap<>();
  private final Map<String, Room> rooms = new HashMap<>();
  private final boolean signatures;

  /** What a room has come to. */
  private static final class Room {
    private @Nullable String newest;
    private long depth;
    private final Set<String> authorities = new HashSet<>();
  }

  /** A row and what it is by itself. */
  private record Read(RawEventDao.Row row, @Nullable ObjectNode pdu, @Nullable String fault) {}

  /**
   * For one run.
   *
   * @param signer who signs the events of this service; null where its key is not at hand, and
   *     signatures are not looked at
   */
  public StoredEvents(@Nullable EventSigner signer) {
    this.signatures = signer != null;
    if (signer != null) {
      keys.put(
          signer.server().value() + " " + signer.keyId(),
          new EventSigner.Verifier(signer.publicKey()));
    }
  }

  @Override
  public void imported(ObjectNode facts) {
    try {
      keys.putIfAbsent(
          facts.path("from").asText() + " " + facts.path("signing_key_id").asText(),
          new EventSigner.Verifier(Base64.getDecoder().decode(facts.path("signing_key").asText())));
    } catch (IllegalArgumentException noKey) {
      // Nobody told it, or somebody changed the entry, which is found when its turn comes: its
      // events are signed with a key that is not known here.
      return;
    }
  }

  @Override
  public List<Stored> after(Tx tx, long position, int limit) {
    RawEventDao dao = new RawEventDao(tx);
    List<Read> read = dao.from(position + 1, limit).parallelStream().map(this::read).toList();
    List<Stored> stored = new ArrayList<>(read.size());
    for (Read each : read) {
      String misplaced = follows(each);
      RawEventDao.Row row = each.row();
      if (each.fault() == null && row.redactedBy() != null && !isRedacted(dao, row)) {
        misplaced = "was emptied without a redaction of it in the log";
      }
      stored.add(new Stored(row.position(), row.room(), row.id(), each.fault(), misplaced));
    }
    return stored;
  }

  // ---- By itself ----

  private Read read(RawEventDao.Row row) {
    if (row.version() == null) {
      return new Read(row, null, "belongs to a room that is not there");
    }
    try {
      ObjectNode pdu = Json.asObject(Json.parse(row.pdu()));
      return new Read(row, pdu, fault(row, RoomVersion.of(row.version()), pdu));
    } catch (Problem notAnEvent) {
      return new Read(row, null, "is no longer an event that can be read");
    }
  }

  private @Nullable String fault(RawEventDao.Row row, RoomVersion version, ObjectNode pdu) {
    if (!CanonicalJson.encodeToString(pdu).equals(row.pdu())) {
      return "is no longer written as it was";
    }
    JsonNode room = pdu.get("room_id");
    if (room != null && !room.asText().equals(row.room())) {
      return "stands in another room than its text says";
    }
    byte[] payload = EventHashes.signingPayload(version, pdu);
    if (!EventHashes.idOf(payload).value().equals(row.id())) {
      return "no longer hashes to its id";
    }
    if (row.redactedBy() == null) {
      if (!EventHashes.hasContentHash(pdu)) {
        return "no longer holds its own content";
      }
    } else if (!Redaction.redact(version, pdu).equals(pdu)) {
      return "is kept as one that was emptied, and still has its content";
    }
    if (pdu.has("unsigned")) {
      return "holds what nobody signed";
    }
    return signatures ? signatureFault(pdu, payload) : null;
  }

  /** One signature, by a key that is known, or by a service whose key nobody told. */
  private @Nullable String signatureFault(ObjectNode pdu, byte[] payload) {
    JsonNode servers = pdu.path("signatures");
    if (servers.size() != 1) {
      return "is not signed once";
    }
    Map.Entry<String, JsonNode> server = servers.properties().iterator().next();
    if (server.getValue().size() != 1) {
      return "is not signed once";
    }
    Map.Entry<String, JsonNode> signature = server.getValue().properties().iterator().next();
    EventSigner.Verifier key = keys.get(server.getKey() + " " + signature.getKey());
    if (key == null) {
      return "is signed with a key that is not known here (" + signature.getKey() + ")";
    }
    return key.isSigned(payload, signature.getValue().asText())
        ? null
        : "has a signature that is not good";
  }

  // ---- After the one before ----

  /** What is wrong with its place in the room; the room goes on from it either way. */
  private @Nullable String follows(Read each) {
    Room room = rooms.computeIfAbsent(each.row().room(), id -> new Room());
    String before = room.newest;
    long depth = room.depth;
    room.newest = each.row().id();
    ObjectNode pdu = each.pdu();
    if (pdu == null) {
      room.depth = depth + 1;
      return null;
    }
    room.depth = pdu.path("depth").asLong();
    boolean isKnown = true;
    for (JsonNode authority : pdu.path("auth_events")) {
      isKnown &= room.authorities.contains(authority.asText());
    }
    if (AUTHORITIES.contains(pdu.path("type").asText())) {
      room.authorities.add(each.row().id());
    }
    JsonNode previous = pdu.path("prev_events");
    boolean isNext =
        before == null
            ? previous.isEmpty() && pdu.path("type").asText().equals("m.room.create")
            : previous.size() == 1 && previous.get(0).asText().equals(before);
    if (!isNext) {
      return "does not follow the one before it in its room";
    }
    if (before == null) {
      return isCreated(each.row(), pdu) ? null : "makes a room that is kept as another one";
    }
    return isKnown && room.depth == depth + 1 ? null : "rests on events that are not in its room";
  }

  private static boolean isCreated(RawEventDao.Row row, ObjectNode pdu) {
    return pdu.path("content").path("room_version").asText("1").equals(row.version());
  }

  private static boolean isRedacted(RawEventDao dao, RawEventDao.Row row) {
    return Optional.ofNullable(row.redactedBy())
        .flatMap(dao::byId)
        .filter(redaction -> redaction.room().equals(row.room()))
        .filter(redaction -> redacts(redaction, row.id()))
        .isPresent();
  }

  private static boolean redacts(RawEventDao.Row redaction, String id) {
    try {
      JsonNode pdu = Json.parse(redaction.pdu());
      return pdu.path("type").asText().equals("m.room.redaction")
          // A redaction that was redacted itself may not say any more what it redacted.
          && (redaction.redactedBy() != null
              || pdu.path("redacts").asText().equals(id)
              || pdu.path("content").path("redacts").asText().equals(id));
    } catch (Problem unreadable) {
      return false;
    }
  }
}
