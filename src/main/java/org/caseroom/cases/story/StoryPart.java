package org.caseroom.cases.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Families tell their story once: who asks again is shown the passage, or is counted. */
public final class StoryPart implements CasePart {
  private final StoryGuard guard;
  private final UserId service;
  private final Stopped stopped = new Stopped();

  /**
   * Makes the part.
   *
   * @param service the house's own user, who keeps the count
   */
  public StoryPart(StoryGuard guard, UserId service) {
    this.guard = guard;
    this.service = service;
  }

  /** The messages that were stopped of late: the story bot tells their senders. */
  public Stopped stopped() {
    return stopped;
  }

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.QUESTION_ASK);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    check(event, who, file, procedure);
  }

  @Override
  public void follow(Step step) {
    step.drafts().addAll(count(step.event(), step.file()));
  }

  @Override
  public void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {
    if (message.type().equals("m.room.message")) {
      check(message, who, file, procedure);
    }
  }

  /** The family asks what it likes, as often as it likes. */
  private void check(Event event, Account who, CaseFile file, Procedure procedure) {
    if (who.isFamily() || who.isBot()) {
      return;
    }
    try {
      guard.check(event, who, file, procedure.zone());
    } catch (Problem problem) {
      stopped.note(event, file, problem);
      throw problem;
    }
  }

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return who.isFamily() || guard.told(message, who, file).isEmpty()
        ? List.of()
        : count(message, file);
  }

  /** Who posts all the same is counted; nobody is stopped a second time. */
  private List<Draft> count(Event message, CaseFile file) {
    if (!message.content().path(CaseEvents.ASK_AGAIN).asBoolean()) {
      return List.of();
    }
    int count =
        file.state(CaseEvents.REPEAT_ASKS, "")
            .map(state -> state.content().path("count").asInt())
            .orElse(0);
    ObjectNode content =
        Json.object()
            .put("count", count + 1)
            .put("last", message.id().value())
            .put("by", message.sender().value());
    return List.of(Draft.state(file.space(), service, CaseEvents.REPEAT_ASKS, "", content));
  }
}
