package org.caseroom.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real Matrix client libraries, unmodified, against the service. They are installed from {@code
 * src/test/npm} by {@code scripts/test}; the scripts that drive them are in {@code src/test/js}.
 */
class MatrixSdkTest {
  private static final Path LIBRARIES = Path.of("src/test/npm/node_modules");
  private static final Path SCRIPTS = Path.of("src/test/js");

  @ParameterizedTest
  @ValueSource(strings = {"matrix-js-sdk", "matrix-js-sdk-sliding", "matrix-bot-sdk"})
  void worksUnmodified(String library) throws IOException, InterruptedException {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      play(library, caseroom);
    }
  }

  @Test
  void takesAddresses() throws IOException, InterruptedException {
    try (MailServer mail = MailServer.start();
        TestCaseroom caseroom =
            TestCaseroom.start(
                settings ->
                    settings.with("mail", mail.settings()).with("accounts.registration", true))) {
      Thread owner = new Thread(() -> confirmAll(mail, caseroom.http().base()), "mail-owner");
      owner.setDaemon(true);
      owner.start();
      play("matrix-js-sdk-addresses", caseroom);
    }
  }

  @Test
  void keepsAccounts() throws IOException, InterruptedException {
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings ->
                settings.with("accounts.registration", true).with("accounts.guests", true))) {
      play("matrix-js-sdk-accounts", caseroom);
    }
  }

  /** Opens whatever is sent and presses the button there, as the owner of each address would. */
  private static void confirmAll(MailServer mail, String base) {
    for (int i = 0; i < 5; i++) {
      String text = mail.next().text();
      if (text.contains("/email/")) {
        String link = text.replaceAll("(?s).*(/email/\\S+).*", "$1");
        Pages pages = new Pages(base);
        pages.get(link);
        pages.post(link);
      }
    }
  }

  private static void play(String script, TestCaseroom caseroom)
      throws IOException, InterruptedException {
    String library = script.replaceAll("-(sliding|addresses|accounts)$", "");
    assertTrue(
        Files.isDirectory(LIBRARIES.resolve(library)),
        "The libraries are not installed: run npm ci in src/test/npm, as scripts/test does.");
    UserId alice = caseroom.createAccount("alice", Role.ADOPTER);
    UserId bob = caseroom.createAccount("bob", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    Path output = Files.createTempFile("caseroom-sdk-", ".txt");
    try {
      int exit = run(script, output, caseroom.http().base(), alice, bob);
      assertEquals(0, exit, Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  private static int run(String library, Path output, String url, UserId alice, UserId bob)
      throws IOException, InterruptedException {
    ProcessBuilder node =
        new ProcessBuilder("node", SCRIPTS.resolve(library + ".mjs").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    node.environment()
        .putAll(
            Map.of(
                "CASEROOM_URL",
                url,
                "CASEROOM_ALICE",
                alice.value(),
                "CASEROOM_BOB",
                bob.value(),
                "CASEROOM_PASSWORD",
                TestCaseroom.PASSWORD));
    Process process = node.start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }
}
