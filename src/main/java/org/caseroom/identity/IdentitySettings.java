package org.caseroom.identity;

import java.time.Duration;
import java.util.List;
import org.caseroom.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides about accounts and sign-ins.
 *
 * @param registration whether anybody may make an account of their own
 * @param registrationTokens when there are any, who registers has to know one
 * @param guests whether people may come in without an account
 * @param sharedSecret what tools of the operator know that make accounts from afar, null for none
 * @param passwordCharacters the fewest characters of a password
 * @param signInLifetime how long a sign-in is good for a client that cannot refresh it, null for no
 *     end
 * @param accessTokenLifetime how long an access token is good for a client that refreshes it
 */
public record IdentitySettings(
    boolean registration,
    List<Secret> registrationTokens,
    boolean guests,
    @Nullable Secret sharedSecret,
    int passwordCharacters,
    @Nullable Duration signInLifetime,
    Duration accessTokenLifetime) {
  /** A house with doors shut: accounts come from administrators and invitations. */
  public static final IdentitySettings USUAL =
      new IdentitySettings(false, List.of(), false, null, 10, null, Duration.ofMinutes(30));
}
