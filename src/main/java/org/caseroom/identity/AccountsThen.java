package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's roles, agency and standing as they were at a past place of the audit log, put
 * together from the changes that it recorded: what is told of the past rests on what cannot be
 * quietly changed, not on a table. Names are those of today.
 */
public final class AccountsThen {
  private final Map<UserId, Account> byId = new HashMap<>();
  private final Accounts now;

  private AccountsThen(Accounts now) {
    this.now = now;
  }

  /**
   * The accounts at a place of the log.
   *
   * @param now the accounts of today, for names
   * @param upTo the last entry that counts
   */
  public static AccountsThen at(Accounts now, AuditLog audit, long upTo) {
    AccountsThen then = new AccountsThen(now);
    List<AuditLog.Recorded> changes =
        audit.ofKind(AuditEntry.Kind.PERMISSION, upTo, Integer.MAX_VALUE);
    for (int i = changes.size() - 1; i >= 0; i--) {
      then.take(changes.get(i).data());
    }
    return then;
  }

  private void take(ObjectNode facts) {
    String user = facts.path("user").asText();
    if (!UserId.isValid(user)) {
      return;
    }
    UserId id = UserId.of(user);
    Account known = byId.get(id);
    if (facts.has("roles")) {
      byId.put(id, assigned(id, known, facts));
    } else if (known != null) {
      byId.put(id, known.with(standing(known.standing(), facts.path("action").asText())));
    }
  }

  private Account assigned(UserId id, @Nullable Account known, ObjectNode facts) {
    Set<Role> roles = new LinkedHashSet<>();
    for (JsonNode word : facts.path("roles")) {
      roles.add(Role.of(word.asText()));
    }
    return new Account(
        id,
        now.find(id).map(Account::name).orElse(null),
        null,
        Set.copyOf(roles),
        text(facts, "agency"),
        text(facts, "hub"),
        known == null ? Standing.GOOD : known.standing());
  }

  private static @Nullable String text(ObjectNode facts, String field) {
    return facts.hasNonNull(field) ? facts.path(field).asText() : null;
  }

  private static Standing standing(Standing before, String action) {
    return switch (action) {
      case "account-closed" -> before.withActive(false);
      case "account-opened" -> before.withActive(true);
      case "account-suspended" -> before.withSuspended(true);
      case "account-unsuspended" -> before.withSuspended(false);
      case "account-locked" -> before.withLocked(true);
      case "account-unlocked" -> before.withLocked(false);
      default -> before;
    };
  }

  /** Somebody as they were; empty for who had no account yet. */
  public Optional<Account> find(UserId user) {
    return Optional.ofNullable(byId.get(user));
  }
}
