package org.caseroom.matrix.preview;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.caseroom.base.OutboundAddresses;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches from the web into files, within limits of place, time and size. */
final class WebFetcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebFetcher.class);
  private static final Timeout PATIENCE = Timeout.ofSeconds(8);
  private static final Duration MOST_TIME = Duration.ofSeconds(20);
  private static final int MOST_HOPS = 5;
  private static final long PAGE_BYTES = 1 << 20;
  private static final long PICTURE_BYTES = 10 << 20;

  private final CloseableHttpClient client;
  private final PageRules rules;
  private final Path folder;

  /**
   * What was fetched; closing it deletes its file.
   *
   * @param address where it was in the end
   * @param contentType what the sender says it is, in small letters
   * @param cut whether it was longer than what was read
   */
  record Fetched(URI address, String contentType, Path file, boolean cut) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** A step of the way: what was fetched, or where to go instead. */
  private record Step(@Nullable Fetched fetched, @Nullable URI next) {}

  /**
   * Opens a fetcher.
   *
   * @param folder where files may be put for the moment
   */
  WebFetcher(OutboundAddresses addresses, PageRules rules, Path folder) {
    this.rules = rules;
    this.folder = folder;
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Resolver(addresses))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(PATIENCE)
                            .setSocketTimeout(PATIENCE)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(PATIENCE)
                    .setConnectionRequestTimeout(PATIENCE)
                    .build())
            .setUserAgent("Caseroom (bot; link preview)")
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .build();
  }

  private record Resolver(OutboundAddresses addresses) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return addresses.resolve(host).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /**
   * Fetches a page or a picture, along up to five redirections.
   *
   * @throws Problem 403 where a rule forbids it, 502 where it cannot be had
   */
  Fetched fetch(URI address) {
    URI at = address;
    for (int hop = 0; hop <= MOST_HOPS; hop++) {
      rules.check(at);
      Step step = step(at);
      if (step.fetched() != null) {
        return step.fetched();
      }
      if (step.next() == null) {
        break;
      }
      at = step.next();
    }
    throw unavailable("it leads on and on");
  }

  private Step step(URI address) {
    HttpGet request = new HttpGet(address);
    request.setHeader("Accept", "text/html, application/xhtml+xml, image/*;q=0.9, */*;q=0.1");
    request.setHeader("Accept-Language", "en, *;q=0.5");
    // What drips in too slowly for the time-outs of single reads ends here.
    CompletableFuture<Boolean> over =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, MOST_TIME.toMillis(), TimeUnit.MILLISECONDS);
    over.thenRun(request::cancel);
    try {
      return read(address, request, client.executeOpen(null, request, null));
    } catch (Problem problem) {
      throw problem;
    } catch (IOException | RuntimeException e) {
      // Broken answers make the library throw all sorts of exceptions.
      throw unavailable("it did not answer as it should");
    } finally {
      over.cancel(false);
    }
  }

  private Step read(URI address, HttpGet request, ClassicHttpResponse response) throws IOException {
    try {
      return read(address, response);
    } finally {
      // To close it properly would be to read it to its end, which may never come.
      request.cancel();
      close(response);
    }
  }

  private static void close(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      LOG.debug("Hung up on", e);
    }
  }

  private Step read(URI address, ClassicHttpResponse response) throws IOException {
    int status = response.getCode();
    Header location = response.getFirstHeader("Location");
    if (status / 100 == 3 && location != null) {
      return new Step(null, next(address, location.getValue()));
    }
    HttpEntity entity = response.getEntity();
    if (status / 100 != 2 || entity == null) {
      throw unavailable("it answered with status " + status);
    }
    String said = entity.getContentType();
    String type = said == null ? "application/octet-stream" : said.toLowerCase(Locale.ROOT);
    Path file = Files.createTempFile(folder, "preview-", ".part");
    try (OutputStream out = Files.newOutputStream(file)) {
      long most = type.startsWith("image/") ? PICTURE_BYTES : PAGE_BYTES;
      boolean cut = copy(entity.getContent(), out, most);
      return new Step(new Fetched(address, type, file, cut), null);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static URI next(URI from, String location) {
    try {
      return WebAddress.of(from.resolve(WebAddress.escaped(location.strip())).toString());
    } catch (Problem | IllegalArgumentException e) {
      throw unavailable("it leads to what is no page");
    }
  }

  /** Copies up to a limit; true when there was more. */
  private static boolean copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] chunk = new byte[8192];
    long left = most;
    int count;
    while ((count = in.read(chunk)) >= 0) {
      if (count > left) {
        out.write(chunk, 0, (int) left);
        return true;
      }
      out.write(chunk, 0, count);
      left -= count;
    }
    return false;
  }

  private static Problem unavailable(String why) {
    return Problem.of(502, "M_UNKNOWN", "There is no preview of this page: " + why + ".");
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
