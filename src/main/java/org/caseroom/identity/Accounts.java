package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;
import org.jspecify.annotations.Nullable;

/** The people and bots of this server. Read from memory. */
public final class Accounts {
  /** By name, and by id where two have the same. */
  public static final Comparator<Account> BY_NAME =
      Comparator.comparing(Account::displayName).thenComparing(Account::id);

  private static final String SIGNAL = "account";
  private static final int MAX_NAME = 255;

  private final Database database;
  private final Records records;
  private final ServerName server;
  private final InstantSource clock;
  private final Agencies agencies;
  private final Passwords passwords;
  private final Map<UserId, Account> byId = new ConcurrentHashMap<>();

  /**
   * What an account is made from.
   *
   * @param localpart the part of the user id before the colon
   * @param displayName the name that others see; blank for the localpart
   * @param roles what they are, at least one
   * @param agency the agency they work for, null for family and bots of the house
   * @param hub the agency's hub, where there is one
   * @param password null for one who cannot sign in with a password (bots)
   */
  public record NewAccount(
      String localpart,
      String displayName,
      Set<Role> roles,
      @Nullable String agency,
      @Nullable String hub,
      @Nullable Secret password) {}

  Accounts(
      Database database,
      AuditLog audit,
      ServerName server,
      InstantSource clock,
      Agencies agencies,
      Passwords passwords) {
    this.database = database;
    this.records = new Records(audit);
    this.server = server;
    this.clock = clock;
    this.agencies = agencies;
    this.passwords = passwords;
    load();
    database.signals().subscribe(SIGNAL, this::changedElsewhere);
    database.signals().onGap(this::load);
  }

  private void load() {
    database.read(tx -> new AccountDao(tx).all()).forEach(each -> byId.put(each.id(), each));
  }

  private void changedElsewhere(String id) {
    UserId user = UserId.of(id);
    database.read(tx -> new AccountDao(tx).find(user)).ifPresent(each -> byId.put(user, each));
  }

  /** Takes a change into memory once it is durable, here and at other nodes. */
  private void remember(Tx tx, Account account) {
    tx.afterCommit(() -> byId.put(account.id(), account));
    database.signals().send(tx, SIGNAL, account.id().value());
  }

  /** How somebody is called: by the name that they chose, or as their user id has it. */
  public String nameOf(UserId user) {
    return find(user).map(Account::displayName).orElse(user.localpart());
  }

  /**
   * Creates an account and writes it to the audit log.
   *
   * @param by the administrator who creates it (null: the operator's command line)
   * @throws Problem 403 for anybody else, {@code M_USER_IN_USE}, {@code M_INVALID_USERNAME}, {@code
   *     M_WEAK_PASSWORD}, or 404 for an unknown agency or hub
   */
  public Account create(NewAccount account, @Nullable UserId by) {
    requireAdministrator(by);
    UserId id = UserId.local(account.localpart(), server);
    String hash = null;
    if (account.password() != null) {
      passwords.checkStrength(account.password(), account.localpart());
      hash = passwords.hash(account.password());
    }
    String finalHash = hash;
    return database.write(tx -> insert(tx, id, account, finalHash, by));
  }

  /**
   * Creates several accounts with one password, all or none: for a demo. The password is hashed
   * once, so whoever reads the table sees that it is the same.
   *
   * @param newAccounts who; their own passwords are not looked at
   * @throws Problem as {@link #create}
   */
  public void createTogether(List<NewAccount> newAccounts, Secret password, @Nullable UserId by) {
    newAccounts.forEach(each -> passwords.checkStrength(password, each.localpart()));
    String hash = passwords.hash(password);
    database.writing(
        tx ->
            newAccounts.forEach(
                each -> insert(tx, UserId.local(each.localpart(), server), each, hash, by)));
  }

  /** Creates an account whose password is hashed already, inside a transaction. */
  Account insert(
      Tx tx, UserId id, NewAccount account, @Nullable String passwordHash, @Nullable UserId by) {
    String name = account.displayName().isBlank() ? account.localpart() : account.displayName();
    Account made =
        checked(
            new Account(
                id,
                account.roles().equals(Set.of(Role.GUEST)) ? null : name.strip(),
                null,
                account.roles(),
                account.agency(),
                account.hub(),
                Standing.GOOD));
    if (!new AccountDao(tx).insert(made, passwordHash, clock.millis())) {
      throw inUse();
    }
    records.permission(tx, "account-created", by, facts(made));
    remember(tx, made);
    return made;
  }

