package org.caseroom.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.MatrixResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what endpoints return or throw into answers for the wire. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String JSON = "application/json";

  // About what fits into one packet: below it, compressing saves nothing.
  private static final int WORTH_COMPRESSING = 1_200;

  private Answers() {}

  /**
   * Encodes a response.
   *
   * @param gzip whether the client accepts gzip
   */
  static Answer of(MatrixResponse response, boolean gzip) {
    if (response instanceof MatrixResponse.JsonBody json) {
      return whole(json.status(), json.headers(), JSON, Json.writeBytes(json.body()), gzip);
    }
    if (response instanceof MatrixResponse.Bytes bytes) {
      return whole(bytes.status(), bytes.headers(), bytes.contentType(), bytes.body(), gzip);
    }
    MatrixResponse.Stream stream = (MatrixResponse.Stream) response;
    Map<String, String> headers = headers(stream.headers());
    headers.put("content-type", stream.contentType());
    return new Answer.Streamed(stream, headers);
  }

  /** The Matrix form of an error: a problem as it is, anything else as a reference to the log. */
  static Answer of(Throwable error, String what) {
    Throwable cause = error;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return of(cause instanceof Problem problem ? problem : unforeseen(cause, what));
  }

  static Answer of(Problem problem) {
    Map<String, String> headers = new HashMap<>();
    if (problem.status() == 429) {
      long ms = retryAfterMs(problem);
      headers.put("retry-after", Long.toString((ms + 999) / 1_000));
    }
    return whole(problem.status(), headers, JSON, Json.writeBytes(problem.toMatrixJson()), false);
  }

  private static long retryAfterMs(Problem problem) {
    var value = problem.details().get("retry_after_ms");
    return value == null ? 1_000 : Math.max(1, value.asLong(1_000));
  }

  private static Problem unforeseen(Throwable error, String what) {
    String reference = Faults.reference();
    LOG.error("Fault {} while answering {}", reference, what, error);
    return Problem.of(
        500,
        "M_UNKNOWN",
        "Something went wrong on this server. Try again; if it happens again, tell the people who"
            + " run it this reference: "
            + reference
            + ".");
  }

  private static Answer whole(
      int status, Map<String, String> given, String contentType, byte[] body, boolean gzip) {
    Map<String, String> headers = headers(given);
    headers.put("content-type", contentType);
    byte[] sent = body;
    if (contentType.startsWith(JSON)) {
      headers.putIfAbsent("cache-control", "no-store");
      headers.put("vary", "Accept-Encoding");
      if (gzip && body.length > WORTH_COMPRESSING) {
        headers.put("content-encoding", "gzip");
        sent = compress(body);
      }
    }
    return new Answer.Whole(status, headers, sent);
  }

  private static Map<String, String> headers(Map<String, String> given) {
    Map<String, String> headers = new HashMap<>(given.size() + 5);
    given.forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    headers.putIfAbsent("x-content-type-options", "nosniff");
    return headers;
  }

  private static byte[] compress(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 3);
    try (GZIPOutputStream gzip = new FastGzip(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Gzip at its quickest: what is sent is seldom sent twice. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 4_096);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
