package org.caseroom.rooms.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.caseroom.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption of files, segment by segment. */
class VaultTest {
  private static final int SEGMENT = 65_536;
  private static final int HEADER = 36;
  private static final int TAG = 16;

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

  private static byte[] read(Vault vault, byte[] file) throws IOException {
    return vault.decrypt(new ByteArrayInputStream(file)).readAllBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 200_000})
  void everyLengthComesBack(int length) throws IOException {
    byte[] plain = plain(length);
    byte[] file = encrypted(plain);
    assertArrayEquals(plain, read(vault, file));
    assertFalse(Arrays.equals(file, encrypted(plain)));
  }

  @Test
  void everyChangeIsFoundOut() throws IOException {
    byte[] file = encrypted(plain(100_000));
    for (int i = 0; i < 60; i++) {
      byte[] changed = file.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(IOException.class, () -> read(vault, changed));
    }
  }

  @Test
  void aFileCutOrShuffledIsFoundOut() throws IOException {
    byte[] file = encrypted(plain(3 * SEGMENT));
    int whole = SEGMENT + TAG;
    for (int length :
        new int[] {0, 3, HEADER, HEADER + 5, HEADER + whole, HEADER + 2 * whole, file.length - 1}) {
      assertThrows(IOException.class, () -> read(vault, Arrays.copyOf(file, length)), "" + length);
    }
    byte[] shuffled = file.clone();
    System.arraycopy(file, HEADER, shuffled, HEADER + whole, whole);
    System.arraycopy(file, HEADER + whole, shuffled, HEADER, whole);
    assertThrows(IOException.class, () -> read(vault, shuffled));
    byte[] longer = Arrays.copyOf(file, file.length + 20);
    assertThrows(IOException.class, () -> read(vault, longer));
  }

  @Test
  void anotherKeyOpensNothingAndNamesOtherwise() throws IOException {
    Vault other = new Vault(Secret.of("other"));
    byte[] file = encrypted(plain(10));
    assertThrows(IOException.class, () -> read(other, file));
    byte[] hash = plain(32);
    assertTrue(Arrays.equals(vault.name(hash), vault.name(hash)));
    assertFalse(Arrays.equals(vault.name(hash), other.name(hash)));
  }
}
