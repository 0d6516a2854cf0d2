package org.caseroom.rooms.media;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.caseroom.base.Problem;

/** Makes small pictures of large ones. */
public final class Thumbnails {
  private static final int MOST_SIDE = 1600;
  private static final long MOST_PIXELS = 100_000_000;

  /** What is decoded at most, pixels: larger pictures are read in steps. */
  private static final long DECODED_PIXELS = 8_000_000;

  private static final int KEPT_BYTES = 16 * 1024 * 1024;

  private final MediaStore store;

  /** Decoding takes tens of megabytes: two at a time are enough. */
  private final Semaphore decoders = new Semaphore(2);

  private final Map<Key, Thumbnail> kept = new LinkedHashMap<>(64, 0.75f, true);
  private int keptBytes;

  private record Key(String storedAs, int width, int height, boolean crop) {}

  /**
   * A small picture.
   *
   * @param contentType {@code image/png} or {@code image/jpeg}
   */
  public record Thumbnail(String contentType, byte[] bytes) {}

  /** Makes thumbnails of what is in a store. */
  public Thumbnails(MediaStore store) {
    this.store = store;
  }

  /**
   * Makes a thumbnail, never larger than the picture.
   *
   * @param crop fill the size and cut what stands over, instead of fitting into it
   * @throws Problem 400 {@code M_UNKNOWN} for what is no picture that can be read, 413 for one that
   *     is too large
   */
  public Thumbnail of(Media media, int width, int height, boolean crop) {
    Key key =
        new Key(media.storedAs(), Math.min(width, MOST_SIDE), Math.min(height, MOST_SIDE), crop);
    synchronized (kept) {
      Thumbnail known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    Thumbnail made = make(media, key);
    synchronized (kept) {
      if (kept.put(key, made) == null) {
        keptBytes += made.bytes().length;
      }
      Iterator<Thumbnail> oldest = kept.values().iterator();
      while (keptBytes > KEPT_BYTES && oldest.hasNext()) {
        keptBytes -= oldest.next().bytes().length;
        oldest.remove();
      }
    }
    return made;
  }

  private Thumbnail make(Media media, Key key) {
    decoders.acquireUninterruptibly();
    try (InputStream in = store.open(media);
        ImageInputStream image = new MemoryCacheImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
      if (!readers.hasNext()) {
        throw noPicture();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(image, true, true);
        return encode(scale(decode(reader), key));
      } finally {
        reader.dispose();
      }
    } catch (Problem problem) {
      throw problem;
    } catch (IOException | RuntimeException e) {
      // The JDK's readers throw all sorts of exceptions at broken pictures.
      throw noPicture();
    } finally {
      decoders.release();
    }
  }

  private static Problem noPicture() {
    return Problem.of(
        400, "M_UNKNOWN", "There is no thumbnail of this file: download the file itself.");
  }

  private static BufferedImage decode(ImageReader reader) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw Problem.tooLarge("This picture is too large for a thumbnail: download it instead.");
    }
    ImageReadParam param = reader.getDefaultReadParam();
    int step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS));
    if (step > 1) {
      param.setSourceSubsampling(step, step, 0, 0);
    }
    return reader.read(0, param);
  }

  private static BufferedImage scale(BufferedImage image, Key key) {
    double across = (double) key.width() / image.getWidth();
    double down = (double) key.height() / image.getHeight();
    double factor = Math.min(1, key.crop() ? Math.max(across, down) : Math.min(across, down));
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    int visibleWidth = key.crop() ? Math.min(width, key.width()) : width;
    int visibleHeight = key.crop() ? Math.min(height, key.height()) : height;
    boolean clear = image.getColorModel().hasAlpha();
    BufferedImage small =
        new BufferedImage(
            visibleWidth,
            visibleHeight,
            clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        halved(image, width, height),
        (visibleWidth - width) / 2,
        (visibleHeight - height) / 2,
        width,
        height,
        null);
    graphics.dispose();
    return small;
  }

  /** Bilinear scaling looks at four pixels only: large pictures are halved until that is right. */
  private static BufferedImage halved(BufferedImage image, int width, int height) {
    BufferedImage current = image;
    while (current.getWidth() >= width * 2 && current.getHeight() >= height * 2) {
      int type =
          current.getColorModel().hasAlpha()
              ? BufferedImage.TYPE_INT_ARGB
              : BufferedImage.TYPE_INT_RGB;
      BufferedImage half =
          new BufferedImage(
              Math.max(1, current.getWidth() / 2), Math.max(1, current.getHeight() / 2), type);
      Graphics2D graphics = half.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(current, 0, 0, half.getWidth(), half.getHeight(), null);
      graphics.dispose();
      current = half;
    }
    return current;
  }

  private static Thumbnail encode(BufferedImage image) throws IOException {
    boolean clear = image.getColorModel().hasAlpha();
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, clear ? "png" : "jpeg", stream)) {
        throw noPicture();
      }
    }
    return new Thumbnail(clear ? "image/png" : "image/jpeg", out.toByteArray());
  }
}
