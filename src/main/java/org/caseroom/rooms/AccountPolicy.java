package org.caseroom.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;

/**
 * What follows from how somebody stands with the house, in front of its other rules. Guests are in
 * rooms that let guests in, and no longer than that (client-server API, "Guest access"). The
 * suspended write nothing, whichever door they come through, but may take back their own words
 * ("Account suspension"). Where they themselves are is not looked at here: the house itself takes
 * people into rooms in their name, and being suspended undoes no post.
 */
public final class AccountPolicy implements RoomPolicy {
  private static final String ACCESS = "m.room.guest_access";

  private final RoomPolicy house;
  private final Accounts accounts;

  /** Makes the rules, in front of the others. */
  public AccountPolicy(RoomPolicy house, Accounts accounts) {
    this.house = house;
    this.accounts = accounts;
  }

  @Override
  public void check(Event proposed, RoomView before) {
    if (proposed.isState("m.room.member", proposed.sender().value())
        && isGuest(proposed.sender())
        && Members.of(proposed) == Membership.JOIN
        && !letsIn(before, proposed.room())) {
      throw Problem.of(
          403, "M_GUEST_ACCESS_FORBIDDEN", "This room lets no guests in: register first.");
    }
    boolean isTheirs =
        proposed.isState("m.room.member", proposed.sender().value())
            || proposed.type().equals("m.room.redaction");
    if (!isTheirs && isSuspended(proposed.sender())) {
      throw suspended();
    }
    house.check(proposed, before);
  }

  private boolean isSuspended(UserId user) {
    return accounts.find(user).filter(who -> who.standing().suspended()).isPresent();
  }

  private static Problem suspended() {
    return Problem.of(
        403,
        "M_USER_SUSPENDED",
        "This account is suspended: it can read and leave, and an administrator can lift it.");
  }

  private boolean isGuest(UserId user) {
    return accounts.find(user).filter(Account::isGuest).isPresent();
  }

  private static boolean letsIn(RoomView view, RoomId room) {
    return view.state(room, ACCESS, "")
        .flatMap(event -> event.text("guest_access"))
        .filter("can_join"::equals)
        .isPresent();
  }

  @Override
  public List<Draft> consequences(Event accepted, RoomView after) {
    List<Draft> drafts = house.consequences(accepted, after);
    if (!accepted.isState(ACCESS, "") || letsIn(after, accepted.room())) {
      return drafts;
    }
    List<Draft> all = new ArrayList<>(drafts);
    for (UserId member : after.members(accepted.room(), Membership.JOIN)) {
      if (isGuest(member)) {
        all.add(
            Draft.state(
                accepted.room(),
                member,
                "m.room.member",
                member.value(),
                org.caseroom.base.Json.object().put("membership", "leave")));
      }
    }
    return all;
  }

  @Override
  public Optional<AuditEntry> recorded(Event event, RoomView after) {
    return house.recorded(event, after);
  }

  @Override
  public void checkRedaction(Event redaction, Event target, RoomView before) {
    if (!target.sender().equals(redaction.sender()) && isSuspended(redaction.sender())) {
      throw suspended();
    }
    house.checkRedaction(redaction, target, before);
  }

  @Override
  public boolean mayRead(UserId reader, RoomId room, RoomView now) {
    return house.mayRead(reader, room, now);
  }

  @Override
  public boolean mayRead(UserId reader, Event event, RoomView now) {
    return house.mayRead(reader, event, now);
  }

  @Override
  public boolean isRecord(RoomId room, RoomView now) {
    return house.isRecord(room, now);
  }

  @Override
  public boolean isConfidential(RoomId room, RoomView now) {
    return house.isConfidential(room, now);
  }

  @Override
  public boolean isUnseen(UserId member, RoomId room, RoomView now) {
    return house.isUnseen(member, room, now);
  }

  @Override
  public String readsAs(UserId reader, RoomId room, RoomView now, String usual) {
    return house.readsAs(reader, room, now, usual);
  }

  @Override
  public String whyNot(UserId reader, RoomId room, RoomView now) {
    return house.whyNot(reader, room, now);
  }

  @Override
  public Optional<String> whyNot(UserId reader, Event event, RoomView now) {
    return house.whyNot(reader, event, now);
  }
}
