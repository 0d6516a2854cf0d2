package org.caseroom.rooms.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.caseroom.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption of files, segment by segment. */
class VaultTest {
  private static final int SEGMENT = 65_536;
  private static final int HEADER = 36;
  private static final int TAG = 16;

  @TempDir private Path folder;
  private final Vault vault = new Vault(Secret.of("key"));
  private final Random random = new Random(11);

  private byte[] plain(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] encrypted(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    vault.encrypt(new ByteArrayInputStream(plain), out);
    return out.toByteArray();
  }

  private byte[] read(Vault with, byte[] file, int whole, int from, int length) throws IOException {
    Path path = Files.write(folder.resolve("file"), file);
    try (InputStream in = with.decrypt(Files.newByteChannel(path), whole, from, length)) {
      return in.readAllBytes();
    }
  }

  private byte[] read(Vault with, byte[] file, int whole) throws IOException {
    return read(with, file, whole, 0, whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 200_000})
  void everyLengthComesBack(int length) throws IOException {
    byte[] plain = plain(length);
    byte[] file = encrypted(plain);
    assertArrayEquals(plain, read(vault, file, length));
    assertFalse(Arrays.equals(file, encrypted(plain)));
  }

  @Test
  void everyPartComesBack() throws IOException {
    for (int whole : new int[] {0, 1, SEGMENT, 2 * SEGMENT, 200_000}) {
      byte[] plain = plain(whole);
      byte[] file = encrypted(plain);
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(whole + 1);
        int length = random.nextInt(whole - from + 1);
        assertArrayEquals(
            Arrays.copyOfRange(plain, from, from + length),
            read(vault, file, whole, from, length),
            from + "+" + length + " of " + whole);
      }
      assertArrayEquals(new byte[0], read(vault, file, whole, whole, 0));
    }
  }

  @Test
  void onlyThePartIsRead() throws IOException {
    byte[] plain = plain(3 * SEGMENT);
    byte[] file = encrypted(plain);
    file[HEADER] ^= 1;
    int from = SEGMENT + 5;
    assertArrayEquals(
        Arrays.copyOfRange(plain, from, from + SEGMENT),
        read(vault, file, 3 * SEGMENT, from, SEGMENT));
    assertThrows(IOException.class, () -> read(vault, file, 3 * SEGMENT, 5, 10));
  }

  @Test
  void theLengthMustBeTheOneThatWasWritten() throws IOException {
    byte[] file = encrypted(plain(1000));
    assertThrows(IOException.class, () -> read(vault, file, 999, 0, 10));
  }

  @Test
  void everyChangeIsFoundOut() throws IOException {
    byte[] file = encrypted(plain(100_000));
    for (int i = 0; i < 60; i++) {
      byte[] changed = file.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(IOException.class, () -> read(vault, changed, 100_000));
    }
  }

  @Test
  void aFileCutOrShuffledIsFoundOut() throws IOException {
    byte[] file = encrypted(plain(3 * SEGMENT));
    int whole = SEGMENT + TAG;
    for (int length :
        new int[] {0, 3, HEADER, HEADER + 5, HEADER + whole, HEADER + 2 * whole, file.length - 1}) {
      assertThrows(
          IOException.class,
          () -> read(vault, Arrays.copyOf(file, length), 3 * SEGMENT),
          "" + length);
    }
    byte[] shuffled = file.clone();
    System.arraycopy(file, HEADER, shuffled, HEADER + whole, whole);
    System.arraycopy(file, HEADER + whole, shuffled, HEADER, whole);
    assertThrows(IOException.class, () -> read(vault, shuffled, 3 * SEGMENT));
    byte[] longer = Arrays.copyOf(file, file.length + 20);
    assertThrows(IOException.class, () -> read(vault, longer, 3 * SEGMENT));
  }

  @Test
  void anotherKeyOpensNothingAndNamesOtherwise() throws IOException {
    Vault other = new Vault(Secret.of("other"));
    byte[] file = encrypted(plain(10));
    assertThrows(IOException.class, () -> read(other, file, 10));
    byte[] hash = plain(32);
    assertTrue(Arrays.equals(vault.name(hash), vault.name(hash)));
    assertFalse(Arrays.equals(vault.name(hash), other.name(hash)));
  }
}
