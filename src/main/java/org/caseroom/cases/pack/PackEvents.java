package org.caseroom.cases.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.audit.Checkpoint;
import org.caseroom.audit.MerkleTree;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;
import org.caseroom.rooms.EventHashes;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.RoomVersion;
import org.jspecify.annotations.Nullable;

/**
 * Events of a pack, held against Matrix's own rules: each hashes to its id and holds its content,
 * and follows the one before it in its room. Made for one run through the events in order.
 */
final class PackEvents {
  private final PackManifest manifest;
  private final Map<String, RoomVersion> versions = new HashMap<>();
  private final Map<String, String> newest = new HashMap<>();

  PackEvents(PackManifest manifest) {
    this.manifest = manifest;
    for (PackManifest.Room room : manifest.rooms()) {
      versions.put(room.id(), RoomVersion.of(room.version()));
    }
  }

  /** The event id that a line names; null when it cannot be read. */
  static @Nullable String idOf(String line) {
    try {
      JsonNode id = Json.parse(line).path("event_id");
      return id.isTextual() ? id.textValue() : null;
    } catch (Problem notJson) {
      return null;
    }
  }

  RoomVersion version(String room) {
    RoomVersion version = versions.get(room);
    if (version == null) {
      throw Problem.invalidParam("has an event of a room that is not of the case");
    }
    return version;
  }

  /**
   * Takes the next event.
   *
   * @return what is wrong, as the second half of a sentence that begins with "The event"; null for
   *     nothing
   */
  @Nullable String take(ObjectNode line) {
    String fault = fault(line);
    String room = line.path("room_id").asText();
    String before = newest.put(room, line.path("event_id").asText());
    if (fault != null) {
      return fault;
    }
    List<String> previous = new ArrayList<>();
    line.path("pdu").path("prev_events").forEach(id -> previous.add(id.asText()));
    List<String> expected = before == null ? List.of() : List.of(before);
    return previous.equals(expected)
        ? null
        : "does not follow the one before it in its room: there is one too few or too many";
  }

  /** What is wrong with an event by itself. */
  @Nullable String fault(ObjectNode line) {
    String room = line.path("room_id").asText();
    RoomVersion version = versions.get(room);
    if (version == null || !(line.get("pdu") instanceof ObjectNode pdu)) {
      return "belongs to no room of the case";
    }
    try {
      if (!EventHashes.eventId(version, pdu).value().equals(line.path("event_id").asText())) {
        return "no longer hashes to its id";
      }
      if (!line.has("redacted_by") && !EventHashes.hasContentHash(pdu)) {
        return "no longer holds its own content";
      }
      if (pdu.has("room_id") && !pdu.path("room_id").asText().equals(room)) {
        return "stands in another room than it says";
      }
      return signatureFault(version, pdu);
    } catch (Problem notAnEvent) {
      return "is no event that can be read";
    }
  }

  /** Keys change over the years: only signatures by the newest key can be looked at. */
  private @Nullable String signatureFault(RoomVersion version, ObjectNode pdu) {
    String keyId = manifest.signingKeyId();
    if (!pdu.path("signatures").path(manifest.server()).has(keyId)) {
      return null;
    }
    byte[] key = Base64.getDecoder().decode(manifest.signingKey());
    return EventSigner.verify(version, pdu, ServerName.of(manifest.server()), keyId, key)
        ? null
        : "has a signature that is not good";
  }

  /** What is wrong with the proof of an event. */
  static @Nullable String proofFault(ObjectNode proof, String id, Checkpoint checkpoint) {
    try {
      String leaf = proof.path("leaf").asText();
      String told = Json.parse(leaf).path("data").path("event_id").asText();
      if (!told.equals(id) || !proof.path("event_id").asText().equals(id)) {
        return "has a proof of another event";
      }
      List<byte[]> path = new ArrayList<>();
      for (JsonNode hash : proof.path("path")) {
        path.add(Base64.getDecoder().decode(hash.asText()));
      }
      boolean proved =
          MerkleTree.verifyInclusion(
              MerkleTree.leafHash(leaf.getBytes(UTF_8)),
              proof.path("seq").asLong(),
              checkpoint.size(),
              path,
              checkpoint.rootHash());
      return proved ? null : "has a proof that does not lead to the checkpoint";
    } catch (Problem | IllegalArgumentException unreadable) {
      return "has a proof that cannot be read";
    }
  }
}
