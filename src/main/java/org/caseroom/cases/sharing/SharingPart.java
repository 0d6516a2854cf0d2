package org.caseroom.cases.sharing;

import java.util.Set;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Refusals;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** Limits of consent, and messages that call somebody whom they keep out. */
public final class SharingPart implements CasePart {
  private final MentionGuard mentions;

  /** Makes the part. */
  public SharingPart(CasePolicy.Rules rules, Accounts accounts, Access access) {
    this.mentions = new MentionGuard(access, accounts, new Refusals(access, rules));
  }

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.CONSENT);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    ConsentRules.check(event, procedure, file);
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (message.type().equals("m.room.message") && who.isStaff()) {
      mentions.check(message, room, file);
    }
  }
}
