package org.caseroom.rooms.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures, whole and broken. */
class PictureTest {
  private final Random random = new Random(5);

  private static List<byte[]> pictures() throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String format : List.of("png", "jpeg", "gif")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), format, out);
      all.add(out.toByteArray());
    }
    all.add(
        Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA="));
    return all;
  }

  @Test
  void eachFormatIsMeasured() throws IOException {
    List<byte[]> all = pictures();
    assertEquals(Optional.of(new Measures("image/png", 30, 20)), measures(all.get(0)));
    assertEquals(Optional.of(new Measures("image/jpeg", 30, 20)), measures(all.get(1)));
    assertEquals(Optional.of(new Measures("image/gif", 30, 20)), measures(all.get(2)));
    assertEquals(Optional.of(new Measures("image/webp", 1, 1)), measures(all.get(3)));
    assertEquals(
        Optional.empty(), measures("BM is no format of the web".getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<Measures> measures(byte[] bytes) {
    return Measures.of(new ByteArrayInputStream(bytes));
  }

  @Test
  void aPngThatMovesSaysSo() throws IOException {
    byte[] still = pictures().get(0);
    assertFalse(isAnimated(still));
    // Behind the signature and the head: how many frames, and how often.
    ByteBuffer moving = ByteBuffer.allocate(still.length + 20);
    moving.put(still, 0, 33).putInt(8).put("acTL".getBytes(StandardCharsets.US_ASCII));
    moving.putInt(2).putInt(0);
    CRC32 crc = new CRC32();
    crc.update(moving.array(), 37, 12);
    moving.putInt((int) crc.getValue()).put(still, 33, still.length - 33);
    assertTrue(isAnimated(moving.array()));
    assertEquals(Optional.of(new Measures("image/png", 30, 20)), measures(moving.array()));
  }

  private static boolean isAnimated(byte[] bytes) throws IOException {
    try (Picture picture = Picture.open(new ByteArrayInputStream(bytes))) {
      return picture.isAnimated();
    }
  }

  @Test
  void aBrokenPictureIsOneOrNone() throws IOException {
    int measured = 0;
    for (byte[] picture : pictures()) {
      for (int i = 0; i < 300; i++) {
        byte[] broken = Arrays.copyOf(picture, 1 + random.nextInt(picture.length));
        for (int j = random.nextInt(4); j > 0; j--) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        measured += measures(broken).isPresent() ? 1 : 0;
      }
    }
    assertTrue(measured > 0);
  }
}
