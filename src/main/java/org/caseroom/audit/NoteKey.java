package org.caseroom.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.caseroom.base.Problem;

/**
 * The key that checkpoints are signed with: ed25519, in the text forms of the Go checksum database
 * ("note" keys, C2SP signed-note), so that the verifiers that exist already read them.
 */
public final class NoteKey {
  private static final byte ED25519 = 1;
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final String SIGNATURE = "— ";

  private final Public verifier;
  private final byte[] seed;

  private NoteKey(String name, byte[] seed) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    this.seed = seed.clone();
    this.verifier = new Public(name, publicKey);
  }

  /**
   * Reads a key file, or makes the key and its file when there is none.
   *
   * @param name the key's name, which is the log's origin
   * @throws Problem 500 {@code ORG.CASEROOM_KEY} when the file holds no such key
   */
  public static NoteKey openOrCreate(Path file, String name) {
    try {
      if (Files.exists(file)) {
        return read(Files.readString(file).strip(), name);
      }
      byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
      new SecureRandom().nextBytes(seed);
      NoteKey key = new NoteKey(name, seed);
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.createFile(file);
      // The right to read goes before the secret is in the file.
      if (Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          != null) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(
            ByteBuffer.wrap((key.privateText() + "\n").getBytes(StandardCharsets.US_ASCII)));
        // What a key signed stays; a key that a power cut took would be missed.
        channel.force(true);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a key file.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_KEY} when it is missing or holds no such key
   */
  public static NoteKey open(Path file, String name) {
    try {
      return read(Files.exists(file) ? Files.readString(file).strip() : "", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NoteKey read(String text, String name) {
    String[] parts =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    if (parts.length == 3) {
      byte[] body = decode(parts[2]);
      if (body.length == Ed25519.SECRET_KEY_SIZE + 1 && body[0] == ED25519) {
        NoteKey key = new NoteKey(parts[0], Arrays.copyOfRange(body, 1, body.length));
        if (parts[0].equals(name) && key.verifier.hashText().equals(parts[1])) {
          return key;
        }
      }
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_KEY",
        "The audit key file does not hold the key of '"
            + name
            + "': put back the file that belongs to this server name, or move it away to start with"
            + " a new key.");
  }

  private String privateText() {
    byte[] body = new byte[seed.length + 1];
    body[0] = ED25519;
    System.arraycopy(seed, 0, body, 1, seed.length);
    return PREFIX
        + verifier.name()
        + "+"
        + verifier.hashText()
        + "+"
        + Base64.getEncoder().encodeToString(body);
  }

  /** The public half, to be handed to everyone who wants to verify. */
  public Public verifier() {
    return verifier;
  }

  private byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The line that signs a note's text (C2SP signed-note). */
  String signatureLine(byte[] text) {
    byte[] signature = sign(text);
    byte[] both = Arrays.copyOf(verifier.hash, verifier.hash.length + signature.length);
    System.arraycopy(signature, 0, both, verifier.hash.length, signature.length);
    return verifier.lineStart() + Base64.getEncoder().encodeToString(both) + "\n";
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  @Override
  public String toString() {
    return "NoteKey " + verifier;
  }

  /** The public half of a key. */
  public static final class Public {
    private final String name;
    private final byte[] key;
    private final byte[] hash;

    Public(String name, byte[] key) {
      this.name = name;
      this.key = key.clone();
      MessageDigest digest = DigestUtils.getSha256Digest();
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(ED25519);
      this.hash = Arrays.copyOf(digest.digest(key), 4);
    }

    /**
     * Reads the text form {@code name+hash+key}.
     *
     * @throws Problem {@code M_INVALID_PARAM} when it is not one
     */
    public static Public parse(String text) {
      String[] parts = text.strip().split("\\+", 3);
      if (parts.length == 3) {
        byte[] body = decode(parts[2]);
        if (body.length == Ed25519.PUBLIC_KEY_SIZE + 1 && body[0] == ED25519) {
          Public key = new Public(parts[0], Arrays.copyOfRange(body, 1, body.length));
          if (key.hashText().equals(parts[1])) {
            return key;
          }
        }
      }
      throw Problem.invalidParam(
          "This is not a verifier key: it should read name+hash+key, as the service shows it.");
    }

    /** The key's name: the origin of the log. */
    public String name() {
      return name;
    }

    String hashText() {
      return HexFormat.of().formatHex(hash);
    }

    private String lineStart() {
      return SIGNATURE + name + " ";
    }

    /** Whether a line of a note is this key's signature of its text, to the letter. */
    boolean signed(String line, byte[] text) {
      if (!line.startsWith(lineStart())) {
        return false;
      }
      String told = line.substring(lineStart().length());
      byte[] both = decode(told);
      return both.length > hash.length
          && Base64.getEncoder().encodeToString(both).equals(told)
          && Arrays.equals(Arrays.copyOf(both, hash.length), hash)
          && verifies(text, Arrays.copyOfRange(both, hash.length, both.length));
    }

    boolean verifies(byte[] message, byte[] signature) {
      return signature.length == Ed25519.SIGNATURE_SIZE
          && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    /** The text form, {@code name+hash+key}. */
    @Override
    public String toString() {
      byte[] body = new byte[key.length + 1];
      body[0] = ED25519;
      System.arraycopy(key, 0, body, 1, key.length);
      return name + "+" + hashText() + "+" + Base64.getEncoder().encodeToString(body);
    }
  }
}
