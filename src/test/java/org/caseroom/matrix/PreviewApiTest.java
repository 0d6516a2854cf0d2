package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Previews of pages of a web server on this machine, which only this test may be sent to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreviewApiTest {
  private static final String PREVIEW = "/_matrix/client/v1/media/preview_url";

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
  private HttpServer web;
  private TestCaseroom caseroom;
  private String kim;
  private byte[] picture;

  @BeforeAll
  void start() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(279, 129, BufferedImage.TYPE_INT_RGB), "png", out);
    picture = out.toByteArray();
    web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    web.setExecutor(Executors.newCachedThreadPool());
    web.createContext("/", this::answer);
    web.start();
    caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .with("previews.enabled", true)
                    .with("previews.addresses", List.of("127.0.0.1/32"))
                    .with("previews.deny", List.of("*/secret/*")));
    caseroom.createAccount("kim", Role.ADOPTER);
    kim = caseroom.signIn("kim");
  }

  @AfterAll
  void stop() {
    caseroom.close();
    web.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.merge(path, 1, Integer::sum);
    switch (path) {
      case "/og.html" ->
          send(
              exchange,
              "text/html",
              """
              <html prefix="og: http://ogp.me/ns#"><head><title>The Rock (1996)</title>
              <meta property="og:title" content="The Rock" />
              <meta property="og:type" content="video.movie" />
              <meta property="og:url" content="http://www.imdb.com/title/tt0117500/" />
              <meta property="og:image" content="pic.png" />
              <meta property="og:image:width" content="7" />
              <meta property="og:image:secure_url" content="https://elsewhere.example/pic.png" />
              </head><body></body></html>
              """
                  .getBytes(StandardCharsets.UTF_8));
      case "/plain.html" ->
          send(
              exchange,
              "text/html",
              "<title>Caf\u00e9</title><meta charset=latin1><nav>no</nav><p>First.<p>Second."
                  .getBytes(StandardCharsets.ISO_8859_1));
      case "/card.html" ->
          send(
              exchange,
              "text/html; charset=utf-8",
              ("<meta name=twitter:title content=T\u00e4><meta name=twitter:card content=x>"
                      + "<meta name=Description content=D><img src='broken.png'>")
                  .getBytes(StandardCharsets.UTF_8));
      case "/pic.png" -> send(exchange, "image/png", picture);
      case "/broken.png" -> send(exchange, "image/png", new byte[] {1, 2, 3});
      case "/data.bin" -> send(exchange, "application/octet-stream", picture);
      case "/bomb.html" -> {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
          out.write("<title>Large</title>".getBytes(StandardCharsets.UTF_8));
          byte[] zeros = new byte[1 << 16];
          for (int i = 0; i < 1_000; i++) {
            out.write(zeros);
          }
        }
      }
      case "/endless.html" -> {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, 0);
        byte[] part = "<title>Endless</title>".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
          while (true) {
            out.write(part);
          }
        } finally {
          hungUp.complete(true);
        }
      }
      case "/on" -> lead(exchange, "/og.html");
      case "/round" -> lead(exchange, "/round");
      case "/inside" ->
          lead(exchange, "http://127.0.0.2:" + web.getAddress().getPort() + "/pic.png");
      case "/astray" -> lead(exchange, "file:///etc/passwd");
      case "/to-secret" -> lead(exchange, "/secret/page");
      default -> {
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void lead(HttpExchange exchange, String where) throws IOException {
    exchange.getResponseHeaders().set("Location", where);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private String page(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private Http.Response preview(String url) {
    return caseroom
        .http()
        .get(PREVIEW + "?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8), kim);
  }

  @Test
  void aPageSaysWhatItShows() {
    JsonNode preview = preview(page("/og.html")).ok();
    assertEquals("The Rock", preview.path("og:title").asText());
    assertEquals("video.movie", preview.path("og:type").asText());
    assertEquals("http://www.imdb.com/title/tt0117500/", preview.path("og:url").asText());
    assertEquals(picture.length, preview.path("matrix:image:size").asInt());
    assertEquals(279, preview.path("og:image:width").intValue());
    assertEquals(129, preview.path("og:image:height").intValue());
    assertEquals("image/png", preview.path("og:image:type").asText());
    assertFalse(preview.has("og:image:secure_url"));
    String mxc = preview.path("og:image").asText();
    assertTrue(mxc.startsWith("mxc://caseroom.localhost/"), mxc);
    assertArrayEquals(
        picture,
        caseroom
            .http()
            .get("/_matrix/client/v1/media/download/" + mxc.substring("mxc://".length()), kim)
            .bytes());
    assertEquals("The Rock", preview(page("/on")).ok().path("og:title").asText(), "redirected");
    assertEquals(
        "The Rock",
        caseroom
            .http()
            .get("/_matrix/media/r0/preview_url?ts=5&url=" + page("/og.html"), kim)
            .ok()
            .path("og:title")
            .asText());
  }

  @Test
  void whatAPageDoesNotSayIsReadOutOfIt() {
    JsonNode plain = preview(page("/plain.html")).ok();
    assertEquals("Caf\u00e9", plain.path("og:title").asText());
    assertEquals("First.\n\nSecond.", plain.path("og:description").asText());
    JsonNode card = preview(page("/card.html")).ok();
    assertEquals("T\u00e4", card.path("og:title").asText());
    assertEquals("D", card.path("og:description").asText());
    assertFalse(card.has("og:image") || card.has("og:card"), card.toString());
    JsonNode image = preview(page("/pic.png")).ok();
    assertEquals(279, image.path("og:image:width").intValue());
    assertEquals("pic.png", image.path("og:description").asText());
    assertEquals(Json.object(), preview(page("/data.bin")).ok());
  }

  @Test
  void aPageIsFetchedOncePerHour() {
    String url = page("/og.html?once");
    asked.remove("/og.html");
    preview(url).ok();
    preview(url).ok();
    preview(url + "#part").ok();
    assertEquals(1, asked.get("/og.html"));
    long then = caseroom.clock().millis();
    caseroom.clock().set(caseroom.clock().instant().plus(Duration.ofMinutes(61)));
    caseroom.http().get(PREVIEW + "?ts=" + then + "&url=" + url, kim).ok();
    assertEquals(1, asked.get("/og.html"));
    preview(url).ok();
    assertEquals(2, asked.get("/og.html"));
  }

  @Test
  void nobodyIsFetchedFromInside() {
    int port = web.getAddress().getPort();
    asked.remove("/pic.png");
    for (String url :
        List.of(
            "http://127.0.0.2:" + port + "/pic.png",
            "http://[::1]:" + port + "/pic.png",
            "http://[::ffff:127.0.0.2]:" + port + "/pic.png",
            "http://169.254.169.254/latest/meta-data/",
            page("/inside"),
            page("/astray"),
            page("/round"),
            page("/none"))) {
      MatrixTest.refused(502, "M_UNKNOWN", preview(url));
    }
    assertFalse(asked.containsKey("/pic.png"), "not even asked");
    MatrixTest.refused(403, "M_FORBIDDEN", preview(page("/secret/page")));
    MatrixTest.refused(403, "M_FORBIDDEN", preview(page("/to-secret")));
    assertFalse(asked.containsKey("/secret/page"));
    for (String url :
        List.of(
            "",
            "nonsense",
            "ftp://127.0.0.1/",
            "http://",
            "http://a:b@127.0.0.1/",
            "http://a b/")) {
      MatrixTest.refused(400, "M_INVALID_PARAM", preview(url));
    }
    MatrixTest.refused(400, "M_MISSING_PARAM", caseroom.http().get(PREVIEW, kim));
    MatrixTest.refused(
        400, "M_INVALID_PARAM", caseroom.http().get(PREVIEW + "?ts=x&url=http://a/", kim));
    MatrixTest.refused(
        401, "M_MISSING_TOKEN", caseroom.http().get(PREVIEW + "?url=http://a/", null));
  }

  @Test
  void anEndlessPageIsReadToAPoint() {
    assertEquals("Large", preview(page("/bomb.html")).ok().path("og:title").asText());
    assertEquals("Endless", preview(page("/endless.html")).ok().path("og:title").asText());
    assertTrue(hungUp.orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Test
  void withoutTheSettingThereAreNone() {
    try (TestCaseroom service = TestCaseroom.start()) {
      service.createAccount("kim", Role.ADOPTER);
      String token = service.signIn("kim");
      for (String path : List.of(PREVIEW, "/_matrix/media/v3/preview_url")) {
        MatrixTest.refused(
            404, "M_UNRECOGNIZED", service.http().get(path + "?url=" + page("/og.html"), token));
      }
    }
  }
}
