package org.caseroom.matrix;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/** Who may know of whom. */
final class People {
  private final Accounts accounts;
  private final RoomView view;

  People(Accounts accounts, RoomView view) {
    this.accounts = accounts;
    this.view = view;
  }

  /** The people who are in a room with somebody, themselves included. */
  Set<UserId> around(UserId user) {
    Set<UserId> people = new HashSet<>();
    view.rooms(user, Membership.JOIN)
        .forEach(room -> people.addAll(view.members(room, Membership.JOIN)));
    people.add(user);
    return people;
  }

  /** Whether two people are in one room. */
  boolean share(UserId one, UserId other) {
    return one.equals(other)
        || view.rooms(one, Membership.JOIN).stream()
            .anyMatch(
                room -> {
                  Membership membership = view.membership(room, other);
                  return membership == Membership.JOIN || membership == Membership.INVITE;
                });
  }

  /**
   * Somebody whose name and picture the asker may know: staff know everyone, everyone knows staff;
   * one family learns nothing of another.
   *
   * @throws Problem 404 for nobody, and in the same words for those whom the asker may not know
   */
  Account require(UserId asker, UserId user) {
    Optional<Account> account = accounts.find(user);
    boolean family =
        account.filter(Account::isFamily).isPresent()
            && accounts.find(asker).filter(Account::isFamily).isPresent();
    if (account.isEmpty() || (family && !share(asker, user))) {
      throw Problem.notFound("There is nobody of this name here.");
    }
    return account.get();
  }
}
