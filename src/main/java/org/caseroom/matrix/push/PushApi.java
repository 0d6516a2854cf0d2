package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;

/** Push rules, and the list of notifications. */
final class PushApi {
  private static final String RULES = "/_matrix/client/v3/pushrules";
  private static final String KIND = RULES + "/global/{kind}";
  private static final String RULE = KIND + "/{ruleId}";
  private static final int USUAL_NOTIFICATIONS = 50;
  private static final int MOST_NOTIFICATIONS = 500;

  private final PushRules rules;
  private final Notifications notifications;
  private final ClientEvents events;

  PushApi(PushRules rules, Notifications notifications, ClientEvents events) {
    this.rules = rules;
    this.notifications = notifications;
    this.events = events;
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints =
        new ArrayList<>(
            List.of(
                get(
                    RULES,
                    request -> withSlash(request, Json.object().set("global", rules(request)))),
                get(RULES + "/global", request -> withSlash(request, rules(request))),
                get(RULE, request -> MatrixResponse.ok(rule(request))),
                put(RULE, this::putRule),
                Endpoint.of("DELETE", RULE, Access.SIGNED_IN, Body.NONE, this::deleteRule),
                get(RULE + "/enabled", request -> part(request, "enabled")),
                put(RULE + "/enabled", this::enable),
                get(RULE + "/actions", request -> part(request, "actions")),
                put(RULE + "/actions", this::act),
                get("/_matrix/client/v3/notifications", this::notifications)));
    // What is near a push rule's address and is none is told apart from an unknown endpoint.
    for (String path : List.of(RULES + "/{scope}", KIND, RULE + "/{attribute}")) {
      endpoints.add(get(path, PushApi::unrecognised));
    }
    for (String path :
        List.of(
            RULES,
            RULES + "/{scope}",
            KIND,
            RULES + "/{scope}/{kind}/{ruleId}",
            RULE + "/{attribute}")) {
      endpoints.add(put(path, PushApi::unrecognised));
    }
    return endpoints;
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Endpoint put(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("PUT", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  /** The lists of rules end with a slash, unlike everything else. */
  private static MatrixResponse withSlash(MatrixRequest request, JsonNode answer) {
    return request.path().endsWith("/") ? MatrixResponse.ok(answer) : unrecognised(request);
  }

  private static MatrixResponse unrecognised(MatrixRequest request) {
    throw Problem.of(
        400,
        "M_UNRECOGNIZED",
        "Push rules are at /pushrules/, /pushrules/global/ and /pushrules/global/KIND/ID, with"
            + " /enabled and /actions behind an id.");
  }

  private ObjectNode rules(MatrixRequest request) {
    return rules.of(request.user());
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
          conditions.add(checked(condition));
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

  /** A condition whose texts are texts: kinds that are not known here may have anything else. */
  private static ObjectNode checked(Fields condition) {
    condition.requireText("kind");
    ObjectNode kept = condition.json().deepCopy();
    for (String field : List.of("key", "pattern", "is")) {
      if (condition.text(field).isEmpty()) {
        kept.remove(field);
      }
    }
    return kept;
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

  private MatrixResponse set(MatrixRequest request, String field, JsonNode value) {
    rules.set(
        request.user(),
        request.pathParameter("kind"),
        request.pathParameter("ruleId"),
        field,
        value);
    return MatrixResponse.empty();
  }

  private MatrixResponse notifications(MatrixRequest request) {
    long limit = request.queryNumber("limit").orElse((long) USUAL_NOTIFICATIONS);
    if (limit < 1) {
      throw Problem.invalidParam("'limit' is 1 or more.");
    }
    Notifications.Page page =
        notifications.page(
            request.user(),
            request.queryNumber("from").orElse(Long.MAX_VALUE),
            (int) Math.min(limit, MOST_NOTIFICATIONS),
            request.queryParameter("only").filter("highlight"::equals).isPresent());
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("notifications");
    List<ObjectNode> json =
        events.json(
            page.entries().stream().map(Notifications.Entry::event).toList(),
            request.signedIn(),
            ClientEvents.Shape.WITHOUT_ROOM);
    for (int i = 0; i < json.size(); i++) {
      Notifications.Entry entry = page.entries().get(i);
      ObjectNode notification = list.addObject();
      notification.put("room_id", entry.event().room().value()).put("read", entry.read());
      notification.put("ts", entry.event().originServerTs()).put("profile_tag", "");
      notification.set("actions", entry.outcome().actions());
      notification.set("event", json.get(i));
    }
    Long next = page.next();
    if (next != null) {
      answer.put("next_token", Long.toString(next));
    }
    return MatrixResponse.ok(answer);
  }
}
