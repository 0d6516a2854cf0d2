package org.caseroom.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.storage.Database;

/** Proofs of what is in the audit log, each against a signed checkpoint of it as it is now. */
public final class AuditProofs {
  private static final int AT_ONCE = 1_000;

  private final Database database;
  private final BiFunction<AuditDao, AuditDao.Head, String> sign;
  private final Supplier<String> key;

  AuditProofs(
      Database database, BiFunction<AuditDao, AuditDao.Head, String> sign, Supplier<String> key) {
    this.database = database;
    this.sign = sign;
    this.key = key;
  }

  /**
   * A proof that an entry is in the log of a checkpoint.
   *
   * @param seq the entry's place
   * @param leaf the entry's leaf, the text that is hashed
   * @param path the audit path in base64, from the bottom up
   * @param checkpoint the signed checkpoint that it leads to
   */
  public record InclusionProof(long seq, String leaf, List<String> path, String checkpoint) {
    /** The proof as one text (C2SP tlog-proof), which the leaf is not part of. */
    public String text() {
      StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ").append(seq);
      path.forEach(hash -> text.append('\n').append(hash));
      return text.append("\n\n").append(checkpoint).toString();
    }
  }

  /**
   * A proof that an event is in the log.
   *
   * @param seq the place of its entry
   * @param leaf the entry's leaf, the text that is hashed
   * @param path the audit path in base64, from the bottom up
   */
  public record EventProof(String eventId, long seq, String leaf, List<String> path) {}

  /**
   * Proofs of several events.
   *
   * @param checkpoint the signed checkpoint that they all lead to
   * @param key the key to verify it with, {@code name+hash+key}
   */
  public record EventProofs(String checkpoint, String key, List<EventProof> proofs) {}

  /**
   * A proof that the log of one size is the beginning of that of another.
   *
   * @param from the smaller size
   * @param to the larger size
   * @param fromRoot the root of the smaller log in base64, as its checkpoint has it
   * @param toRoot the root of the larger one
   * @param path the proof's hashes in base64 (RFC 6962, section 2.1.2)
   */
  public record ConsistencyProof(
      long from, long to, String fromRoot, String toRoot, List<String> path) {}

  /** Proves that an entry is in the log; empty when there is no such entry. */
  public Optional<InclusionProof> prove(long seq) {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          AuditDao.Head head = dao.head();
          if (seq < 0 || seq >= head.size()) {
            return Optional.empty();
          }
          List<byte[]> path =
              MerkleTree.inclusionProof(seq, head.size(), new AuditTree(dao, head.size()));
          return Optional.of(
              new InclusionProof(
                  seq, dao.entries(seq, 1).get(0).leaf(), base64(path), sign.apply(dao, head)));
        });
  }

  /**
   * Proves for events that they are in the log, all against one checkpoint of it as it is now.
   * Reads the whole log: for exports.
   *
   * @param events ids of events
   * @return in log order; an event that the log does not know is left out
   */
  public EventProofs proveEvents(Set<String> events) {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          AuditDao.Head head = dao.head();
          AuditTree tree = new AuditTree(dao, head.size());
          List<EventProof> proofs = new ArrayList<>();
          long next = 0;
          while (next < head.size()) {
            List<AuditDao.Row> rows = dao.entries(next, AT_ONCE);
            for (AuditDao.Row row : rows) {
              if (row.seq() < head.size() && row.kind().equals(AuditEntry.Kind.EVENT.word())) {
                String id = Json.stored(row.leaf()).path("data").path("event_id").asText();
                if (events.contains(id)) {
                  proofs.add(
                      new EventProof(
                          id,
                          row.seq(),
                          row.leaf(),
                          base64(MerkleTree.inclusionProof(row.seq(), head.size(), tree))));
                }
              }
            }
            next = rows.isEmpty() ? head.size() : rows.get(rows.size() - 1).seq() + 1;
          }
          return new EventProofs(sign.apply(dao, head), key.get(), proofs);
        });
  }

  /**
   * Proves that the log of one size is the beginning of that of another.
   *
   * @param to the larger size; -1 for the log as it is now
   * @throws Problem {@code M_INVALID_PARAM} when the log was never that large
   */
  public ConsistencyProof proveConsistency(long from, long to) {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          long size = dao.head().size();
          long until = to == -1 ? size : to;
          if (from < 0 || from > until || until > size) {
            throw Problem.invalidParam(
                "Both sizes lie between 0 and " + size + ", the smaller one first.");
          }
          AuditTree tree = new AuditTree(dao, size);
          return new ConsistencyProof(
              from,
              until,
              base64(MerkleTree.root(from, tree)),
              base64(MerkleTree.root(until, tree)),
              base64(MerkleTree.consistencyProof(from, until, tree)));
        });
  }

  private static List<String> base64(List<byte[]> hashes) {
    return hashes.stream().map(AuditProofs::base64).toList();
  }

  private static String base64(byte[] hash) {
    return Base64.getEncoder().encodeToString(hash);
  }
}
