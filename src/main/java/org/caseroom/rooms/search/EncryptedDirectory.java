package org.caseroom.rooms.search;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NIOFSDirectory;
import org.caseroom.base.Secret;

/** A folder of an index's files, all of them encrypted as {@link FileCipher} says. */
final class EncryptedDirectory extends FilterDirectory {
  private final Path folder;
  private final byte[] key;
  private final SecureRandom random = new SecureRandom();
  private final EncryptedFile.Blocks blocks = new EncryptedFile.Blocks();

  EncryptedDirectory(Path folder, Secret key) throws IOException {
    super(new NIOFSDirectory(folder));
    this.folder = folder;
    this.key = FileCipher.folderKey(key);
  }

  @Override
  public long fileLength(String name) throws IOException {
    return FileCipher.plainLength(name, super.fileLength(name));
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return encrypted(super.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return encrypted(super.createTempOutput(prefix, suffix, context));
  }

  private IndexOutput encrypted(IndexOutput file) throws IOException {
    byte[] salt = new byte[FileCipher.SALT];
    random.nextBytes(salt);
    return new EncryptedOutput(file, salt, new FileCipher(key, salt));
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    ensureOpen();
    FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.READ);
    try {
      return new EncryptedInput(new EncryptedFile(name, channel, key, blocks));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
