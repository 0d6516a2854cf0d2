package org.caseroom.cases;

import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Families tell their story once: who asks again is shown the passage, or is counted. */
final class StoryPart implements CasePart {
  private final StoryGuard guard;
  private final UserId service;

  StoryPart(StoryGuard guard, UserId service) {
    this.guard = guard;
    this.service = service;
  }

  @Override
  public Set<String> types() {
    return Set.of();
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (message.type().equals("m.room.message") && !who.isFamily() && !who.isBot()) {
      guard.check(message, who, file, procedure.zone());
    }
  }

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    if (!message.content().path(CaseEvents.ASK_AGAIN).asBoolean()
        || who.isFamily()
        || guard.told(message, who, file).isEmpty()) {
      return List.of();
    }
    int count =
        file.state(CaseEvents.REPEAT_ASKS, "")
            .map(state -> state.content().path("count").asInt())
            .orElse(0);
    return List.of(
        Draft.state(
            file.space(),
            service,
            CaseEvents.REPEAT_ASKS,
            "",
            Json.object().put("count", count + 1).put("last", message.id().value())));
  }
}
