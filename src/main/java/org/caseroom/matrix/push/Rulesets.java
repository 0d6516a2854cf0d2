package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import org.caseroom.base.UserId;

/** Push rules, made ready to be asked: kept as long as they do not change. */
final class Rulesets {
  private static final int KEPT = 2_000;

  private record Ready(ObjectNode rules, PushEvaluator evaluator) {}

  private final PushRules source;
  private final LinkedHashMap<UserId, Ready> kept = new LinkedHashMap<>(64, 0.75f, true);

  Rulesets(PushRules source) {
    this.source = source;
  }

  PushEvaluator of(UserId user) {
    ObjectNode rules = source.of(user);
    synchronized (kept) {
      Ready ready = kept.get(user);
      if (ready == null || ready.rules() != rules) {
        ready = new Ready(rules, new PushEvaluator(rules));
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
}
