package org.caseroom.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;

/**
 * Whose invitations somebody takes (client-server API, "Invite permission"; the lists are those of
 * MSC4155). An invitation may be blocked, which its sender is told, or ignored, which nobody is
 * told: it stands in the room and is not shown. What the house itself invites to does not come
 * through here.
 */
public final class InvitePermission {
  private static final List<String> TYPES =
      List.of("m.invite_permission_config", "org.matrix.msc4155.invite_permission_config");

  private final AccountData accountData;
  private final IgnoredUsers ignoredUsers;

  /** Reads the settings of these accounts. */
  public InvitePermission(AccountData accountData) {
    this.accountData = accountData;
    this.ignoredUsers = new IgnoredUsers(accountData);
  }

  private enum Verdict {
    ALLOW,
    IGNORE,
    BLOCK
  }

  /**
   * Refuses an invitation that its receiver blocks.
   *
   * @throws Problem 403 {@code M_INVITE_BLOCKED}
   */
  void check(UserId invited, UserId inviter) {
    if (configured(invited, inviter) == Verdict.BLOCK) {
      throw Problem.of(
          403,
          "M_INVITE_BLOCKED",
          invited + " does not take this invitation: ask them another way.");
    }
  }

  /** Whether an invitation is not to be shown to its receiver. */
  public boolean hides(UserId invited, UserId inviter) {
    return configured(invited, inviter) != Verdict.ALLOW
        || ignoredUsers.of(invited).contains(inviter.value());
  }

  private Verdict configured(UserId invited, UserId inviter) {
    if (invited.equals(inviter)) {
      return Verdict.ALLOW;
    }
    for (String type : TYPES) {
      Optional<ObjectNode> config = accountData.get(invited, null, type);
      if (config.isPresent()) {
        Verdict verdict = verdict(config.get(), inviter);
        if (verdict != Verdict.ALLOW) {
          return verdict;
        }
      }
    }
    return Verdict.ALLOW;
  }

  /** What is said of a person goes before what is said of their server. */
  private static Verdict verdict(ObjectNode config, UserId inviter) {
    for (String kind : List.of("users", "servers")) {
      String name = kind.equals("users") ? inviter.value() : inviter.server().value();
      if (lists(config.path("allowed_" + kind), name)) {
        return Verdict.ALLOW;
      }
      if (lists(config.path("ignored_" + kind), name)) {
        return Verdict.IGNORE;
      }
      if (lists(config.path("blocked_" + kind), name)) {
        return Verdict.BLOCK;
      }
    }
    return "block".equals(config.path("default_action").textValue())
        ? Verdict.BLOCK
        : Verdict.ALLOW;
  }

  private static boolean lists(JsonNode patterns, String name) {
    for (JsonNode pattern : patterns) {
      if (pattern.isTextual() && Glob.matches(pattern.textValue(), name)) {
        return true;
      }
    }
    return false;
  }
}
