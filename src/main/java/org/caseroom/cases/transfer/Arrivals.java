package org.caseroom.cases.transfer;

import org.caseroom.base.RoomId;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Membership;

/** Brings people into rooms because a case moves. */
final class Arrivals {
  private Arrivals() {}

  /**
   * Invites somebody, and takes them in when it is their job.
   *
   * @param enters whether they are put in, not only invited
   */
  static void bring(Step step, RoomId room, Account account, String why, boolean enters) {
    Membership membership = step.file().view().membership(room, account.id());
    if (membership == Membership.JOIN) {
      return;
    }
    if (membership != Membership.INVITE) {
      step.state(
          room,
          "m.room.member",
          account.id().value(),
          RoomPlan.member("invite", account.displayName()).put("reason", why));
    }
    if (enters) {
      step.drafts().add(RoomPlan.join(room, account.id(), account.displayName()));
    }
  }
}
