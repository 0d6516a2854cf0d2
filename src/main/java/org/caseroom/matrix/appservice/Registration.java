package org.caseroom.matrix.appservice;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.caseroom.base.RoomAlias;
import org.caseroom.base.RoomId;
import org.caseroom.base.Secret;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * An application service as its registration file describes it (Application Service API,
 * "Registration").
 *
 * @param id its id, which never changes
 * @param url where it listens, without a slash at the end; null when it wants no traffic
 * @param tokens what each side shows to the other
 * @param sender the user that it acts as when it names none
 * @param namespaces what it is interested in
 * @param protocols the networks that it can be asked about
 * @param wants what it is sent beside events
 * @param rateLimited whether its users' requests count towards rate limits; the sender's do not
 */
record Registration(
    String id,
    @Nullable URI url,
    Tokens tokens,
    UserId sender,
    Namespaces namespaces,
    Set<String> protocols,
    Wants wants,
    boolean rateLimited) {

  /**
   * Who shows what.
   *
   * @param service what the application service shows to this server ({@code as_token})
   * @param server what this server shows to the application service ({@code hs_token})
   */
  record Tokens(Secret service, Secret server) {}

  /** What it is interested in. */
  record Namespaces(List<Namespace> users, List<Namespace> aliases, List<Namespace> rooms) {}

  /**
   * What it is sent beside events.
   *
   * @param ephemeral typing, receipts, presence and messages to devices
   * @param encryption changes of devices and how many keys are left (MSC3202)
   */
  record Wants(boolean ephemeral, boolean encryption) {}

  /** Whether a user is its sender or in one of its namespaces. */
  boolean covers(UserId user) {
    return user.equals(sender) || holds(namespaces.users(), user.value());
  }

  /** Whether nobody else may create this user. */
  boolean claims(UserId user) {
    return user.equals(sender) || claims(namespaces.users(), user.value());
  }

  /** Whether an alias is in one of its namespaces. */
  boolean covers(RoomAlias alias) {
    return holds(namespaces.aliases(), alias.value());
  }

  /** Whether nobody else may create this alias. */
  boolean claims(RoomAlias alias) {
    return claims(namespaces.aliases(), alias.value());
  }

  /** Whether a room's id is in one of its namespaces. */
  boolean covers(RoomId room) {
    return holds(namespaces.rooms(), room.value());
  }

  private static boolean holds(List<Namespace> namespaces, String id) {
    return namespaces.stream().anyMatch(each -> each.holds(id));
  }

  private static boolean claims(List<Namespace> namespaces, String id) {
    return namespaces.stream().anyMatch(each -> each.exclusive() && each.holds(id));
  }
}
