package org.caseroom.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/**
 * Whether the tables that follow from the log still do: replays the log beside them, compares row
 * by row, and takes everything back. Of each row of all tables a hash is remembered, which takes
 * some 80 bytes of memory.
 */
public final class ReplayCheck {
  private static final int MOST_NAMED = 1_000;

  private final Database database;
  private final Rebuild rebuild;

  /** Prepares a check of the rooms' own tables and of these projections'. */
  public ReplayCheck(Database database, List<Projection> projections) {
    this.database = database;
    this.rebuild = new Rebuild(database, projections);
  }

  /**
   * What came of it.
   *
   * @param tables how many tables were compared
   * @param rows how many rows they have
   * @param first the first row that differs; empty when all is well
   */
  public record Report(int tables, long rows, Optional<Difference> first) {}

  /**
   * A row that differs.
   *
   * @param table its table
   * @param row what it is found by
   * @param what what is wrong with it, as the second half of a sentence that begins with the row
   */
  public record Difference(String table, String row, String what) {}

  /** Takes everything back, and carries the answer out. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Compared compared;

    Undo(Compared compared) {
      super(null, null, false, false);
      this.compared = compared;
    }
  }

  /**
   * What is left of the tables when the rows of the replay are taken away.
   *
   * @param left by table, the rows that the replay has not
   * @param missing by table, the names of rows that only the replay has
   */
  private record Compared(
      Map<String, Map<ReplayDao.Digest, Integer>> left,
      Map<String, Set<String>> missing,
      long rows) {}

  /** Runs it. */
  public Report run() {
    try {
      return database.read(
          tx -> {
            throw new Undo(compare(tx));
          });
    } catch (Undo undo) {
      return report(undo.compared);
    }
  }

  private Compared compare(Tx tx) {
    ReplayDao dao = new ReplayDao(tx);
    dao.freeze();
    List<String> tables = rebuild.tables();
    Map<String, Map<ReplayDao.Digest, Integer>> left = new LinkedHashMap<>();
    Map<String, Set<String>> missing = new HashMap<>();
    long[] rows = new long[1];
    for (String table : tables) {
      Map<ReplayDao.Digest, Integer> digests = new HashMap<>();
      dao.each(
          table,
          (digest, name) -> {
            digests.merge(digest, 1, Integer::sum);
            rows[0]++;
          });
      left.put(table, digests);
    }
    dao.empty(tables);
    rebuild.replay(tx);
    left.forEach((table, digests) -> missing.put(table, takeAway(dao, table, digests)));
    return new Compared(left, missing, rows[0]);
  }

  private static Set<String> takeAway(
      ReplayDao dao, String table, Map<ReplayDao.Digest, Integer> digests) {
    Set<String> missing = new HashSet<>();
    dao.each(
        table,
        (digest, name) -> {
          Integer times = digests.remove(digest);
          if (times == null && missing.size() < MOST_NAMED) {
            missing.add(name);
          } else if (times != null && times > 1) {
            digests.put(digest, times - 1);
          }
        });
    return missing;
  }

  private Report report(Compared compared) {
    Difference first = null;
    for (Map.Entry<String, Map<ReplayDao.Digest, Integer>> each : compared.left().entrySet()) {
      Set<String> missing = compared.missing().getOrDefault(each.getKey(), Set.of());
      if (first == null && !each.getValue().isEmpty()) {
        first = named(each.getKey(), each.getValue().keySet(), missing);
      } else if (first == null && !missing.isEmpty()) {
        first = new Difference(each.getKey(), new TreeSet<>(missing).first(), "is missing");
      }
    }
    return new Report(compared.left().size(), compared.rows(), Optional.ofNullable(first));
  }

  /** The first stored row of these, by its name. */
  private Difference named(String table, Set<ReplayDao.Digest> wrong, Set<String> missing) {
    String[] found = new String[1];
    database.read(
        tx -> {
          new ReplayDao(tx)
              .each(
                  table,
                  (digest, name) -> {
                    if (found[0] == null && wrong.contains(digest)) {
                      found[0] = name;
                    }
                  });
          return Boolean.TRUE;
        });
    String name = found[0] == null ? "?" : found[0];
    return new Difference(
        table,
        name,
        missing.contains(name)
            ? "does not say what follows from the log"
            : "follows from nothing in the log");
  }
}
