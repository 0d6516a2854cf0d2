package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * matrix-nio alone, and with matrix-js-sdk in an encrypted room: unmodified, and each with its own
 * cryptography. {@code scripts/test} installs them.
 */
class RealClientsTest {
  private static final Path JS = Path.of("src/test/js");
  private static final Path PYTHON = Path.of("src/test/python");

  private TestCaseroom caseroom;

  @BeforeEach
  void start() {
    caseroom = TestCaseroom.start();
    caseroom.createAccount("alice", Role.ADOPTER);
    caseroom.createAccount("bob", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
  }

  @AfterEach
  void stop() {
    caseroom.close();
  }

  /** A program that was started, with what it says. */
  private record Running(Process process, Path output) implements AutoCloseable {
    void succeeds() {
      try {
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, said);
        assertEquals(0, process.exitValue(), said);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        Files.deleteIfExists(output);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Running run(String program, Path script) throws IOException {
    Path output = Files.createTempFile("caseroom-client-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(program, script.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    environment.put("CASEROOM_URL", caseroom.http().base());
    environment.put("CASEROOM_ALICE", caseroom.user("alice").value());
    environment.put("CASEROOM_BOB", caseroom.user("bob").value());
    environment.put("CASEROOM_PASSWORD", TestCaseroom.PASSWORD);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    return new Running(builder.start(), output);
  }

  /** Debian's Python, which has Debian's packages. */
  private Running python(String script) throws IOException {
    return run("/usr/bin/python3", PYTHON.resolve(script));
  }

  @Test
  void nioWorksUnmodified() throws IOException {
    try (Running nio = python("matrix-nio.py")) {
      nio.succeeds();
    }
  }

  @Test
  void twoLibrariesUnderstandEachOtherAndNobodyElseDoes() throws IOException {
    try (Running nio = python("encrypted.py");
        Running sdk = run("node", JS.resolve("encrypted.mjs"))) {
      nio.succeeds();
      sdk.succeeds();
    }
  }
}
