package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Extensions;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Range;
import org.caseroom.matrix.sync.sliding.SlidingRequest.RoomList;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Scope;
import org.caseroom.matrix.sync.sliding.SlidingRequest.ToDevice;
import org.jspecify.annotations.Nullable;

/** Reads requests, in the form that is implemented elsewhere and in the newest of the proposal. */
final class RequestReader {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int MOST_LISTS = 100;
  private static final int MOST_SUBSCRIPTIONS = 1_000;
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_RANGES = 100;
  private static final int MOST_STATE = 500;
  private static final int LONGEST_NAME = 255;
  private static final int MESSAGES = 100;
  private static final long FURTHEST = Integer.MAX_VALUE - 1L;

  private RequestReader() {}

  /**
   * Reads a request.
   *
   * @throws Problem {@code M_BAD_JSON} for a field of the wrong type, {@code M_INVALID_PARAM} for
   *     one out of bounds
   */
  static SlidingRequest read(MatrixRequest request) {
    Fields body = Fields.of(request);
    return new SlidingRequest(
        request.signedIn(),
        named("conn_id", body.text("conn_id").orElse("")),
        request.queryParameter("pos").or(() -> body.text("pos")).orElse(null),
        patience(request, body),
        lists(body),
        subscriptions(body),
        extensions(body.fields("extensions")));
  }

  /** What the device wants to be shown as. */
  static String presence(MatrixRequest request) {
    String state =
        request
            .queryParameter("set_presence")
            .or(() -> Fields.of(request).text("set_presence"))
            .orElse("online");
    if (!List.of("online", "offline", "unavailable").contains(state)) {
      throw Problem.invalidParam("'set_presence' is online, offline or unavailable.");
    }
    return state;
  }

  private static Duration patience(MatrixRequest request, Fields body) {
    long millis = request.queryNumber("timeout").or(() -> body.number("timeout")).orElse(0L);
    return Duration.ofMillis(Math.max(0, Math.min(millis, LONGEST_WAIT.toMillis())));
  }

