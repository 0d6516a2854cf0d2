package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.Filters;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Endpoint.Access;
import org.caseroom.matrix.Endpoint.Body;
import org.caseroom.matrix.EventFilter;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.PushRuleset;
import org.jspecify.annotations.Nullable;

/** What clients keep for a user: account data, tags, filters. */
final class AccountDataApi {
  private static final String USER = "/_matrix/client/v3/user/{userId}";
  private static final String ROOM = USER + "/rooms/{roomId}";

  /** Types that have endpoints of their own. */
  private static final Set<String> MANAGED = Set.of("m.push_rules", "m.fully_read");

  private final AccountData accountData;
  private final Filters filters;
  private final PushRuleset pushRules;

  AccountDataApi(AccountData accountData, Filters filters, PushRuleset pushRules) {
    this.accountData = accountData;
    this.filters = filters;
    this.pushRules = pushRules;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(USER + "/account_data/{type}", this::data),
        put(USER + "/account_data/{type}", this::putData),
        get(ROOM + "/account_data/{type}", this::data),
        put(ROOM + "/account_data/{type}", this::putData),
        get(ROOM + "/tags", this::tags),
        put(ROOM + "/tags/{tag}", this::tag),
        Endpoint.of("DELETE", ROOM + "/tags/{tag}", Access.SIGNED_IN, Body.NONE, this::untag),
        Endpoint.of("POST", USER + "/filter", Access.SIGNED_IN, Body.JSON, this::addFilter),
        get(USER + "/filter/{filterId}", this::filter));
  }

  private static Endpoint get(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("GET", path, Access.SIGNED_IN, Body.NONE, handler);
  }

  private static Endpoint put(String path, Function<MatrixRequest, MatrixResponse> handler) {
    return Endpoint.of("PUT", path, Access.SIGNED_IN, Body.JSON, handler);
  }

  private static @Nullable RoomId room(MatrixRequest request) {
    String room = request.pathParameters().get("roomId");
    return room == null ? null : RoomId.of(room);
  }

  private MatrixResponse data(MatrixRequest request) {
    UserId user = request.self();
    RoomId room = room(request);
    String type = request.pathParameter("type");
    if (room == null && type.equals("m.push_rules")) {
      return MatrixResponse.ok(Json.object().set("global", pushRules.of(user)));
    }
    return MatrixResponse.ok(
        accountData
            .get(user, room, type)
            .orElseThrow(() -> Problem.notFound("There is no account data of this type.")));
  }

  private MatrixResponse putData(MatrixRequest request) {
    UserId user = request.self();
    String type = request.pathParameter("type");
    if (MANAGED.contains(type)) {
      throw Problem.of(
          405, "M_BAD_JSON", "'" + type + "' is set through its own endpoint, not as data.");
    }
    accountData.put(user, room(request), type, request.json());
    return MatrixResponse.empty();
  }

  private static RoomId requireRoom(MatrixRequest request) {
    return RoomId.of(request.pathParameter("roomId"));
  }

  private MatrixResponse tags(MatrixRequest request) {
    ObjectNode answer = Json.object();
    answer.set("tags", accountData.tags(request.self(), requireRoom(request)));
    return MatrixResponse.ok(answer);
  }

  private MatrixResponse tag(MatrixRequest request) {
    ObjectNode content = request.json().deepCopy();
    JsonNode order = content.path("order");
    if (order.isNull()) {
      // Said as null is not said: what is read back is a number or nothing.
      content.remove("order");
    } else if (!order.isMissingNode() && !order.isNumber()) {
      throw Problem.badJson("'order' should be a number from 0 to 1.");
    }
    accountData.tag(request.self(), requireRoom(request), request.pathParameter("tag"), content);
    return MatrixResponse.empty();
  }

  private MatrixResponse untag(MatrixRequest request) {
    accountData.untag(request.self(), requireRoom(request), request.pathParameter("tag"));
    return MatrixResponse.empty();
  }

  private MatrixResponse addFilter(MatrixRequest request) {
    UserId user = request.self();
    check(Fields.of(request));
    return MatrixResponse.ok(Json.object().put("filter_id", filters.save(user, request.json())));
  }

  /** Refuses a filter now that a sync could not read later. */
  private static void check(Fields filter) {
    filter.texts("event_fields");
    filter
        .text("event_format")
        .filter(format -> !format.equals("client") && !format.equals("federation"))
        .ifPresent(
            format -> {
              throw Problem.invalidParam("'event_format' is client or federation.");
            });
    for (String part : List.of("presence", "account_data")) {
      filter.fields(part).ifPresent(EventFilter::read);
    }
    filter
        .fields("room")
        .ifPresent(
            room -> {
              room.texts("rooms").ifPresent(list -> list.forEach(RoomId::of));
              room.texts("not_rooms").ifPresent(list -> list.forEach(RoomId::of));
              room.flag("include_leave");
              for (String part : List.of("ephemeral", "state", "timeline", "account_data")) {
                room.fields(part).ifPresent(EventFilter::read);
              }
            });
  }

  private MatrixResponse filter(MatrixRequest request) {
    return MatrixResponse.ok(
        filters
            .find(request.self(), request.pathParameter("filterId"))
            .orElseThrow(() -> Problem.notFound("You have no filter with this id.")));
  }
}
