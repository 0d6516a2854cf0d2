package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;

/**
 * The hashes of events (Matrix server-server API, "Signing Events"): the content hash, which an
 * event carries and which covers all of it, and the reference hash, which covers the redacted event
 * and is its id (room versions 4 and later, "Event IDs").
 */
public final class EventHashes {
  private static final Set<String> OUTSIDE_CONTENT_HASH =
      Set.of("unsigned", "signatures", "hashes");
  private static final Set<String> OUTSIDE_SIGNATURE = Set.of("unsigned", "signatures");
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private EventHashes() {}

  /**
   * Computes the content hash and puts it into the event, at {@code hashes.sha256}.
   *
   * @return the length of what it was taken of, bytes
   * @throws org.caseroom.base.Problem {@code M_BAD_JSON} when the event has no canonical form
   */
  public static int addContentHash(ObjectNode pdu) {
    byte[] hashed = CanonicalJson.encodeWithout(pdu, OUTSIDE_CONTENT_HASH);
    pdu.set(
        "hashes", Json.object().put("sha256", BASE64.encodeToString(DigestUtils.sha256(hashed))));
    return hashed.length;
  }

  /**
   * Whether the event is what its content hash was taken of. One that was redacted is not, and
   * should not be.
   */
  public static boolean hasContentHash(ObjectNode pdu) {
    return contentHash(pdu).equals(pdu.path("hashes").path("sha256").textValue());
  }

  /**
   * The event's id: {@code $} and its reference hash. The same before and after redaction, and with
   * or without signatures.
   *
   * @param pdu the event with its content hash
   */
  public static EventId eventId(RoomVersion version, ObjectNode pdu) {
    return idOf(signingPayload(version, pdu));
  }

  /**
   * The bytes that the reference hash and the signatures of an event are taken of: the canonical
   * form of the redacted event without {@code signatures} and {@code unsigned}.
   */
  static byte[] signingPayload(RoomVersion version, ObjectNode pdu) {
    return jsonPayload(Redaction.redact(version, pdu));
  }

  /** The bytes that the signature of any signed JSON is taken of (appendices, "Signing JSON"). */
  static byte[] jsonPayload(ObjectNode json) {
    return CanonicalJson.encodeWithout(json, OUTSIDE_SIGNATURE);
  }

  /** The id of the event with this {@link #signingPayload}. */
  static EventId idOf(byte[] signingPayload) {
    return new EventId("$" + BASE64_URL.encodeToString(DigestUtils.sha256(signingPayload)));
  }

  private static String contentHash(ObjectNode pdu) {
    return BASE64.encodeToString(
        DigestUtils.sha256(CanonicalJson.encodeWithout(pdu, OUTSIDE_CONTENT_HASH)));
  }
}
