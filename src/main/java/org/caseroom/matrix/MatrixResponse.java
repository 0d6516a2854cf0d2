package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Map;
import org.caseroom.base.Json;

/** An answer as the endpoints give it: free of any HTTP server. */
public sealed interface MatrixResponse {
  /** The HTTP status. */
  int status();

  /** Headers beyond the ones that the edge always sets. */
  Map<String, String> headers();

  /**
   * JSON.
   *
   * @param body the tree; the edge encodes it
   */
  record JsonBody(int status, Map<String, String> headers, JsonNode body)
      implements MatrixResponse {}

  /**
   * Bytes that are ready to be sent: JSON encoded once for many readers, or a page.
   *
   * @param contentType the media type
   */
  record Bytes(int status, Map<String, String> headers, String contentType, byte[] body)
      implements MatrixResponse {}

  /**
   * A file, streamed.
   *
   * @param contentType the media type
   * @param length its length in bytes
   * @param open opens the stream; the edge closes it
   */
  record Stream(
      int status,
      Map<String, String> headers,
      String contentType,
      long length,
      java.util.function.Supplier<InputStream> open)
      implements MatrixResponse {}

  /** 200 with JSON. */
  static MatrixResponse ok(JsonNode body) {
    return new JsonBody(200, Map.of(), body);
  }

  /** 200 with an empty object. */
  static MatrixResponse empty() {
    return ok(Json.object());
  }
}
