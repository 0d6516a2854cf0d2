package org.caseroom.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;

/**
 * The key that signs checkpoints now: the one that the log's newest change of keys names. A change
 * that another node or the command line made is taken up from the key file without a restart.
 */
final class SigningKey {
  private final Path file;
  private final String origin;
  private volatile Known known;

  /** A key, and the place of the entry since which it signs; -1 for the first one. */
  private record Known(NoteKey key, long since) {}

  /** Opens the key file, or makes it. */
  SigningKey(Path file, String origin) {
    this.file = file;
    this.origin = origin;
    this.known = new Known(NoteKey.openOrCreate(file, origin), -1);
  }

  /**
   * The key, as of what this transaction sees.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_KEY} when the log has another key than this node's file
   */
  NoteKey now(AuditDao dao) {
    Known now = known;
    List<Long> places = dao.keyPlaces();
    if (places.isEmpty() || places.get(places.size() - 1) == now.since()) {
      return now.key();
    }
    long since = places.get(places.size() - 1);
    String wanted =
        dao.entries(since, 1).stream()
            .findFirst()
            .filter(row -> row.seq() == since && row.kind().equals(AuditEntry.Kind.KEY.word()))
            .map(row -> Json.stored(row.leaf()).at("/data/to").asText())
            .orElseThrow(
                () ->
                    Problem.of(
                        500,
                        "ORG.CASEROOM_AUDIT",
                        "The audit log's list of keys does not fit its entries: stop the service"
                            + " and run 'caseroom audit verify'."));
    if (!now.key().verifier().toString().equals(wanted)) {
      now = new Known(take(wanted), since);
    }
    known = new Known(now.key(), since);
    return now.key();
  }

  /** Takes the key up that the log names. */
  private NoteKey take(String wanted) {
    try {
      for (Path each : List.of(file, next())) {
        if (Files.exists(each)) {
          NoteKey key = NoteKey.open(each, origin);
          if (key.verifier().toString().equals(wanted)) {
            if (!each.equals(file)) {
              // The change was stopped between the log and the file.
              replace();
            }
            return key;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_KEY",
        "The key of the audit log was changed elsewhere, and "
            + file
            + " still holds the old one: copy the new file from where it was changed. Until then"
            + " this node signs no checkpoints.");
  }

  /** Makes the key that is to follow, in a file of its own beside. */
  NoteKey prepare() {
    try {
      Files.deleteIfExists(next());
      return NoteKey.openOrCreate(next(), origin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the prepared key into force, once the log has it. The old one is gone then. */
  void follow(NoteKey key, long since) {
    try {
      replace();
      known = new Known(key, since);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace() throws IOException {
    Files.move(next(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path next() {
    return file.resolveSibling(file.getFileName() + ".next");
  }
}
