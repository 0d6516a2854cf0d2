package org.caseroom.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door, knocked at over real connections. */
class EdgeTest {
  private static final byte[] FILE = bytes(3_000_000);
  private static final LinkedBlockingQueue<CompletableFuture<MatrixResponse>> HELD =
      new LinkedBlockingQueue<>();

  private static final LinkedBlockingQueue<CompletableFuture<Void>> SLOW =
      new LinkedBlockingQueue<>();

  @TempDir static Path uploads;
  private static HttpServer pages;
  private static Edge edge;
  private static Http http;

  @BeforeAll
  static void open() throws IOException {
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext("/echo", EdgeTest::echo);
    pages.start();
    edge = edge(EdgeSettings.of("127.0.0.1", 0), pages.getAddress());
    http = Http.unchecked("http://127.0.0.1:" + edge.port());
  }

  @AfterAll
  static void close() {
    edge.close();
    pages.stop(0);
  }

  private static Edge edge(EdgeSettings settings, InetSocketAddress pages) {
    return Edge.open(
        settings,
        new Edge.Behind(
            endpoints(),
            (token, address, query) ->
                token.reveal().equals("good")
                    ? Optional.of(new MatrixRequest.Caller(UserId.of("@jo:test"), DeviceId.of("D")))
                    : Optional.empty(),
            (caller, since, patience) -> new CompletableFuture<>(),
            uploads,
            pages));
  }

