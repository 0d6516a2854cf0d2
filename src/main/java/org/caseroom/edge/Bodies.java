package org.caseroom.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;

/** Takes in request bodies, within their limits. */
final class Bodies {
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  /**
   * How much of a body that is too large is read and thrown away, so that its sender gets to see
   * the answer: one who is still sending when the connection closes does not.
   */
  private static final long DRAINED = 16L << 20;

  private Bodies() {}

  /** Collects a body in memory. */
  static Mono<byte[]> inMemory(HttpServerRequest request, int limit) {
    long announced = announced(request);
    if (announced > limit + DRAINED) {
      return Mono.error(tooLarge(limit));
    }
    return Mono.create(
        sink -> {
          Collector collector = new Collector(sink, limit, (int) Math.min(announced, limit));
          sink.onCancel(collector);
          request.receive().subscribe(collector);
        });
  }

  /** Streams a body into a new file, as fast as the disk takes it. */
  static Mono<Path> toFile(HttpServerRequest request, Path folder, long limit, Scheduler files) {
    if (announced(request) > limit + DRAINED) {
      return Mono.error(tooLarge(limit));
    }
    return Mono.fromCallable(() -> create(folder))
        .subscribeOn(files)
        .flatMap(
            file ->
                Mono.using(
                        () -> FileChannel.open(file, StandardOpenOption.WRITE),
                        channel -> copy(request, channel, limit, files).thenReturn(file),
                        Bodies::close)
                    .doOnError(e -> delete(file))
                    .doOnCancel(() -> delete(file)));
  }

  private static Path create(Path folder) {
    try {
      return Files.createTempFile(folder, "upload-", ".part");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Deletes a file that was streamed into, unless it was moved away. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mono<Void> copy(
      HttpServerRequest request, FileChannel channel, long limit, Scheduler files) {
    long[] length = new long[1];
    return request
        .receive()
        .retain()
        .publishOn(files, 16)
        .doOnDiscard(ByteBuf.class, ReferenceCountUtil::release)
        .doOnNext(
            part -> {
              try {
                length[0] += part.readableBytes();
                if (length[0] > limit + DRAINED) {
                  throw tooLarge(limit);
                }
                if (length[0] <= limit) {
                  part.readBytes(channel, channel.position(), part.readableBytes());
                  channel.position(length[0]);
                }
              } catch (IOException e) {
                throw unwritable(e);
              } finally {
                part.release();
              }
            })
        .then(Mono.defer(() -> length[0] > limit ? Mono.error(tooLarge(limit)) : Mono.empty()));
  }

  private static Problem unwritable(IOException e) {
    LOG.error("An upload could not be written: is the disk full?", e);
    return Problem.of(
        503, "M_UNKNOWN", "The file cannot be kept at the moment: try again in a while.");
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long announced(HttpServerRequest request) {
    String length = request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Math.max(0, Long.parseLong(length.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Problem tooLarge(long limit) {
    String most = limit >= 1 << 20 ? (limit >> 20) + " MiB" : limit + " bytes";
    return Problem.tooLarge("That is too large: this server takes up to " + most + " here.");
  }

  /** Puts the parts of a body together. */
  private static final class Collector extends BaseSubscriber<ByteBuf> {
    private final MonoSink<byte[]> sink;
    private final int limit;
    private byte @Nullable [] bytes;
    private long length;

    Collector(MonoSink<byte[]> sink, int limit, int expected) {
      this.sink = sink;
      this.limit = limit;
      this.bytes = new byte[expected];
    }

    @Override
    protected void hookOnNext(ByteBuf part) {
      int more = part.readableBytes();
      long whole = length + more;
      if (whole > limit || bytes == null) {
        bytes = null;
      } else {
        if (whole > bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(whole, bytes.length * 2L)));
        }
        part.readBytes(bytes, (int) length, more);
      }
      length = whole;
      if (length > limit + DRAINED) {
        cancel();
        sink.error(tooLarge(limit));
      }
    }

    @Override
    protected void hookOnComplete() {
      byte[] all = bytes;
      if (all == null) {
        sink.error(tooLarge(limit));
      } else {
        sink.success(length == all.length ? all : Arrays.copyOf(all, (int) length));
      }
    }

    @Override
    protected void hookOnError(Throwable error) {
      sink.error(error);
    }
  }
}
