package org.caseroom.web;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the pages are served.
 *
 * @param host the loopback address to listen on
 * @param port the port, 0 for any free one
 * @param sessionLifetime how long a sign-in on a page is good
 * @param uploads the folder that files pass through on their way into the store
 * @param largestFile the most that one file may hold, bytes
 */
public record WebSettings(
    String host, int port, Duration sessionLifetime, Path uploads, long largestFile) {
  private static final long LARGEST_FILE = 20L << 20;

  /** Loopback, any free port, a working day, 20 MiB. */
  public static final WebSettings DEFAULT =
      new WebSettings(
          "127.0.0.1",
          0,
          Duration.ofHours(12),
          Path.of(System.getProperty("java.io.tmpdir")),
          LARGEST_FILE);

  /** The same with another folder for files on their way. */
  public WebSettings withUploads(Path folder) {
    return new WebSettings(host, port, sessionLifetime, folder, largestFile);
  }
}
