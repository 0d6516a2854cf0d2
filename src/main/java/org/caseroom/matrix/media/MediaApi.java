package org.caseroom.matrix.media;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.MatrixServices;
import org.caseroom.matrix.MatrixSettings;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.media.Media;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.rooms.media.Thumbnails;
import org.jspecify.annotations.Nullable;

/** Files: upload, download, thumbnails (client-server API, "Content repository"). */
public final class MediaApi {
  private static final String OLD = "/_matrix/media/v3";
  private static final String NEW = "/_matrix/client/v1/media";
  private static final String FILE = "/{serverName}/{mediaId}";

  /** Who looks at a room asks for news of it far more often. */
  private static final Duration AT_THE_ADDRESS_WITHIN = Duration.ofMinutes(10);

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_SIDE = 10_000;

  private final MediaStore store;
  private final Thumbnails thumbnails;
  private final MediaUses uses;
  private final RoomReader reader;
  private final RoomView view;
  private final Sessions sessions;
  private final MatrixSettings settings;
  private final InstantSource clock;
  private final boolean oldClients;

  /** The devices that use the new addresses, so that the old ones need not answer for them. */
  private final Set<MatrixRequest.Caller> modern = ConcurrentHashMap.newKeySet();

  /** Makes the endpoints. */
  public MediaApi(MatrixServices services, MatrixSettings settings, MediaSettings media) {
    this.store = services.media();
    this.thumbnails = new Thumbnails(store);
    this.uses = new MediaUses(services.database());
    this.reader = services.rooms().reader();
    this.view = services.rooms().log().view();
    this.sessions = services.identity().sessions();
    this.settings = settings;
    this.clock = services.clock();
    this.oldClients = media.oldClients();
  }

