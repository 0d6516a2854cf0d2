package org.caseroom.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Chromium;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/**
 * hydrogen-view-sdk, unmodified, in a real browser on a page of another origin: the client that a
 * web application builds in.
 */
class HydrogenTest {
  private static final Path LIBRARIES = Path.of("src/test/npm/node_modules");
  private static final String PAGE =
      """
      <!doctype html>
      <title>Hydrogen</title>
      <div id="app" class="hydrogen"></div>
      <script type="module" src="hydrogen.js"></script>
      """;

  @Test
  void worksUnmodified() throws IOException, InterruptedException {
    Map<String, byte[]> scripts =
        Map.of(
            "/hydrogen.js",
            bundle(),
            "/sw.js",
            Files.readAllBytes(LIBRARIES.resolve("hydrogen-view-sdk/lib-build/sw.js")));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, scripts));
    server.start();
    try (TestCaseroom caseroom = TestCaseroom.start();
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      caseroom.createAccount("alice", Role.ADOPTER);
      caseroom.createAccount("bob", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
      Page page = browser.newPage();
      page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      page.waitForFunction("() => window.steps");
      new Story(caseroom, page).play();
    } finally {
      server.stop(0);
    }
  }

  private static byte[] bundle() throws IOException, InterruptedException {
    assertTrue(
        Files.isDirectory(LIBRARIES.resolve("hydrogen-view-sdk")),
        "The libraries are not installed: run npm ci in src/test/npm, as scripts/test does.");
    Path output = Files.createTempFile("caseroom-hydrogen-", ".js");
    try {
      Process bundler =
          new ProcessBuilder(
                  LIBRARIES.resolve(".bin/esbuild").toString(),
                  "src/test/js/hydrogen.js",
                  "--bundle",
                  "--format=esm",
                  "--log-level=error",
                  "--outfile=" + output,
                  "--allow-overwrite",
                  "--external:fs",
                  "--external:path",
                  "--external:crypto",
                  "--alias:hydrogen-view-sdk="
                      + LIBRARIES.resolve("hydrogen-view-sdk").toAbsolutePath())
              .redirectErrorStream(true)
              .start();
      String said = new String(bundler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(bundler.waitFor(1, TimeUnit.MINUTES) && bundler.exitValue() == 0, said);
      return Files.readAllBytes(output);
    } finally {
      Files.delete(output);
    }
  }

  private static void answer(HttpExchange exchange, Map<String, byte[]> scripts) {
    byte[] script = scripts.get(exchange.getRequestURI().getPath());
    byte[] body = script == null ? PAGE.getBytes(StandardCharsets.UTF_8) : script;
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type", (script == null ? "text/html" : "text/javascript") + "; charset=utf-8");
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Alice uses Hydrogen, Bob any other client. */
  private static final class Story {
    private final TestCaseroom caseroom;
    private final Page page;
    private final String bob;

    Story(TestCaseroom caseroom, Page page) {
      this.caseroom = caseroom;
      this.page = page;
      this.bob = caseroom.signIn("bob");
    }

    private Object step(String name, Object... arguments) {
      return page.evaluate("arguments => window.steps." + name + "(arguments)", List.of(arguments));
    }

    private JsonNode asBob(String method, String path, Object body) {
      return caseroom.http().send(method, "/_matrix/client/v3" + path, bob, body).ok();
    }

    private String bobSays(String room, int number, String text) {
      return asBob(
              "PUT",
              "/rooms/" + room + "/send/m.room.message/" + number,
              Json.object().put("msgtype", "m.text").put("body", text))
          .path("event_id")
          .asText();
    }

    void play() {
      String alice = caseroom.user("alice").value();
      String bobId = caseroom.user("bob").value();
      assertEquals(alice, step("signIn", caseroom.http().base(), "alice", TestCaseroom.PASSWORD));

      String own = (String) step("createRoom", "Robin", bobId);
      asBob("POST", "/rooms/" + own + "/join", Json.object());
      step("open", own);
      String hello = (String) step("send", "Hello");
      JsonNode seen = asBob("GET", "/rooms/" + own + "/event/" + hello, null);
      assertEquals("Hello", seen.path("content").path("body").asText());
      bobSays(own, 1, "Good morning");
      String answer = (String) step("send", "How are you?", "Good morning");
      JsonNode relation =
          asBob("GET", "/rooms/" + own + "/event/" + answer, null)
              .path("content")
              .path("m.relates_to");
      assertTrue(relation.has("m.in_reply_to"), relation.toString());
      step("react", "Good morning", "✅");
      assertEquals(1, step("reactionCount", "Good morning", "✅"));
      step("redact", "Hello");
      assertEmptySoon(own, hello);

      invitedAndPagedBack(bobId);
      step("leave", own);
      assertEquals(
          1, asBob("GET", "/rooms/" + own + "/joined_members", null).path("joined").size());
      step("signOut");
    }

    private void invitedAndPagedBack(String bobId) {
      var wish = Json.object().put("name", "Sam").put("preset", "private_chat");
      wish.putArray("invite").add(caseroom.user("alice").value());
      String room = asBob("POST", "/createRoom", wish).path("room_id").asText();
      for (int i = 0; i < 60; i++) {
        bobSays(room, 100 + i, "message " + i);
      }
      assertEquals(List.of(bobId, "Sam"), step("acceptInvite", room));
      step("open", room);
      step("pageBackTo", "message 0");
    }

    private void assertEmptySoon(String room, String event) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!asBob("GET", "/rooms/" + room + "/event/" + event, null).path("content").isEmpty()) {
        assertTrue(System.nanoTime() < end, "the message is still there");
        Thread.onSpinWait();
      }
    }
  }
}