  /**
   * Makes accounts for people of another service whose record was taken in: they have a name, and
   * nobody can sign in as them. Those who are there already are left alone.
   *
   * @param people with agencies that are known here; their standing and picture are not looked at
   * @return how many were made
   */
  public int addInert(Tx tx, List<Account> people) {
    int made = 0;
    for (Account each : people) {
      Account inert =
          new Account(
              each.id(),
              each.name(),
              null,
              each.roles(),
              each.agency(),
              null,
              Standing.GOOD.closed(false));
      if (new AccountDao(tx).insert(inert, null, clock.millis())) {
        records.permission(tx, "account-taken-in", null, facts(inert));
        remember(tx, inert);
        made++;
      }
    }
    return made;
  }

  static Problem inUse() {
    return Problem.of(400, "M_USER_IN_USE", "This user name is taken already: choose another one.");
  }

  private Account checked(Account account) {
    if (account.roles().isEmpty()) {
      throw Problem.invalidParam("An account needs at least one role.");
    }
    if (account.name() != null) {
      checkName(account.name());
    }
    if (account.agency() != null) {
      Agency agency = agencies.require(account.agency());
      String hub = account.hub();
      if (hub != null && agency.hubs().stream().noneMatch(each -> each.id().equals(hub))) {
        throw Problem.notFound("'" + agency.name() + "' has no hub with this id: add it first.");
      }
    } else if (account.hub() != null) {
      throw Problem.invalidParam("A hub belongs to an agency: name the agency too.");
    }
    return account.withRoles(Set.copyOf(account.roles()), account.agency(), account.hub());
  }

  static void checkName(String name) {
    if (name.isBlank()
        || name.codePointCount(0, name.length()) > MAX_NAME
        || name.codePoints()
            .anyMatch(
                point ->
                    Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE)) {
      throw Problem.invalidParam(
          "A name has 1 to " + MAX_NAME + " characters and no control characters.");
    }
  }

  static ObjectNode facts(Account account) {
    ObjectNode facts = Json.object().put("user", account.id().value());
    account.roles().stream().map(Role::word).sorted().forEach(facts.withArray("roles")::add);
    if (account.agency() != null) {
      facts.put("agency", account.agency());
    }
    if (account.hub() != null) {
      facts.put("hub", account.hub());
    }
    return facts;
  }

  /**
   * Changes what somebody is and where they work; written to the audit log.
   *
   * @param by the administrator who does it (null: the operator's command line)
   * @throws Problem 404 for an unknown account, agency or hub, {@code M_INVALID_PARAM} for no role
   */
  public Account assign(
      UserId user,
      Set<Role> roles,
      @Nullable String agency,
      @Nullable String hub,
      @Nullable UserId by) {
    requireAdministrator(by);
    return database.write(
        tx -> {
          Account changed = update(tx, user, old -> old.withRoles(roles, agency, hub));
          records.permission(tx, "account-assigned", by, facts(changed));
          return changed;
        });
  }

  /** Changes an account inside a transaction, looking and writing under its lock. */
  Account update(Tx tx, UserId user, UnaryOperator<Account> change) {
    AccountDao dao = new AccountDao(tx);
    Account changed = checked(change.apply(dao.lock(user).orElseThrow(Accounts::unknown)));
    dao.update(changed);
    remember(tx, changed);
    return changed;
  }

  /** An account, from memory. */
  public Optional<Account> find(UserId user) {
    return Optional.ofNullable(byId.get(user));
  }

  /** Whether somebody closed their account and asked to be erased. */
  public boolean isErased(UserId user) {
    Account account = byId.get(user);
    return account != null && account.standing().erased();
  }

  /**
   * An account.
   *
   * @throws Problem 404 when there is none
   */
  public Account require(UserId user) {
    return find(user).orElseThrow(Accounts::unknown);
  }

  /**
   * Refuses who may not change accounts and agencies, whichever door they came through.
   *
   * @throws Problem 403 {@code M_FORBIDDEN}
   */
  void requireAdministrator(@Nullable UserId by) {
    if (by != null
        && find(by).filter(Account::active).filter(who -> who.is(Role.ADMINISTRATOR)).isEmpty()) {
      throw Problem.forbidden("Only an administrator changes accounts and agencies: ask one.");
    }
  }

  static Problem unknown() {
    return Problem.notFound("There is nobody with this user id here.");
  }

  /** All accounts as they come: for looking through many of them. */
  public Stream<Account> stream() {
    return byId.values().stream();
  }

  /** All accounts, by name. */
  public List<Account> all() {
    return byId.values().stream().sorted(BY_NAME).toList();
  }

  /**
   * The active accounts with a role.
   *
   * @param agency only those of this agency; null for any
   */
  public List<Account> withRole(Role role, @Nullable String agency) {
    return stream()
        .filter(account -> account.is(role))
        .filter(Account::active)
        .filter(account -> agency == null || Objects.equals(account.agency(), agency))
        .sorted(BY_NAME)
        .toList();
  }
}
