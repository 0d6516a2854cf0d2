package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.matrix.Fields;
import org.caseroom.matrix.PushRuleset;
import org.jspecify.annotations.Nullable;

/**
 * Each user's push rules (client-server API, "Push Rules"): the predefined ones, as the user
 * changed them, and the user's own. Kept as the account data {@code m.push_rules} once the user
 * changed anything; predefined rules that came later are added when they are read.
 */
public final class PushRules implements PushRuleset {
  private static final String TYPE = "m.push_rules";
  private static final String MASTER = ".m.rule.master";
  private static final int MOST_RULES = 1000;

  private final AccountData accountData;
  private final String predefined;
  private final Map<UserId, Known> known = new ConcurrentHashMap<>();

  /** A user's rules, as made from what was stored at the time. */
  private record Known(@Nullable ObjectNode stored, ObjectNode global) {}

  /** Rules over the account data that they are kept in. */
  public PushRules(AccountData accountData) {
    this.accountData = accountData;
    InputStream resource =
        Objects.requireNonNull(PushRules.class.getResourceAsStream("push-rules.json"));
    this.predefined = Json.write(Json.resource(resource));
  }

  /**
   * A user's rules by kind: the {@code global} object of {@code m.push_rules}. Read only; the same
   * object as long as nothing changes.
   */
  @Override
  public ObjectNode of(UserId user) {
    ObjectNode stored = accountData.get(user, null, TYPE).orElse(null);
    Known before = known.get(user);
    if (before != null && before.stored() == stored) {
      return before.global();
    }
    ObjectNode global = stored == null ? predefined(user) : completed(user, stored);
    known.put(user, new Known(stored, global));
    return global;
  }

  private ObjectNode predefined(UserId user) {
    ObjectNode rules = Json.stored(predefined);
    fill(rules, user);
    return rules;
  }

  /** Puts the user into the rules that speak of them. */
  private static void fill(JsonNode node, UserId user) {
    if (node instanceof ObjectNode object) {
      for (String field : List.of("pattern", "value")) {
        switch (object.path(field).asText()) {
          case "{userId}" -> object.put(field, user.value());
          case "{localpart}" -> object.put(field, user.localpart());
          default -> {}
        }
      }
    }
    node.forEach(child -> fill(child, user));
  }

  private ObjectNode completed(UserId user, ObjectNode stored) {
    ObjectNode rules = predefined(user);
    for (String kind : PushEvaluator.KINDS) {
      JsonNode kept = stored.path("global").path(kind);
      ArrayNode own = Json.array();
      for (JsonNode rule : kept) {
        if (!isPredefined(rule.path("rule_id").asText())) {
          own.add(rule.deepCopy());
        }
      }
      rules.set(kind, together(own, rules.path(kind), kept));
    }
    return rules;
  }

  /** The master rule, then the user's own, then the other predefined ones as the user has them. */
  private static ArrayNode together(ArrayNode own, JsonNode predefined, JsonNode kept) {
    ArrayNode all = Json.array();
    ArrayNode others = Json.array();
    for (JsonNode rule : predefined) {
      String id = rule.path("rule_id").asText();
      int at = find(kept, id);
      if (at >= 0) {
        for (String field : List.of("enabled", "actions")) {
          ((ObjectNode) rule).set(field, kept.get(at).path(field).deepCopy());
        }
      }
      (id.equals(MASTER) ? all : others).add(rule);
    }
    return all.addAll(own).addAll(others);
  }

  private static boolean isPredefined(String ruleId) {
    return ruleId.startsWith(".");
  }

