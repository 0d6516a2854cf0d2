package org.caseroom.ops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;

/** The service's keys: made on the first start, readable by their owner only. */
final class Keys {
  private static final int KEY_BYTES = 32;

  private final Path folder;

  /**
   * Opens the folder of keys, making it when it is missing.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_DATA} when it cannot be written
   */
  Keys(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    } catch (IOException e) {
      throw DataFolder.unwritable(folder, e);
    }
  }

  /** The file of the key that signs events. */
  Path signing() {
    return folder.resolve("signing.key");
  }

  /** The file of the key that signs the audit log's checkpoints. */
  Path checkpoints() {
    return folder.resolve("checkpoint.key");
  }

  /** The key that the H2 database file is encrypted with. */
  Secret database() {
    return secret(folder.resolve("database.key"));
  }

  /** The key that media are encrypted with. */
  Secret media() {
    return secret(folder.resolve("media.key"));
  }

  /** The key that the search index is encrypted with. */
  Secret search() {
    return secret(folder.resolve("search.key"));
  }

  private static Secret secret(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        write(file, HexFormat.of().formatHex(key));
      }
      return Secret.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw DataFolder.unwritable(file, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file, "rw-------"))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      // What was encrypted with a key that a power cut took is lost.
      channel.force(true);
    }
  }

  /** What makes a new file or folder its owner's alone, where the file system can. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
