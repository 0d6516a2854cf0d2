package org.caseroom.base;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses the service may connect to on somebody's word (a push gateway, a page to preview,
 * an application service): never those of its own machine or network, unless that is allowed.
 *
 * <p>A name has to be looked up through {@link #resolve} and the connection made to an address that
 * it returns: to check a name first and let the connection look it up again would leave a gap in
 * which the name can change its meaning (DNS rebinding).
 */
public final class OutboundAddresses {
  /**
   * What is no public address (the registries of RFC 6890 and its successors), as {@code
   * address/bits}. IPv4 addresses inside of IPv6 ones are taken out and judged as themselves.
   */
  private static final List<String> INTERNAL =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/8",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/9",
          "ff00::/8");

  private final List<Network> refused;
  private final List<Network> excepted;

  private OutboundAddresses(List<Network> refused, List<Network> excepted) {
    this.refused = refused;
    this.excepted = excepted;
  }

  /** Public addresses only. */
  public static OutboundAddresses publicOnly() {
    return publicAnd(List.of());
  }

  /**
   * Public addresses, and networks that an operator trusts.
   *
   * @param networks such as {@code 10.1.0.0/16}
   * @throws Problem 400 {@code M_INVALID_PARAM} for one that is none
   */
  public static OutboundAddresses publicAnd(List<String> networks) {
    return new OutboundAddresses(
        INTERNAL.stream().map(Network::parse).toList(),
        networks.stream().map(Network::parse).toList());
  }

  /** All addresses: for a closed network that has its gateways inside. */
  public static OutboundAddresses any() {
    return new OutboundAddresses(List.of(), List.of());
  }

  /** Whether an address may be connected to. */
  public boolean allows(InetAddress address) {
    byte[] bytes = inner(address.getAddress());
    return refused.stream().noneMatch(network -> network.holds(bytes))
        || excepted.stream().anyMatch(network -> network.holds(bytes));
  }

  /**
   * Looks a host up: a name, or an address in numbers.
   *
   * @return the addresses that may be connected to, one at least
   * @throws UnknownHostException when there is no such host, or it has no address that is allowed
   */
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    List<InetAddress> allowed = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (allows(address)) {
        allowed.add(address);
      }
    }
    if (allowed.isEmpty()) {
      throw new UnknownHostException(host + " has no public address");
    }
    return allowed;
  }

  /** The IPv4 address inside of a translated or tunnelled one, so that it cannot hide there. */
  private static byte[] inner(byte[] address) {
    if (address.length == 4) {
      return address;
    }
    int at = -1;
    if (startsWith(address, 0, 0x64, 0xff, 0x9b) && (address[4] | address[5]) == 0) {
      at = 12; // NAT64
    } else if (startsWith(address, 0x20, 0x02)) {
      at = 2; // 6to4
    } else if (startsWith(address, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)) {
      at = 12; // mapped
    }
    return at < 0
        ? address
        : new byte[] {address[at], address[at + 1], address[at + 2], address[at + 3]};
  }

  private static boolean startsWith(byte[] address, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if ((address[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private record Network(byte[] address, int bits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      try {
        byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= address.length * 8) {
          return new Network(address, bits);
        }
      } catch (UnknownHostException | IndexOutOfBoundsException | NumberFormatException e) {
        // Said below.
      }
      throw Problem.invalidParam(
          "'" + Identifiers.shown(text) + "' is no network: write it like 10.1.0.0/16.");
    }

    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((other[i / 8] & mask) != (address[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