  private static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/_matrix/client/versions", Access.PUBLIC, Body.NONE, EdgeTest::told),
        Endpoint.of(
            "PUT",
            "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
            Access.SIGNED_IN,
            Body.JSON,
            EdgeTest::told),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/rooms/{roomId}/state/{eventType}",
            Access.OPTIONAL,
            Body.NONE,
            EdgeTest::told),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}",
            Access.OPTIONAL,
            Body.NONE,
            EdgeTest::told),
        Endpoint.of("GET", "/_matrix/client/v1/only", Access.PUBLIC, Body.NONE, EdgeTest::told),
        Endpoint.of(
            "POST", "/_matrix/media/v3/upload", Access.SIGNED_IN, Body.FILE, EdgeTest::took),
        Endpoint.of(
            "GET",
            "/_matrix/client/v1/media/file",
            Access.PUBLIC,
            Body.NONE,
            request ->
                new MatrixResponse.Stream(
                    200,
                    Map.of("Content-Disposition", "inline; filename=\"a\r\nb\""),
                    "application/octet-stream",
                    FILE.length,
                    () -> new ByteArrayInputStream(FILE))),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/long",
            Access.PUBLIC,
            Body.NONE,
            request -> MatrixResponse.ok(Json.object().put("text", "word ".repeat(1_000)))),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/busy",
            Access.PUBLIC,
            Body.NONE,
            request -> {
              throw Problem.limitExceeded("Slow down.", 2_500);
            }),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/broken",
            Access.PUBLIC,
            Body.NONE,
            request -> {
              throw new IllegalStateException("the inner workings");
            }),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/slow",
            Access.PUBLIC,
            Body.NONE,
            request -> {
              CompletableFuture<Void> release = new CompletableFuture<>();
              SLOW.add(release);
              release.orTimeout(60, TimeUnit.SECONDS).join();
              return MatrixResponse.empty();
            }),
        new Endpoint(
            "GET",
            "/_matrix/client/v3/held",
            Access.SIGNED_IN,
            Body.NONE,
            request -> {
              CompletableFuture<MatrixResponse> future = new CompletableFuture<>();
              HELD.add(future);
              return future;
            }));
  }

  private static MatrixResponse told(MatrixRequest request) {
    var json = Json.object();
    json.set("parameters", Json.tree(request.pathParameters()));
    json.set("query", Json.tree(request.query()));
    json.set("body", request.json());
    json.put("caller", request.caller() == null ? "nobody" : request.user().value());
    json.put("address", request.remoteAddress());
    return MatrixResponse.ok(json);
  }

  private static MatrixResponse took(MatrixRequest request) {
    try {
      Path file = request.file();
      return MatrixResponse.ok(
          Json.object()
              .put("length", Files.size(file))
              .put("same", java.util.Arrays.equals(Files.readAllBytes(file), FILE)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void echo(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    StringBuilder told = new StringBuilder();
    told.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> told.append('\n').append(name).append(": ").append(values));
    told.append("\nbody: ").append(body.length);
    byte[] answer = told.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(418, head ? -1 : 0);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer);
      }
    }
    exchange.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  // ---- Routes ----

  @Test
  void aPathFindsItsEndpointUnderEachOfItsNames() {
    for (String version : List.of("v3", "r0", "v1", "unstable")) {
      var json =
          http.put("/_matrix/client/" + version + "/rooms/!a:b/send/m.text/1", "good", "{\"x\":1}")
              .ok();
      assertEquals("!a:b", json.at("/parameters/roomId").asText());
      assertEquals(1, json.at("/body/x").asInt());
      assertEquals("@jo:test", json.path("caller").asText());
    }
    assertEquals(404, http.get("/_matrix/client/v3/only", null).status());
    assertEquals(200, http.get("/_matrix/client/v1/only", null).status());
    assertEquals(404, http.get("/_matrix/client/unstable/only", null).status());
  }

  @Test
  void anEncodedSlashStaysInsideItsPart() {
    var json =
        http.put("/_matrix/client/v3/rooms/!a%2Fb%3Ac/send/%C3%A9%2B+/%25", "good", "{}").ok();
    assertEquals("!a/b:c", json.at("/parameters/roomId").asText());
    assertEquals("é++", json.at("/parameters/eventType").asText());
    assertEquals("%", json.at("/parameters/txnId").asText());
  }

  @Test
  void aSlashAtTheEndIsIgnored() {
    assertEquals(
        "m.topic",
        http.get("/_matrix/client/v3/rooms/!a:b/state/m.topic/", null)
            .ok()
            .at("/parameters/eventType")
            .asText());
    assertEquals(200, http.get("/_matrix/client/versions/", null).status());
  }

  @Test
  void theQueryIsDecoded() {
    var query =
        http.get("/_matrix/client/versions?a=1&a=2&b=x+y%26z&c&d=%C3%A9", null).ok().get("query");
    assertEquals("[\"1\",\"2\"]", query.get("a").toString());
    assertEquals("x y&z", query.at("/b/0").asText());
    assertEquals("", query.at("/c/0").asText());
    assertEquals("é", query.at("/d/0").asText());
  }

  @Test
  void unknownPathsAndMethodsAreUnrecognised() {
    Http.Response unknown = http.get("/_matrix/client/v3/nothing", null);
    assertEquals(404, unknown.status());
    assertEquals("M_UNRECOGNIZED", unknown.errcode());
    Http.Response method = http.delete("/_matrix/client/versions", null);
    assertEquals(405, method.status());
    assertEquals("M_UNRECOGNIZED", method.errcode());
    assertEquals("GET", method.header("allow"));
    assertEquals(404, http.get("/_matrix", null).status());
    assertEquals(404, http.get("/.well-known/matrix/nothing", null).status());
    assertEquals(404, http.get("/_caseroom/nothing", null).status());
  }

  @Test
  void brokenAddressesAreRefused() throws IOException {
    for (String path :
        List.of("rooms/%zz/state/x", "rooms/%C3/state/x", "rooms/a%00b/state/x", "held?x=%")) {
      String answer =
          raw(
              "GET /_matrix/client/v3/"
                  + path
                  + " HTTP/1.1\r\nHost: a\r\n"
                  + "Authorization: Bearer good\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400 "), path + " -> " + answer);
      assertTrue(answer.contains("M_INVALID_PARAM"), answer);
    }
  }

  // ---- Tokens ----

  @Test
  void theTokenComesInAHeaderOrInTheQuery() {
    String path = "/_matrix/client/v3/rooms/!a:b/send/t/1";
    assertEquals(200, http.put(path, "good", "{}").status());
    assertEquals(200, http.put(path + "?access_token=good", null, "{}").status());
    Http.Response missing = http.put(path, null, "{}");
    assertEquals(401, missing.status());
    assertEquals("M_MISSING_TOKEN", missing.errcode());
    Http.Response unknown = http.put(path, "bad", "{}");
    assertEquals(401, unknown.status());
    assertEquals("M_UNKNOWN_TOKEN", unknown.errcode());
    assertFalse(unknown.json().path("soft_logout").asBoolean(true));
  }

  @Test
  void whereATokenIsOptionalABadOneIsRefused() {
    String path = "/_matrix/client/v3/rooms/!a:b/state/t";
    assertEquals("nobody", http.get(path, null).ok().path("caller").asText());
    assertEquals("@jo:test", http.get(path, "good").ok().path("caller").asText());
    assertEquals(401, http.get(path, "bad").status());
    assertEquals(
        "nobody", http.get("/_matrix/client/versions", "bad").ok().path("caller").asText());
  }

  // ---- Bodies ----

  @Test
  void bodiesHaveToBeJsonObjects() {
    String path = "/_matrix/client/v3/rooms/!a:b/send/t/1";
    assertEquals(200, http.send("PUT", path, "good", null).status());
    assertEquals("M_NOT_JSON", http.put(path, "good", "{broken").errcode());
    assertEquals("M_BAD_JSON", http.put(path, "good", "[]").errcode());
    assertEquals(400, http.put(path, "good", "[".repeat(5_000)).status());
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    String path = "/_matrix/client/v3/rooms/!a:b/send/t/1";
    String fits = "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}";
    assertEquals(200, http.put(path, "good", fits).status());
    Http.Response over = http.put(path, "good", fits + " ");
    assertEquals(413, over.status());
    assertEquals("M_TOO_LARGE", over.errcode());
    assertEquals(413, http.put(path, "good", fits.repeat(5)).status());
    assertEquals(200, http.put(path, "good", "{}").status());
  }

  @Test
  void aFileIsStreamedInAndRemovedAfterwards() throws Exception {
    var answer =
        http.send(
            http.to("/_matrix/media/v3/upload")
                .header("Authorization", "Bearer good")
                .POST(BodyPublishers.ofByteArray(FILE))
                .build());
    assertEquals(FILE.length, answer.ok().path("length").asInt());
    assertTrue(answer.json().path("same").asBoolean());
    until(EdgeTest::noUploads);
    assertEquals(
        401,
        http.send(
                http.to("/_matrix/media/r0/upload").POST(BodyPublishers.ofByteArray(FILE)).build())
            .status());
    until(EdgeTest::noUploads);
  }

  // ---- Answers ----

  @Test
  void aFileIsStreamedOut() {
    Http.Response answer = http.get("/_matrix/client/v1/media/file", null);
    assertArrayEquals(FILE, answer.bytes());
    assertEquals(Integer.toString(FILE.length), answer.header("content-length"));
    assertEquals("inline; filename=\"a__b\"", answer.header("content-disposition"));
  }

  @Test
  void headAnswersAsGetWithoutTheBody() {
    for (String path : List.of("/_matrix/client/v1/media/file", "/_matrix/client/v3/long")) {
      Http.Response head = http.send("HEAD", path, null, null);
      assertEquals(200, head.status());
      assertEquals(http.get(path, null).header("content-length"), head.header("content-length"));
      assertEquals(0, head.bytes().length);
    }
  }

  @Test
  void longJsonIsCompressedForThoseWhoTakeIt() throws IOException {
    Http.Response plain = http.get("/_matrix/client/v3/long", null);
    assertEquals("", plain.header("content-encoding"));
    Http.Response packed =
        http.send(http.to("/_matrix/client/v3/long").header("Accept-Encoding", "br, gzip").build());
    assertEquals("gzip", packed.header("content-encoding"));
    assertTrue(packed.bytes().length < plain.bytes().length / 10);
    assertArrayEquals(
        plain.bytes(),
        new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes());
  }

  @Test
  void webClientsOfOtherSitesAreLetIn() {
    Http.Response preflight = http.send("OPTIONS", "/_matrix/client/v3/rooms/!a:b/x", null, null);
    assertEquals(204, preflight.status());
    for (Http.Response answer :
        List.of(
            preflight,
            http.get("/_matrix/client/versions", null),
            http.get("/_matrix/client/v3/nothing", null),
            http.get("/_matrix/client/v3/broken", null))) {
      assertEquals("*", answer.header("access-control-allow-origin"));
      assertEquals(
          "GET, POST, PUT, DELETE, OPTIONS", answer.header("access-control-allow-methods"));
      assertEquals(
          "X-Requested-With, Content-Type, Authorization",
          answer.header("access-control-allow-headers"));
    }
  }

  @Test
  void aProblemSaysWhenToTryAgain() {
    Http.Response busy = http.get("/_matrix/client/v3/busy", null);
    assertEquals(429, busy.status());
    assertEquals("3", busy.header("retry-after"));
    assertEquals(2_500, busy.json().path("retry_after_ms").asInt());
  }

  @Test
  void whatWasNotForeseenShowsNoInnerWorkings() {
    Http.Response broken = http.get("/_matrix/client/v3/broken", null);
    assertEquals(500, broken.status());
    assertEquals("M_UNKNOWN", broken.errcode());
    assertTrue(broken.text().contains("reference"));
    assertFalse(broken.text().contains("inner workings"));
  }

  // ---- Waiting ----

  @Test
  void aHeldRequestIsAnsweredWhenItsFutureIs() throws Exception {
    CompletableFuture<Http.Response> answer =
        http.later("GET", "/_matrix/client/v3/held", "good", null);
    HELD.poll(10, TimeUnit.SECONDS).complete(MatrixResponse.ok(Json.object().put("woken", true)));
    assertTrue(answer.get(10, TimeUnit.SECONDS).ok().path("woken").asBoolean());
  }

  @Test
  void whenTheClientGoesTheFutureIsCancelled() throws Exception {
    CompletableFuture<MatrixResponse> future;
    try (Socket socket = new Socket("127.0.0.1", edge.port())) {
      socket.getOutputStream().write(heldRequest());
      future = HELD.poll(10, TimeUnit.SECONDS);
    }
    until(future::isCancelled);
  }

  @Test
  void stoppingAnswersThoseWhoWait() throws Exception {
    Edge other = edge(EdgeSettings.of("127.0.0.1", 0), pages.getAddress());
    CompletableFuture<Http.Response> answer =
        Http.unchecked("http://127.0.0.1:" + other.port())
            .later("GET", "/_matrix/client/v3/held", "good", null);
    HELD.poll(10, TimeUnit.SECONDS);
    other.close();
    assertEquals(503, answer.get(10, TimeUnit.SECONDS).status());
  }

  private static byte[] heldRequest() {
    return ("GET /_matrix/client/v3/held HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  // ---- Pages ----

  @Test
  void everythingElseIsPassedOn() {
    Http.Response answer =
        http.send(
            http.to("/echo/a%2Fb?c=d%20e")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("TE", "trailers")
                .POST(BodyPublishers.ofByteArray(FILE))
                .build());
    assertEquals(418, answer.status());
    assertEquals(List.of("a=1", "b=2"), answer.headers().allValues("set-cookie"));
    String told = answer.text();
    assertTrue(told.startsWith("POST /echo/a%2Fb?c=d%20e\n"), told);
    assertTrue(told.contains("X-forwarded-for: [127.0.0.1]"), told);
    assertTrue(told.contains("X-forwarded-proto: [http]"), told);
    assertTrue(told.contains("Host: [127.0.0.1:" + edge.port() + "]"), told);
    assertTrue(told.endsWith("body: " + FILE.length), told);
    assertFalse(told.contains("Te:"), told);
    assertEquals("", answer.header("access-control-allow-origin"));
    assertEquals(418, http.send("HEAD", "/echo", null, null).status());
    assertTrue(http.get("/echo", null).text().endsWith("body: 0"));
  }

  @Test
  void aPageServerThatIsGoneGivesASentence() throws IOException {
    InetSocketAddress nobody;
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    try (Edge alone = edge(EdgeSettings.of("127.0.0.1", 0), nobody)) {
      Http there = Http.unchecked("http://127.0.0.1:" + alone.port());
      Http.Response page = there.send(there.to("/").header("Accept", "text/html").build());
      assertEquals(502, page.status());
      assertTrue(page.text().contains("not available just now"));
      assertEquals(502, there.get("/api", null).json().path("status").asInt());
    }
  }

  // ---- Limits ----

  @Test
  void aSlowHeadIsCutOff() throws Exception {
    var usual = EdgeSettings.Limits.usual();
    var hasty =
        new EdgeSettings.Limits(
            usual.jsonBytes(),
            usual.fileBytes(),
            2,
            1,
            1,
            1,
            java.time.Duration.ofMillis(200),
            java.time.Duration.ofMillis(200),
            usual.fileTime(),
            usual.stallTime(),
            usual.idleTime());
    try (Edge strict = edge(EdgeSettings.of("127.0.0.1", 0).with(hasty), pages.getAddress());
        Socket head = new Socket("127.0.0.1", strict.port());
        Socket body = new Socket("127.0.0.1", strict.port())) {
      head.setSoTimeout(20_000);
      body.setSoTimeout(20_000);
      head.getOutputStream().write("GET / HTT".getBytes(StandardCharsets.US_ASCII));
      body.getOutputStream()
          .write(
              ("PUT /_matrix/client/v3/rooms/a/send/b/c HTTP/1.1\r\nHost: a\r\n"
                      + "Content-Length: 10\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, head.getInputStream().read());
      assertEquals(-1, body.getInputStream().read());
      until(() -> strict.connections() == 0);
      assertCapped(strict);
    }
  }

  private static void assertCapped(Edge strict) throws IOException {
    try (Socket first = new Socket("127.0.0.1", strict.port());
        Socket second = new Socket("127.0.0.1", strict.port())) {
      until(() -> strict.connections() == 2);
      try (Socket third = new Socket("127.0.0.1", strict.port())) {
        third.setSoTimeout(20_000);
        assertEquals(-1, third.getInputStream().read());
      }
      first.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(first.getInputStream().read() >= 0);
      assertTrue(second.isConnected());
    }
  }

  @Test
  void whenEveryWorkerIsTakenAndTheQueueFullItSaysSoAtOnce() throws Exception {
    var usual = EdgeSettings.Limits.usual();
    var small =
        new EdgeSettings.Limits(
            usual.jsonBytes(),
            usual.fileBytes(),
            usual.connections(),
            usual.connectionsPerAddress(),
            1,
            1,
            usual.headerTime(),
            usual.bodyTime(),
            usual.fileTime(),
            usual.stallTime(),
            usual.idleTime());
    try (Edge busy = edge(EdgeSettings.of("127.0.0.1", 0).with(small), pages.getAddress())) {
      Http there = Http.unchecked("http://127.0.0.1:" + busy.port());
      List<CompletableFuture<Http.Response>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(there.later("GET", "/_matrix/client/v3/slow", null, null));
      }
      // One is worked on and one waits, whichever they are: there is room for no more.
      until(() -> asked.stream().filter(CompletableFuture::isDone).count() == 6);
      for (CompletableFuture<Http.Response> refused :
          asked.stream().filter(CompletableFuture::isDone).toList()) {
        assertEquals(429, refused.join().status());
        assertEquals("M_LIMIT_EXCEEDED", refused.join().errcode());
        assertEquals("1", refused.join().header("retry-after"));
      }
      List<CompletableFuture<Http.Response>> taken =
          asked.stream().filter(answer -> !answer.isDone()).toList();
      SLOW.poll(20, TimeUnit.SECONDS).complete(null);
      SLOW.poll(20, TimeUnit.SECONDS).complete(null);
      for (CompletableFuture<Http.Response> answer : taken) {
        assertEquals(200, answer.get(20, TimeUnit.SECONDS).status());
      }
    }
  }

  @Test
  void onlyATrustedProxyTellsWhereAClientIs() {
    EdgeSettings trusting =
        new EdgeSettings(
            "127.0.0.1",
            0,
            null,
            null,
            List.of("127.0.0.1", "10.0.0.0/8"),
            EdgeSettings.Limits.usual(),
            RateLimitSettings.OFF);
    assertEquals("127.0.0.1", address(http, "6.6.6.6"));
    try (Edge behind = edge(trusting, pages.getAddress())) {
      Http there = Http.unchecked("http://127.0.0.1:" + behind.port());
      assertEquals(
          "127.0.0.1", there.get("/_matrix/client/versions", null).ok().path("address").asText());
      assertEquals("192.0.2.7", address(there, "192.0.2.7"));
      assertEquals("192.0.2.7", address(there, "6.6.6.6, 192.0.2.7, 10.1.2.3"));
      assertEquals("10.1.2.3", address(there, "nonsense, 10.1.2.3"));
      assertEquals("2001:db8:0:0:0:0:0:1", address(there, "2001:db8::1"));
      String told =
          there
              .send(
                  there
                      .to("/echo")
                      .header("X-Forwarded-For", "192.0.2.7")
                      .header("X-Forwarded-Proto", "https")
                      .build())
              .text();
      assertTrue(told.contains("X-forwarded-for: [192.0.2.7]"), told);
      assertTrue(told.contains("X-forwarded-proto: [https]"), told);
    }
    assertThrows(Problem.class, () -> new ClientAddress(List.of("proxy.example.org")));
    assertThrows(Problem.class, () -> new ClientAddress(List.of("10.0.0.0/99")));
  }

  private static String address(Http where, String forwardedFor) {
    return where
        .send(where.to("/_matrix/client/versions").header("X-Forwarded-For", forwardedFor).build())
        .ok()
        .path("address")
        .asText();
  }

  @Test
  void aCertificateMakesItSpeakHttps() throws Exception {
    Pem pem = Pem.make(uploads.resolveSibling("tls-" + System.nanoTime()));
    EdgeSettings secure =
        new EdgeSettings(
            "127.0.0.1",
            0,
            pem.certificate(),
            pem.key(),
            List.of(),
            EdgeSettings.Limits.usual(),
            RateLimitSettings.OFF);
    try (Edge tls = edge(secure, pages.getAddress())) {
      HttpClient client = HttpClient.newBuilder().sslContext(pem.trusting()).build();
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + tls.port() + "/echo"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertTrue(answer.body().contains("X-forwarded-proto: [https]"), answer.body());
    }
    EdgeSettings broken =
        new EdgeSettings(
            "127.0.0.1",
            0,
            pem.key(),
            pem.certificate(),
            List.of(),
            EdgeSettings.Limits.usual(),
            RateLimitSettings.OFF);
    assertTrue(
        assertThrows(Problem.class, () -> edge(broken, pages.getAddress()))
            .message()
            .contains("PEM"));
  }

  @Test
  void aPortInUseIsExplained() {
    Problem problem =
        assertThrows(
            Problem.class,
            () -> edge(EdgeSettings.of("127.0.0.1", edge.port()), pages.getAddress()));
    assertTrue(problem.message().contains("--port"), problem.message());
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", edge.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean noUploads() {
    try (Stream<Path> files = Files.list(uploads)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "still not so after 20 seconds");
      Thread.onSpinWait();
    }
  }
}
