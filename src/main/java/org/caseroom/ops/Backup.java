package org.caseroom.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.caseroom.base.Problem;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;

/**
 * A backup: the data folder in one zip, without what makes itself anew (the search index) and what
 * is on its way. Of a running service too: the database is a copy of its file that was opened to
 * see that it is whole, and files of media never change once they are there.
 */
final class Backup implements AutoCloseable {
  private static final Set<String> LEFT_OUT = Set.of("search", "uploads", "lock");
  private static final int TRIES = 3;

  private final Path folder;
  private final boolean isOurs;

  private Backup(Path folder, boolean isOurs) {
    this.folder = folder;
    this.isOurs = isOurs;
  }

  /**
   * Writes one.
   *
   * @param to the file, which must not be there yet; only its owner may read it
   * @return how many files are in it
   * @throws Problem 500 when there is no database to copy, or it is none of ours
   */
  static int write(Settings settings, Path to) {
    if (settings.database().url() != null) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "The database is not in the data folder: back it up by its own means, such as pg_dump,"
              + " and the data folder (keys, media) with it.");
    }
    Path data = settings.data();
    Path database = DataFolder.databaseFile(data);
    if (!Files.exists(database)) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_DATA",
          "There is no Caseroom database in " + data + ": name its folder with --data.");
    }
    try {
      Path part =
          Files.createFile(
              to.resolveSibling(to.getFileName() + ".part"), Keys.ownerOnly(to, "rw-------"));
      Path copies = Files.createTempDirectory(data.toAbsolutePath(), "backup-");
      try {
        int files;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
          // The database first: media that it names are all there by then.
          add(zip, database.getFileName().toString(), copy(settings, database, copies));
          files = 1 + addFolder(zip, data, copies);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        return files;
      } finally {
        Files.deleteIfExists(part);
        remove(copies);
      }
    } catch (IOException e) {
      throw DataFolder.unwritable(to, e);
    }
  }

  /** A copy of the database file that opens. */
  private static Path copy(Settings settings, Path database, Path folder) throws IOException {
    Path copy = DataFolder.databaseFile(folder);
    DatabaseSettings original =
        settings.databaseSettings(new Keys(settings.data().resolve("keys")));
    RuntimeException unreadable = Problem.notFound("The database file could not be copied.");
    for (int i = 0; i < TRIES; i++) {
      Files.copy(database, copy, StandardCopyOption.REPLACE_EXISTING);
      Path trial = Files.createDirectory(folder.resolve("trial-" + i));
      Files.copy(copy, DataFolder.databaseFile(trial));
      try (Database opened =
          Database.open(DatabaseSettings.h2File(trial.resolve("caseroom"), original.fileKey()))) {
        opened.read(tx -> Boolean.TRUE);
        return copy;
      } catch (Problem problem) {
        unreadable = problem;
      }
    }
    throw unreadable;
  }

  private static int addFolder(ZipOutputStream zip, Path data, Path copies) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(data)) {
      all.filter(Files::isRegularFile).filter(file -> belongs(data, file)).forEach(files::add);
    }
    int added = 0;
    for (Path file : files) {
      // What is being deleted just now is not missed.
      if (!file.startsWith(copies) && Files.exists(file)) {
        add(zip, data.relativize(file).toString().replace('\\', '/'), file);
        added++;
      }
    }
    return added;
  }

  private static boolean belongs(Path data, Path file) {
    String first = data.relativize(file).getName(0).toString();
    return !LEFT_OUT.contains(first)
        && !first.startsWith("caseroom.")
        && !first.startsWith("verify-")
        && !first.startsWith("backup-");
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Files.copy(file, zip);
    zip.closeEntry();
  }

  /**
   * Opens a backup to look into: a zip is unpacked beside itself, a folder is taken as it is.
   *
   * @throws Problem 404 when it is not there or none
   */
  static Backup open(Path backup) {
    if (Files.isDirectory(backup)) {
      return new Backup(backup, false);
    }
    if (!Files.isRegularFile(backup)) {
      throw Problem.notFound("There is no backup " + backup + ".");
    }
    try {
      Path folder = Files.createTempDirectory(backup.toAbsolutePath().getParent(), "verify-");
      Backup opened = new Backup(folder, true);
      try (ZipFile zip = new ZipFile(backup.toFile())) {
        unpack(zip, folder);
        return opened;
      } catch (ZipException e) {
        opened.close();
        throw Problem.notFound(
            "The backup " + backup + " cannot be read: it is no zip file, or it was cut off.");
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException e) {
      throw DataFolder.unwritable(backup, e);
    }
  }

  /** The database and the keys: files of media are not looked into. */
  private static void unpack(ZipFile zip, Path folder) throws IOException {
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      Path file = folder.resolve(entry.getName()).normalize();
      boolean isWanted = entry.getName().startsWith("keys/") || !entry.getName().contains("/");
      if (!file.startsWith(folder) || entry.isDirectory() || !isWanted) {
        continue;
      }
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent, Keys.ownerOnly(parent, "rwx------"));
      }
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(file)) {
        in.transferTo(out);
      }
    }
  }

  /** The data folder in it. */
  Path folder() {
    return folder;
  }

  /** Takes a folder away with all that is in it. */
  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (isOurs) {
      remove(folder);
    }
  }
}
