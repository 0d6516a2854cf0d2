package org.caseroom.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.Set;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a bot, who can sign in.
 *
 * @param id the Matrix user id
 * @param name the name that they chose, null for none
 * @param avatarUrl the picture, an {@code mxc:} URI
 * @param roles what they are; never empty
 * @param agency the agency they work for; null for family and for bots of the house
 * @param hub the hub of the agency, where there is one
 * @param standing whether the account is open
 */
public record Account(
    UserId id,
    @JsonIgnore @Nullable String name,
    @Nullable String avatarUrl,
    Set<Role> roles,
    @Nullable String agency,
    @Nullable String hub,
    @JsonIgnore Standing standing) {

  /** The name that others see: the localpart of the user id where none was chosen. */
  @JsonProperty
  public String displayName() {
    return name == null ? id.localpart() : name;
  }

  /** False once closed: no sign-in, the name stays in the record. */
  @JsonProperty
  public boolean active() {
    return standing.active();
  }

  /** Whether the account has a role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether this is a member of a family. */
  public boolean isFamily() {
    return roles.stream().anyMatch(Role::isFamily);
  }

  /** Whether this is somebody who works with families, or for the house. */
  @JsonIgnore
  public boolean isStaff() {
    return roles.stream().anyMatch(Role::isStaff);
  }

  /** The role that somebody is introduced by: the first in the table of roles. */
  @JsonIgnore
  public Role mainRole() {
    return roles.stream().min(Comparator.naturalOrder()).orElse(Role.BOT);
  }

  /** Whether this is a bot, of the house or of others. */
  public boolean isBot() {
    return is(Role.BOT) || is(Role.OUTSIDE_BOT);
  }

  /** Whether this is a bot that the house itself answers for. */
  @JsonIgnore
  public boolean isHouseBot() {
    return is(Role.BOT);
  }

  /** Whether this is a guest (client-server API, "Guest access"). */
  @JsonIgnore
  public boolean isGuest() {
    return is(Role.GUEST);
  }

  /** The same account under another name, or under none. */
  Account withName(@Nullable String newName) {
    return new Account(id, newName, avatarUrl, roles, agency, hub, standing);
  }

  /** The same account with another picture. */
  Account withAvatarUrl(@Nullable String url) {
    return new Account(id, name, url, roles, agency, hub, standing);
  }

  /** The same account, standing otherwise. */
  Account with(Standing other) {
    return new Account(id, name, avatarUrl, roles, agency, hub, other);
  }

  /** The same account with other roles and another place of work. */
  Account withRoles(Set<Role> newRoles, @Nullable String newAgency, @Nullable String newHub) {
    return new Account(id, name, avatarUrl, newRoles, newAgency, newHub, standing);
  }
}
