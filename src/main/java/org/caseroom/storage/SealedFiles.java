package org.caseroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.caseroom.base.Secret;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * A file system for H2 that encrypts what is in its files. Each database has one of its own, under
 * a name of its own, so that the key appears in no address.
 */
final class SealedFiles extends FilePath implements AutoCloseable {
  private final String scheme;
  private final byte[] secret;
  private final FilePath base;

  private SealedFiles(String scheme, byte[] secret, FilePath base) {
    this.scheme = scheme;
    this.secret = secret;
    this.base = base;
    this.name = scheme + ":" + base.name;
  }

  /** Makes a file system known to H2, until it is closed. */
  static SealedFiles open(Secret key) {
    String scheme = "sealed" + UUID.randomUUID().toString().replace("-", "");
    // As H2 takes the password of an encrypted file.
    SealedFiles files =
        new SealedFiles(
            scheme, key.reveal().getBytes(StandardCharsets.UTF_16BE), FilePath.get("/"));
    FilePath.register(files);
    return files;
  }

  private SealedFiles sealed(FilePath path) {
    return new SealedFiles(scheme, secret, path);
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public FilePath getPath(String path) {
    return sealed(FilePath.get(path.substring(scheme.length() + 1)));
  }

  @Override
  public FilePath unwrap() {
    return base;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new SealedFile(name, base.open(mode), secret);
  }

  @Override
  public OutputStream newOutputStream(boolean append) throws IOException {
    return newFileChannelOutputStream(open("rw"), append);
  }

  @Override
  public InputStream newInputStream() throws IOException {
    return Channels.newInputStream(open("r"));
  }

  @Override
  public long size() {
    return SealedFile.contentSize(base.size());
  }

  @Override
  public FilePath createTempFile(String suffix, boolean inTempDir) throws IOException {
    return sealed(base.createTempFile(suffix, inTempDir));
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    base.moveTo(target.unwrap(), atomicReplace);
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return base.newDirectoryStream().stream().<FilePath>map(this::sealed).toList();
  }

  @Override
  public FilePath toRealPath() {
    return sealed(base.toRealPath());
  }

  @Override
  public @Nullable FilePath getParent() {
    FilePath parent = base.getParent();
    return parent == null ? null : sealed(parent);
  }

  @Override
  public boolean createFile() {
    return base.createFile();
  }

  @Override
  public boolean exists() {
    return base.exists();
  }

  @Override
  public void delete() {
    base.delete();
  }

  @Override
  public boolean isDirectory() {
    return base.isDirectory();
  }

  @Override
  public boolean isRegularFile() {
    return base.isRegularFile();
  }

  @Override
  public boolean isAbsolute() {
    return base.isAbsolute();
  }

  @Override
  public long lastModified() {
    return base.lastModified();
  }

  @Override
  public boolean canWrite() {
    return base.canWrite();
  }

  @Override
  public void createDirectory() {
    base.createDirectory();
  }

  @Override
  public boolean setReadOnly() {
    return base.setReadOnly();
  }

  /** Forgets it. */
  @Override
  public void close() {
    FilePath.unregister(this);
  }
}
