package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/**
 * Where a case is, in plain words: what is done, what is now, what comes next and by when (13.3).
 *
 * @param reference the case
 * @param child the child's given name
 * @param steps in the order in which they come
 */
public record CaseMap(String reference, String child, List<Step> steps) {
  private static final int PAGE = 500;

  /**
   * A step of the way.
   *
   * @param says what happens in it, in plain words
   * @param status {@code done}, {@code now}, {@code next} or {@code later}
   * @param reached when the case came to it; null while it has not
   * @param due by when it should be done, while that is known
   * @param heard whether the family or the child was heard in it
   * @param views what they said, oldest first
   */
  public record Step(
      String id,
      String title,
      String says,
      String status,
      @Nullable Instant reached,
      @Nullable LocalDate due,
      boolean heard,
      List<View> views) {}

  /**
   * What somebody said.
   *
   * @param of whose view: {@code child}, {@code family}
   * @param words null for who may not read the room where it was said
   */
  public record View(String of, String by, Instant at, @Nullable String words) {}

  static CaseMap of(Desk desk, RoomReader reader, UserId by, CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    Map<String, Instant> reached = reached(desk, reader, file);
    List<IntakeRules.MapStep> rules = procedure.intakeRules().map();
    int now = -1;
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).stages().contains(file.stage())) {
        now = i;
      }
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      IntakeRules.MapStep rule = rules.get(i);
      List<View> views = views(desk, reader, by, file, rule);
      steps.add(
          new Step(
              rule.id(),
              rule.title(),
              rule.says(),
              i < now ? "done" : i == now ? "now" : i == now + 1 ? "next" : "later",
              rule.stages().stream()
                  .flatMap(stage -> Optional.ofNullable(reached.get(stage)).stream())
                  .min(Instant::compareTo)
                  .orElse(null),
              due(file, rule),
              !views.isEmpty(),
              views));
    }
    return new CaseMap(file.reference(), file.child(), steps);
  }

  private static @Nullable LocalDate due(CaseFile file, IntakeRules.MapStep rule) {
    String clock = rule.clock();
    return clock == null
        ? null
        : file.clocks().stream()
            .filter(each -> each.id().equals(clock) && each.running())
            .map(ClockState::due)
            .findFirst()
            .orElse(null);
  }

  /** When each stage was first reached, as the log of the case's space tells. */
  private static Map<String, Instant> reached(Desk desk, RoomReader reader, CaseFile file) {
    Map<String, Instant> reached = new HashMap<>();
    Long from = null;
    do {
      RoomReader.Page page =
          reader.page(
              desk.policy().service(),
              file.space(),
              RoomReader.Direction.FORWARDS,
              from,
              null,
              PAGE);
      for (Event event : page.events()) {
        if (event.type().equals(CaseEvents.STAGE)) {
          event.text("stage").ifPresent(stage -> reached.putIfAbsent(stage, event.time()));
        }
      }
      from = page.events().isEmpty() ? null : page.next();
    } while (from != null);
    return reached;
  }

  private static List<View> views(
      Desk desk, RoomReader reader, UserId by, CaseFile file, IntakeRules.MapStep rule) {
    List<View> views = new ArrayList<>();
    for (String stage : rule.stages()) {
      file.state(IntakeEvents.HEARD, stage)
          .ifPresent(
              heard -> {
                for (JsonNode each : heard.content().path("views")) {
                  views.add(
                      new View(
                          each.path("of").asText(),
                          desk.name(UserId.of(each.path("by").asText())),
                          Instant.ofEpochMilli(each.path("at").asLong()),
                          words(reader, by, each.path("event").asText())));
                }
              });
    }
    return views;
  }

  private static @Nullable String words(RoomReader reader, UserId by, String event) {
    try {
      return reader.event(by, EventId.of(event)).flatMap(found -> found.text("words")).orElse(null);
    } catch (Problem notTheirs) {
      // Said in a room that this reader is not in.
      return null;
    }
  }
}
