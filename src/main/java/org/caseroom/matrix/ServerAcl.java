package org.caseroom.matrix;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.ServerName;

/**
 * {@code m.room.server_acl}: which servers take part in a room. There is no other server to keep
 * out here; the list is kept for whoever reads it, but one that would deny this server itself makes
 * the room unusable and is refused.
 */
final class ServerAcl {
  private ServerAcl() {}

  /**
   * Checks a list.
   *
   * @throws Problem {@code M_BAD_JSON} for lists that are none, {@code M_INVALID_PARAM} for one
   *     that denies this server
   */
  static void check(Fields content, ServerName server) {
    Optional<List<String>> allow = content.texts("allow");
    Optional<List<String>> deny = content.texts("deny");
    String host = server.value().replaceFirst(":\\d{1,5}$", "");
    if (matches(deny, host) || !matches(allow, host)) {
      throw Problem.invalidParam(
          "This list would keep everyone here out of the room, you too: allow " + host + " in it.");
    }
  }

  private static boolean matches(Optional<List<String>> patterns, String host) {
    return patterns.orElse(List.of()).stream().anyMatch(pattern -> Glob.matches(pattern, host));
  }
}
