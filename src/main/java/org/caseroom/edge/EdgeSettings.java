package org.caseroom.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the front door stands.
 *
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param certificate the TLS certificate chain (PEM); null for plain HTTP
 * @param key the certificate's private key (PEM, PKCS#8)
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For}
 *     and {@code X-Forwarded-Proto} are believed
 * @param limits how much a client may ask for
 * @param rates how often it may ask
 */
public record EdgeSettings(
    String host,
    int port,
    @Nullable Path certificate,
    @Nullable Path key,
    List<String> trustedProxies,
    Limits limits,
    RateLimitSettings rates) {

  /** Plain HTTP with the usual limits, as often as one likes. */
  public static EdgeSettings of(String host, int port) {
    return new EdgeSettings(
        host, port, null, null, List.of(), Limits.usual(), RateLimitSettings.OFF);
  }

  /** The same, but as often as one likes. */
  public EdgeSettings unlimited() {
    return new EdgeSettings(
        host, port, certificate, key, trustedProxies, limits, rates.enabled(false));
  }

  /** The same with other limits. */
  public EdgeSettings with(Limits newLimits) {
    return new EdgeSettings(host, port, certificate, key, trustedProxies, newLimits, rates);
  }

  /**
   * How much a client may ask for.
   *
   * @param jsonBytes the largest JSON body
   * @param fileBytes the largest file
   * @param connections the most connections at once
   * @param connectionsPerAddress the most from one address; loopback and trusted proxies, behind
   *     which are many people, do not count
   * @param workers how many handlers run at once
   * @param queue how many requests may wait for a worker: when one message wakes thousands of
   *     waiting syncs, all of them ask again at the same moment
   * @param headerTime how long a client may take to send a request's head
   * @param bodyTime how long it may take to send a JSON body
   * @param fileTime how long it may take to send a file, or a body for the pages
   * @param stallTime how long a client may leave an answer unread before it is cut off
   * @param idleTime how long a connection may stay open between requests
   */
  public record Limits(
      int jsonBytes,
      long fileBytes,
      int connections,
      int connectionsPerAddress,
      int workers,
      int queue,
      Duration headerTime,
      Duration bodyTime,
      Duration fileTime,
      Duration stallTime,
      Duration idleTime) {

    /** The usual limits, for two cores. */
    public static Limits usual() {
      return new Limits(
          1 << 20,
          50L << 20,
          20_000,
          500,
          16,
          10_000,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75));
    }
  }
}
