package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.PowerLevels;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * What a user's push rules say about an event (client-server API, "Push Rules"). A ruleset is read
 * once and may then be asked about many events. Conditions that it does not know match nothing, as
 * the specification asks.
 */
public final class PushEvaluator {
  /**
   * What the first rule that matches says.
   *
   * @param notifies whether the event counts as a notification
   * @param highlights whether it stands out
   * @param ruleId the rule, null when none matched
   * @param actions what the rule asks for, without actions of former times: read only
   */
  public record Outcome(
      boolean notifies, boolean highlights, @Nullable String ruleId, ArrayNode actions) {
    /** No rule matched, or the event is the user's own. */
    public static final Outcome NONE = new Outcome(false, false, null, Json.array());
  }

  /** The kinds of rule, in the order in which they are asked. */
  public static final List<String> KINDS =
      List.of("override", "content", "room", "sender", "underride");

  /** Rules that guess at mentions: not asked when the sender says who is mentioned. */
  private static final Set<String> GUESSES =
      Set.of(".m.rule.contains_display_name", ".m.rule.contains_user_name", ".m.rule.roomnotif");

  private record Rule(List<Condition> conditions, Outcome outcome) {}

  private record Context(Event event, UserId reader, RoomView view) {}

  private interface Condition {
    boolean holds(Context context);
  }

  private final Set<String> ignored;
  private final List<Rule> rules = new ArrayList<>();
  private final boolean passesOverMembers;

  /**
   * Reads a ruleset.
   *
   * @param ruleset the {@code global} object of {@code m.push_rules}: rules by kind
   * @param ignored users whose events never notify
   */
  public PushEvaluator(ObjectNode ruleset, Set<String> ignored) {
    this.ignored = Set.copyOf(ignored);
    for (String kind : KINDS) {
      for (JsonNode rule : ruleset.path(kind)) {
        if (rule.path("enabled").asBoolean(true)) {
          rules.add(rule(kind, rule));
        }
      }
    }
    this.passesOverMembers = findPassesOverMembers();
  }

  /**
   * What the rules say about an event for their owner; nothing for the owner's own events and those
   * of users whom they ignore.
   */
  public Outcome evaluate(Event event, UserId owner, RoomView view) {
    if (event.sender().equals(owner) || ignored.contains(event.sender().value())) {
      return Outcome.NONE;
    }
    Context context = new Context(event, owner, view);
    boolean saysWhom = event.content().has("m.mentions");
    for (Rule rule : rules) {
      String id = rule.outcome().ruleId();
      if (saysWhom && id != null && GUESSES.contains(id)) {
        continue;
      }
      if (holds(rule, context)) {
        return rule.outcome();
      }
    }
    return Outcome.NONE;
  }

  /** Whether other people's coming and going never notifies: so it is unless the owner says so. */
  boolean passesOverMembers() {
    return passesOverMembers;
  }

