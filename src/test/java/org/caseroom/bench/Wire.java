package org.caseroom.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.CharsetUtil;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: HTTP/1.1 with one request at a time, or a WebSocket. Everything happens
 * on the event loop; answers have to have a length.
 */
final class Wire extends ChannelInboundHandlerAdapter {
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SWITCHING = 101;

  private final Channel channel;
  private ByteBuf in = Unpooled.buffer(256);
  private @Nullable Reply reply;
  private @Nullable Runnable frames;
  private boolean webSocket;

  private Wire(Channel channel) {
    this.channel = channel;
  }

  /** What is done with an answer, on the event loop. */
  @FunctionalInterface
  interface Reply {
    /**
     * Takes an answer.
     *
     * @param body valid only during the call
     */
    void take(int status, ByteBuf body);
  }

  /** Where connections go, and the one thread that serves them. */
  static final class Loop implements AutoCloseable {
    private final EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final URI server;

    Loop(String server) {
      this.server = URI.create(server);
    }

    /** Opens connections, some hundred at a time. */
    List<Wire> open(int count) {
      List<Wire> wires = new ArrayList<>(count);
      while (wires.size() < count) {
        List<ChannelFuture> opening = new ArrayList<>();
        for (int i = Math.min(250, count - wires.size()); i > 0; i--) {
          opening.add(bootstrap().connect(server.getHost(), server.getPort()));
        }
        for (ChannelFuture future : opening) {
          Channel channel = future.syncUninterruptibly().channel();
          wires.add((Wire) channel.pipeline().last());
        }
      }
      return wires;
    }

    private Bootstrap bootstrap() {
      return new Bootstrap()
          .group(loop)
          .channel(EpollSocketChannel.class)
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 30_000)
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel.pipeline().addLast(new Wire(channel));
                }
              });
    }

    /** Runs something on the event loop. */
    void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public void close() {
      group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** A request, ready for the wire. */
  static byte[] request(String method, String path, String token, @Nullable String json) {
    StringBuilder head =
        new StringBuilder()
            .append(method)
            .append(' ')
            .append(path)
            .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ")
            .append(token)
            .append("\r\n");
    if (json == null) {
      return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
    byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /** Sends a request; the answer is given to the reply. */
  void send(byte[] request, Reply then) {
    reply = then;
    channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
  }

  /** Sends a request and waits for the answer: for preparations, not for measuring. */
  String call(byte[] request) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    send(
        request,
        (status, body) -> {
          String text = body.toString(CharsetUtil.UTF_8);
          if (status == 200) {
            answer.complete(text);
          } else {
            answer.completeExceptionally(new IllegalStateException(status + " " + text));
          }
        });
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Becomes a WebSocket.
   *
   * @param opened called when it is one
   * @param eachFrame called for each text frame
   */
  void upgrade(String path, String token, Runnable opened, Runnable eachFrame) {
    frames = eachFrame;
    String head = new String(request("GET", path, token, null), StandardCharsets.US_ASCII);
    String asked =
        head.substring(0, head.length() - 2)
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    send(
        asked.getBytes(StandardCharsets.US_ASCII),
        (status, body) -> {
          if (status != SWITCHING) {
            throw new IllegalStateException(status + " " + body.toString(CharsetUtil.UTF_8));
          }
          webSocket = true;
          opened.run();
        });
  }

  /** Lets go of the connection. */
  void close() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    in.writeBytes(bytes);
    bytes.release();
    while (webSocket ? frame() : answer()) {
      // There may be more than one.
    }
    if (!in.isReadable()) {
      in = in.capacity() > 8_192 ? Unpooled.buffer(256) : in.clear();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    cause.printStackTrace();
    context.close();
  }

  private boolean answer() {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), in);
    if (end < 0) {
      return false;
    }
    int start = in.readerIndex();
    String head = in.toString(start, end - start, CharsetUtil.US_ASCII);
    int status = Integer.parseInt(head.substring(9, 12));
    int length = status == SWITCHING ? 0 : length(head);
    int bodyStart = end + HEAD_END.length;
    if (in.writerIndex() < bodyStart + length) {
      return false;
    }
    ByteBuf body = in.slice(bodyStart, length);
    in.readerIndex(bodyStart + length);
    Reply then = reply;
    reply = null;
    if (then == null) {
      throw new IllegalStateException("An answer that was not asked for: " + head);
    }
    then.take(status, body);
    return in.isReadable();
  }

  private static int length(String head) {
    int at = head.indexOf("content-length: ");
    if (at < 0) {
      throw new IllegalStateException("An answer without a length: " + head);
    }
    int from = at + "content-length: ".length();
    int to = head.indexOf('\r', from);
    return Integer.parseInt(to < 0 ? head.substring(from) : head.substring(from, to));
  }

  private boolean frame() {
    if (in.readableBytes() < 2) {
      return false;
    }
    int at = in.readerIndex();
    int opcode = in.getByte(at) & 0x0F;
    int length = in.getByte(at + 1) & 0x7F;
    int header = 2;
    if (length == 126) {
      header = 4;
    } else if (length == 127) {
      header = 10;
    }
    if (in.readableBytes() < header) {
      return false;
    }
    if (header == 4) {
      length = in.getUnsignedShort(at + 2);
    } else if (header == 10) {
      length = (int) in.getLong(at + 2);
    }
    if (in.readableBytes() < header + length) {
      return false;
    }
    if (opcode == 0x9) {
      // A pong with the same bytes, masked with zeros.
      ByteBuf pong = Unpooled.buffer(6 + length);
      pong.writeByte(0x8A).writeByte(0x80 | length).writeInt(0);
      pong.writeBytes(in, at + header, length);
      channel.writeAndFlush(pong);
    } else if (opcode == 0x1 && frames != null) {
      frames.run();
    }
    in.skipBytes(header + length);
    return in.isReadable();
  }
}
