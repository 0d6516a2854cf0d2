package org.caseroom.matrix.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.rooms.media.Measures;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes previews, and keeps them for the hour. */
final class Previews implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final int KEPT = 1_000;
  private static final int FETCHERS = 4;
  private static final int QUEUE = 100;
  private static final Pattern META_CHARSET = Pattern.compile("charset\\s*=\\s*\"?([\\w:.-]+)");

  private final WebFetcher fetcher;
  private final MediaStore media;
  private final InstantSource clock;
  private final ThreadPoolExecutor fetchers;
  private final Map<Key, CompletableFuture<ObjectNode>> making = new ConcurrentHashMap<>();

  // Access-ordered, guarded by itself.
  private final LinkedHashMap<Key, ObjectNode> kept = new LinkedHashMap<>(64, 0.75f, true);

  /** A page as it was in an hour since 1970. */
  private record Key(URI address, long hour) {}

  Previews(WebFetcher fetcher, MediaStore media, InstantSource clock) {
    this.fetcher = fetcher;
    this.media = media;
    this.clock = clock;
    this.fetchers =
        new ThreadPoolExecutor(
            FETCHERS,
            FETCHERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "previews");
              thread.setDaemon(true);
              return thread;
            });
    this.fetchers.allowCoreThreadTimeOut(true);
  }

  /**
   * The preview of a page.
   *
   * @param asker who asks: a picture of the page that has to be fetched is theirs
   * @param at as of when, milliseconds since 1970: a preview of that hour where there is one still,
   *     otherwise one of now
   */
  CompletableFuture<ObjectNode> of(URI address, UserId asker, @Nullable Long at) {
    long now = clock.millis() / HOUR_MS;
    if (at != null) {
      ObjectNode then = known(new Key(address, at / HOUR_MS));
      if (then != null) {
        return CompletableFuture.completedFuture(then);
      }
    }
    Key key = new Key(address, now);
    ObjectNode known = known(key);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<ObjectNode> made = new CompletableFuture<>();
    CompletableFuture<ObjectNode> other = making.putIfAbsent(key, made);
    if (other != null) {
      return other.copy();
    }
    try {
      fetchers.execute(() -> make(key, asker, made));
    } catch (RejectedExecutionException full) {
      making.remove(key, made);
      made.completeExceptionally(
          Problem.limitExceeded("Too many previews are being made: ask again soon.", 5_000));
    }
    return made.copy();
  }

  private @Nullable ObjectNode known(Key key) {
    synchronized (kept) {
      return kept.get(key);
    }
  }

  private void make(Key key, UserId asker, CompletableFuture<ObjectNode> made) {
    try {
      ObjectNode preview = make(key.address(), asker);
      synchronized (kept) {
        kept.put(key, preview);
        if (kept.size() > KEPT) {
          Iterator<ObjectNode> oldest = kept.values().iterator();
          oldest.next();
          oldest.remove();
        }
      }
      made.complete(preview);
    } catch (IOException | RuntimeException e) {
      made.completeExceptionally(e instanceof IOException io ? new UncheckedIOException(io) : e);
    } finally {
      making.remove(key, made);
    }
  }

  private ObjectNode make(URI address, UserId asker) throws IOException {
    try (WebFetcher.Fetched page = fetcher.fetch(address)) {
      ObjectNode preview = Json.object();
      String type = page.contentType();
      if (type.startsWith("image/")) {
        if (addPicture(page, asker, preview)) {
          preview.put("og:description", fileName(page.address()));
        }
      } else if (type.startsWith("text/html") || type.startsWith("application/xhtml+xml")) {
        addPage(page, asker, preview);
      }
      return preview;
    }
  }

  private void addPage(WebFetcher.Fetched page, UserId asker, ObjectNode preview)
      throws IOException {
    Map<String, String> fields;
    try (InputStream in = Files.newInputStream(page.file())) {
      fields =
          PageReader.read(Jsoup.parse(in, charset(page.contentType()), page.address().toString()));
    }
    fields.forEach(
        (name, value) -> {
          if (!name.startsWith("og:image")) {
            preview.put(name, value);
          }
        });
    String picture = fields.get("og:image");
    if (picture != null) {
      addPicture(page.address(), picture, asker, preview);
    }
  }

  /** The charset that the sender names; null leaves it to the page itself. */
  private static @Nullable String charset(String contentType) {
    Matcher matcher = META_CHARSET.matcher(contentType);
    return matcher.find() && isCharset(matcher.group(1)) ? matcher.group(1) : null;
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalArgumentException notAName) {
      return false;
    }
  }

  /** A page without its picture is still worth showing. */
  private void addPicture(URI page, String picture, UserId asker, ObjectNode preview) {
    try (WebFetcher.Fetched fetched =
        fetcher.fetch(
            WebAddress.of(page.resolve(WebAddress.escaped(picture.strip())).toString()))) {
      addPicture(fetched, asker, preview);
    } catch (IOException | RuntimeException e) {
      LOG.debug("No picture for a preview", e);
    }
  }

  private boolean addPicture(WebFetcher.Fetched fetched, UserId asker, ObjectNode preview)
      throws IOException {
    Optional<Measures> measures =
        fetched.cut() ? Optional.empty() : Measures.of(Files.newInputStream(fetched.file()));
    if (measures.isEmpty()) {
      return false;
    }
    Measures found = measures.get();
    Media stored =
        media.store(fetched.file(), asker, found.contentType(), fileName(fetched.address()));
    preview
        .put("og:image", "mxc://" + asker.server() + "/" + stored.id())
        .put("og:image:type", found.contentType())
        .put("og:image:width", found.width())
        .put("og:image:height", found.height())
        .put("matrix:image:size", stored.length());
    return true;
  }

  private static String fileName(URI address) {
    String path = address.getPath() == null ? "" : address.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isBlank() ? "picture" : name;
  }

  @Override
  public void close() {
    fetchers.shutdownNow();
    fetcher.close();
  }
}
