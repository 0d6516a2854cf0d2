package org.caseroom.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.caseroom.base.Problem;

/** The folder that the service keeps everything in, open to one process at a time. */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;

  /**
   * Opens a folder, making it when it is missing.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DATA} when it cannot be written, or is in use
   */
  DataFolder(Path folder) {
    this.folder = folder;
    make(folder);
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, new AccessDeniedException(folder.toString()));
    }
    lock = lock(folder.resolve("lock"));
    clear(uploads());
  }

  /** What a service that was killed had half taken in lies there as it came, not encrypted. */
  private static void clear(Path uploads) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads)) {
      for (Path file : left) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw unwritable(uploads, e);
    }
  }

  private static FileChannel lock(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process: said below.
      }
      channel.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_DATA",
        "The data folder "
            + file.toAbsolutePath().normalize().getParent()
            + " is in use by another Caseroom: stop that one, or choose another folder with"
            + " --data.");
  }

  /** The file of an H2 database in a data folder. */
  static Path databaseFile(Path folder) {
    return folder.resolve("caseroom.mv.db");
  }

  /** The service's keys. */
  Keys keys() {
    return new Keys(folder.resolve("keys"));
  }

  /** Where media are kept. */
  Path media() {
    return make(folder.resolve("media"));
  }

  /** Where the search index is kept: it follows from the log. */
  Path search() {
    return make(folder.resolve("search"));
  }

  /** Where files are kept on their way in: on the same disk as media. */
  Path uploads() {
    return make(folder.resolve("uploads"));
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

  /** Lets another process have it. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make(Path path) {
    try {
      return Files.createDirectories(path, Keys.ownerOnly(path, "rwx------"));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
