package org.caseroom.matrix;

import java.util.concurrent.CompletionStage;

/**
 * One operation of the Matrix client-server API.
 *
 * @param method the HTTP method
 * @param path the path template from {@code /_matrix/} on, with {@code {name}} parts, such as
 *     {@code /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}}. A template under {@code
 *     /_matrix/client/v3/} answers under {@code r0}, {@code v1} and {@code unstable} as well, and
 *     one under {@code /_matrix/media/v3/} under {@code r0} and {@code v1}; a trailing slash is
 *     ignored
 * @param access who may call it
 * @param body how large its body may be and in which form the handler wants it
 * @param handler the function
 */
public record Endpoint(String method, String path, Access access, Body body, Handler handler) {
  /** Who may call an endpoint. */
  public enum Access {
    /** Anyone. */
    PUBLIC,
    /** Anyone; a token, when sent, has to be good and tells who it is. */
    OPTIONAL,
    /** People who are signed in. */
    SIGNED_IN
  }

  /** What the edge does with a request's body. */
  public enum Body {
    /** None is expected; one that is sent is ignored. */
    NONE,
    /** A JSON object of up to 1 MiB; an empty body counts as {@code {}}. */
    JSON,
    /** Bytes as they come, streamed to a temporary file: {@link MatrixRequest#file()}. */
    FILE
  }

  /** The function: must not block for long outside of the worker it is called on. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request. A {@link org.caseroom.base.Problem}, thrown or in the future, becomes the
     * Matrix error JSON.
     */
    CompletionStage<MatrixResponse> handle(MatrixRequest request);
  }

  /** An endpoint without a body that answers at once. */
  public static Endpoint of(
      String method,
      String path,
      Access access,
      Body body,
      java.util.function.Function<MatrixRequest, MatrixResponse> handler) {
    return new Endpoint(
        method,
        path,
        access,
        body,
        request -> java.util.concurrent.CompletableFuture.completedFuture(handler.apply(request)));
  }
}
