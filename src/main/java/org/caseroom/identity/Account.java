package org.caseroom.identity;

import java.util.Set;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a bot, who can sign in.
 *
 * @param id the Matrix user id
 * @param displayName the name that others see
 * @param avatarUrl the picture, an {@code mxc:} URI
 * @param roles what they are; never empty
 * @param agency the agency they work for; null for family and for bots of the house
 * @param hub the hub of the agency, where there is one
 * @param active false once deactivated: no sign-in, the name stays in the record
 */
public record Account(
    UserId id,
    String displayName,
    @Nullable String avatarUrl,
    Set<Role> roles,
    @Nullable String agency,
    @Nullable String hub,
    boolean active) {

  /** Whether the account has a role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether this is a member of a family. */
  public boolean isFamily() {
    return roles.stream().anyMatch(Role::isFamily);
  }

  /** Whether this is a bot. */
  public boolean isBot() {
    return is(Role.BOT);
  }

  /** The same account under another name. */
  Account withDisplayName(String name) {
    return new Account(id, name, avatarUrl, roles, agency, hub, active);
  }

  /** The same account with another picture. */
  Account withAvatarUrl(@Nullable String url) {
    return new Account(id, displayName, url, roles, agency, hub, active);
  }

  /** The same account, open or closed. */
  Account withActive(boolean open) {
    return new Account(id, displayName, avatarUrl, roles, agency, hub, open);
  }

  /** The same account with other roles and another place of work. */
  Account withRoles(Set<Role> newRoles, @Nullable String newAgency, @Nullable String newHub) {
    return new Account(id, displayName, avatarUrl, newRoles, newAgency, newHub, active);
  }
}
