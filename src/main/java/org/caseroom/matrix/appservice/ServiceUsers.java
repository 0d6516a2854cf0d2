package org.caseroom.matrix.appservice;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.storage.Database;

/**
 * The users that application services act as: their senders, and those that they registered
 * themselves. They are outside bots; people and bots of the house are never among them.
 */
final class ServiceUsers {
  private final Database database;
  private final Accounts accounts;
  private final Set<UserId> made = ConcurrentHashMap.newKeySet();

  ServiceUsers(Database database, Accounts accounts) {
    this.database = database;
    this.accounts = accounts;
    made.addAll(database.read(tx -> new ServiceUserDao(tx).all()));
  }

  /** Whether a user is a service's to act as. */
  boolean owns(Registration service, UserId user) {
    return service.covers(user) && isMade(user);
  }

  private boolean isMade(UserId user) {
    if (made.contains(user)) {
      return true;
    }
    // Another node may have made it since.
    boolean there =
        accounts.find(user).filter(Account::isBot).isPresent()
            && database.read(tx -> new ServiceUserDao(tx).has(user));
    if (there) {
      made.add(user);
    }
    return there;
  }

  /** All users of a service that exist. */
  List<UserId> of(Registration service) {
    return made.stream().filter(service::covers).toList();
  }

  /**
   * Makes a user of a service.
   *
   * @throws Problem {@code M_USER_IN_USE} when the name is taken
   */
  void create(Registration service, UserId user) {
    if (accounts.find(user).isPresent()) {
      throw Problem.of(400, "M_USER_IN_USE", "The user name " + user + " is taken already.");
    }
    // Its owner is noted first: an account without one could never be used.
    database.writing(tx -> new ServiceUserDao(tx).insert(user, service.id()));
    try {
      accounts.create(
          new Accounts.NewAccount(
              user.localpart(), user.localpart(), Set.of(Role.OUTSIDE_BOT), null, null, null),
          null);
    } catch (Problem refusal) {
      database.writing(tx -> new ServiceUserDao(tx).delete(user));
      throw refusal;
    }
    made.add(user);
  }

  /**
   * Makes the user that a service acts as by itself, unless it is there.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_CONFIGURATION} when the name is somebody else's
   */
  void prepare(Registration service) {
    UserId sender = service.sender();
    if (accounts.find(sender).isEmpty()) {
      create(service, sender);
    } else if (!isMade(sender)) {
      throw RegistrationFile.broken(
          "The application service '"
              + service.id()
              + "' wants to act as "
              + sender
              + ", which is the account of somebody else: choose another 'sender_localpart'.");
    }
  }

  /** Calls with each user of a service. */
  void forEach(Registration service, Consumer<UserId> action) {
    made.forEach(
        user -> {
          if (service.covers(user)) {
            action.accept(user);
          }
        });
  }
}
