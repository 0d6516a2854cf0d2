package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/** Files: up, down, and small. */
class MediaApiTest extends MatrixTest {
  private static final String MEDIA = "/_matrix/client/v1/media";

  private Http.Response upload(String path, String method, String type, byte[] bytes) {
    return http()
        .send(
            http()
                .to(path)
                .header("Authorization", "Bearer " + jo)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(bytes))
                .build());
  }

  private Http.Response upload(String token, String path, String method, String text) {
    return http()
        .send(
            http()
                .to(path)
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(text))
                .build());
  }

  private Http.Response part(String media, String... headers) {
    HttpRequest.Builder request =
        http().to(MEDIA + "/download/" + media).header("Authorization", "Bearer " + amy);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http().send(request.build());
  }

  private String upload(String type, byte[] bytes) {
    String uri =
        upload("/_matrix/media/v3/upload?filename=a%20b.txt", "POST", type, bytes)
            .ok()
            .path("content_uri")
            .asText();
    assertTrue(uri.startsWith("mxc://caseroom.localhost/"), uri);
    return uri.substring("mxc://".length());
  }

  private static byte[] picture(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  @Test
  void aFileComesBackAsItWas() {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    String media = upload("text/plain", bytes);
    Http.Response down = http().get(MEDIA + "/download/" + media, amy);
    assertEquals(200, down.status());
    assertArrayEquals(bytes, down.bytes());
    assertEquals("text/plain; charset=utf-8", down.header("content-type"));
    assertEquals("inline; filename*=utf-8''a%20b.txt", down.header("content-disposition"));
    assertEquals("nosniff", down.header("x-content-type-options"));
    assertEquals("bytes", down.header("accept-ranges"));
    assertTrue(down.header("content-security-policy").contains("sandbox"));
    assertEquals("cross-origin", down.header("cross-origin-resource-policy"));
    assertEquals(200, http().get("/_matrix/media/r0/download/" + media, amy).status());
    Http.Response named = http().get("/_matrix/media/v3/download/" + media + "/plan.txt", amy);
    assertEquals("inline; filename=plan.txt", named.header("content-disposition"));
    refused(401, "M_MISSING_TOKEN", http().get(MEDIA + "/download/" + media, null));
  }

  @Test
  void aFileIsAsOpenAsTheEventsThatShowIt() {
    String room = roomOfAmyAndJo();
    String media = upload("text/plain", "for the team".getBytes(StandardCharsets.UTF_8));
    String path = MEDIA + "/download/" + media;
    ObjectNode content = json("{'msgtype': 'm.file', 'body': 'f', 'url': 'mxc://" + media + "'}");
    String event = send(jo, room, "m.room.message", content);
    assertEquals(200, http().get(path, amy).status());
    refused(404, "M_NOT_FOUND", http().get(path, sam));
    refused(
        404,
        "M_NOT_FOUND",
        http().get(path.replace("download", "thumbnail") + "?width=9&height=9", sam));
    http().put(V3 + "/rooms/" + enc(room) + "/redact/" + enc(event) + "/r", jo, Json.object()).ok();
    send(sam, createRoom(sam, "{}"), "m.room.message", content);
    for (String token : List.of(amy, sam)) {
      refused(404, "M_NOT_FOUND", http().get(path, token));
    }
    assertEquals(200, http().get(path, jo).status());
    send(jo, room, "m.room.message", content);
    assertEquals(200, http().get(path, amy).status(), "shown again");
  }

  private ObjectNode file(String media) {
    return json("{'msgtype': 'm.file', 'body': 'f', 'url': 'mxc://" + media + "'}");
  }

  @Test
  void whoOnlyKnowsAnAddressOpensAndClosesNothing() {
    String shown = upload("text/plain", "for the team".getBytes(StandardCharsets.UTF_8));
    send(jo, roomOfAmyAndJo(), "m.room.message", file(shown));
    String stranger = createRoom(sam, "{}");
    send(sam, stranger, "m.room.message", file(shown));
    refused(404, "M_NOT_FOUND", http().get(MEDIA + "/download/" + shown, sam));
    String passed = createRoom(amy, "{'invite': ['" + id("sam") + "']}");
    http().post(V3 + "/join/" + enc(passed), sam, Json.object()).ok();
    send(amy, passed, "m.room.message", file(shown));
    assertEquals(200, http().get(MEDIA + "/download/" + shown, sam).status(), "passed on by Amy");

    String face = upload("image/png", new byte[] {1});
    http()
        .put(
            V3 + "/profile/" + enc(id("jo")) + "/avatar_url",
            jo,
            json("{'avatar_url': 'mxc://" + face + "'}"))
        .ok();
    roomOfAmyAndJo();
    send(sam, stranger, "m.room.message", file(face));
    assertEquals(200, http().get(MEDIA + "/download/" + face, amy).status());
    send(jo, createRoom(jo, "{}"), "m.room.message", file(face));
    assertEquals(200, http().get(MEDIA + "/download/" + face, amy).status());

    String unseen = upload("text/plain", new byte[] {2});
    send(sam, stranger, "m.room.message", file(unseen));
    assertEquals(200, http().get(MEDIA + "/download/" + unseen, amy).status(), "in a room with Jo");
  }

  @Test
  void aPageOfHtmlIsNotShownInPlace() {
    String media = upload("text/html", "<script>1</script>".getBytes(StandardCharsets.UTF_8));
    assertTrue(
        http()
            .get(MEDIA + "/download/" + media, amy)
            .header("content-disposition")
            .startsWith("attachment"));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String media : new String[] {"caseroom.localhost/none", "elsewhere.example/x"}) {
      refused(404, "M_NOT_FOUND", http().get(MEDIA + "/download/" + media, amy));
    }
    refused(404, "M_NOT_FOUND", http().get(MEDIA + "/download/caseroom.localhost/..%2Fx", amy));
  }

  @Test
  void thumbnailsAreMadeToMeasure() throws IOException {
    String media = upload("image/png", picture(640, 320));
    String path = MEDIA + "/thumbnail/" + media;
    assertEquals("192x96", size(path + "?width=96&height=96"), "no side smaller than asked for");
    assertEquals("96x96", size(path + "?width=96&height=96&method=crop"));
    assertEquals("400x320", size(path + "?width=400&height=800&method=crop"), "never larger");
    assertEquals("640x320", size(path + "?width=2000&height=2000"));
    assertEquals("640x320", size(path + "?width=2000&height=9"));
    assertEquals(
        "96x96", size("/_matrix/media/v3/thumbnail/" + media + "?width=96&height=96&method=crop"));
    Http.Response whole = http().get(path + "?width=2000&height=2000", amy);
    assertArrayEquals(picture(640, 320), whole.bytes(), "the picture itself");
    assertEquals("inline; filename=thumbnail.png", whole.header("content-disposition"));
    Http.Response again =
        http()
            .send(
                http()
                    .to(path + "?width=2000&height=2000")
                    .header("Authorization", "Bearer " + amy)
                    .header("If-None-Match", whole.header("etag"))
                    .build());
    assertEquals(304, again.status());
    refused(400, "M_MISSING_PARAM", http().get(path, amy));
    refused(400, "M_INVALID_PARAM", http().get(path + "?width=0&height=9", amy));
    refused(400, "M_INVALID_PARAM", http().get(path + "?width=9&height=9&method=x", amy));
    refused(400, "M_INVALID_PARAM", http().get(path + "?width=9&height=9&animated=x", amy));
    String text = upload("image/png", "no picture".getBytes(StandardCharsets.UTF_8));
    refused(400, "M_UNKNOWN", http().get(MEDIA + "/thumbnail/" + text + "?width=9&height=9", amy));
  }

  private String size(String path) throws IOException {
    BufferedImage image = image(http().get(path, amy));
    return image.getWidth() + "x" + image.getHeight();
  }

  private static BufferedImage image(Http.Response response) throws IOException {
    assertEquals(200, response.status(), response.text());
    return ImageIO.read(new ByteArrayInputStream(response.bytes()));
  }

  @Test
  void anAddressCanBeHadBeforeItsFile() {
    String uri =
        http()
            .post("/_matrix/media/v1/create", jo, Json.object())
            .ok()
            .path("content_uri")
            .asText();
    String media = uri.substring("mxc://".length());
    String path = MEDIA + "/download/" + media;
    refused(504, "M_NOT_YET_UPLOADED", http().get(path + "?timeout_ms=0", jo));
    refused(504, "M_NOT_YET_UPLOADED", http().get(path + "?timeout_ms=20", jo));
    refused(400, "M_INVALID_PARAM", http().get(path + "?timeout_ms=-1", jo));
    CompletableFuture<Http.Response> waiting = http().later("GET", path, amy, null);
    refused(403, "M_FORBIDDEN", upload(amy, "/_matrix/media/v3/upload/" + media, "PUT", "x"));
    byte[] bytes = "later".getBytes(StandardCharsets.UTF_8);
    String put = "/_matrix/media/v3/upload/" + media;
    assertEquals(200, upload(put, "PUT", "text/plain", bytes).status());
    assertArrayEquals(bytes, waiting.join().bytes(), "who waited gets it at once");
    refused(409, "M_CANNOT_OVERWRITE_MEDIA", upload(put, "PUT", "text/plain", bytes));
    refused(404, "M_NOT_FOUND", upload(put + "x", "PUT", "text/plain", bytes));
    refused(
        404,
        "M_NOT_FOUND",
        upload("/_matrix/media/v3/upload/other.example/x", "PUT", "a/b", bytes));
    assertArrayEquals(bytes, http().get(MEDIA + "/download/" + media, amy).bytes());
  }

  @Test
  void anAnnouncedFileIsNotWaitedForForEver() {
    try (TestCaseroom service = TestCaseroom.start()) {
      service.createAccount("kim", Role.ADOPTER);
      String kim = service.signIn("kim");
      Http.Response last = null;
      JsonNode first = null;
      for (int i = 0; i <= 100; i++) {
        last = service.http().post("/_matrix/media/v1/create", kim, Json.object());
        first = first == null ? last.ok() : first;
      }
      refused(429, "M_LIMIT_EXCEEDED", last);
      long end = first.path("unused_expires_at").asLong();
      assertEquals(Duration.ofHours(24).toMillis(), end - service.clock().millis(), 60_000);
      service.clock().set(service.clock().instant().plus(Duration.ofHours(24)));
      String media = first.path("content_uri").asText().substring("mxc://".length());
      refused(
          404,
          "M_NOT_FOUND",
          service.http().put("/_matrix/media/v3/upload/" + media, kim, Json.object()));
      refused(404, "M_NOT_FOUND", service.http().get(MEDIA + "/download/" + media, kim));
      assertEquals(
          200, service.http().post("/_matrix/media/v1/create", kim, Json.object()).status());
    }
  }

  @Test
  void theLimitIsToldAndKept() {
    long limit = http().get(MEDIA + "/config", jo).ok().path("m.upload.size").asLong();
    assertEquals(
        limit, http().get("/_matrix/media/v3/config", jo).ok().path("m.upload.size").asLong());
    assertTrue(limit >= 50L << 20);
  }

  @Test
  void aNameComesBackInEveryScript() {
    for (String name :
        List.of("ascii", "name with spaces", "a;b", "\uD83D\uDC14", "فيلم.txt", "*'")) {
      String media =
          upload(jo, "/_matrix/media/v3/upload?filename=" + enc(name), "POST", "x")
              .ok()
              .path("content_uri")
              .asText()
              .substring("mxc://".length());
      Http.Response down = http().get(MEDIA + "/download/" + media, amy);
      assertEquals(name, nameIn(down.header("content-disposition")));
      Http.Response other = http().get(MEDIA + "/download/" + media + "/" + enc("☕" + name), amy);
      assertEquals("☕" + name, nameIn(other.header("content-disposition")));
    }
    String nameless =
        upload(jo, "/_matrix/media/v3/upload", "POST", "x").ok().path("content_uri").asText();
    Http.Response down = http().get(MEDIA + "/download/" + nameless.substring(6), amy);
    assertEquals("attachment", down.header("content-disposition"));
    assertEquals("application/octet-stream", down.header("content-type"));
  }

  private static String nameIn(String disposition) {
    String rest = disposition.substring(disposition.indexOf(';') + 1).strip();
    return rest.startsWith("filename*=utf-8''")
        ? URLDecoder.decode(
            rest.substring("filename*=utf-8''".length()).replace("+", "%2B"),
            StandardCharsets.UTF_8)
        : rest.substring("filename=".length());
  }

  @Test
  void aPartOfAFileIsSentAlone() {
    byte[] bytes = new byte[200_000];
    new Random(8).nextBytes(bytes);
    String media = upload("video/mp4", bytes);
    Http.Response whole = part(media);
    String etag = whole.header("etag");
    Http.Response middle = part(media, "Range", "bytes=70000-70009");
    assertEquals(206, middle.status());
    assertEquals("bytes 70000-70009/200000", middle.header("content-range"));
    assertEquals("10", middle.header("content-length"));
    assertArrayEquals(Arrays.copyOfRange(bytes, 70_000, 70_010), middle.bytes());
    assertArrayEquals(
        Arrays.copyOfRange(bytes, 199_990, 200_000), part(media, "Range", "bytes=-10").bytes());
    assertArrayEquals(
        Arrays.copyOfRange(bytes, 131_072, 200_000),
        part(media, "Range", "bytes=131072-", "If-Range", etag).bytes());
    Http.Response beyond = part(media, "Range", "bytes=200000-");
    refused(416, "M_INVALID_PARAM", beyond);
    assertEquals("bytes */200000", beyond.header("content-range"));
    for (String[] headers :
        new String[][] {
          {"Range", "bytes=0-1,5-6"},
          {"Range", "lines=0-1"},
          {"Range", "bytes=9-1"},
          {"Range", "bytes=-"},
          {"Range", "bytes=0-1", "If-Range", "\"other\""},
        }) {
      Http.Response all = part(media, headers);
      assertEquals(200, all.status(), Arrays.toString(headers));
      assertEquals(200_000, all.bytes().length);
    }
    assertEquals(304, part(media, "If-None-Match", etag).status());
  }

  @Test
  void aPhotographStandsUpright() throws IOException {
    BufferedImage wide = new BufferedImage(80, 40, BufferedImage.TYPE_INT_RGB);
    wide.setRGB(0, 0, 0xFFFFFF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(wide, "jpeg", out);
    byte[] jpeg = out.toByteArray();
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "ffe1002245786966000049492a000800000001001201030001000000060000000000" + "0000");
    byte[] turned = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, turned, 0, 2);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
    String path = MEDIA + "/thumbnail/" + upload("image/jpeg", turned);
    assertEquals("20x40", size(path + "?width=20&height=20"));
  }

  @Test
  void whoAsksForMoreThanAThumbnailGetsTheWhole() throws IOException {
    byte[] large = picture(2000, 1000);
    String path = MEDIA + "/thumbnail/" + upload("image/png", large);
    assertArrayEquals(large, http().get(path + "?width=1700&height=900", amy).bytes());
    assertEquals("1800x900", size(path + "?width=1600&height=900"));
  }

  @Test
  void whatMovesStandsStillUnlessAskedFor() throws IOException {
    byte[] gif = movingGif();
    String path = MEDIA + "/thumbnail/" + upload("image/gif", gif) + "?width=32&height=32";
    Http.Response still = http().get(path, amy);
    assertTrue(
        still.header("content-type").matches("image/(png|jpeg)"), still.header("content-type"));
    Http.Response moving = http().get(path + "&animated=true", amy);
    assertEquals("image/gif", moving.header("content-type"));
    assertArrayEquals(gif, moving.bytes());
    String photo = MEDIA + "/thumbnail/" + upload("image/png", picture(64, 64));
    assertEquals("32x32", size(photo + "?width=32&height=32&animated=true"));
  }

  private static byte[] movingGif() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 2; i++) {
        BufferedImage frame = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_INDEXED);
        frame.setRGB(i, i, 0xFFFFFF);
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
    return out.toByteArray();
  }

  @Test
  void aPictureThatUnfoldsToTooMuchIsRefusedUnread() throws IOException {
    byte[] bomb = picture(10, 10);
    // The measures in a PNG's head, and the checksum over them.
    ByteBuffer head = ByteBuffer.wrap(bomb);
    head.putInt(16, 30_000).putInt(20, 30_000);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    head.putInt(29, (int) crc.getValue());
    String media = upload("image/png", bomb);
    refused(
        413, "M_TOO_LARGE", http().get(MEDIA + "/thumbnail/" + media + "?width=9&height=9", amy));
  }

  @Test
  void aWebpPictureIsReadToo() {
    byte[] webp =
        Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=");
    String path = MEDIA + "/thumbnail/" + upload("image/webp", webp);
    Http.Response small = http().get(path + "?width=9&height=9", amy);
    assertEquals("image/webp", small.header("content-type"));
    assertArrayEquals(webp, small.bytes());
  }

  @Test
  void withoutATokenOldAddressesAnswerOldClientsOnly() {
    for (boolean oldClients : new boolean[] {true, false}) {
      try (TestCaseroom service =
          TestCaseroom.start(settings -> settings.with("media.oldClients", oldClients))) {
        service.createAccount("kim", Role.ADOPTER);
        String kim = service.signIn("kim");
        String media =
            service
                .http()
                .post("/_matrix/media/v3/upload", kim, Json.object())
                .ok()
                .path("content_uri")
                .asText()
                .substring("mxc://".length());
        String old = "/_matrix/media/v3/download/" + media;
        assertEquals(oldClients ? 200 : 404, service.http().get(old, null).status());
        assertEquals(200, service.http().get(old, kim).status());
        service.clock().set(service.clock().instant().plus(Duration.ofMinutes(11)));
        refused(404, "M_NOT_FOUND", service.http().get(old, null));
        assertEquals(200, service.http().get(MEDIA + "/download/" + media, kim).status());
        refused(404, "M_NOT_FOUND", service.http().get(old, null));
      }
    }
  }

  @Test
  void aFileThatIsTooLargeIsRefusedWithAndWithoutItsLength() {
    try (TestCaseroom small = TestCaseroom.start(settings -> settings.with("limits.fileMib", 1))) {
      small.createAccount("kim", Role.ADOPTER);
      String kim = small.signIn("kim");
      byte[] bytes = new byte[(1 << 20) + 1];
      for (HttpRequest.BodyPublisher body :
          List.of(
              BodyPublishers.ofByteArray(bytes),
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))) {
        refused(
            413,
            "M_TOO_LARGE",
            small
                .http()
                .send(
                    small
                        .http()
                        .to("/_matrix/media/v3/upload")
                        .header("Authorization", "Bearer " + kim)
                        .POST(body)
                        .build()));
      }
    }
  }
}
