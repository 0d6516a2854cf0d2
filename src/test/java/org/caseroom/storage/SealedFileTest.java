package org.caseroom.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.caseroom.base.Secret;
import org.h2.store.fs.encrypt.FileEncrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are encrypted as H2 does it, and quicker. */
class SealedFileTest {
  private static final byte[] KEY = "a key of some length".getBytes(StandardCharsets.UTF_8);

  private static FileChannel base(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static FileChannel ours(Path file) throws IOException {
    return new SealedFile("ours", base(file), KEY);
  }

  private static FileChannel theirs(Path file) throws IOException {
    return new FileEncrypt("theirs", KEY.clone(), base(file));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhatWasWrittenWhereverItWasWritten(long seed, @TempDir Path folder) throws IOException {
    Random random = new Random(seed);
    // H2 writes whole sectors to a database, and goes wrong itself where it does not.
    boolean aligned = seed % 2 == 0;
    Path file = folder.resolve("file");
    byte[] content = new byte[64 * 1024];
    int size = 0;
    for (int round = 0; round < 60; round++) {
      int start = aligned ? random.nextInt(size / 4096 + 1) * 4096 : random.nextInt(size + 1);
      int length = aligned ? 4096 * (1 + random.nextInt(3)) : 1 + random.nextInt(9000);
      length = Math.min(length, content.length - start);
      byte[] written = new byte[length];
      random.nextBytes(written);
      System.arraycopy(written, 0, content, start, length);
      size = Math.max(size, start + length);
      // Now one of the two programs, now the other: the file is the same.
      try (FileChannel channel = aligned && round % 3 == 0 ? theirs(file) : ours(file)) {
        assertEquals(length, channel.write(ByteBuffer.wrap(written), start));
        if (random.nextInt(8) == 0) {
          size = random.nextInt(size / 4096 + 1) * 4096;
          channel.truncate(size);
          java.util.Arrays.fill(content, size, content.length, (byte) 0);
        }
      }
      for (boolean own : List.of(true, !aligned)) {
        try (FileChannel channel = own ? ours(file) : theirs(file)) {
          assertEquals(size, channel.size());
          int from = random.nextInt(size + 1);
          byte[] read = new byte[random.nextInt(size - from + 1)];
          if (read.length > 0) {
            assertEquals(read.length, channel.read(ByteBuffer.wrap(read), from));
          }
          assertArrayEquals(java.util.Arrays.copyOfRange(content, from, from + read.length), read);
        }
      }
    }
    assertEquals(size, SealedFile.contentSize(Files.size(file)));
  }

  @Test
  void readsNothingBehindTheEnd(@TempDir Path folder) throws IOException {
    try (FileChannel channel = ours(folder.resolve("file"))) {
      assertEquals(-1, channel.read(ByteBuffer.allocate(1), 0));
      channel.write(ByteBuffer.wrap(new byte[5_000]), 0);
      assertEquals(-1, channel.read(ByteBuffer.allocate(1), 5_000));
      assertEquals(3, channel.read(ByteBuffer.allocate(9), 4_997));
    }
  }

  @Test
  void aDatabaseOfH2sOwnEncryptionOpens(@TempDir Path folder) throws IOException, SQLException {
    Path file = folder.resolve("caseroom");
    DatabaseSettings settings = DatabaseSettings.h2File(file, Secret.of("key"));
    try (Database database = Database.open(settings)) {
      database.writing(tx -> tx.handle().execute("CREATE TABLE kept (words VARCHAR(99))"));
    }
    String url = "jdbc:h2:file:" + file + ";CIPHER=AES;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "sa", "key sa");
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept VALUES ('badgers in clear')");
    }
    try (Database database = Database.open(settings)) {
      database.writing(tx -> tx.handle().execute("INSERT INTO kept VALUES (?)", "otters in clear"));
      assertEquals(
          List.of("badgers in clear", "otters in clear"),
          database.read(
              tx ->
                  tx.handle()
                      .createQuery("SELECT words FROM kept ORDER BY words")
                      .mapTo(String.class)
                      .list()));
    }
    String bytes = Files.readString(folder.resolve("caseroom.mv.db"), StandardCharsets.ISO_8859_1);
    assertFalse(bytes.contains("in clear"));
  }
}
