package org.caseroom.matrix.sync.sliding;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.sync.SyncEngine;
import org.caseroom.matrix.sync.SyncServices;

/** Simplified sliding sync over HTTP (MSC4186). */
public final class SlidingApi {
  private final SyncEngine engine;
  private final Connections connections;
  private final SlidingAnswers answers;

  /**
   * Makes the endpoint.
   *
   * @param engine holds those that wait
   */
  public SlidingApi(SyncServices services, SyncEngine engine, InstantSource clock) {
    this.engine = engine;
    this.connections = new Connections(clock.millis() * 1000);
    this.answers = new SlidingAnswers(services, engine, connections);
  }

  /** The endpoints of this class. */
  public List<Endpoint> endpoints() {
    return List.of(endpoint("org.matrix.simplified_msc3575"), endpoint("org.matrix.msc4186"));
  }

  private Endpoint endpoint(String name) {
    return new Endpoint(
        "POST",
        "/_matrix/client/unstable/" + name + "/sync",
        Endpoint.Access.SIGNED_IN,
        Endpoint.Body.JSON,
        this::sync);
  }

  private CompletionStage<MatrixResponse> sync(MatrixRequest request) {
    String presence = RequestReader.presence(request);
    SlidingRequest asked = RequestReader.read(request);
    Standing standing = connections.find(asked.caller(), asked.connection(), asked.pos());
    engine.syncing(asked.caller(), presence, asked.patience());
    CompletableFuture<byte[]> answer =
        engine.answer(new SlidingAsking(answers, asked, standing), asked.patience());
    CompletableFuture<MatrixResponse> response =
        answer.thenApply(json -> new MatrixResponse.Bytes(200, Map.of(), "application/json", json));
    // A client that has gone cancels what it was to get: then nothing is held for it either.
    response.whenComplete(
        (it, error) -> {
          if (response.isCancelled()) {
            answer.cancel(false);
          }
        });
    return response;
  }
}
