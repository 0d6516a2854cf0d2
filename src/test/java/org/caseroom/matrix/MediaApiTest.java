package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;
import org.caseroom.base.Json;
import org.caseroom.ops.Http;
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
    assertEquals("text/plain", down.header("content-type"));
    assertEquals("inline; filename=\"a b.txt\"", down.header("content-disposition"));
    assertTrue(down.header("content-security-policy").contains("sandbox"));
    assertEquals("cross-origin", down.header("cross-origin-resource-policy"));
    assertEquals(
        "inline; filename*=utf-8''%C3%A4.txt",
        http()
            .get(MEDIA + "/download/" + media + "/%C3%A4.txt", amy)
            .header("content-disposition"));
    assertEquals(200, http().get("/_matrix/media/r0/download/" + media, amy).status());
    assertEquals(200, http().get("/_matrix/media/v3/download/" + media, null).status());
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
    refused(404, "M_NOT_FOUND", http().get(path, amy));
    assertEquals(200, http().get(path, jo).status());
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
    BufferedImage scaled = image(http().get(path + "?width=96&height=96", amy));
    assertEquals("96x48", scaled.getWidth() + "x" + scaled.getHeight());
    BufferedImage cropped = image(http().get(path + "?width=96&height=96&method=crop", amy));
    assertEquals("96x96", cropped.getWidth() + "x" + cropped.getHeight());
    BufferedImage whole = image(http().get(path + "?width=2000&height=2000", amy));
    assertEquals("640x320", whole.getWidth() + "x" + whole.getHeight());
    refused(400, "M_MISSING_PARAM", http().get(path, amy));
    refused(400, "M_INVALID_PARAM", http().get(path + "?width=0&height=9", amy));
    refused(400, "M_INVALID_PARAM", http().get(path + "?width=9&height=9&method=x", amy));
    String text = upload("image/png", "no picture".getBytes(StandardCharsets.UTF_8));
    refused(400, "M_UNKNOWN", http().get(MEDIA + "/thumbnail/" + text + "?width=9&height=9", amy));
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
    refused(504, "M_NOT_YET_UPLOADED", http().get(MEDIA + "/download/" + media, jo));
    byte[] bytes = "later".getBytes(StandardCharsets.UTF_8);
    String put = "/_matrix/media/v3/upload/" + media;
    assertEquals(200, upload(put, "PUT", "text/plain", bytes).status());
    refused(409, "M_CANNOT_OVERWRITE_MEDIA", upload(put, "PUT", "text/plain", bytes));
    assertArrayEquals(bytes, http().get(MEDIA + "/download/" + media, amy).bytes());
  }

  @Test
  void theLimitIsToldAndKept() {
    long limit = http().get(MEDIA + "/config", jo).ok().path("m.upload.size").asLong();
    assertEquals(
        limit, http().get("/_matrix/media/v3/config", jo).ok().path("m.upload.size").asLong());
    assertTrue(limit >= 50L << 20);
  }
}
