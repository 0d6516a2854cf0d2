package org.caseroom.rooms.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/** Makes small pictures of large ones, and keeps them for a while. */
public final class Thumbnails {
  private static final int MOST_SIDE = 1600;
  private static final int KEPT_BYTES = 16 * 1024 * 1024;

  /** Decoding takes tens of megabytes: two at a time are enough. */
  private static final int DECODERS = 2;

  private final MediaStore store;
  private final ThreadPoolExecutor decoders;

  /** What is being made, so that a picture that a whole room looks at is decoded once. */
  private final Map<Key, CompletableFuture<Thumbnail>> making = new ConcurrentHashMap<>();

  private final Map<Key, Thumbnail> kept = new LinkedHashMap<>(64, 0.75f, true);
  private int keptBytes;

  private record Key(String storedAs, Size size) {}

  /**
   * What is asked for.
   *
   * @param width the least width, pixels
   * @param height the least height, pixels
   * @param crop cut to these proportions, instead of keeping the picture's own
   * @param animated whether it may move
   */
  public record Size(int width, int height, boolean crop, boolean animated) {}

  /**
   * A small picture.
   *
   * @param contentType {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code
   *     image/webp}
   * @param bytes its content; null where the file itself is to be sent
   */
  public record Thumbnail(String contentType, byte @Nullable [] bytes) {}

  /** Makes thumbnails of what is in a store. */
  public Thumbnails(MediaStore store) {
    this.store = store;
    this.decoders =
        new ThreadPoolExecutor(
            DECODERS,
            DECODERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "thumbnails");
              thread.setDaemon(true);
              return thread;
            });
    this.decoders.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes a thumbnail: no smaller than asked for and never larger than the picture, which is sent
   * itself where it is not larger than what is asked for.
   *
   * @return the thumbnail; fails with 400 {@code M_UNKNOWN} for what is no picture that can be
   *     read, 413 for one that is too large
   */
  public CompletableFuture<Thumbnail> of(Media media, Size size) {
    Key key = new Key(media.storedAs(), size);
    synchronized (kept) {
      Thumbnail known = kept.get(key);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
    }
    CompletableFuture<Thumbnail> made = new CompletableFuture<>();
    CompletableFuture<Thumbnail> other = making.putIfAbsent(key, made);
    if (other != null) {
      return other.copy();
    }
    decoders.execute(() -> make(media, key, made));
    return made.copy();
  }

  private void make(Media media, Key key, CompletableFuture<Thumbnail> made) {
    try {
      Thumbnail thumbnail = make(media, key.size());
      keep(key, thumbnail);
      made.complete(thumbnail);
    } catch (Problem problem) {
      made.completeExceptionally(problem);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The JDK's readers throw all sorts of exceptions at broken pictures.
      made.completeExceptionally(noPicture());
    } finally {
      making.remove(key, made);
    }
  }

  private void keep(Key key, Thumbnail thumbnail) {
    synchronized (kept) {
      if (kept.put(key, thumbnail) == null) {
        keptBytes += weight(thumbnail);
      }
      Iterator<Thumbnail> oldest = kept.values().iterator();
      while (keptBytes > KEPT_BYTES && oldest.hasNext()) {
        keptBytes -= weight(oldest.next());
        oldest.remove();
      }
    }
  }

  private static int weight(Thumbnail thumbnail) {
    byte[] bytes = thumbnail.bytes();
    return 200 + (bytes == null ? 0 : bytes.length);
  }

  private Thumbnail make(Media media, Size size) throws IOException {
    try (Picture picture = Picture.open(store.open(media))) {
      boolean passed =
          picture.isAnimated() ? size.animated() : isSmall(picture, size) || isLarge(size);
      return passed
          ? new Thumbnail(picture.contentType(), null)
          : PictureScaler.thumbnail(picture.decode(), size);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether the picture is not larger than what is asked for either way. */
  private static boolean isSmall(Picture picture, Size size) throws IOException {
    return picture.width() <= size.width() && picture.height() <= size.height();
  }

  /** Whether more is asked for than a thumbnail ever has: no less than that is the whole. */
  private static boolean isLarge(Size size) {
    return size.width() > MOST_SIDE || size.height() > MOST_SIDE;
  }

  static Problem noPicture() {
    return Problem.of(
        400, "M_UNKNOWN", "There is no thumbnail of this file: download the file itself.");
  }
}
