package org.caseroom.cases.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Problem;
import org.caseroom.storage.Database;

/** Answers a request that carries a key once, and every later one like it with the same answer. */
public final class OnceOnly {
  /** How long an answer is kept. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final Database database;
  private final InstantSource clock;

  /** The requests of this database. */
  public OnceOnly(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A request.
   *
   * @param who the caller's user id; empty for a caller without an account
   * @param key the key that the caller chose: a text in visible ASCII, in quotes or not
   * @param target method and path
   * @param body the body as it came
   */
  public record Request(String who, String key, String target, byte[] body) {
    private String id() {
      String plain =
          key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
              ? key.substring(1, key.length() - 1)
              : key;
      if (!KEY.matcher(plain).matches()) {
        throw Problem.invalidParam(
            "An Idempotency-Key is 1 to 255 visible ASCII characters: a new UUID for each act.");
      }
      return DigestUtils.sha256Hex((who + "\n" + plain).getBytes(UTF_8));
    }

    private String fingerprint() {
      byte[] head = (target + "\n").getBytes(UTF_8);
      byte[] both = java.util.Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, both, head.length, body.length);
      return DigestUtils.sha256Hex(both);
    }
  }

  /**
   * Answers.
   *
   * @param work what is done the first time; when it fails the key is free again, and when it gives
   *     an empty answer (a file, say) that is not kept either
   * @return the answer of the first time; empty where the work was done now and is not to be kept
   * @throws Problem 422 {@code ORG.CASEROOM_KEY_USED} for the key of another request, 409 {@code
   *     ORG.CASEROOM_IN_PROGRESS} while the first one runs or when it was never finished
   */
  public Optional<byte[]> answer(Request request, Supplier<Optional<byte[]>> work) {
    String id = request.id();
    String fingerprint = request.fingerprint();
    long now = clock.millis();
    boolean first =
        database.write(
            tx -> {
              OnceDao dao = new OnceDao(tx);
              dao.forgetBefore(now - KEPT.toMillis());
              return dao.begin(id, fingerprint, now);
            });
    return first ? done(id, work) : before(id, fingerprint, now);
  }

  private Optional<byte[]> done(String id, Supplier<Optional<byte[]>> work) {
    boolean kept = false;
    try {
      Optional<byte[]> answer = work.get();
      if (answer.isPresent()) {
        database.writing(tx -> new OnceDao(tx).answer(id, answer.get()));
        kept = true;
      }
      return answer;
    } finally {
      if (!kept) {
        database.writing(tx -> new OnceDao(tx).release(id));
      }
    }
  }

  private Optional<byte[]> before(String id, String fingerprint, long now) {
    OnceDao.Row row =
        database
            .read(tx -> new OnceDao(tx).find(id))
            .orElseThrow(
                () ->
                    Problem.of(
                        409,
                        "ORG.CASEROOM_IN_PROGRESS",
                        "The first request with this key was refused just now: send this again."));
    if (!row.fingerprint().equals(fingerprint)) {
      throw Problem.of(
          422,
          "ORG.CASEROOM_KEY_USED",
          "This Idempotency-Key was used for another request in the last 24 hours: take a new key"
              + " for a new act.");
    }
    if (row.answer().isPresent()) {
      return row.answer();
    }
    boolean lost = now - row.begunMs() > PATIENCE.toMillis();
    throw Problem.of(
        409,
        "ORG.CASEROOM_IN_PROGRESS",
        lost
            ? "The first request with this key was never finished: whether it was done is not"
                + " known. Look at the case first, then send it with a new key."
            : "The first request with this key is still being worked on: ask again in a moment.");
  }
}
