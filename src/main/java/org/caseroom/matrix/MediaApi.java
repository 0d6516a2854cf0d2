package org.caseroom.matrix;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.rooms.media.Thumbnails;
import org.jspecify.annotations.Nullable;

/**
 * Files: upload, download, thumbnails.
 *
 * <p>Downloads of old ({@code /_matrix/media}) come without a token from clients that are still
 * about. They are answered only where somebody who may open the file is signed in at the same
 * network address, so that an address that leaked opens nothing for strangers.
 */
final class MediaApi {
  private static final String OLD = "/_matrix/media/v3";
  private static final String NEW = "/_matrix/client/v1/media";
  private static final Duration SIGNED_IN_WITHIN = Duration.ofHours(12);
  private static final String POLICY =
      "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf;"
          + " style-src 'unsafe-inline'; media-src 'self'; object-src 'self';";

  /** What a browser may show in place (specification, "Serving inline content"). */
  private static final Set<String> INLINE =
      Set.of(
          "text/css",
          "text/plain",
          "text/csv",
          "application/json",
          "application/ld+json",
          "image/jpeg",
          "image/gif",
          "image/png",
          "image/apng",
          "image/webp",
          "image/avif",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/quicktime",
          "audio/mp4",
          "audio/webm",
          "audio/aac",
          "audio/mpeg",
          "audio/ogg",
          "audio/wave",
          "audio/wav",
          "audio/x-wav",
          "audio/x-pn-wav",
          "audio/flac",
          "audio/x-flac");

  private final MediaStore store;
  private final Thumbnails thumbnails;
  private final MediaUses uses;
  private final RoomReader reader;
  private final Sessions sessions;
  private final MatrixSettings settings;
  private final InstantSource clock;

  MediaApi(MatrixServices services, MatrixSettings settings) {
    this.store = services.media();
    this.thumbnails = new Thumbnails(store);
    this.uses = new MediaUses(services.database());
    this.reader = services.rooms().reader();
    this.sessions = services.identity().sessions();
    this.settings = settings;
    this.clock = services.clock();
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(Endpoint.of("POST", OLD + "/upload", Access.SIGNED_IN, Body.FILE, this::upload));
    endpoints.add(
        Endpoint.of("POST", "/_matrix/media/v1/create", Access.SIGNED_IN, Body.JSON, this::create));
    endpoints.add(
        Endpoint.of(
            "PUT",
            OLD + "/upload/{serverName}/{mediaId}",
            Access.SIGNED_IN,
            Body.FILE,
            this::uploadLater));
    for (String base : List.of(OLD, NEW)) {
      Access access = base.equals(OLD) ? Access.OPTIONAL : Access.SIGNED_IN;
      endpoints.add(get(base + "/config", Access.SIGNED_IN, this::config));
      endpoints.add(get(base + "/download/{serverName}/{mediaId}", access, this::download));
      endpoints.add(
          get(base + "/download/{serverName}/{mediaId}/{fileName}", access, this::download));
      endpoints.add(get(base + "/thumbnail/{serverName}/{mediaId}", access, this::thumbnail));
    }
    return endpoints;
  }

  private static Endpoint get(
      String path, Access access, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, access, Body.NONE, handler);
  }

  /** The file of a request, for who may open it. */
  private Media require(MatrixRequest request) {
    MatrixRequest.Caller caller = request.caller();
    Set<UserId> readers =
        caller == null
            ? sessions.usersAt(request.remoteAddress(), SIGNED_IN_WITHIN)
            : Set.of(caller.user());
    if (readers.isEmpty()) {
      throw Problem.of(
          401,
          "M_MISSING_TOKEN",
          "Files are for people who are signed in: send the access token, best to " + NEW + ".");
    }
    Media media = store.require(mediaId(request));
    if (readers.stream().noneMatch(user -> uses.mayOpen(user, media, reader))) {
      throw Problem.notFound("There is no file at this address, or you may not see it.");
    }
    return media;
  }

  private MatrixResponse config(MatrixRequest request) {
    return MatrixResponse.ok(Json.object().put("m.upload.size", settings.maxUploadBytes()));
  }

  private MatrixResponse upload(MatrixRequest request) {
    Media media =
        store.store(
            file(request),
            request.user(),
            request.headers().get("content-type"),
            request.queryParameter("filename").orElse(null));
    return MatrixResponse.ok(Json.object().put("content_uri", uri(media.id())));
  }

  private MatrixResponse create(MatrixRequest request) {
    String id = store.reserve(request.user());
    return MatrixResponse.ok(
        Json.object()
            .put("content_uri", uri(id))
            .put("unused_expires_at", clock.millis() + MediaStore.UPLOAD_WITHIN.toMillis()));
  }

  private MatrixResponse uploadLater(MatrixRequest request) {
    store.fill(
        mediaId(request),
        file(request),
        request.user(),
        request.headers().get("content-type"),
        request.queryParameter("filename").orElse(null));
    return MatrixResponse.empty();
  }

  private static Path file(MatrixRequest request) {
    Path file = request.file();
    if (file == null) {
      throw Problem.missingParam("The body is empty: send the file as the body.");
    }
    return file;
  }

  private String uri(String id) {
    return "mxc://" + settings.server() + "/" + id;
  }

  private String mediaId(MatrixRequest request) {
    String id = request.pathParameter("mediaId");
    if (!request.pathParameter("serverName").equals(settings.server().value())
        || !id.matches("[A-Za-z0-9_-]{1,64}")) {
      throw Problem.notFound("There is no file at this address.");
    }
    return id;
  }

  private MatrixResponse download(MatrixRequest request) {
    Media media = require(request);
    String name = request.pathParameters().getOrDefault("fileName", media.fileName());
    return new MatrixResponse.Stream(
        200,
        headers(disposition(media.contentType(), name)),
        media.contentType(),
        media.length(),
        () -> store.open(media));
  }

  private MatrixResponse thumbnail(MatrixRequest request) {
    int width = size(request, "width");
    int height = size(request, "height");
    String method = request.queryParameter("method").orElse("scale");
    if (!method.equals("crop") && !method.equals("scale")) {
      throw Problem.invalidParam("'method' is crop or scale.");
    }
    Media media = require(request);
    Thumbnails.Thumbnail thumbnail = thumbnails.of(media, width, height, method.equals("crop"));
    String extension = thumbnail.contentType().equals("image/png") ? "png" : "jpg";
    return new MatrixResponse.Bytes(
        200,
        headers(disposition(thumbnail.contentType(), "thumbnail." + extension)),
        thumbnail.contentType(),
        thumbnail.bytes());
  }

  private static int size(MatrixRequest request, String name) {
    long size =
        request
            .queryNumber(name)
            .orElseThrow(() -> Problem.missingParam("'" + name + "' is missing: send pixels."));
    if (size < 1) {
      throw Problem.invalidParam("'" + name + "' should be a number of pixels, from 1 on.");
    }
    return (int) Math.min(size, 10_000);
  }

  private static Map<String, String> headers(String disposition) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Disposition", disposition);
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cache-Control", "private, max-age=86400, immutable");
    return headers;
  }

  private static String disposition(String contentType, @Nullable String name) {
    String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String kind = INLINE.contains(bare) ? "inline" : "attachment";
    if (name == null || name.isBlank()) {
      return kind;
    }
    if (name.matches("[\\w .()-]{1,200}") && name.chars().allMatch(c -> c < 0x80)) {
      return kind + "; filename=\"" + name + "\"";
    }
    return kind
        + "; filename*=utf-8''"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
