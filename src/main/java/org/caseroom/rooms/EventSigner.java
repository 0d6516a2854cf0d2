package org.caseroom.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;

/**
 * Signs events for this server, and checks signatures (Matrix appendices, "Signing JSON";
 * server-server API, "Signing Events"). Ed25519 by BouncyCastle, which is several times as fast as
 * the JDK's. Holds nothing that changes: any number of threads may use one.
 */
public final class EventSigner {
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Pattern KEY_LINE =
      Pattern.compile("ed25519 ([A-Za-z0-9_]{1,200}) ([A-Za-z0-9+/]{43})=?\\s*");
  private static final int VERSION_LENGTH = 6;
  private static final int HASH_LENGTH = 43;
  private static final int SIGNATURE_LENGTH = 86;

  private final ServerName server;
  private final String keyId;
  private final byte[] seed;
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
  private final int lengthOfHashAndSignature;

  /**
   * A signer with a known key.
   *
   * @param keyId {@code ed25519:} and the key's version
   * @param seed the secret key, 32 bytes
   */
  EventSigner(ServerName server, String keyId, byte[] seed) {
    this.server = server;
    this.keyId = keyId;
    this.seed = seed.clone();
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
    // As in the text of an event: a SHA-256 in Base64 has 43 characters, a signature 86.
    this.lengthOfHashAndSignature =
        "'hashes':{'sha256':''},'signatures':{'':{'':''}},".length()
            + HASH_LENGTH
            + SIGNATURE_LENGTH
            + server.value().length()
            + keyId.length();
  }

