package org.caseroom.cases.sharing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** What the house says in a room when a question comes near it, such as: no names here. */
public final class RemindingPart implements CasePart {
  private static final Duration PAUSE = Duration.ofHours(24);

  /** State of a room by reminder, written by the house: when it was said last. */
  static final String REMINDED = CaseEvents.PREFIX + "sharing.reminded";

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.QUESTION_ASK);
  }

  @Override
  public void follow(Step step) {
    Event question = step.event();
    String text = question.text("text").orElse("").toLowerCase(Locale.UK);
    CaseFile.kind(step.file().view(), question.room())
        .ifPresent(
            room -> {
              for (SharingRules.Reminder rule : rules(step.procedure(), room)) {
                if (rule.words().stream().anyMatch(text::contains) && isDue(rule, step)) {
                  step.drafts().addAll(said(rule, step));
                }
              }
            });
  }

  private static List<SharingRules.Reminder> rules(Procedure procedure, RoomKind room) {
    return procedure.sharing().reminders().stream()
        .filter(rule -> rule.room().equals(room.word()))
        .toList();
  }

  private static boolean isDue(SharingRules.Reminder rule, Step step) {
    long now = step.event().originServerTs();
    return step.file()
        .view()
        .state(step.event().room(), REMINDED, rule.id())
        .map(said -> now - said.content().path("at").asLong() >= PAUSE.toMillis())
        .orElse(true);
  }

  private static List<Draft> said(SharingRules.Reminder rule, Step step) {
    Event event = step.event();
    List<Draft> drafts = new ArrayList<>();
    drafts.add(
        Draft.state(
            event.room(),
            step.service(),
            REMINDED,
            rule.id(),
            Json.object().put("at", event.originServerTs())));
    drafts.add(Notices.notice(event.room(), step.service(), rule.says(), event));
    return drafts;
  }
}
