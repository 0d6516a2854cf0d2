package org.caseroom.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that people make for themselves, where the operator lets them. They are members of the
 * public: of no agency and no family, until an administrator says otherwise.
 */
public final class Registrations {
  private static final int GUEST_TRIES = 20;

  private final Database database;
  private final Accounts accounts;
  private final Passwords passwords;
  private final ServerName server;
  private final Records records;
  private final IdentitySettings settings;
  private final Addresses addresses;
  private final Tokens tokens = new Tokens();

  Registrations(
      Database database,
      Records records,
      ServerName server,
      Accounts accounts,
      Passwords passwords,
      IdentitySettings settings,
      Addresses addresses) {
    this.addresses = addresses;
    this.database = database;
    this.records = records;
    this.server = server;
    this.accounts = accounts;
    this.passwords = passwords;
    this.settings = settings;
  }

  /** Whether anybody may register. */
  public boolean isOpen() {
    return settings.registration();
  }

  /** Whether guests may come in. */
  public boolean takesGuests() {
    return settings.guests();
  }

  /** Whether who registers has to know a registration token. */
  public boolean needsToken() {
    return !settings.registrationTokens().isEmpty();
  }

  /** Whether this is a registration token that is good. */
  public boolean isToken(String text) {
    byte[] given = text.getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (Secret token : settings.registrationTokens()) {
      known |= MessageDigest.isEqual(given, token.reveal().getBytes(StandardCharsets.UTF_8));
    }
    return known;
  }

  /**
   * The user id that a name leads to, when it can be had.
   *
   * @param username what somebody would like to be called: capitals become small letters
   * @throws Problem 400 {@code M_INVALID_USERNAME}, {@code M_USER_IN_USE}
   */
  public UserId free(String username) {
    UserId user = spelt(username);
    if (accounts.find(user).isPresent()) {
      throw Accounts.inUse();
    }
    return user;
  }

  private UserId spelt(String username) {
    String localpart = username.toLowerCase(Locale.ROOT);
    if (localpart.startsWith("_")) {
      throw invalid("A user name does not start with '_': choose another one.");
    }
    if (!localpart.isEmpty() && localpart.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid("User names of digits alone are for guests: choose another one.");
    }
    try {
      return UserId.local(localpart, server);
    } catch (Problem problem) {
      throw problem.errcode().equals("M_INVALID_USERNAME")
          ? problem
          : invalid("This user name is too long: choose a shorter one.");
    }
  }

  private static Problem invalid(String message) {
    return Problem.of(400, "M_INVALID_USERNAME", message);
  }

  /**
   * Refuses a password that is too easy.
   *
   * @param username the name that it is for, null when it is not known yet
   * @throws Problem 400 {@code M_WEAK_PASSWORD}
   */
  public void checkPassword(Secret password, @Nullable String username) {
    passwords.checkStrength(password, username == null ? "" : username);
  }

  /**
   * Makes an account.
   *
   * @param username null for one that the house thinks of
   * @param address an address that was confirmed for it and is used up by it, null for none
   * @throws Problem as {@link #free} and {@link #checkPassword}, {@code M_THREEPID_IN_USE}
   */
  public Account register(
      @Nullable String username, Secret password, AddressChecks.@Nullable Confirmed address) {
    UserId user = named(username);
    checkPassword(password, user.localpart());
    return insert(user, Role.PUBLIC, passwords.hash(password), user, address);
  }

  /**
   * As {@link #register(String, Secret, AddressChecks.Confirmed)}, but on the operator's word and
   * in another role.
   */
  Account register(String username, Secret password, Role role) {
    UserId user = free(username);
    checkPassword(password, user.localpart());
    return insert(user, role, passwords.hash(password), null, null);
  }

  private UserId named(@Nullable String username) {
    return username == null
        ? UserId.local(tokens.deviceId().toLowerCase(Locale.ROOT), server)
        : free(username);
  }

  /** Makes an account for a guest, who has no password. */
  public Account registerGuest() {
    for (int i = 0; i < GUEST_TRIES; i++) {
      UserId user = UserId.local(tokens.digits(), server);
      if (accounts.find(user).isEmpty()) {
        return insert(user, Role.GUEST, null, user, null);
      }
    }
    throw Problem.of(503, "M_UNKNOWN", "No name was found for a guest: try again.");
  }

  private Account insert(
      UserId user,
      Role role,
      @Nullable String hash,
      @Nullable UserId by,
      AddressChecks.@Nullable Confirmed address) {
    return database.write(
        tx -> {
          Account made =
              accounts.insert(
                  tx,
                  user,
                  new Accounts.NewAccount(user.localpart(), "", Set.of(role), null, null, null),
                  hash,
                  by);
          attach(tx, user, address);
          return made;
        });
  }

  private void attach(Tx tx, UserId user, AddressChecks.@Nullable Confirmed address) {
    if (address != null) {
      addresses.attach(tx, user, address, user);
    }
  }

  /**
   * Makes a guest a member of the public, under the same user id.
   *
   * @param address as in {@link #register(String, Secret, AddressChecks.Confirmed)}
   * @throws Problem {@code M_WEAK_PASSWORD}, {@code M_THREEPID_IN_USE}, 403 for somebody who is no
   *     guest
   */
  public Account upgrade(UserId guest, Secret password, AddressChecks.@Nullable Confirmed address) {
    checkPassword(password, guest.localpart());
    String hash = passwords.hash(password);
    return database.write(
        tx -> {
          Account changed =
              accounts.update(
                  tx,
                  guest,
                  old -> {
                    if (!old.isGuest()) {
                      throw Problem.forbidden("Only a guest's account is made a full one.");
                    }
                    return old.withRoles(Set.of(Role.PUBLIC), null, null);
                  });
          new AccountDao(tx).setPasswordHash(guest, hash);
          attach(tx, guest, address);
          records.permission(tx, "guest-registered", guest, Accounts.facts(changed));
          return changed;
        });
  }
}
