package org.caseroom.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.caseroom.base.DeviceId;
import org.caseroom.base.UserId;
import org.caseroom.edge.LiveSource.Frame;
import org.caseroom.matrix.MatrixRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live gateway, over real WebSockets. */
class LiveGateTest {
  /** A question for a frame. */
  private record Asked(@Nullable String since, CompletableFuture<Frame> frame) {}

  private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path uploads;
  private Edge edge;

  @BeforeEach
  void open() {
    good.add("good");
    var usual = EdgeSettings.Limits.usual();
    var limits =
        new EdgeSettings.Limits(
            usual.jsonBytes(),
            usual.fileBytes(),
            usual.connections(),
            usual.connectionsPerAddress(),
            usual.workers(),
            usual.queue(),
            usual.headerTime(),
            usual.bodyTime(),
            usual.fileTime(),
            Duration.ofMillis(500),
            usual.idleTime());
    edge =
        Edge.open(
            EdgeSettings.of("127.0.0.1", 0).with(limits),
            new Edge.Behind(
                List.of(), this::authenticate, this::next, uploads, new InetSocketAddress(1)));
  }

  @AfterEach
  void close() {
    edge.close();
  }

  private Optional<MatrixRequest.Caller> authenticate(
      org.caseroom.base.Secret token, String address, Map<String, List<String>> query) {
    return good.contains(token.reveal())
        ? Optional.of(new MatrixRequest.Caller(UserId.of("@jo:test"), DeviceId.of("D")))
        : Optional.empty();
  }

  private CompletionStage<Frame> next(
      MatrixRequest.Caller caller, @Nullable String since, Duration patience) {
    CompletableFuture<Frame> frame = new CompletableFuture<>();
    asked.add(new Asked(since, frame));
    return frame;
  }

  private Asked takeAsked() throws InterruptedException {
    Asked next = asked.poll(10, TimeUnit.SECONDS);
    assertTrue(next != null, "nobody asked for a frame");
    return next;
  }

  private static Frame frame(String text, String next, boolean news) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8), next, news);
  }

  /** A page that is connected. */
  private static final class Page implements WebSocket.Listener {
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed " + code);
      return null;
    }

    String hear() throws InterruptedException {
      String next = heard.poll(10, TimeUnit.SECONDS);
      assertTrue(next != null, "nothing was heard");
      return next;
    }
  }

  private WebSocket connect(Page page, String query, String... headers) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:" + edge.port() + "/_caseroom/live" + query), page)
        .join();
  }

  private int refusal(String query, String... headers) {
    try {
      connect(new Page(), query, headers).abort();
      return 101;
    } catch (CompletionException e) {
      return ((java.net.http.WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void framesComeOneByOneAndGoOnFromTheLast() throws Exception {
    Page page = new Page();
    WebSocket socket = connect(page, "?access_token=good&since=s1_2");
    Asked first = takeAsked();
    assertEquals("s1_2", first.since());
    first.frame().complete(frame("{\"a\":1}", "s3", true));
    assertEquals("{\"a\":1}", page.hear());
    Asked second = takeAsked();
    assertEquals("s3", second.since());
    second.frame().complete(frame("{}", "s4", false));
    Asked third = takeAsked();
    assertEquals("s4", third.since());
    third.frame().complete(frame("{\"b\":\"é\"}", "s5", true));
    assertEquals("{\"b\":\"é\"}", page.hear());
    CompletableFuture<Frame> waiting = takeAsked().frame();
    socket.abort();
    until(waiting::isCancelled);
  }

  @Test
  void theSessionHasToBeGoodAndThePageOneOfOurs() {
    String ours = "http://127.0.0.1:" + edge.port();
    assertEquals(401, refusal(""));
    assertEquals(401, refusal("?access_token=bad"));
    assertEquals(401, refusal("", "Authorization", "Bearer bad"));
    assertEquals(101, refusal("", "Authorization", "Bearer good"));
    assertEquals(101, refusal("", "Cookie", "x=y; caseroom_session=good", "Origin", ours));
    // A cookie comes along whoever asks the browser to connect: without a page of ours it is none.
    assertEquals(401, refusal("", "Cookie", "caseroom_session=good"));
    assertEquals(
        403, refusal("", "Cookie", "caseroom_session=good", "Origin", "http://127.0.0.1:1"));
    assertEquals(403, refusal("?access_token=good", "Origin", "null"));
  }

  @Test
  void whoSignsOutIsToldAndLetGo() throws Exception {
    Page page = new Page();
    connect(page, "?access_token=good");
    good.clear();
    takeAsked().frame().complete(frame("{}", "s1", true));
    assertEquals("{}", page.hear());
    assertTrue(page.hear().contains("M_UNKNOWN_TOKEN"));
    assertEquals("closed 1008", page.hear());
  }

  @Test
  void aPlaceThatIsUnknownMeansToStartAfresh() throws Exception {
    Page page = new Page();
    connect(page, "?access_token=good&since=nonsense");
    takeAsked().frame().completeExceptionally(org.caseroom.base.Problem.invalidParam("No token."));
    assertEquals("{\"resync\":true}", page.hear());
    assertEquals("closed 1013", page.hear());
  }

  @Test
  void aSlowReaderNeverHasMoreThanOneFrameWaitingAndIsLetGo() throws Exception {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8_192);
      socket.connect(new InetSocketAddress("127.0.0.1", edge.port()));
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET /_caseroom/live?access_token=good HTTP/1.1\r\nHost: a\r\n"
                      + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      takeAsked().frame().complete(frame("x".repeat(20_000_000), "s1", true));
      until(() -> edge.connections() == 0);
      assertTrue(asked.isEmpty(), "a second frame was asked for");
      assertFalse(endsCleanly(socket.getInputStream()));
    }
  }

  private static boolean endsCleanly(InputStream in) {
    try {
      return in.readAllBytes().length > 20_000_000;
    } catch (IOException cutOff) {
      return false;
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
