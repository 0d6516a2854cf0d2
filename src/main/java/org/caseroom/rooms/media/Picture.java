package org.caseroom.rooms.media;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.caseroom.base.Problem;

/**
 * A picture that is measured, and decoded only when its measures are sane. What it is, is told by
 * its first bytes and not by what its uploader said; other formats than those of the web are left
 * alone, since every decoder more is one more to attack.
 */
final class Picture implements AutoCloseable {
  /** A phone's largest photographs have fewer; a bomb has more. */
  private static final long MOST_PIXELS = 64_000_000;

  /** What is decoded at most, pixels: larger pictures are read in steps. */
  private static final long DECODED_PIXELS = 8_000_000;

  private static final int RIFF_HEADER = 12;
  private static final int WEBP_FLAGS = 20;

  /** The formats, by the names that readers know them by. */
  private enum Format {
    JPEG,
    PNG,
    GIF,
    WEBP
  }

  private final InputStream in;
  private final ImageInputStream image;
  private final Format format;
  private final ImageReader reader;
  private final int orientation;
  private final boolean animated;

  private Picture(InputStream in, ImageInputStream image) throws IOException {
    this.in = in;
    this.image = image;
    this.format = format(image);
    this.orientation = format == Format.JPEG ? Orientation.of(image) : Orientation.UPRIGHT;
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw Thumbnails.noPicture();
    }
    this.reader = readers.next();
    image.seek(0);
    reader.setInput(image, false, true);
    this.animated = moves();
  }

  /**
   * Opens a picture.
   *
   * @param in its content; closed with it, and when this throws
   * @throws Problem 400 {@code M_UNKNOWN} for what is none
   */
  static Picture open(InputStream in) throws IOException {
    try {
      return new Picture(in, new MemoryCacheImageInputStream(in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Format format(ImageInputStream image) throws IOException {
    byte[] head = new byte[RIFF_HEADER];
    int length = Math.max(0, image.read(head));
    String start = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return Format.JPEG;
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Format.PNG;
    }
    if (start.startsWith("GIF8")) {
      return Format.GIF;
    }
    if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
      return Format.WEBP;
    }
    throw Thumbnails.noPicture();
  }

  private boolean moves() throws IOException {
    return switch (format) {
      case JPEG -> false;
      case GIF -> reader.getNumImages(true) > 1;
      case PNG -> isAnimatedPng();
      case WEBP -> {
        byte[] chunk = new byte[WEBP_FLAGS + 1];
        image.seek(0);
        image.readFully(chunk);
        image.seek(0);
        String type = new String(chunk, RIFF_HEADER, 4, StandardCharsets.ISO_8859_1);
        yield type.equals("VP8X") && (chunk[WEBP_FLAGS] & 2) != 0;
      }
    };
  }

  /** A PNG that moves says so in a chunk before its first picture. */
  private boolean isAnimatedPng() throws IOException {
    image.seek(8);
    byte[] type = new byte[4];
    boolean found = false;
    for (int chunks = 0; chunks < 100 && !found; chunks++) {
      long length = image.readUnsignedInt();
      image.readFully(type);
      String name = new String(type, StandardCharsets.ISO_8859_1);
      if (name.equals("IDAT")) {
        break;
      }
      found = name.equals("acTL");
      image.seek(image.getStreamPosition() + length + 4);
    }
    image.seek(0);
    return found;
  }

  /** The width that it is shown with, pixels. */
  int width() throws IOException {
    return Orientation.isTurned(orientation) ? reader.getHeight(0) : reader.getWidth(0);
  }

  /** The height that it is shown with, pixels. */
  int height() throws IOException {
    return Orientation.isTurned(orientation) ? reader.getWidth(0) : reader.getHeight(0);
  }

  boolean isAnimated() {
    return animated;
  }

  /** Its media type. */
  String contentType() {
    return switch (format) {
      case JPEG -> "image/jpeg";
      case PNG -> "image/png";
      case GIF -> "image/gif";
      case WEBP -> "image/webp";
    };
  }

  /**
   * Decodes it, the right way up; a moving one's first frame.
   *
   * @throws Problem 413 {@code M_TOO_LARGE} when it has too many pixels
   */
  BufferedImage decode() throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw Problem.tooLarge("This picture is too large for a thumbnail: download it instead.");
    }
    ImageReadParam param = reader.getDefaultReadParam();
    int step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS));
    if (step > 1) {
      param.setSourceSubsampling(step, step, 0, 0);
    }
    BufferedImage decoded = reader.read(0, param);
    if (orientation == Orientation.UPRIGHT) {
      return decoded;
    }
    AffineTransform turn =
        Orientation.transform(orientation, decoded.getWidth(), decoded.getHeight());
    boolean turned = Orientation.isTurned(orientation);
    BufferedImage upright =
        PictureScaler.blank(
            decoded,
            turned ? decoded.getHeight() : decoded.getWidth(),
            turned ? decoded.getWidth() : decoded.getHeight());
    Graphics2D graphics = upright.createGraphics();
    graphics.drawImage(decoded, turn, null);
    graphics.dispose();
    return upright;
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    in.close();
  }
}
