package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A request as the endpoints see it: free of any HTTP server.
 *
 * @param method the HTTP method
 * @param path the whole path as it was sent, without the query
 * @param pathParameters the template's parts, decoded
 * @param query the query's parameters, decoded, in order
 * @param headers the headers, names in lower case
 * @param json the body, an empty object when there was none
 * @param file the body of an endpoint that takes a file; deleted after the answer unless moved
 * @param caller who is asking, null when not signed in
 * @param remoteAddress the client's real address
 */
public record MatrixRequest(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    ObjectNode json,
    @Nullable Path file,
    @Nullable Caller caller,
    String remoteAddress) {

  /**
   * Who is asking.
   *
   * @param user the user
   * @param device the device whose token it is; for an application service that names none, one
   *     that stands for the service and that nobody sees
   * @param service the application service that acts as the user, null for a person's own session
   */
  public record Caller(UserId user, DeviceId device, @Nullable Service service) {
    /** Somebody with a session of their own. */
    public Caller(UserId user, DeviceId device) {
      this(user, device, null);
    }

    /** Whether requests count towards rate limits: those of some application services do not. */
    public boolean isRateLimited() {
      return service == null || service.isRateLimited();
    }

    /** Whether the device is one that the user has. */
    public boolean hasDevice() {
      return service == null || service.hasDevice();
    }
  }

  /**
   * An application service that acts as one of its users.
   *
   * @param id its id, as its registration says
   * @param isRateLimited whether what it does as this user counts towards rate limits
   * @param hasDevice whether it named a device of the user
   */
  public record Service(String id, boolean isRateLimited, boolean hasDevice) {}

  /** The same request by somebody else. */
  public MatrixRequest by(Caller other) {
    return new MatrixRequest(
        method, path, pathParameters, query, headers, json, file, other, remoteAddress);
  }

  /** A part of the path. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No {" + name + "} in the template of " + path);
    }
    return value;
  }

  /**
   * The caller, who has to be the user that the path names.
   *
   * @throws Problem 403 {@code M_FORBIDDEN} for somebody else
   */
  public UserId self() {
    if (!UserId.of(pathParameter("userId")).equals(user())) {
      throw Problem.forbidden("You may see and change your own only.");
    }
    return user();
  }

  /** The first value of a query parameter. */
  public Optional<String> queryParameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /**
   * A whole number of the query.
   *
   * @throws Problem {@code M_INVALID_PARAM} when it is no whole number
   */
  public Optional<Long> queryNumber(String name) {
    return queryParameter(name)
        .map(
            value -> {
              try {
                return Long.parseLong(value);
              } catch (NumberFormatException e) {
                throw Problem.invalidParam("'" + name + "' should be a whole number.");
              }
            });
  }

  /**
   * A yes or no of the query; no when it is missing.
   *
   * @throws Problem {@code M_INVALID_PARAM} for anything but {@code true} and {@code false}
   */
  public boolean queryFlag(String name) {
    return queryParameter(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw Problem.invalidParam("'" + name + "' should be true or false.");
                })
        .orElse(false);
  }

  /** The caller of an endpoint for people who are signed in. */
  public Caller signedIn() {
    if (caller == null) {
      throw Problem.of(401, "M_MISSING_TOKEN", "Sign in first: this request has no access token.");
    }
    return caller;
  }

  /** The user of an endpoint for people who are signed in. */
  public UserId user() {
    return signedIn().user();
  }
}
