package org.caseroom.rooms.media;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps files, encrypted, and gives them out again. */
public final class MediaStore {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);

  /** How long an address that was asked for beforehand waits for its upload. */
  public static final Duration UPLOAD_WITHIN = Duration.ofHours(24);

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 32;
  private static final int MOST_WAITING = 100;
  private static final int MOST_NAME = 200;
  private static final Pattern CONTENT_TYPE =
      Pattern.compile("[\\w.+!#$&^-]{1,100}/[\\w.+!#$&^-]{1,100}(;[ -~]{0,100})?");

  private final Database database;
  private final Path folder;
  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Arrivals arrivals = new Arrivals();

  /**
   * Opens the store.
   *
   * @param folder an existing folder for the files
   * @param key what the files are encrypted with: who loses it loses them
   */
  public MediaStore(Database database, Path folder, Secret key, InstantSource clock) {
    this.database = database;
    this.folder = folder;
    this.vault = new Vault(key);
    this.clock = clock;
  }

  /**
   * Takes in a file.
   *
   * @param file the content: left where it is
   * @param contentType what the uploader said it is
   * @param fileName what the uploader called it
   */
  public Media store(
      Path file, UserId owner, @Nullable String contentType, @Nullable String fileName) {
    Media media = keep(newId(), file, owner, contentType, fileName);
    database.writing(tx -> new MediaDao(tx).insert(media, clock.millis()));
    return media;
  }

  /** What is at an address, where there is a file. */
  public Optional<Media> kept(String id) {
    return database
        .read(tx -> new MediaDao(tx).find(id))
        .flatMap(row -> Optional.ofNullable(row.media()));
  }

  /**
   * Takes in a file under the address that it had on another service; nothing happens where the
   * address has its file already.
   */
  public void restore(
      String id, Path file, UserId owner, @Nullable String contentType, @Nullable String fileName) {
    if (database.read(tx -> new MediaDao(tx).find(id)).isEmpty()) {
      Media media = keep(id, file, owner, contentType, fileName);
      database.writing(tx -> new MediaDao(tx).insert(media, clock.millis()));
    }
  }

  /**
   * Gives out an address for a file that will be uploaded within {@link #UPLOAD_WITHIN}.
   *
   * @return the media id
   * @throws Problem 429 when too many addresses wait already
   */
  public String reserve(UserId owner) {
    String id = newId();
    long now = clock.millis();
    database.writing(
        tx -> {
          MediaDao dao = new MediaDao(tx);
          if (dao.waiting(owner, now - UPLOAD_WITHIN.toMillis()) >= MOST_WAITING) {
            throw Problem.limitExceeded(
                "Too many addresses wait for their upload: upload those first.", 60_000);
          }
          dao.deleteUnused(owner, now - UPLOAD_WITHIN.toMillis());
          dao.reserve(id, owner, now);
        });
    return id;
  }

  /**
   * Takes in the file that an address waits for.
   *
   * @throws Problem 404 for an unknown address or one that waited too long, 403 for another's, 409
   *     {@code M_CANNOT_OVERWRITE_MEDIA} for one that has its file
   */
  public Media fill(
      String id, Path file, UserId owner, @Nullable String contentType, @Nullable String fileName) {
    MediaDao.Row row =
        database.read(tx -> new MediaDao(tx).find(id)).orElseThrow(MediaStore::unknown);
    if (!row.owner().equals(owner)) {
      throw Problem.forbidden("Somebody else asked for this address: upload under your own.");
    }
    if (row.media() != null) {
      throw taken();
    }
    if (isTooOld(row)) {
      throw unknown();
    }
    Media media = keep(id, file, owner, contentType, fileName);
    if (!database.write(tx -> new MediaDao(tx).fill(media))) {
      throw taken();
    }
    arrivals.tell(media);
    return media;
  }

  private static Problem unknown() {
    return Problem.notFound("There is no file at this address.");
  }

  private static Problem taken() {
    return Problem.of(
        409, "M_CANNOT_OVERWRITE_MEDIA", "This address has its file already: ask for a new one.");
  }

  private boolean isTooOld(MediaDao.Row row) {
    return clock.millis() - row.createdMs() > UPLOAD_WITHIN.toMillis();
  }

  /**
   * What is at an address.
   *
   * @throws Problem 404 for an unknown address, 504 {@code M_NOT_YET_UPLOADED} for one that waits
   */
  public Media require(String id) {
    return find(id).orElseThrow(MediaStore::notYet);
  }

  /**
   * What is at an address, as soon as it is there. What is uploaded through another node meanwhile
   * is found when it is asked for again.
   *
   * @param patience how long to wait for an upload that was announced
   * @return the media; fails as {@link #require} does once the time is up
   */
  public CompletableFuture<Media> require(String id, Duration patience) {
    Optional<Media> there = find(id);
    if (there.isPresent() || patience.isZero()) {
      return there
          .map(CompletableFuture::completedFuture)
          .orElseGet(() -> CompletableFuture.failedFuture(notYet()));
    }
    CompletableFuture<Media> arrival = arrivals.expect(id);
    // It may have come in between.
    find(id).ifPresent(arrival::complete);
    return arrival
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (media, late) -> {
              arrivals.forget(id, arrival);
              if (media == null) {
                throw notYet();
              }
              return media;
            });
  }

  private Optional<Media> find(String id) {
    MediaDao.Row row =
        database.read(tx -> new MediaDao(tx).find(id)).orElseThrow(MediaStore::unknown);
    if (row.media() == null && isTooOld(row)) {
      throw unknown();
    }
    return Optional.ofNullable(row.media());
  }

  private static Problem notYet() {
    return Problem.of(504, "M_NOT_YET_UPLOADED", "This file is still on its way: try again soon.");
  }

  /** Opens the content; the caller closes it. */
  public InputStream open(Media media) {
    return open(media, 0, media.length());
  }

  /**
   * Opens a part of the content; the caller closes it.
   *
   * @param from where it begins, bytes from the start
   * @param length how many bytes; the part lies within the content
   */
  public InputStream open(Media media, long from, long length) {
    try {
      SeekableByteChannel file = Files.newByteChannel(path(media.storedAs()));
      try {
        return vault.decrypt(file, media.length(), from, length);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String newId() {
    return random
        .ints(ID_LENGTH, 0, LETTERS.length())
        .mapToObj(LETTERS::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  private Media keep(
      String id, Path file, UserId owner, @Nullable String contentType, @Nullable String fileName) {
    try {
      return new Media(
          id, owner, typeOf(contentType), nameOf(fileName), Files.size(file), write(file));
    } catch (IOException e) {
      LOG.error("A file could not be kept: is the disk full?", e);
      throw Problem.of(
          503, "M_UNKNOWN", "The file cannot be kept at the moment: try again in a while.");
    }
  }

  private static String typeOf(@Nullable String said) {
    return said != null && CONTENT_TYPE.matcher(said).matches() ? said : "application/octet-stream";
  }

  private static @Nullable String nameOf(@Nullable String said) {
    if (said == null || said.isBlank()) {
      return null;
    }
    String clean = said.replaceAll("[\\p{Cntrl}\\p{Cs}]", "").strip();
    if (clean.length() > MOST_NAME) {
      // Not between the halves of a letter.
      boolean halved = Character.isHighSurrogate(clean.charAt(MOST_NAME - 1));
      clean = clean.substring(0, halved ? MOST_NAME - 1 : MOST_NAME);
    }
    return clean.isEmpty() ? null : clean;
  }

  private Path path(String storedAs) {
    return folder.resolve(storedAs.substring(0, 2)).resolve(storedAs);
  }

  /**
   * Encrypts a file beside its place and moves it there, so that a file under its name is always
   * whole. What is there already is written all the same and thrown away: an upload that went
   * quicker would tell its sender that somebody else has the same file.
   *
   * @return the name that it is kept under
   */
  private String write(Path file) throws IOException {
    Path draft = Files.createTempFile(folder, "draft-", "", ownerOnly());
    try {
      MessageDigest digest = DigestUtils.getSha256Digest();
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          vault.encrypt(in, out);
          out.flush();
        }
        channel.force(true);
      }
      String storedAs = HexFormat.of().formatHex(vault.name(digest.digest()));
      Path target = path(storedAs);
      if (!Files.exists(target)) {
        Files.createDirectories(folder.resolve(storedAs.substring(0, 2)));
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return storedAs;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    Set<String> views = folder.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
