package org.caseroom.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one connection: what its client has to do, and by when. It only sets deadlines, in
 * terms of {@link System#nanoTime}; {@link Connections} looks at them every second and closes what
 * is overdue.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  static final String NAME = "caseroom.guard";

  private static final long NONE = 0;

  private final EdgeSettings.Limits limits;
  private final Channel channel;
  private volatile long deadline = NONE;
  private volatile long stalled = NONE;
  private boolean inRequest;

  ConnectionGuard(Channel channel, EdgeSettings.Limits limits) {
    this.channel = channel;
    this.limits = limits;
  }

  /** The guard of a connection. */
  static @Nullable ConnectionGuard of(Channel channel) {
    return channel.pipeline().get(NAME) instanceof ConnectionGuard guard ? guard : null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!inRequest && deadline == NONE) {
      deadline = in(limits.headerTime());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    stalled = channel.isWritable() ? NONE : in(limits.stallTime());
    context.fireChannelWritabilityChanged();
  }

  /** A request's head has come: its body has so long. */
  void expectBody(Duration time) {
    inRequest = true;
    deadline = in(time);
  }

  /** The request is complete: it is our turn. */
  void bodyComplete() {
    deadline = NONE;
  }

  /** The request was answered. */
  void answered() {
    inRequest = false;
    deadline = NONE;
  }

  /** Whether the client is late with something. */
  boolean isOverdue(long now) {
    return isPast(deadline, now) || isPast(stalled, now);
  }

  void cutOff() {
    channel.close();
  }

  private static boolean isPast(long limit, long now) {
    return limit != NONE && now - limit > 0;
  }

  private static long in(Duration time) {
    long at = System.nanoTime() + time.toNanos();
    return at == NONE ? 1 : at;
  }
}
