package org.caseroom.matrix;

import java.util.HashSet;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Who may know of whom. */
public final class People {
  private final Accounts accounts;
  private final RoomView view;

  /** Asks these. */
  public People(Accounts accounts, RoomView view) {
    this.accounts = accounts;
    this.view = view;
  }

  /** The people who are in a room with somebody, themselves included. */
  public Set<UserId> around(UserId user) {
    Set<UserId> people = new HashSet<>();
    view.rooms(user, Membership.JOIN)
        .forEach(room -> people.addAll(view.members(room, Membership.JOIN)));
    people.add(user);
    return people;
  }

  /** Whether two people are in one room. */
  public boolean share(UserId one, UserId other) {
    return one.equals(other)
        || view.rooms(one, Membership.JOIN).stream()
            .anyMatch(
                room -> {
                  Membership membership = view.membership(room, other);
                  return membership == Membership.JOIN || membership == Membership.INVITE;
                });
  }

  /**
   * Whether somebody finds an account when they look for it: of people who are in a room with them
   * or in one that is open to all, which goes for themselves as well.
   *
   * @param around the people around them, of {@link #around}
   */
  public boolean mayFind(UserId asker, Set<UserId> around, Account account) {
    return (!asker.equals(account.id()) && around.contains(account.id()))
        || (mayKnow(asker, account)
            && view.rooms(account.id(), Membership.JOIN).stream().anyMatch(this::isOpen));
  }

  private boolean isOpen(RoomId room) {
    return says(room, "m.room.join_rules", "join_rule", "public")
        || says(room, "m.room.history_visibility", "history_visibility", "world_readable");
  }

  private boolean says(RoomId room, String type, String field, String value) {
    return view.state(room, type, "")
        .flatMap(event -> event.text(field))
        .filter(value::equals)
        .isPresent();
  }

  /** Whether the asker may know of an account at all, without sharing a room with it. */
  private boolean mayKnow(UserId asker, Account account) {
    return !account.isFamily()
        || accounts.find(asker).filter(who -> who.isStaff() || who.isHouseBot()).isPresent();
  }

  /** Whether the asker may know of somebody, as {@link #require} has it. */
  public boolean mayMeet(UserId asker, UserId user) {
    return accounts.find(user).filter(account -> mayKnow(asker, account)).isPresent()
        || share(asker, user);
  }

  /**
   * Somebody whose name and picture the asker may know: staff know everyone, everyone knows who is
   * of no family; one family learns nothing of another. Strangers see who registered by themselves.
   *
   * @param asker null for somebody who is not signed in
   * @throws Problem 404 for nobody, for those who asked to be erased, and in the same words for
   *     those whom the asker may not know
   */
  public Account require(@Nullable UserId asker, UserId user) {
    return accounts
        .find(user)
        .filter(account -> !account.standing().erased())
        .filter(
            account ->
                asker == null
                    ? account.is(Role.PUBLIC)
                    : mayKnow(asker, account) || share(asker, user))
        .orElseThrow(() -> Problem.notFound("There is nobody of this name here."));
  }
}
