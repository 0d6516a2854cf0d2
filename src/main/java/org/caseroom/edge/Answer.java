package org.caseroom.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.caseroom.matrix.MatrixResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A Matrix answer that is ready for the wire. */
sealed interface Answer {
  /** How much of a stream is read at once: what a slow reader can have waiting is some of these. */
  int CHUNK = 8 * 1024;

  /**
   * Sends it.
   *
   * @param files where streams are read, since reading blocks
   */
  Mono<Void> send(HttpServerRequest request, HttpServerResponse response, Scheduler files);

  /**
   * Bytes in memory.
   *
   * @param headers all headers but the length
   */
  record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {
    @Override
    public Mono<Void> send(
        HttpServerRequest request, HttpServerResponse response, Scheduler files) {
      head(response, status, headers, body.length);
      return body.length == 0 || request.method().equals(HttpMethod.HEAD)
          ? response.send()
          : response.sendObject(Unpooled.wrappedBuffer(body)).then();
    }
  }

  /** A stream that is read as fast as the client takes it. */
  record Streamed(MatrixResponse.Stream stream, Map<String, String> headers) implements Answer {
    @Override
    public Mono<Void> send(
        HttpServerRequest request, HttpServerResponse response, Scheduler files) {
      head(response, stream.status(), headers, stream.length());
      if (request.method().equals(HttpMethod.HEAD)) {
        return response.send();
      }
      Flux<ByteBuf> chunks =
          Flux.using(stream.open()::get, Streamed::chunks, Streamed::close).subscribeOn(files);
      return response.send(chunks).then();
    }

    private static Flux<ByteBuf> chunks(InputStream in) {
      return Flux.generate(
          sink -> {
            try {
              byte[] chunk = in.readNBytes(CHUNK);
              if (chunk.length == 0) {
                sink.complete();
              } else {
                sink.next(Unpooled.wrappedBuffer(chunk));
              }
            } catch (IOException e) {
              sink.error(e);
            }
          });
    }

    private static void close(InputStream in) {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void head(
      HttpServerResponse response, int status, Map<String, String> headers, long length) {
    response.status(status);
    HttpHeaders out = response.responseHeaders();
    Cors.addTo(out);
    headers.forEach((name, value) -> out.set(name, safe(value)));
    out.set(HttpHeaderNames.CONTENT_LENGTH, length);
  }

  /** A header's value may not hold line breaks or other controls: a file's name may. */
  private static String safe(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7F || c > 0xFF) {
        return value.replaceAll("[^\\t\\x20-\\x7E\\x80-\\xFF]", "_");
      }
    }
    return value;
  }
}
