package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.jspecify.annotations.Nullable;

/** Push rules, made ready to be asked: kept as long as neither they nor who is ignored changes. */
final class Rulesets {
  private static final int KEPT = 2_000;

  private record Ready(ObjectNode rules, @Nullable ObjectNode ignored, PushEvaluator evaluator) {}

  private final PushRules source;
  private final AccountData accountData;
  private final LinkedHashMap<UserId, Ready> kept = new LinkedHashMap<>(64, 0.75f, true);

  Rulesets(PushRules source, AccountData accountData) {
    this.source = source;
    this.accountData = accountData;
  }

  PushEvaluator of(UserId user) {
    ObjectNode rules = source.of(user);
    ObjectNode ignored = accountData.get(user, null, "m.ignored_user_list").orElse(null);
    synchronized (kept) {
      Ready ready = kept.get(user);
      if (ready == null || ready.rules() != rules || ready.ignored() != ignored) {
        ready = new Ready(rules, ignored, new PushEvaluator(rules, names(ignored)));
        kept.put(user, ready);
        if (kept.size() > KEPT) {
          var eldest = kept.keySet().iterator();
          eldest.next();
          eldest.remove();
        }
      }
      return ready.evaluator();
    }
  }

  private static Set<String> names(@Nullable ObjectNode ignored) {
    Set<String> names = new HashSet<>();
    if (ignored != null) {
      ignored.path("ignored_users").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }
}
