package org.caseroom.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one error of Caseroom: something that the caller can understand and act on. Every door turns
 * it into its own form: Matrix error JSON, problem JSON (RFC 9457), a page's error summary, a bot's
 * sentence, one line on the command line.
 *
 * <p>The message is a plain-English sentence that says what is wrong and what to do; it never holds
 * a secret or a stack trace. A {@code Problem} carries no stack of its own, since it is an answer
 * and not a fault.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String errcode;
  private final transient Map<String, JsonNode> details;

  private Problem(int status, String errcode, String message, Map<String, JsonNode> details) {
    super(message, null, false, false);
    this.status = status;
    this.errcode = errcode;
    this.details = details;
  }

  /**
   * Makes a problem.
   *
   * @param status the HTTP status, 400 to 599
   * @param errcode the Matrix error code ({@code M_...}), or one of ours ({@code ORG.CASEROOM_...})
   * @param message what is wrong and what to do
   */
  public static Problem of(int status, String errcode, String message) {
    return new Problem(status, errcode, message, Map.of());
  }

  /** 400 {@code M_INVALID_PARAM}. */
  public static Problem invalidParam(String message) {
    return of(400, "M_INVALID_PARAM", message);
  }

  /**
   * Refuses a parameter or a field of a content that does not hold.
   *
   * @param says what is wrong and what to do
   * @throws Problem as {@link #invalidParam}
   */
  public static void require(boolean holds, String says) {
    if (!holds) {
      throw invalidParam(says);
    }
  }

  /** 400 {@code M_MISSING_PARAM}. */
  public static Problem missingParam(String message) {
    return of(400, "M_MISSING_PARAM", message);
  }

  /** 400 {@code M_BAD_JSON}: JSON of the wrong shape. */
  public static Problem badJson(String message) {
    return of(400, "M_BAD_JSON", message);
  }

  /** 400 {@code M_NOT_JSON}: not JSON at all. */
  public static Problem notJson(String message) {
    return of(400, "M_NOT_JSON", message);
  }

  /** 403 {@code M_FORBIDDEN}. */
  public static Problem forbidden(String message) {
    return of(403, "M_FORBIDDEN", message);
  }

  /** 404 {@code M_NOT_FOUND}. */
  public static Problem notFound(String message) {
    return of(404, "M_NOT_FOUND", message);
  }

  /** 413 {@code M_TOO_LARGE}. */
  public static Problem tooLarge(String message) {
    return of(413, "M_TOO_LARGE", message);
  }

  /**
   * 429 {@code M_LIMIT_EXCEEDED}.
   *
   * @param retryAfterMs how long to wait, milliseconds
   */
  public static Problem limitExceeded(String message, long retryAfterMs) {
    return of(429, "M_LIMIT_EXCEEDED", message)
        .with("retry_after_ms", JsonNodeFactory.instance.numberNode(retryAfterMs));
  }

  /**
   * A rule of the procedure says no: 409 {@code ORG.CASEROOM_GATE}. The sentence names the clause,
   * what is missing and who can supply it.
   *
   * @param clause the clause of the procedure, such as {@code 8.2}
   * @param message the whole sentence for people
   */
  public static Problem gate(String clause, String message) {
    return of(409, "ORG.CASEROOM_GATE", message)
        .with("org.caseroom.clause", JsonNodeFactory.instance.textNode(clause));
  }

  /** The same problem with one more field in its JSON. */
  public Problem with(String field, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(details);
    more.put(field, value);
    return new Problem(status, errcode, message(), more);
  }

  /** The same problem with one more text field in its JSON. */
  public Problem with(String field, String value) {
    return with(field, JsonNodeFactory.instance.textNode(value));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The Matrix error code. */
  public String errcode() {
    return errcode;
  }

  /** What is wrong and what to do. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** Further fields of the JSON form, by name. */
  public Map<String, JsonNode> details() {
    return details;
  }

  /** The Matrix form: {@code errcode}, {@code error} and the further fields. */
  public ObjectNode toMatrixJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("errcode", errcode).put("error", message());
    details.forEach(json::set);
    return json;
  }
}
