package org.caseroom.storage;

import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how to reach it.
 *
 * @param url a JDBC URL, {@code jdbc:h2:...} or {@code jdbc:postgresql:...}
 * @param user the database user
 * @param password its password
 * @param fileKey for an H2 file: the key that the file is encrypted with (AES); null for none
 * @param poolSize the most connections held at once
 */
public record DatabaseSettings(
    String url, String user, Secret password, @Nullable Secret fileKey, int poolSize) {

  /** An H2 database in memory, private to the caller: for tests and benchmarks of pure logic. */
  public static DatabaseSettings inMemory(String name) {
    return new DatabaseSettings(
        "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", Secret.of("sa"), null, 10);
  }

  /** An H2 file database, encrypted when a key is given. */
  public static DatabaseSettings h2File(java.nio.file.Path file, @Nullable Secret fileKey) {
    return new DatabaseSettings(
        "jdbc:h2:file:" + file.toAbsolutePath(), "sa", Secret.of("sa"), fileKey, 10);
  }
}
