package org.caseroom.edge;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All connections: counts them against the caps, and closes those whose client is overdue. */
final class Connections {
  private final EdgeSettings.Limits limits;
  private final ClientAddress addresses;
  private final AtomicInteger total = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final Set<ConnectionGuard> guards = ConcurrentHashMap.newKeySet();

  Connections(EdgeSettings.Limits limits, ClientAddress addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  /** Takes a new connection in, or closes it when there are too many. */
  void admit(Channel channel, @Nullable SocketAddress peer) {
    InetAddress counted = counted(peer);
    boolean full = total.incrementAndGet() > limits.connections();
    boolean crowded =
        counted != null
            && byAddress.merge(counted, 1, Integer::sum) > limits.connectionsPerAddress();
    ConnectionGuard guard = new ConnectionGuard(channel, limits);
    channel.pipeline().addFirst(ConnectionGuard.NAME, guard);
    guards.add(guard);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              guards.remove(guard);
              total.decrementAndGet();
              if (counted != null) {
                byAddress.computeIfPresent(counted, (any, count) -> count == 1 ? null : count - 1);
              }
            });
    if (full || crowded) {
      channel.close();
    }
  }

  /** Closes connections whose client is late. */
  void sweep() {
    long now = System.nanoTime();
    for (ConnectionGuard guard : guards) {
      if (guard.isOverdue(now)) {
        guard.cutOff();
      }
    }
  }

  /** How many connections are open. */
  int count() {
    return total.get();
  }

  private @Nullable InetAddress counted(@Nullable SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress address)
        || address.getAddress().isLoopbackAddress()
        || addresses.isTrusted(address)) {
      return null;
    }
    return address.getAddress();
  }
}