  private static String named(String what, String name) {
    if (name.length() > LONGEST_NAME) {
      throw Problem.invalidParam("'" + what + "' has at most " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  private static Map<String, RoomList> lists(Fields body) {
    Map<String, RoomList> lists = new LinkedHashMap<>();
    Optional<Fields> all = body.fields("lists");
    if (all.isPresent()) {
      ObjectNode json = all.get().json();
      if (json.size() > MOST_LISTS) {
        throw Problem.invalidParam("A request has at most " + MOST_LISTS + " lists.");
      }
      for (String name : names(json)) {
        Fields list = all.get().requireFields(name);
        lists.put(
            named("lists", name),
            new RoomList(
                ranges(list),
                list.fields("filters").map(RequestReader::filter).orElse(ListFilter.ALL),
                config(list)));
      }
    }
    return lists;
  }

  private static List<String> names(ObjectNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Without a range, a list is all of its rooms. */
  private static List<Range> ranges(Fields list) {
    List<Range> ranges = new ArrayList<>();
    JsonNode one = list.json().path("range");
    JsonNode many = list.json().path("ranges");
    if (one.isArray()) {
      ranges.add(range(one));
    } else if (many.isArray()) {
      if (many.size() > MOST_RANGES) {
        throw Problem.invalidParam("A list has at most " + MOST_RANGES + " ranges.");
      }
      many.forEach(range -> ranges.add(range(range)));
    } else if (isGiven(one) || isGiven(many)) {
      throw notARange();
    } else {
      ranges.add(new Range(0, Integer.MAX_VALUE - 1));
    }
    return List.copyOf(ranges);
  }

  private static boolean isGiven(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static Range range(JsonNode json) {
    if (!json.isArray()
        || json.size() != 2
        || !json.get(0).canConvertToLong()
        || !json.get(1).canConvertToLong()
        || !json.get(0).isIntegralNumber()
        || !json.get(1).isIntegralNumber()
        || json.get(0).longValue() < 0
        || json.get(1).longValue() < json.get(0).longValue()) {
      throw notARange();
    }
    return new Range(
        (int) Math.min(json.get(0).longValue(), FURTHEST),
        (int) Math.min(json.get(1).longValue(), FURTHEST));
  }

  private static Problem notARange() {
    return Problem.badJson(
        "A range of a list is two numbers: the first and the last of the rooms, from 0.");
  }

  private static Map<RoomId, RoomConfig> subscriptions(Fields body) {
    Map<RoomId, RoomConfig> subscriptions = new LinkedHashMap<>();
    Optional<Fields> all = body.fields("room_subscriptions");
    if (all.isPresent()) {
      ObjectNode json = all.get().json();
      if (json.size() > MOST_SUBSCRIPTIONS) {
        throw Problem.invalidParam(
            "A request subscribes to at most " + MOST_SUBSCRIPTIONS + " rooms.");
      }
      for (String room : names(json)) {
        subscriptions.put(RoomId.of(room), config(all.get().requireFields(room)));
      }
    }
    return subscriptions;
  }

  private static RoomConfig config(Fields json) {
    long limit =
        json.number("timeline_limit", 0, MOST_EVENTS)
            .orElseThrow(() -> json.missing("timeline_limit"));
    return new RoomConfig((int) limit, state(json));
  }

  private static RequiredState state(Fields json) {
    JsonNode required = json.node("required_state").orElse(null);
    if (required == null) {
      return RequiredState.NONE;
    }
    if (required.isArray()) {
      return pairs(required);
    }
    Fields named = json.requireFields("required_state");
    return new RequiredState(
        elements(named.list("include")),
        elements(named.list("exclude")),
        named.flag("lazy_members", false));
  }

  private static Set<RequiredState.Element> elements(List<Fields> list) {
    checkCount(list.size());
    Set<RequiredState.Element> elements = new HashSet<>();
    for (Fields element : list) {
      elements.add(
          new RequiredState.Element(
              element.text("type").orElse(RequiredState.ANY),
              element.text("state_key").orElse(RequiredState.ANY)));
    }
    return Set.copyOf(elements);
  }

  private static void checkCount(int count) {
    if (count > MOST_STATE) {
      throw Problem.invalidParam(
          "'required_state' names at most " + MOST_STATE + " types and keys.");
    }
  }

  private static RequiredState pairs(JsonNode required) {
    checkCount(required.size());
    Set<RequiredState.Element> elements = new HashSet<>();
    boolean lazy = false;
    for (JsonNode pair : required) {
      if (!pair.isArray()
          || pair.size() != 2
          || !pair.get(0).isTextual()
          || !pair.get(1).isTextual()) {
        throw Problem.badJson("'required_state' is a list of pairs: a type and a state key.");
      }
      String type = pair.get(0).textValue();
      String key = pair.get(1).textValue();
      if (key.equals("$LAZY")) {
        lazy |= type.equals("m.room.member");
      } else {
        elements.add(new RequiredState.Element(type, key));
      }
    }
    return new RequiredState(Set.copyOf(elements), Set.of(), lazy);
  }

  private static ListFilter filter(Fields json) {
    return new ListFilter(
        json.flag("is_dm").orElse(null),
        json.flag("is_encrypted").orElse(null),
        json.flag("is_invited").or(() -> json.flag("is_invite")).orElse(null),
        json.texts("spaces").orElse(null),
        types(json, "room_types").orElse(null),
        types(json, "not_room_types").orElse(List.of()),
        json.texts("tags").orElse(null),
        json.texts("not_tags").orElse(List.of()),
        json.text("room_name_like").filter(text -> !text.isEmpty()).orElse(null));
  }

  /** Room types, where null stands for rooms without one. */
  private static Optional<List<String>> types(Fields json, String name) {
    Optional<JsonNode> node = json.node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isArray()) {
      throw Problem.badJson("'" + name + "' should be a list.");
    }
    List<String> types = new ArrayList<>();
    for (JsonNode type : node.get()) {
      if (!type.isNull() && !type.isTextual()) {
        throw Problem.badJson("'" + name + "' should be a list of texts, or null for no type.");
      }
      types.add(type.isNull() ? "" : type.textValue());
    }
    return Optional.of(types);
  }

  private static Extensions extensions(Optional<Fields> json) {
    return new Extensions(
        enabled(json, "to_device").map(RequestReader::toDevice).orElse(null),
        enabled(json, "e2ee").isPresent(),
        scope(json, "account_data"),
        scope(json, "receipts"),
        scope(json, "typing"));
  }

  private static Optional<Fields> enabled(Optional<Fields> json, String name) {
    return json.flatMap(all -> all.fields(name)).filter(it -> it.flag("enabled", false));
  }

  private static @Nullable Scope scope(Optional<Fields> json, String name) {
    return enabled(json, name)
        .map(it -> new Scope(all(it.texts("lists")), all(it.texts("rooms"))))
        .orElse(null);
  }

  private static @Nullable List<String> all(Optional<List<String>> names) {
    return names.filter(list -> !list.contains(RequiredState.ANY)).orElse(null);
  }

  private static ToDevice toDevice(Fields json) {
    long since =
        json.text("since")
            .map(
                text -> {
                  if (!text.matches("\\d{1,18}")) {
                    throw Problem.invalidParam(
                        "'since' of messages to the device is not a token that this server gave"
                            + " out.");
                  }
                  return Long.parseLong(text);
                })
            .orElse(0L);
    long limit = json.number("limit").orElse((long) MESSAGES);
    return new ToDevice(since, (int) Math.max(1, Math.min(limit, MESSAGES)));
  }
}
