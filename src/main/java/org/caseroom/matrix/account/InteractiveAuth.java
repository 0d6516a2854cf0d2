package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.jspecify.annotations.Nullable;

/**
 * User-interactive authentication (client-server API, section of that name): a request is answered
 * with 401 and the flows that it may go through, and sent again with {@code auth} until one of them
 * is gone through.
 *
 * <p>A session is good for the method, the path and the person that it began with. A request that
 * comes again with nothing but {@code auth} means what it said the first time.
 */
final class InteractiveAuth {
  private static final int MOST_KEPT = 4_096;

  private final AuthSessions sessions;
  private final Map<String, AuthStage> stages = new LinkedHashMap<>();

  /** What came of a request. */
  sealed interface Result {
    /**
     * More is asked of the client.
     *
     * @param answer the 401
     */
    record Asked(MatrixResponse answer) implements Result {}

    /**
     * A flow is gone through.
     *
     * @param session the authentication: {@link InteractiveAuth#end} it once it has served
     * @param body what the client asked for, without {@code auth}
     */
    record Passed(AuthSession session, ObjectNode body) implements Result {}
  }

  InteractiveAuth(AuthSessions sessions, List<AuthStage> stages) {
    this.sessions = sessions;
    stages.forEach(stage -> this.stages.put(stage.type(), stage));
  }

  /**
   * Takes a request one step further.
   *
   * @param user whose request it is, null for that of somebody who is not signed in
   * @param flows the stages of each of the flows that will do
   * @param bound whether the body has to stay as it was when the session began
   * @throws Problem 403 when the session is for another operation, and what a stage refuses for
   *     good
   */
  Result step(
      MatrixRequest request, @Nullable UserId user, List<List<String>> flows, boolean bound) {
    Fields body = Fields.of(request);
    Fields auth = body.fields("auth").orElse(null);
    ObjectNode asked = request.json().deepCopy();
    asked.remove("auth");
    AuthSession session = session(request, user, auth);
    remember(session, asked, bound);
    if (auth != null && auth.has("type")) {
      try {
        attempt(auth, new AuthStage.Attempt(auth, user, session, request.remoteAddress()), flows);
      } catch (Problem refusal) {
        if (refusal.status() != 401) {
          throw refusal;
        }
        return ask(session, flows, refusal);
      }
    }
    if (flows.stream().noneMatch(session.completed()::containsAll)) {
      return ask(session, flows, null);
    }
    ObjectNode kept = session.body();
    return new Result.Passed(session, asked.isEmpty() && kept != null ? kept : asked);
  }

  private AuthSession session(MatrixRequest request, @Nullable UserId user, @Nullable Fields auth) {
    String operation = request.method() + " " + request.path();
    String id = auth == null ? null : auth.text("session").orElse(null);
    AuthSession known = id == null ? null : sessions.find(id, user);
    if (known == null) {
      return sessions.begin(user, operation);
    }
    if (!known.operation().equals(operation)) {
      throw Problem.forbidden(
          "This authentication session is for another request: begin one for this.");
    }
    return known;
  }

  private static void remember(AuthSession session, ObjectNode asked, boolean bound) {
    String text = Json.write(asked);
    String hash = hash(text);
    String before = session.fingerprint();
    if (before == null || (!bound && !asked.isEmpty())) {
      session.began(hash, text.length() <= MOST_KEPT ? text : null);
    } else if (bound && !before.equals(hash)) {
      throw Problem.forbidden(
          "The request has changed since this authentication session began: begin one for this.");
    }
  }

  private static String hash(String text) {
    return Base64.getEncoder().encodeToString(DigestUtils.sha256(text));
  }

  private void attempt(Fields auth, AuthStage.Attempt attempt, List<List<String>> flows) {
    String type = auth.requireText("type");
    AuthStage stage = stages.get(type);
    if (stage == null || flows.stream().noneMatch(flow -> flow.contains(type))) {
      throw Problem.of(
          401, "M_UNRECOGNIZED", "This is not a stage of any of the flows: choose one of them.");
    }
    stage.check(attempt);
    attempt.session().complete(type);
  }

  /** Completes a stage of a session from elsewhere, as a fallback page does. */
  void complete(String id, String type, Fields auth, String remoteAddress) {
    AuthStage stage = stages.get(type);
    AuthSession session = sessions.find(id, null);
    if (stage == null || session == null) {
      throw Problem.notFound("This authentication session is over: go back and begin again.");
    }
    stage.check(new AuthStage.Attempt(auth, null, session, remoteAddress));
    session.complete(type);
  }

  /** Lets go of a session that has served. */
  void end(AuthSession session) {
    sessions.end(session);
  }

  private Result ask(AuthSession session, List<List<String>> flows, @Nullable Problem refusal) {
    sessions.keep(session);
    ObjectNode json = Json.object();
    // Clients take an errcode for a stage that failed, so the first answer has none.
    if (refusal != null) {
      json.put("errcode", refusal.errcode()).put("error", refusal.message());
      refusal.details().forEach(json::set);
    }
    ArrayNode list = json.putArray("flows");
    ObjectNode params = Json.object();
    for (List<String> flow : flows) {
      ArrayNode names = list.addObject().putArray("stages");
      for (String name : flow) {
        names.add(name);
        AuthStage stage = stages.get(name);
        ObjectNode known = stage == null ? Json.object() : stage.params();
        if (!known.isEmpty()) {
          params.set(name, known);
        }
      }
    }
    session.completed().forEach(json.putArray("completed")::add);
    json.set("params", params);
    json.put("session", session.id());
    return new Result.Asked(new MatrixResponse.JsonBody(401, Map.of(), json));
  }
}
