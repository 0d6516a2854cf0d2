package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Filters;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** {@code GET /sync} (client-server API, "Syncing"). */
public final class SyncApi {
  /** The longest that a sync is held, whatever the client wishes. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final int FILTERS_KEPT = 2_000;
  private static final int LONGEST_FILTER = 65_536;

  private final SyncEngine engine;
  private final Filters filters;

  // Parsed filters by their text, so that held syncs share them. Access-ordered, guarded by itself.
  private final LinkedHashMap<String, SyncFilter> parsed = new LinkedHashMap<>(64, 0.75f, true);

  /** Makes the endpoint. */
  public SyncApi(SyncEngine engine, Filters filters) {
    this.engine = engine;
    this.filters = filters;
  }

  /** The endpoints of this class. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "GET",
            "/_matrix/client/v3/sync",
            Endpoint.Access.SIGNED_IN,
            Endpoint.Body.NONE,
            this::sync),
        Endpoint.of(
            "GET",
            "/_matrix/client/v3/keys/changes",
            Endpoint.Access.SIGNED_IN,
            Endpoint.Body.NONE,
            this::changes));
  }

  /** Whose devices changed since a sync: up to now, whatever the client takes for the end. */
  private MatrixResponse changes(MatrixRequest request) {
    token(request, "to");
    return MatrixResponse.ok(engine.deviceLists(request.signedIn(), token(request, "from")));
  }

  private static SyncToken token(MatrixRequest request, String name) {
    return SyncToken.parse(
        request
            .queryParameter(name)
            .orElseThrow(() -> Problem.missingParam("'" + name + "' is missing: a sync token.")));
  }

  private CompletionStage<MatrixResponse> sync(MatrixRequest request) {
    String presence = request.queryParameter("set_presence").orElse("online");
    checkPresence(presence);
    SyncRequest asked =
        new SyncRequest(
            request.signedIn(),
            request
                .queryParameter("since")
                .filter(text -> !text.isEmpty())
                .map(SyncToken::parse)
                .orElse(null),
            filter(request),
            flag(request, "full_state"),
            state(request),
            wait(request));
    engine.syncing(asked.caller(), presence, asked.patience());
    CompletableFuture<SyncAnswer> answer = engine.next(asked);
    CompletableFuture<MatrixResponse> response =
        answer.thenApply(
            it -> new MatrixResponse.Bytes(200, Map.of(), "application/json", it.json()));
    // A client that has gone cancels what it was to get: then nothing is held for it either.
    response.whenComplete(
        (it, error) -> {
          if (response.isCancelled()) {
            answer.cancel(false);
          }
        });
    return response;
  }

  private static SyncRequest.StateForm state(MatrixRequest request) {
    if (flag(request, "use_state_after")) {
      return SyncRequest.StateForm.AT_END;
    }
    return flag(request, "org.matrix.msc4222.use_state_after")
        ? SyncRequest.StateForm.AT_END_UNSTABLE
        : SyncRequest.StateForm.AT_START;
  }

  private static Duration wait(MatrixRequest request) {
    long millis = Math.max(0, request.queryNumber("timeout").orElse(0L));
    return millis > LONGEST_WAIT.toMillis() ? LONGEST_WAIT : Duration.ofMillis(millis);
  }

  /** A flag of the query; empty, as some clients send it, is no. */
  private static boolean flag(MatrixRequest request, String name) {
    return request.queryParameter(name).filter(String::isEmpty).isEmpty()
        && request.queryFlag(name);
  }

  private static void checkPresence(String presence) {
    if (!List.of("online", "offline", "unavailable").contains(presence)) {
      throw Problem.invalidParam("'set_presence' is online, offline or unavailable.");
    }
  }

  private SyncFilter filter(MatrixRequest request) {
    String text = request.queryParameter("filter").orElse("").strip();
    if (text.isEmpty()) {
      return SyncFilter.ALL;
    }
    if (text.length() > LONGEST_FILTER) {
      throw Problem.tooLarge("A filter has at most " + LONGEST_FILTER + " characters.");
    }
    UserId user = request.user();
    // An id means something for its user only; JSON means the same for everyone.
    boolean inline = text.startsWith("{");
    String key = inline ? text : user.value() + ' ' + text;
    synchronized (parsed) {
      SyncFilter known = parsed.get(key);
      if (known != null) {
        return known;
      }
    }
    SyncFilter filter =
        SyncFilter.read(inline ? Json.asObject(Json.parse(text)) : stored(user, text));
    synchronized (parsed) {
      parsed.put(key, filter);
      if (parsed.size() > FILTERS_KEPT) {
        Iterator<SyncFilter> eldest = parsed.values().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return filter;
  }

  private ObjectNode stored(UserId user, String id) {
    return filters
        .find(user, id)
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "You have no filter with this id: store it again, or send it as JSON."));
  }
}
