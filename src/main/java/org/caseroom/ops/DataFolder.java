package org.caseroom.ops;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caseroom.base.Problem;

/** The folder that the service keeps everything in. */
final class DataFolder {
  private final Path folder;

  /**
   * Opens a folder, making it when it is missing.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DATA} when it cannot be written
   */
  DataFolder(Path folder) {
    this.folder = folder;
    make(folder);
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, new AccessDeniedException(folder.toString()));
    }
  }

  /** The service's keys. */
  Keys keys() {
    return new Keys(folder.resolve("keys"));
  }

  /** Where media are kept. */
  Path media() {
    return make(folder.resolve("media"));
  }

  /** Where files are kept on their way in: on the same disk as media. */
  Path uploads() {
    return make(folder.resolve("uploads"));
  }

  /** Whether a database was made here before. */
  static boolean holdsDatabase(Path folder) {
    return Files.exists(folder.resolve("caseroom.mv.db"));
  }

  static Problem unwritable(Path path, IOException e) {
    String why = e instanceof AccessDeniedException ? "access is denied" : e.getMessage();
    return Problem.of(
        500,
        "ORG.CASEROOM_DATA",
        "The data folder cannot be written ("
            + path.toAbsolutePath().normalize()
            + ": "
            + why
            + "): make it writable, or choose another with --data.");
  }

  private static Path make(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
