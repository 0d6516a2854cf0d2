package org.caseroom.rooms.media;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws a picture smaller, and encodes it. */
final class PictureScaler {
  private PictureScaler() {}

  /** A thumbnail of a decoded picture. */
  static Thumbnails.Thumbnail thumbnail(BufferedImage image, Thumbnails.Size size)
      throws IOException {
    return encode(scale(image, size));
  }

  /** No side smaller than asked for, but where the picture is: it is never drawn larger. */
  private static BufferedImage scale(BufferedImage image, Thumbnails.Size size) {
    double across = (double) size.width() / image.getWidth();
    double down = (double) size.height() / image.getHeight();
    double factor = Math.min(1, Math.max(across, down));
    int width = Math.max(1, (int) Math.ceil(image.getWidth() * factor - 1e-6));
    int height = Math.max(1, (int) Math.ceil(image.getHeight() * factor - 1e-6));
    int visibleWidth = size.crop() ? Math.min(width, size.width()) : width;
    int visibleHeight = size.crop() ? Math.min(height, size.height()) : height;
    BufferedImage small = blank(image, visibleWidth, visibleHeight);
    Graphics2D graphics = smooth(small);
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
      BufferedImage half =
          blank(current, Math.max(1, current.getWidth() / 2), Math.max(1, current.getHeight() / 2));
      Graphics2D graphics = smooth(half);
      graphics.drawImage(current, 0, 0, half.getWidth(), half.getHeight(), null);
      graphics.dispose();
      current = half;
    }
    return current;
  }

  static BufferedImage blank(BufferedImage like, int width, int height) {
    return new BufferedImage(
        width,
        height,
        like.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    return graphics;
  }

  private static Thumbnails.Thumbnail encode(BufferedImage image) throws IOException {
    boolean clear = image.getColorModel().hasAlpha();
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, clear ? "png" : "jpeg", stream)) {
        throw Thumbnails.noPicture();
      }
    }
    return new Thumbnails.Thumbnail(clear ? "image/png" : "image/jpeg", out.toByteArray());
  }
}