  /** Where a rule stands in a list, -1 when it is not there. */
  private static int find(JsonNode rules, String ruleId) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).path("rule_id").asText().equals(ruleId)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * One rule: read only.
   *
   * @throws Problem 404 when there is none, {@code M_INVALID_PARAM} for an unknown kind
   */
  ObjectNode require(UserId user, String kind, String ruleId) {
    JsonNode rules = of(user).get(checked(kind));
    int at = find(rules, ruleId);
    if (at < 0) {
      throw unknown();
    }
    return (ObjectNode) rules.get(at);
  }

  private static Problem unknown() {
    return Problem.notFound("There is no push rule of this kind with this id.");
  }

  private static String checked(String kind) {
    if (!PushEvaluator.KINDS.contains(kind)) {
      throw Problem.invalidParam(
          "A push rule is of the kind override, underride, sender, room or content.");
    }
    return kind;
  }

  /** Where a rule of one's own goes: right before or right after another of one's own. */
  record Place(@Nullable String before, @Nullable String after) {}

  /**
   * Adds a rule of the user's own, or changes one; an existing one keeps being on or off.
   *
   * @param rule with {@code rule_id}
   * @throws Problem 400 {@code M_UNKNOWN} when the place names no rule of one's own
   */
  void put(UserId user, String kind, ObjectNode rule, Place place) {
    checked(kind);
    String id = rule.path("rule_id").asText();
    if (id.isEmpty() || isPredefined(id) || id.contains("/") || id.contains("\\")) {
      throw Problem.invalidParam(
          "The id of a rule of one's own does not begin with a dot and holds no slash.");
    }
    change(
        user,
        kind,
        rules -> {
          int old = find(rules, id);
          boolean enabled = old < 0 || rules.get(old).path("enabled").asBoolean(true);
          rule.put("default", false).put("enabled", enabled);
          if (old >= 0 && place.before() == null && place.after() == null) {
            rules.set(old, rule);
            return;
          }
          if (old >= 0) {
            rules.remove(old);
          }
          if (rules.size() >= MOST_RULES) {
            throw Problem.tooLarge("There are too many push rules: remove some first.");
          }
          rules.insert(position(rules, place), rule);
        });
  }

  private static int position(ArrayNode rules, Place place) {
    if (place.before() != null) {
      return own(rules, place.before());
    }
    if (place.after() != null) {
      return own(rules, place.after()) + 1;
    }
    // The master rule stands above all others.
    return find(rules, MASTER) == 0 ? 1 : 0;
  }

  private static int own(ArrayNode rules, String ruleId) {
    int at = isPredefined(ruleId) ? -1 : find(rules, ruleId);
    if (at < 0) {
      throw Problem.of(
          400,
          "M_UNKNOWN",
          "'before' and 'after' name a rule of one's own that exists: " + ruleId + " does not.");
    }
    return at;
  }

  /** Removes a rule of the user's own. */
  void delete(UserId user, String kind, String ruleId) {
    if (require(user, kind, ruleId).path("default").asBoolean()) {
      throw Problem.invalidParam("A predefined rule stays: turn it off instead.");
    }
    change(
        user,
        kind,
        rules -> {
          int at = find(rules, ruleId);
          if (at < 0) {
            throw unknown();
          }
          rules.remove(at);
        });
  }

  /** Changes a field of a rule, predefined or one's own. */
  void set(UserId user, String kind, String ruleId, String field, JsonNode value) {
    checked(kind);
    change(
        user,
        kind,
        rules -> {
          int at = find(rules, ruleId);
          if (at < 0) {
            throw unknown();
          }
          ((ObjectNode) rules.get(at)).set(field, value);
        });
  }

  private void change(UserId user, String kind, Consumer<ArrayNode> change) {
    accountData.change(
        user,
        null,
        TYPE,
        old -> {
          ObjectNode global = old.isEmpty() ? predefined(user) : completed(user, old);
          change.accept((ArrayNode) global.get(kind));
          return Json.object().set("global", global);
        });
  }

  /**
   * Checks the actions of a rule.
   *
   * @throws Problem {@code M_INVALID_PARAM} for what is no action
   */
  static ArrayNode actions(Fields body) {
    List<JsonNode> actions = new ArrayList<>();
    JsonNode list = body.node("actions").orElseThrow(() -> body.missing("actions"));
    if (!(list instanceof ArrayNode array)) {
      throw Problem.badJson("'actions' should be a list.");
    }
    array.forEach(actions::add);
    for (JsonNode action : actions) {
      boolean word =
          action.isTextual()
              && List.of("notify", "dont_notify", "coalesce").contains(action.textValue());
      if (!word && !action.path("set_tweak").isTextual()) {
        throw Problem.invalidParam("An action is notify, or an object with set_tweak.");
      }
    }
    return array;
  }
}
