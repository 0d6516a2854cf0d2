package org.caseroom.matrix.appservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.UserId;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/**
 * Real libraries for application services, unmodified, in a process of their own. They are
 * installed from {@code src/test/npm} by {@code scripts/test}.
 */
class AppServiceSdkTest {
  private static final Path LIBRARIES = Path.of("src/test/npm/node_modules");
  private static final Path SCRIPTS = Path.of("src/test/js");

  /** JSON, which is YAML too, so that the script reads the same file. */
  private static final String REGISTRATION =
      """
      {"id": "bridge", "url": "http://127.0.0.1:%d", "as_token": "%s", "hs_token": "%s",
       "sender_localpart": "_bridge", "protocols": ["irc"],
       "de.sorunome.msc2409.push_ephemeral": true,
       "namespaces": {
         "users": [{"exclusive": true, "regex": "@_bridge_.*"}],
         "aliases": [{"exclusive": true, "regex": "#_bridge_.*"}],
         "rooms": []}}
      """;

  @Test
  void theBotSdkWorksUnmodified() throws IOException, InterruptedException {
    run("matrix-bot-sdk", "matrix-appservice.mjs");
  }

  @Test
  void theBridgeLibraryWorksUnmodified() throws IOException, InterruptedException {
    run("matrix-appservice-bridge", "matrix-appservice-bridge.mjs");
  }

  private static void run(String library, String script) throws IOException, InterruptedException {
    assertTrue(
        Files.isDirectory(LIBRARIES.resolve(library)),
        "The libraries are not installed: run npm ci in src/test/npm, as scripts/test does.");
    Path file = Files.createTempDirectory("appservice-").resolve("bridge.yaml");
    Files.writeString(
        file, REGISTRATION.formatted(freePort(), StandInService.AS_TOKEN, StandInService.HS_TOKEN));
    Path output = Files.createTempFile("caseroom-sdk-", ".txt");
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings -> settings.with("matrix.applicationServices", List.of(file)))) {
      UserId alice = caseroom.createAccount("alice", Role.ADOPTER);
      UserId bob = caseroom.createAccount("bob", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      ProcessBuilder node =
          new ProcessBuilder("node", SCRIPTS.resolve(script).toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      node.environment()
          .putAll(
              Map.of(
                  "CASEROOM_URL", caseroom.http().base(),
                  "CASEROOM_ALICE", alice.value(),
                  "CASEROOM_BOB", bob.value(),
                  "CASEROOM_PASSWORD", TestCaseroom.PASSWORD,
                  "CASEROOM_REGISTRATION", file.toString()));
      Process process = node.start();
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      assertEquals(0, process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
      Files.delete(file);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
