package org.caseroom.matrix.appservice;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** Lets an application service check that it is reached (Application Service API, "Pinging"). */
final class PingApi {
  private static final int SHOWN = 4096;

  private final Map<String, ServiceClient> clients;
  private final Duration patience;
  private final Consumer<String> there;

  /**
   * Makes the endpoint.
   *
   * @param there told of a service that has answered
   */
  PingApi(Map<String, ServiceClient> clients, Duration patience, Consumer<String> there) {
    this.clients = clients;
    this.patience = patience;
    this.there = there;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "POST",
            "/_matrix/client/v1/appservice/{appserviceId}/ping",
            Access.SIGNED_IN,
            Body.JSON,
            this::ping));
  }

  private CompletionStage<MatrixResponse> ping(MatrixRequest request) {
    MatrixRequest.Service caller = request.signedIn().service();
    String id = request.pathParameter("appserviceId");
    if (caller == null || !caller.id().equals(id)) {
      throw Problem.forbidden("Only the application service itself asks for this, by its token.");
    }
    var body = Json.object();
    Fields.of(request).text("transaction_id").ifPresent(is -> body.put("transaction_id", is));
    ServiceClient client = clients.get(id);
    if (client == null || !client.hasUrl()) {
      throw Problem.of(
          400, "M_URL_NOT_SET", "The registration of this application service has no url.");
    }
    long start = System.nanoTime();
    return client
        .call(new ServiceClient.Call("POST", "/ping", "", null, Json.writeBytes(body)), patience)
        .handle(
            (answer, error) -> {
              if (error != null) {
                throw unreached(error);
              }
              if (!answer.isGood()) {
                throw refused(answer);
              }
              there.accept(id);
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
              return MatrixResponse.ok(Json.object().put("duration_ms", took));
            });
  }

  private static Problem refused(ServiceClient.Answer answer) {
    String text = answer.text();
    return Problem.of(
            502, "M_BAD_STATUS", "The application service answered " + answer.status() + ".")
        .with("status", Json.mapper().getNodeFactory().numberNode(answer.status()))
        .with("body", text.length() > SHOWN ? text.substring(0, SHOWN) : text);
  }

  private static Problem unreached(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return Problem.of(
          504, "M_CONNECTION_TIMEOUT", "The application service did not answer in time.");
    }
    if (cause instanceof IOException) {
      return Problem.of(
          502, "M_CONNECTION_FAILED", "The application service cannot be reached at its url.");
    }
    throw new CompletionException(error);
  }
}
