package org.caseroom.rooms.media;

import java.awt.geom.AffineTransform;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * Which way up a photograph is, as its camera noted it (Exif 2.3, tag {@code Orientation}). Only
 * this one number is looked for, so no library.
 */
final class Orientation {
  /** As it is stored. */
  static final int UPRIGHT = 1;

  private static final int APP1 = 0xFFE1;
  private static final int SCAN = 0xFFDA;
  private static final int TAG = 0x0112;
  private static final int TIFF_AT = 6;
  private static final int ENTRY = 12;

  private Orientation() {}

  /** The orientation of a JPEG, from 1 to 8. */
  static int of(ImageInputStream jpeg) throws IOException {
    jpeg.seek(2);
    try {
      while (true) {
        int marker = jpeg.readUnsignedShort();
        if (marker == SCAN || (marker & 0xFF00) != 0xFF00) {
          return UPRIGHT;
        }
        int length = jpeg.readUnsignedShort() - 2;
        long next = jpeg.getStreamPosition() + length;
        if (marker == APP1 && length > TIFF_AT) {
          byte[] segment = new byte[length];
          jpeg.readFully(segment);
          if (new String(segment, 0, TIFF_AT, StandardCharsets.ISO_8859_1).equals("Exif\0\0")) {
            return read(ByteBuffer.wrap(segment, TIFF_AT, length - TIFF_AT).slice());
          }
        }
        jpeg.seek(next);
      }
    } catch (EOFException | IndexOutOfBoundsException cutShort) {
      return UPRIGHT;
    }
  }

  private static int read(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** Whether width and height change places. */
  static boolean isTurned(int orientation) {
    return orientation >= 5;
  }

  /** What brings a picture of this size the right way up. */
  static AffineTransform transform(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }
}