  /**
   * Opens the server's signing key, and makes one when there is none yet. The file holds one line,
   * {@code ed25519 VERSION SEED}, as other Matrix servers write it, and only its owner may read it.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_KEY} when the file cannot be read, written or
   *     understood
   */
  public static EventSigner open(ServerName server, Path keyFile) {
    try {
      if (!Files.exists(keyFile)) {
        create(keyFile);
      }
      Matcher line = KEY_LINE.matcher(Files.readString(keyFile));
      if (!line.matches()) {
        throw broken(keyFile, "it should be one line, 'ed25519 VERSION KEY'");
      }
      return new EventSigner(
          server, "ed25519:" + line.group(1), Base64.getDecoder().decode(line.group(2)));
    } catch (IOException | IllegalArgumentException e) {
      throw broken(keyFile, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private static void create(Path keyFile) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    StringBuilder version = new StringBuilder("a_");
    random.ints(VERSION_LENGTH, 0, 26).forEach(letter -> version.append((char) ('A' + letter)));
    String line = "ed25519 " + version + " " + BASE64.encodeToString(seed) + "\n";
    Path folder = keyFile.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (FileChannel file =
        FileChannel.open(
            keyFile,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(keyFile))) {
      file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      file.force(true);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // Another node on the same folder was quicker: its key is the key.
      return;
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Problem broken(Path keyFile, String why) {
    return Problem.of(
        500,
        "ORG.CASEROOM_KEY",
        "The signing key " + keyFile + " cannot be used: " + why + ". Put the right file back.");
  }

  /** The name under which it signs. */
  public ServerName server() {
    return server;
  }

  /** The signing key identifier, such as {@code ed25519:a_QWERTZ}. */
  public String keyId() {
    return keyId;
  }

  /** The key to check its signatures with, 32 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * Finishes an event: adds its content hash and this server's signature, and says its id. What the
   * id and the signature are taken of is encoded once for both.
   *
   * @param pdu the event without hashes and signatures: they are put in
   */
  public EventId seal(RoomVersion version, ObjectNode pdu) {
    EventHashes.addContentHash(pdu);
    byte[] payload = EventHashes.signingPayload(version, pdu);
    addSignature(pdu, payload);
    return EventHashes.idOf(payload);
  }

  /**
   * As {@link #seal}, but for the signature, on which the id does not depend: it is made by {@link
   * Unsigned#sign}, on any thread.
   *
   * @param pdu the event without hashes and signatures: they are put in
   */
  Unsigned prepare(RoomVersion version, ObjectNode pdu) {
    int length = EventHashes.addContentHash(pdu);
    byte[] payload = EventHashes.signingPayload(version, pdu);
    // The place of the signature is made here: an event that is emptied meanwhile shares it.
    ObjectNode ours = pdu.putObject("signatures").putObject(server.value());
    return new Unsigned(
        EventHashes.idOf(payload), pdu, payload, ours, length + lengthOfHashAndSignature);
  }

  /** An event that is whole but for its signature. */
  final class Unsigned {
    private final EventId id;
    private final ObjectNode pdu;
    private final byte[] payload;
    private final ObjectNode ours;
    private final int length;

    private Unsigned(EventId id, ObjectNode pdu, byte[] payload, ObjectNode ours, int length) {
      this.id = id;
      this.pdu = pdu;
      this.payload = payload;
      this.ours = ours;
      this.length = length;
    }

    EventId id() {
      return id;
    }

    /** How long its text will be, bytes. */
    int length() {
      return length;
    }

    /** Signs it, once; and encodes it: canonical JSON. */
    String sign() {
      ours.put(keyId, signature(payload));
      return CanonicalJson.encodeToString(pdu);
    }
  }

  /** Adds this server's signature to any JSON object. */
  public void signJson(ObjectNode json) {
    addSignature(json, EventHashes.jsonPayload(json));
  }

  private void addSignature(ObjectNode json, byte[] payload) {
    ObjectNode signatures =
        json.get("signatures") instanceof ObjectNode there ? there : json.putObject("signatures");
    ObjectNode ours =
        signatures.get(server.value()) instanceof ObjectNode there
            ? there
            : signatures.putObject(server.value());
    ours.put(keyId, signature(payload));
  }

  private String signature(byte[] payload) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, payload, 0, payload.length, signature, 0);
    return BASE64.encodeToString(signature);
  }

  /** Whether this server signed the event with this key. */
  public boolean verify(RoomVersion version, ObjectNode pdu) {
    return verify(version, pdu, server, keyId, publicKey);
  }

  /** Whether a server signed the event with the key of this id. */
  public static boolean verify(
      RoomVersion version, ObjectNode pdu, ServerName by, String keyId, byte[] publicKey) {
    String signature = pdu.path("signatures").path(by.value()).path(keyId).textValue();
    return signature != null
        && verify(EventHashes.signingPayload(version, pdu), signature, publicKey);
  }

  /** Whether a server signed a JSON object with the key of this id. */
  public static boolean verifyJson(ObjectNode json, String by, String keyId, byte[] publicKey) {
    String signature = json.path("signatures").path(by).path(keyId).textValue();
    return signature != null && verify(EventHashes.jsonPayload(json), signature, publicKey);
  }

  /** A public key made ready for many signatures: reading it is a good part of checking one. */
  static final class Verifier {
    private final Ed25519.PublicPoint point;

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException when it is none
     */
    Verifier(byte[] publicKey) {
      Ed25519.PublicPoint read =
          publicKey.length == Ed25519.PUBLIC_KEY_SIZE
              ? Ed25519.validatePublicKeyPartialExport(publicKey, 0)
              : null;
      if (read == null) {
        throw new IllegalArgumentException("This is no ed25519 key");
      }
      this.point = read;
    }

    /** Whether a signature, written to the letter as this class's owner writes it, is of a text. */
    boolean isSigned(byte[] payload, String signature) {
      byte[] decoded;
      try {
        decoded = Base64.getDecoder().decode(signature);
      } catch (IllegalArgumentException notBase64) {
        return false;
      }
      return decoded.length == Ed25519.SIGNATURE_SIZE
          && BASE64.encodeToString(decoded).equals(signature)
          && Ed25519.verify(decoded, 0, point, payload, 0, payload.length);
    }
  }

  private static boolean verify(byte[] payload, String signature, byte[] publicKey) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    return decoded.length == Ed25519.SIGNATURE_SIZE
        && publicKey.length == Ed25519.PUBLIC_KEY_SIZE
        && Ed25519.verify(decoded, 0, publicKey, 0, payload, 0, payload.length);
  }
}
