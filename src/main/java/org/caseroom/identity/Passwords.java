package org.caseroom.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Password hashing: Argon2id with 19 MiB, two passes, one lane (OWASP's advice), kept in the PHC
 * string format so that the cost can be raised later without a flag day.
 */
final class Passwords {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_BYTES = 512;

  /** Who lets passwords be shorter than this is not about to keep out guesses. */
  private static final int GUESSABLE = 8;

  private static final long WAIT_SECONDS = 10;
  private static final List<String> RUNS =
      List.of(
          "01234567890123456789",
          "abcdefghijklmnopqrstuvwxyz",
          "qwertyuiopasdfghjklzxcvbnm",
          "1q2w3e4r5t6y7u8i9o0p",
          "1qaz2wsx3edc4rfv5tgb6yhn7ujm");
  private static final Set<String> COMMON =
      Set.of(
          "password12",
          "password123",
          "password1234",
          "password12345",
          "password123456",
          "passw0rd123",
          "passwordpassword",
          "qwerty1234",
          "qwerty12345",
          "qwerty123456",
          "letmein123",
          "letmein1234",
          "welcome123",
          "welcome1234",
          "iloveyou12",
          "iloveyou123",
          "administrator",
          "changeme123",
          "liverpool1",
          "liverpool123",
          "manchester",
          "chelsea123",
          "sunshine123",
          "princess123",
          "football123",
          "correcthorsebatterystaple");
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  private final SecureRandom random = new SecureRandom();
  private final int leastCharacters;

  // Hashing is dear on purpose: as many at once as there are cores, the rest waits its turn.
  private final Semaphore cores =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

  // What an unknown name is checked against, so that it takes as long as a wrong password.
  private final String decoy = encode(new byte[SALT_BYTES], new byte[HASH_BYTES]);

  Passwords(int leastCharacters) {
    this.leastCharacters = leastCharacters;
  }

  /**
   * Refuses a password that is too easy.
   *
   * @throws Problem 400 {@code M_WEAK_PASSWORD}
   */
  void checkStrength(Secret password, String localpart) {
    String text = password.reveal();
    if (text.codePointCount(0, text.length()) < leastCharacters) {
      throw weak(
          "A password has at least " + leastCharacters + " characters: three words do well.");
    }
    if (bytes(password).length > MAX_BYTES) {
      throw weak("A password has at most " + MAX_BYTES + " bytes.");
    }
    if (leastCharacters < GUESSABLE) {
      return;
    }
    if (text.chars().distinct().count() < 4) {
      throw weak("This password is one character repeated: choose three words.");
    }
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    String name = localpart.replaceAll("[^a-z0-9]", "");
    String rest = name.isEmpty() ? plain : plain.replace(name, "");
    if (rest.length() < leastCharacters / 2 || isRun(plain) || COMMON.contains(plain)) {
      throw weak("This password is one of the first that are guessed: choose three words.");
    }
  }

  /** Whether it is a run of the keyboard or the alphabet, there or back. */
  private static boolean isRun(String plain) {
    return RUNS.stream()
        .anyMatch(
            run -> run.contains(plain) || new StringBuilder(run).reverse().indexOf(plain) >= 0);
  }

  /**
   * The bytes that are hashed: the same for the same letters, whichever way a device sends them.
   */
  private static byte[] bytes(Secret password) {
    return Normalizer.normalize(password.reveal(), Normalizer.Form.NFKC)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Problem weak(String message) {
    return Problem.of(400, "M_WEAK_PASSWORD", message);
  }

  String hash(Secret password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return encode(salt, argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
  }

  /**
   * Whether a password is the right one, in the same time whatever the answer.
   *
   * @param phc the stored hash; null when there is none, which is never right
   */
  boolean verify(Secret password, @Nullable String phc) {
    String kept = bytes(password).length > MAX_BYTES ? null : phc;
    Matcher stored = PHC.matcher(kept == null ? decoy : kept);
    if (!stored.matches()) {
      throw new IllegalStateException("A stored password hash is not in the PHC format");
    }
    byte[] expected = Base64.getDecoder().decode(stored.group(5));
    byte[] actual =
        argon2(
            password,
            Base64.getDecoder().decode(stored.group(4)),
            Integer.parseInt(stored.group(1)),
            Integer.parseInt(stored.group(2)),
            Integer.parseInt(stored.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual) && kept != null;
  }

  private byte[] argon2(
      Secret password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    byte[] text = bytes(password);
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    byte[] out = new byte[length];
    takeCore();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(parameters);
      generator.generateBytes(text, out);
    } finally {
      cores.release();
    }
    return out;
  }

  private void takeCore() {
    try {
      if (cores.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.limitExceeded(
        "Too many people are signing in at this moment: try again shortly.", 5_000);
  }

  private static String encode(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + MEMORY_KIB
        + ",t="
        + PASSES
        + ",p="
        + LANES
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
