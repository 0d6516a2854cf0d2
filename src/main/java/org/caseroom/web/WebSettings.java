package org.caseroom.web;

import java.time.Duration;

/**
 * How the pages are served.
 *
 * @param host the loopback address to listen on
 * @param port the port, 0 for any free one
 * @param sessionLifetime how long a sign-in on a page is good
 */
public record WebSettings(String host, int port, Duration sessionLifetime) {
  /** Loopback, any free port, a working day. */
  public static final WebSettings DEFAULT = new WebSettings("127.0.0.1", 0, Duration.ofHours(12));
}
