package org.caseroom.edge;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/** Finds out where a request really comes from when proxies stand before this server. */
final class ClientAddress {
  private final List<IpSubnetFilterRule> trusted = new ArrayList<>();

  /**
   * Reads the trusted addresses and networks.
   *
   * @throws Problem when one is neither
   */
  ClientAddress(List<String> trustedProxies) {
    for (String text : trustedProxies) {
      trusted.add(rule(text));
    }
  }

  /** Whether this address is a proxy whose headers are believed. */
  boolean isTrusted(InetSocketAddress address) {
    return trusted.stream().anyMatch(rule -> rule.matches(address));
  }

  /** The client's address: the nearest one that is no trusted proxy. */
  String of(@Nullable InetSocketAddress peer, HttpHeaders headers) {
    if (peer == null) {
      return "unknown";
    }
    String address = peer.getAddress().getHostAddress();
    if (trusted.isEmpty() || !isTrusted(peer)) {
      return address;
    }
    String[] chain = String.join(",", headers.getAll("x-forwarded-for")).split(",");
    for (int i = chain.length - 1; i >= 0; i--) {
      InetAddress hop = literal(chain[i].strip());
      if (hop == null) {
        return address;
      }
      address = hop.getHostAddress();
      if (!isTrusted(new InetSocketAddress(hop, 0))) {
        return address;
      }
    }
    return address;
  }

  private static IpSubnetFilterRule rule(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    try {
      if (address != null) {
        int bits = address.getAddress().length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_SETTINGS",
        "'" + text + "' is no address or network to trust: write one such as 10.0.0.0/8.");
  }

  /** An address written in numbers; names are not looked up. */
  private static @Nullable InetAddress literal(String text) {
    byte[] bytes = io.netty.util.NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException e) {
      return null;
    }
  }
}
