package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** Push rules, pushers, and the list of notifications. */
final class PushApi {
  private static final String RULES = "/_matrix/client/v3/pushrules";
  private static final String RULE = RULES + "/global/{kind}/{ruleId}";
  private static final int MOST_PUSHERS = 100;

  private final Database database;
  private final PushRules rules;
  private final Sessions sessions;

  PushApi(Database database, PushRules rules, Sessions sessions) {
    this.database = database;
    this.rules = rules;
    this.sessions = sessions;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(
            RULES,
            request -> MatrixResponse.ok(Json.object().set("global", rules.of(request.user())))),
        get(RULES + "/global", request -> MatrixResponse.ok(rules.of(request.user()))),
        get(RULE, request -> MatrixResponse.ok(rule(request))),
        put(RULE, this::putRule),
        Endpoint.of("DELETE", RULE, Access.SIGNED_IN, Body.NONE, this::deleteRule),
        get(RULE + "/enabled", request -> part(request, "enabled")),
        put(RULE + "/enabled", this::enable),
        get(RULE + "/actions", request -> part(request, "actions")),
        put(RULE + "/actions", this::act),
        get("/_matrix/client/v3/pushers", this::pushers),
        Endpoint.of(
            "POST", "/_matrix/client/v3/pushers/set", Access.SIGNED_IN, Body.JSON, this::setPusher),
        get(
            "/_matrix/client/v3/notifications",
            request -> MatrixResponse.ok(Json.object().set("notifications", Json.array()))));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Endpoint put(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("PUT", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private ObjectNode rule(MatrixRequest request) {
    return rules.require(
        request.user(), request.pathParameter("kind"), request.pathParameter("ruleId"));
  }

  private MatrixResponse part(MatrixRequest request, String field) {
    return MatrixResponse.ok(Json.object().set(field, rule(request).get(field)));
  }

  private MatrixResponse putRule(MatrixRequest request) {
    Fields body = Fields.of(request);
    String kind = request.pathParameter("kind");
    ObjectNode rule = Json.object().put("rule_id", request.pathParameter("ruleId"));
    rule.set("actions", PushRules.actions(body));
    switch (kind) {
      case "override", "underride" -> {
        ArrayNode conditions = rule.putArray("conditions");
        for (Fields condition : body.list("conditions")) {
          condition.requireText("kind");
          conditions.add(condition.json());
        }
      }
      case "content" -> rule.put("pattern", body.requireText("pattern"));
      default -> {}
    }
    rules.put(
        request.user(),
        kind,
        rule,
        new PushRules.Place(
            request.queryParameter("before").orElse(null),
            request.queryParameter("after").orElse(null)));
    return MatrixResponse.empty();
  }

  private MatrixResponse deleteRule(MatrixRequest request) {
    rules.delete(request.user(), request.pathParameter("kind"), request.pathParameter("ruleId"));
    return MatrixResponse.empty();
  }

  private MatrixResponse enable(MatrixRequest request) {
    Fields body = Fields.of(request);
    boolean enabled = body.flag("enabled").orElseThrow(() -> body.missing("enabled"));
    return set(request, "enabled", BooleanNode.valueOf(enabled));
  }

  private MatrixResponse act(MatrixRequest request) {
    return set(request, "actions", PushRules.actions(Fields.of(request)));
  }

  private MatrixResponse set(
      MatrixRequest request, String field, com.fasterxml.jackson.databind.JsonNode value) {
    rules.set(
        request.user(),
        request.pathParameter("kind"),
        request.pathParameter("ruleId"),
        field,
        value);
    return MatrixResponse.empty();
  }

  private MatrixResponse pushers(MatrixRequest request) {
    UserId user = request.user();
    Set<DeviceId> devices = new HashSet<>();
    sessions.devices(user).forEach(device -> devices.add(device.id()));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("pushers");
    database
        .read(tx -> new PusherDao(tx).of(user))
        .forEach(
            pusher -> {
              if (devices.contains(pusher.device())) {
                list.add(pusher.content());
              }
            });
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse setPusher(MatrixRequest request) {
    UserId user = request.user();
    Fields body = Fields.of(request);
    String app = bounded("app_id", body.requireText("app_id"), 64);
    String key = bounded("pushkey", body.requireText("pushkey"), 512);
    @Nullable ObjectNode content = body.has("kind") ? pusher(body, app, key) : null;
    boolean append = body.flag("append", false);
    database.writing(
        tx -> {
          PusherDao dao = new PusherDao(tx);
          if (content == null) {
            dao.delete(user, app, key);
            return;
          }
          if (!append) {
            dao.deleteOfOthers(user, app, key);
          }
          dao.delete(user, app, key);
          if (dao.of(user).size() >= MOST_PUSHERS) {
            throw Problem.tooLarge("There are too many pushers: remove some first.");
          }
          dao.insert(user, app, key, new PusherDao.Pusher(request.signedIn().device(), content));
        });
    return MatrixResponse.empty();
  }

  private static String bounded(String field, String value, int most) {
    if (value.isEmpty() || value.length() > most) {
      throw Problem.invalidParam("'" + field + "' has 1 to " + most + " characters.");
    }
    return value;
  }

  private static ObjectNode pusher(Fields body, String app, String key) {
    ObjectNode pusher = Json.object().put("app_id", app).put("pushkey", key);
    String kind = body.requireText("kind");
    if (!kind.equals("http") && !kind.equals("email")) {
      throw Problem.invalidParam("'kind' is http or email; null removes the pusher.");
    }
    pusher.put("kind", kind);
    for (String field : List.of("app_display_name", "device_display_name", "lang")) {
      pusher.put(field, body.requireText(field));
    }
    body.text("profile_tag").ifPresent(tag -> pusher.put("profile_tag", tag));
    Fields data = body.requireFields("data");
    if (kind.equals("http") && !data.requireText("url").startsWith("https://")) {
      throw Problem.invalidParam("'data.url' should be an https: address.");
    }
    pusher.set("data", data.json());
    if (Json.writeBytes(pusher).length > 16_384) {
      throw Problem.tooLarge("A pusher has at most 16384 bytes.");
    }
    return pusher;
  }
}
