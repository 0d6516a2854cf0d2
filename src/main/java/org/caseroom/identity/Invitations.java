package org.caseroom.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;

/**
 * How families come in: a worker makes a link that works once, and who opens it chooses a password.
 * The account stands from the invitation on, so that it can be named in the case at once; nobody
 * can sign in to it before.
 */
public final class Invitations {
  /** How long a link is good. */
  public static final Duration LIFETIME = Duration.ofDays(14);

  private final Database database;
  private final Records records;
  private final ServerName server;
  private final InstantSource clock;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Tokens tokens = new Tokens();

  /**
   * An invitation that waits.
   *
   * @param user who is invited
   * @param by who invited them
   * @param expires when the link ends
   */
  public record Invitation(UserId user, UserId by, Instant expires) {}

  /**
   * An invitation just made.
   *
   * @param code what the link holds: shown once, kept only as a hash
   */
  public record Made(Invitation invitation, Secret code) {}

  Invitations(
      Database database,
      AuditLog audit,
      ServerName server,
      InstantSource clock,
      Accounts accounts,
      Passwords passwords) {
    this.database = database;
    this.records = new Records(audit);
    this.server = server;
    this.clock = clock;
    this.accounts = accounts;
    this.passwords = passwords;
  }

  /**
   * Invites somebody of a family.
   *
   * @param localpart the user name they will have
   * @param role a role of the family side
   * @param by the worker
   * @throws Problem 403 when {@code by} is no member of staff, {@code M_USER_IN_USE}, {@code
   *     M_INVALID_USERNAME}, or {@code M_INVALID_PARAM} for a role that is not of the family side
   */
  public Made create(String localpart, String displayName, Role role, UserId by) {
    requireStaff(by);
    if (!role.isFamily()) {
      throw Problem.invalidParam(
          "An invitation is for adopters and young people: staff get an account from an"
              + " administrator.");
    }
    UserId user = UserId.local(localpart, server);
    Secret code = tokens.make("cri_");
    return database.write(
        tx -> {
          accounts.insert(
              tx,
              user,
              new Accounts.NewAccount(localpart, displayName, Set.of(role), null, null, null),
              null,
              by);
          return new Made(invite(tx, user, by, code), code);
        });
  }

  /**
   * Makes a new link for somebody who has not used theirs; the old one ends.
   *
   * @throws Problem 404 for nobody, 409 {@code ORG.CASEROOM_INVITATION} when they have a password
   */
  public Made renew(UserId user, UserId by) {
    requireStaff(by);
    if (!accounts.require(user).isFamily()) {
      throw Problem.invalidParam("Only people of a family are invited with a link.");
    }
    Secret code = tokens.make("cri_");
    return database.write(
        tx -> {
          if (new AccountDao(tx).passwordHash(user).isPresent()) {
            throw Problem.of(
                409,
                "ORG.CASEROOM_INVITATION",
                "They have used their link already: an administrator can reset the password.");
          }
          return new Made(invite(tx, user, by, code), code);
        });
  }

  private void requireStaff(UserId by) {
    if (accounts.find(by).filter(who -> who.active() && who.isStaff()).isEmpty()) {
      throw Problem.forbidden("Only a worker invites a family: ask yours.");
    }
  }

  private Invitation invite(org.caseroom.storage.Tx tx, UserId user, UserId by, Secret code) {
    Instant now = clock.instant();
    Invitation invitation = new Invitation(user, by, now.plus(LIFETIME));
    new InvitationDao(tx).insert(Tokens.hash(code), invitation, now.toEpochMilli());
    records.permission(
        tx,
        "invited",
        by,
        Json.object()
            .put("user", user.value())
            .put("expires", invitation.expires().toEpochMilli()));
    return invitation;
  }

  /**
   * Whose invitation a code is.
   *
   * @throws Problem 404 for one that is unknown, used or too old
   */
  public Invitation open(Secret code) {
    return database
        .read(tx -> new InvitationDao(tx).open(Tokens.hash(code), clock.millis()))
        .orElseThrow(Invitations::gone);
  }

  /** The invitations that wait, oldest first. */
  public List<Invitation> waiting() {
    return database.read(tx -> new InvitationDao(tx).open(clock.millis()));
  }

  /**
   * Uses an invitation: sets the password.
   *
   * @return whose account can be signed in to now
   * @throws Problem 404 for a code that is unknown, used or too old, {@code M_WEAK_PASSWORD}
   */
  public Account accept(Secret code, Secret password) {
    Invitation invitation = open(code);
    passwords.checkStrength(password, invitation.user().localpart());
    String hash = passwords.hash(password);
    database.writing(
        tx -> {
          if (!new InvitationDao(tx).use(Tokens.hash(code), clock.millis())) {
            throw gone();
          }
          new AccountDao(tx).setPasswordHash(invitation.user(), hash);
          records.permission(
              tx,
              "invitation-accepted",
              invitation.user(),
              Json.object().put("user", invitation.user().value()));
        });
    return accounts.require(invitation.user());
  }

  private static Problem gone() {
    return Problem.notFound(
        "This link was used already or is too old: ask your worker for a new one.");
  }
}