  /** The endpoints of this class. */
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(Endpoint.of("POST", OLD + "/upload", Access.SIGNED_IN, Body.FILE, this::upload));
    endpoints.add(
        Endpoint.of("POST", "/_matrix/media/v1/create", Access.SIGNED_IN, Body.JSON, this::create));
    endpoints.add(
        Endpoint.of("PUT", OLD + "/upload" + FILE, Access.SIGNED_IN, Body.FILE, this::uploadLater));
    for (String base : List.of(OLD, NEW)) {
      Access access = base.equals(OLD) ? Access.OPTIONAL : Access.SIGNED_IN;
      endpoints.add(
          Endpoint.of("GET", base + "/config", Access.SIGNED_IN, Body.NONE, this::config));
      endpoints.add(get(base + "/download" + FILE, access, this::download));
      endpoints.add(get(base + "/download" + FILE + "/{fileName}", access, this::download));
      endpoints.add(get(base + "/thumbnail" + FILE, access, this::thumbnail));
    }
    return endpoints;
  }

  private static Endpoint get(String path, Access access, Endpoint.Handler handler) {
    return new Endpoint("GET", path, access, Body.NONE, handler);
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
    String server = request.pathParameter("serverName");
    if (!id.matches("[A-Za-z0-9_-]{1,64}")
        || !(server.equals(settings.server().value()) || isFrom(server, id))) {
      throw unknown();
    }
    return id;
  }

  /** Files of a case that was taken in keep the address that they had on the other service. */
  private boolean isFrom(String server, String id) {
    return store.kept(id).filter(file -> file.owner().server().value().equals(server)).isPresent();
  }

  private static Problem unknown() {
    return Problem.notFound("There is no file at this address, or you may not see it.");
  }

  /** The file of a request, for who may open it, as soon as it is there. */
  private CompletableFuture<Media> require(MatrixRequest request) {
    request.queryFlag("allow_remote");
    request.queryFlag("allow_redirect");
    Duration patience = patience(request);
    Set<UserId> readers = readers(request);
    if (readers.isEmpty()) {
      throw unknown();
    }
    return store
        .require(mediaId(request), patience)
        .thenApply(
            media -> {
              if (readers.stream().noneMatch(user -> uses.mayOpen(user, media, reader, view))) {
                throw unknown();
              }
              return media;
            });
  }

  /** For whom a file is asked: who is signed in, or without a token who may be asking. */
  private Set<UserId> readers(MatrixRequest request) {
    MatrixRequest.Caller caller = request.caller();
    if (caller != null) {
      if (request.path().startsWith(NEW)) {
        modern.add(caller);
      }
      return Set.of(caller.user());
    }
    return oldClients
        ? sessions.sessionsAt(request.remoteAddress(), AT_THE_ADDRESS_WITHIN).stream()
            .filter(
                session ->
                    !modern.contains(new MatrixRequest.Caller(session.user(), session.device())))
            .map(Sessions.Session::user)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static Duration patience(MatrixRequest request) {
    long millis = request.queryNumber("timeout_ms").orElse(USUAL_PATIENCE.toMillis());
    if (millis < 0) {
      throw Problem.invalidParam("'timeout_ms' should be a number of milliseconds, from 0 on.");
    }
    return Duration.ofMillis(Math.min(millis, MOST_PATIENCE.toMillis()));
  }

  private CompletionStage<MatrixResponse> download(MatrixRequest request) {
    return require(request)
        .thenApply(
            media ->
                send(
                    request,
                    media,
                    request.pathParameters().getOrDefault("fileName", media.fileName())));
  }

  /** The file, or the part of it that is asked for. */
  private MatrixResponse send(MatrixRequest request, Media media, @Nullable String name) {
    String etag = "\"" + media.id() + "\"";
    String type = MediaHeaders.sentType(media.contentType());
    Map<String, String> headers = MediaHeaders.of(media.contentType(), name, etag);
    headers.put("Accept-Ranges", "bytes");
    if (MediaHeaders.isKnown(request.headers().get("if-none-match"), etag)) {
      return new MatrixResponse.Bytes(304, headers, type, new byte[0]);
    }
    Map<String, String> asked = request.headers();
    ByteRange range =
        ByteRange.of(asked.get("range"), asked.get("if-range"), etag, media.length()).orElse(null);
    if (range == null) {
      return new MatrixResponse.Stream(200, headers, type, media.length(), () -> store.open(media));
    }
    headers.put("Content-Range", range.header(media.length()));
    if (range.isUnsatisfiable()) {
      Problem beyond =
          Problem.of(416, "M_INVALID_PARAM", "The file has no such part: it ends before that.");
      headers.remove("Content-Disposition");
      return new MatrixResponse.JsonBody(416, headers, beyond.toMatrixJson());
    }
    return new MatrixResponse.Stream(
        206, headers, type, range.length(), () -> store.open(media, range.from(), range.length()));
  }

  private CompletionStage<MatrixResponse> thumbnail(MatrixRequest request) {
    int width = size(request, "width");
    int height = size(request, "height");
    String method = request.queryParameter("method").orElse("scale");
    if (!method.equals("crop") && !method.equals("scale")) {
      throw Problem.invalidParam("'method' is crop or scale.");
    }
    Thumbnails.Size size =
        new Thumbnails.Size(width, height, method.equals("crop"), request.queryFlag("animated"));
    return require(request)
        .thenCompose(
            media ->
                thumbnails
                    .of(media, size)
                    .thenApply(thumbnail -> small(request, media, size, thumbnail)));
  }

  private MatrixResponse small(
      MatrixRequest request, Media media, Thumbnails.Size size, Thumbnails.Thumbnail thumbnail) {
    String type = thumbnail.contentType();
    String name = "thumbnail." + type.substring("image/".length());
    String etag =
        "\"%s-%dx%d%s%s\""
            .formatted(
                media.id(),
                size.width(),
                size.height(),
                size.crop() ? "c" : "s",
                size.animated() ? "a" : "");
    Map<String, String> headers = MediaHeaders.of(type, name, etag);
    if (MediaHeaders.isKnown(request.headers().get("if-none-match"), etag)) {
      return new MatrixResponse.Bytes(304, headers, type, new byte[0]);
    }
    byte[] bytes = thumbnail.bytes();
    return bytes == null
        ? new MatrixResponse.Stream(200, headers, type, media.length(), () -> store.open(media))
        : new MatrixResponse.Bytes(200, headers, type, bytes);
  }

  private static int size(MatrixRequest request, String name) {
    long size =
        request
            .queryNumber(name)
            .orElseThrow(() -> Problem.missingParam("'" + name + "' is missing: send pixels."));
    if (size < 1) {
      throw Problem.invalidParam("'" + name + "' should be a number of pixels, from 1 on.");
    }
    return (int) Math.min(size, MOST_SIDE);
  }
}
