package org.caseroom.cases.door;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;

/** Who sits at the queue of a hub: a matter of their post, so they are taken in, not invited. */
public final class Hubs {
  private Hubs() {}

  /** Whether an account's post is at a hub's queue. */
  public static boolean worksAt(Account account, String agency, String hub) {
    return account.active()
        && agency.equals(account.agency())
        && hub.equals(account.hub())
        && (account.is(Role.DUTY_WORKER) || account.is(Role.TEAM_MANAGER));
  }

  /** Takes people into a queue, those who are not in it yet. */
  public static void enter(RoomLog log, UserId service, RoomId queue, Collection<Account> people) {
    if (people.stream().anyMatch(account -> !joined(log.view(), queue, account))) {
      // Looked up again under the lock: two referrals may arrive at once.
      log.appendNow(before -> entering(before, service, queue, people));
    }
  }

  private static List<Draft> entering(
      RoomView before, UserId service, RoomId queue, Collection<Account> people) {
    List<Draft> drafts = new ArrayList<>();
    for (Account account : people) {
      if (joined(before, queue, account)) {
        continue;
      }
      if (before.membership(queue, account.id()) != Membership.INVITE) {
        drafts.add(
            Draft.state(
                queue,
                service,
                "m.room.member",
                account.id().value(),
                RoomPlan.member("invite", account.displayName())));
      }
      drafts.add(RoomPlan.join(queue, account.id(), account.displayName()));
    }
    return drafts;
  }

  private static boolean joined(RoomView view, RoomId queue, Account account) {
    return view.membership(queue, account.id()) == Membership.JOIN;
  }
}
