package org.caseroom.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.CanonicalJson;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that nobody can quietly change: a Merkle tree with a leaf for every event, sign-in,
 * access, export and change of rights. A leaf is the canonical JSON {@code
 * {"at":<ms>,"data":{...},"kind":"<word>"}}. All but those of events, whose ids nobody can guess,
 * also hold a random {@code "salt"}: their hashes, which others may read, then tell nothing to who
 * guesses at a sign-in or an access.
 *
 * <p>Writers are ordered by the lock on the one head row, which is held until their transaction
 * ends: append last in a transaction, after every other lock was taken.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final Duration CHECKPOINT_EVERY = Duration.ofHours(24);
  private static final long FLUSH_SECONDS = 2;
  private static final int REMEMBERED_EDGES = 4;
  private static final int WINDOW = 8;
  private static final int SALT_BYTES = 16;

  private final Database database;
  private final SigningKey key;
  private final InstantSource clock;
  private final AccessNotes accesses;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService background;

  // Edges as of lately, newest first: which of them is true is decided by the head row under its
  // lock, so one of a transaction that rolled back is never used.
  private volatile List<TreeEdge> edges = List.of();
  private volatile Instant lastCheckpoint;

  /**
   * An entry as it stands in the log.
   *
   * @param seq its place, from 0
   * @param kind the word of its kind
   * @param at when
   * @param data the facts: read only
   */
  public record Recorded(long seq, String kind, Instant at, ObjectNode data) {}

  private AuditLog(Database database, SigningKey key, InstantSource clock) {
    this.database = database;
    this.key = key;
    this.clock = clock;
    this.accesses = new AccessNotes(clock);
    this.lastCheckpoint =
        database.read(
            tx -> {
              long at = new AuditDao(tx).checkpointedAt().orElse(0L);
              return Instant.ofEpochMilli(at);
            });
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "audit-log");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the log of a database.
   *
   * @param keyFile the file of the key that signs checkpoints; made when it is missing
   * @throws Problem 500 {@code ORG.CASEROOM_KEY} when the file holds another server's key
   */
  public static AuditLog open(
      Database database, Path keyFile, ServerName server, InstantSource clock) {
    AuditLog log = new AuditLog(database, new SigningKey(keyFile, origin(server)), clock);
    log.background.scheduleWithFixedDelay(
        log::tend, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    return log;
  }

  /** The name of a server's log. */
  public static String origin(ServerName server) {
    return "caseroom." + server.value();
  }

  /** Proofs of what is in it. */
  public AuditProofs proofs() {
    return new AuditProofs(database, this::sign, () -> verifier().toString());
  }

  /** The log as a transparency log is served: tiles of hashes, and bundles of entries. */
  public LogTiles tiles() {
    return new LogTiles(database);
  }

  /** The key that new checkpoints are verified with. */
  public NoteKey.Public verifier() {
    return database.read(tx -> key.now(new AuditDao(tx))).verifier();
  }

  /**
   * Changes the key that signs checkpoints. The change is an entry of the log, signed by the old
   * key and the new one, so that who holds the old public key can go on from it; checkpoints that
   * the old key signed stay good, and the old private key is gone.
   *
   * @param who who changes it
   * @param why why
   * @return the new key to verify with
   */
  public synchronized NoteKey.Public rotateKey(String who, String why) {
    NoteKey next = key.prepare();
    long since =
        database.write(
            tx -> {
              AuditDao dao = new AuditDao(tx);
              long seq = dao.lockHead().size();
              append(
                  tx,
                  List.of(
                      new AuditEntry(
                          AuditEntry.Kind.KEY, KeyChange.sign(key.now(dao), next, who, why))));
              dao.insertKeyPlace(seq);
              return seq;
            });
    key.follow(next, since);
    storeCheckpoint();
    return next.verifier();
  }

  /** Appends entries inside a transaction that is open already: they stand or fall with it. */
  public void append(Tx tx, List<AuditEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    AuditDao dao = new AuditDao(tx);
    AuditDao.Head head = dao.lockHead();
    TreeEdge before = edge(dao, head);
    long at = clock.millis();
    List<AuditDao.Row> rows = new ArrayList<>(entries.size());
    List<byte[]> hashes = new ArrayList<>(entries.size());
    for (AuditEntry entry : entries) {
      String leaf = leaf(entry, at);
      byte[] hash = MerkleTree.leafHash(leaf.getBytes(StandardCharsets.UTF_8));
      hashes.add(hash);
      rows.add(new AuditDao.Row(head.size() + rows.size(), entry.kind().word(), at, leaf, hash));
    }
    TreeEdge.Grown grown = before.add(hashes);
    dao.insert(rows);
    if (!grown.tiles().isEmpty()) {
      dao.insertTiles(grown.tiles());
    }
    dao.moveHead(grown.edge().size(), grown.edge().frontierText());
    remember(grown.edge());
  }

  private String leaf(AuditEntry entry, long at) {
    String leaf =
        "{\"at\":"
            + at
            + ",\"data\":"
            + CanonicalJson.encodeToString(entry.data())
            + ",\"kind\":\""
            + entry.kind().word()
            + (entry.kind() == AuditEntry.Kind.EVENT ? "\"}" : "\",\"salt\":\"" + salt() + "\"}");
    if (leaf.length() > LogTiles.LONGEST_LEAF / 3
        && leaf.getBytes(StandardCharsets.UTF_8).length > LogTiles.LONGEST_LEAF) {
      throw Problem.tooLarge("What the audit log should remember of this is too long: shorten it.");
    }
    return leaf;
  }

  private String salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
  }

  private TreeEdge edge(AuditDao dao, AuditDao.Head head) {
    for (TreeEdge edge : edges) {
      if (edge.size() == head.size() && edge.frontierText().equals(head.frontier())) {
        return edge;
      }
    }
    return AuditTree.edge(dao, head);
  }

  private synchronized void remember(TreeEdge newest) {
    List<TreeEdge> list = new ArrayList<>(REMEMBERED_EDGES);
    list.add(newest);
    edges.stream().limit(REMEMBERED_EDGES - 1).forEach(list::add);
    edges = List.copyOf(list);
  }

  /** Appends one entry and returns when it is durable. */
  public void record(AuditEntry entry) {
    database.writing(tx -> append(tx, List.of(entry)));
  }

  /**
   * Notes an access. Repeated ones by the same person to the same thing within the hour are one
   * entry; it is written in the background, within seconds, and before a clean stop.
   *
   * @param who the reader's user id
   * @param what the room, file or case
   * @param how the door it was read through, such as {@code page} or {@code matrix}
   * @throws Problem 503 {@code ORG.CASEROOM_AUDIT} when so many accesses wait to be written that
   *     this one could not be kept: what cannot be recorded is not shown
   */
  public void access(String who, String what, String how) {
    accesses.note(who, what, how, null);
  }

  /**
   * Notes an access to something that lies in a room, such as a file, under the same conditions.
   *
   * @param room the room that it was opened from
   */
  public void access(String who, String what, String how, String room) {
    accesses.note(who, what, how, room);
  }

  /** Writes the noted accesses now. */
  public void flush() {
    List<AuditEntry> noted = accesses.take();
    if (noted.isEmpty()) {
      return;
    }
    try {
      database.writing(tx -> append(tx, noted));
    } catch (RuntimeException e) {
      accesses.putBack(noted);
      throw e;
    }
  }

  /** The signed checkpoint of the log as it is now. */
  public String checkpoint() {
    return database.read(
        tx -> {
          AuditDao dao = new AuditDao(tx);
          return sign(dao, dao.head());
        });
  }

  /** Signs the log as it is now and keeps the checkpoint. */
  public String storeCheckpoint() {
    Instant now = clock.instant();
    String note =
        database.write(
            tx -> {
              AuditDao dao = new AuditDao(tx);
              AuditDao.Head head = dao.lockHead();
              String signed = sign(dao, head);
              dao.insertCheckpoint(new AuditDao.CheckpointRow(head.size(), signed));
              return signed;
            });
    lastCheckpoint = now;
    return note;
  }

  private String sign(AuditDao dao, AuditDao.Head head) {
    NoteKey signer = key.now(dao);
    return Checkpoint.of(
            signer.verifier().name(),
            new TreeEdge(head.size(), TreeEdge.frontier(head.frontier(), head.size()), List.of()))
        .sign(signer);
  }

  /** Entries from a place on, oldest first. */
  public List<Recorded> read(long from, int limit) {
    return database.read(
        tx -> new AuditDao(tx).entries(from, limit).stream().map(AuditLog::recorded).toList());
  }

  private static Recorded recorded(AuditDao.Row row) {
    return new Recorded(
        row.seq(),
        row.kind(),
        Instant.ofEpochMilli(row.atMs()),
        (ObjectNode) Json.stored(row.leaf()).get("data"));
  }

  /**
   * The place of the newest entry that was written at a time or before it: what the log held then.
   * Looks back from the end, so what is recent is found soon.
   *
   * @return empty when the log had not begun
   */
  public Optional<Long> placeAt(Instant time) {
    return database.read(tx -> new AuditDao(tx).newestAt(time.toEpochMilli()));
  }

  /**
   * The place of an event's entry: found by halving, since entries of events stand in the order of
   * their positions.
   *
   * @param position the event's position in its own log
   * @return empty when it is not there yet
   */
  public Optional<Long> placeOf(String eventId, long position) {
    long low = 0;
    long high = size();
    while (low < high) {
      long middle = low + (high - low) / 2;
      long next = middle;
      Recorded found = null;
      while (found == null && next < high) {
        List<Recorded> window = read(next, (int) Math.min(WINDOW, high - next));
        found =
            window.stream()
                .filter(entry -> entry.kind().equals(AuditEntry.Kind.EVENT.word()))
                .findFirst()
                .orElse(null);
        next += window.size();
      }
      if (found == null || found.data().path("position").asLong() > position) {
        high = middle;
      } else if (found.data().path("event_id").asText().equals(eventId)) {
        return Optional.of(found.seq());
      } else {
        low = found.seq() + 1;
      }
    }
    return Optional.empty();
  }

  /**
   * Entries of a kind up to a place, newest first.
   *
   * @param upTo inclusive
   */
  public List<Recorded> ofKind(AuditEntry.Kind kind, long upTo, int limit) {
    return database.read(
        tx ->
            new AuditDao(tx)
                .ofKind(kind.word(), upTo, limit).stream().map(AuditLog::recorded).toList());
  }

  /** The number of entries. */
  public long size() {
    return database.read(tx -> new AuditDao(tx).head().size());
  }

  /** Does what is due in the background. */
  void tend() {
    try {
      flush();
      if (Duration.between(lastCheckpoint, clock.instant()).compareTo(CHECKPOINT_EVERY) >= 0) {
        storeCheckpoint();
      }
    } catch (RuntimeException e) {
      LOG.error("The audit log could not be written; it is tried again shortly", e);
    }
  }

  /** Writes what is noted, keeps a last checkpoint, and stops. */
  @Override
  public void close() {
    background.shutdown();
    try {
      if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("The audit log's background work did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      flush();
      storeCheckpoint();
    } catch (RuntimeException e) {
      LOG.error("The audit log's last entries and checkpoint could not be written", e);
    }
  }
}
