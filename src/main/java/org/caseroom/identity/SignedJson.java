package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.UserId;

/** Signatures in JSON (Matrix specification, appendices, "Signing JSON"), as keys carry them. */
final class SignedJson {
  static final String SIGNATURES = "signatures";
  private static final String ED25519 = "ed25519:";

  private SignedJson() {}

  /** The one ed25519 key of a cross-signing key object: its id and its public half. */
  static Optional<Map.Entry<String, String>> onlyKey(ObjectNode key) {
    JsonNode keys = key.path("keys");
    if (keys.size() != 1) {
      return Optional.empty();
    }
    Iterator<Map.Entry<String, JsonNode>> fields = keys.properties().iterator();
    Map.Entry<String, JsonNode> only = fields.next();
    return only.getKey().startsWith(ED25519)
            && only.getValue().isTextual()
            && only.getKey().equals(ED25519 + only.getValue().textValue())
        ? Optional.of(Map.entry(only.getKey(), only.getValue().textValue()))
        : Optional.empty();
  }

  /** The object without what may be added to it later. */
  static ObjectNode bare(ObjectNode object) {
    ObjectNode bare = object.deepCopy();
    bare.remove(SIGNATURES);
    bare.remove("unsigned");
    return bare;
  }

  /** The signature that a user's key put on an object. */
  static Optional<String> signature(ObjectNode object, UserId signer, String keyId) {
    JsonNode signature = object.path(SIGNATURES).path(signer.value()).path(keyId);
    return signature.isTextual() ? Optional.of(signature.textValue()) : Optional.empty();
  }

  /**
   * Whether an object carries a good signature.
   *
   * @param publicKey the signing key's public half in unpadded base64
   */
  static boolean isSigned(ObjectNode object, UserId signer, String keyId, String publicKey) {
    Optional<String> signature = signature(object, signer, keyId);
    if (signature.isEmpty()) {
      return false;
    }
    try {
      byte[] signed = Base64.getDecoder().decode(signature.get());
      byte[] key = Base64.getDecoder().decode(publicKey);
      byte[] message = CanonicalJson.encode(bare(object));
      return signed.length == Ed25519.SIGNATURE_SIZE
          && key.length == Ed25519.PUBLIC_KEY_SIZE
          && Ed25519.verify(signed, 0, key, 0, message, 0, message.length);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