  private boolean findPassesOverMembers() {
    for (Rule rule : rules) {
      String id = rule.outcome().ruleId();
      if (id == null || (rule.outcome().notifies() && !id.equals(".m.rule.invite_for_me"))) {
        return false;
      }
      if (id.equals(".m.rule.member_event") || id.equals(".m.rule.master")) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Rule rule, Context context) {
    for (Condition condition : rule.conditions()) {
      if (!condition.holds(context)) {
        return false;
      }
    }
    return true;
  }

  private static Rule rule(String kind, JsonNode json) {
    String id = json.path("rule_id").asText();
    List<Condition> conditions = new ArrayList<>();
    switch (kind) {
      case "content" -> conditions.add(bodyHolds(json.path("pattern").asText()));
      case "room" -> conditions.add(context -> context.event().room().value().equals(id));
      case "sender" -> conditions.add(context -> context.event().sender().value().equals(id));
      default -> json.path("conditions").forEach(condition -> conditions.add(condition(condition)));
    }
    return new Rule(conditions, outcome(id, json.path("actions")));
  }

  private static Outcome outcome(String id, JsonNode actions) {
    boolean notify = false;
    boolean highlight = false;
    ArrayNode known = Json.array();
    for (JsonNode action : actions) {
      if (action.isTextual() && !action.textValue().equals("notify")) {
        // "dont_notify" and "coalesce" are of former times and mean nothing.
        continue;
      }
      known.add(action);
      if (action.isTextual()) {
        notify = true;
      } else if (action.path("set_tweak").asText().equals("highlight")) {
        highlight = action.path("value").asBoolean(true);
      }
    }
    return new Outcome(notify, notify && highlight, id, known);
  }

  private static Condition condition(JsonNode json) {
    String key = json.path("key").asText();
    return switch (json.path("kind").asText()) {
      case "event_match" ->
          json.path("pattern").isTextual()
              ? eventMatch(key, json.path("pattern").textValue())
              : context -> false;
      case "event_property_is" -> {
        List<String> path = path(key);
        JsonNode wanted = json.path("value");
        yield simple(wanted)
            ? context -> property(context.event(), path).filter(wanted::equals).isPresent()
            : context -> false;
      }
      case "event_property_contains" -> {
        List<String> path = path(key);
        JsonNode wanted = json.path("value");
        yield simple(wanted)
            ? context -> contains(property(context.event(), path), wanted)
            : context -> false;
      }
      case "contains_display_name" ->
          context -> displayName(context).filter(name -> bodyHolds(name, context)).isPresent();
      case "room_member_count" -> memberCount(json.path("is").asText());
      case "sender_notification_permission" -> context -> mayNotify(context, key);
      default -> context -> false;
    };
  }

  /** Only texts, whole numbers, truth values and null are compared. */
  private static boolean simple(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber() || value.isBoolean() || value.isNull();
  }

  private static Condition eventMatch(String key, String pattern) {
    if (key.equals("content.body")) {
      return bodyHolds(pattern);
    }
    List<String> path = path(key);
    Glob glob = new Glob(pattern);
    return context ->
        property(context.event(), path)
            .filter(JsonNode::isTextual)
            .filter(value -> glob.matches(value.textValue()))
            .isPresent();
  }

  private static Condition bodyHolds(String pattern) {
    Glob glob = new Glob(pattern);
    return context -> context.event().text("body").filter(glob::occursAsWordsIn).isPresent();
  }

  private static boolean bodyHolds(String literal, Context context) {
    return context
        .event()
        .text("body")
        .filter(body -> Glob.literalOccursAsWordsIn(literal, body))
        .isPresent();
  }

  private static boolean contains(Optional<JsonNode> list, JsonNode wanted) {
    if (list.isPresent() && list.get().isArray()) {
      for (JsonNode item : list.get()) {
        if (item.equals(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<String> displayName(Context context) {
    return context
        .view()
        .state(context.event().room(), "m.room.member", context.reader().value())
        .flatMap(member -> member.text("displayname"))
        .filter(name -> !name.isBlank());
  }

  private static Condition memberCount(String is) {
    String sign = is.replaceAll("[0-9]+$", "");
    long count;
    try {
      count = Long.parseLong(is.substring(sign.length()));
    } catch (NumberFormatException e) {
      return context -> false;
    }
    return context -> {
      int members = context.view().count(context.event().room(), Membership.JOIN);
      return switch (sign) {
        case "", "==" -> members == count;
        case "<" -> members < count;
        case ">" -> members > count;
        case "<=" -> members <= count;
        case ">=" -> members >= count;
        default -> false;
      };
    };
  }

  private static boolean mayNotify(Context context, String key) {
    Event event = context.event();
    RoomView view = context.view();
    PowerLevels levels =
        PowerLevels.of(
            view.version(event.room()), (type, state) -> view.state(event.room(), type, state));
    return levels.user(event.sender()) >= levels.notification(key);
  }

  /** Splits a dotted path (appendices, "Dot-separated property paths"); a backslash keeps a dot. */
  public static List<String> path(String key) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean escapes =
          c == '\\'
              && i + 1 < key.length()
              && (key.charAt(i + 1) == '.' || key.charAt(i + 1) == '\\');
      if (escapes) {
        part.append(key.charAt(++i));
      } else if (c == '.') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static Optional<JsonNode> property(Event event, List<String> path) {
    if (path.size() == 1) {
      switch (path.get(0)) {
        case "room_id" -> {
          return Optional.of(TextNode.valueOf(event.room().value()));
        }
        case "event_id" -> {
          return Optional.of(TextNode.valueOf(event.id().value()));
        }
        case "type" -> {
          return Optional.of(TextNode.valueOf(event.type()));
        }
        case "sender" -> {
          return Optional.of(TextNode.valueOf(event.sender().value()));
        }
        case "state_key" -> {
          return Optional.ofNullable(event.stateKey()).map(TextNode::valueOf);
        }
        default -> {}
      }
    }
    boolean ofContent = path.get(0).equals("content");
    JsonNode node = ofContent ? event.content() : event.pdu();
    for (String part : ofContent ? path.subList(1, path.size()) : path) {
      node = node.path(part);
    }
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }
}
