package org.caseroom.cases.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.ClockState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProceduresTest {
  private static final Path SHIPPED = Path.of("config/procedures");

  private final Procedure procedure =
      Procedures.load(SHIPPED).find("together4children").orElseThrow();
  private final WorkingDays days = WorkingDays.standard();

  @Test
  void theShippedProcedureHasTheClocksOfThePolicy() {
    assertEquals(
        List.of(
            "7.2 2",
            "7.10 5",
            "8.4 45",
            "10.1 12",
            "10.4 7",
            "11.3 5",
            "11.4 12",
            "8.7 3",
            "8.7 20",
            "6.1 12",
            "Transfer 36",
            "3.1 216",
            "2.1 20",
            "2.1 5"),
        procedure.clocks().stream().map(clock -> clock.clause() + " " + clock.length()).toList());
    assertEquals(11, procedure.checklist("duty-to-inform").orElseThrow().items().size());
    assertEquals(6, procedure.checklist("core-offer").orElseThrow().items().size());
    assertEquals(6, procedure.checklist("pre-visit").orElseThrow().items().size());
    assertEquals(3, procedure.screening().outcomes().size());
    assertEquals("REFERRED", procedure.firstStage().id());
  }

  @Test
  void everyStageIsReached() {
    for (Procedure.Stage stage : procedure.stages()) {
      boolean reached =
          stage.equals(procedure.firstStage())
              || procedure.moves().stream().anyMatch(move -> move.to().equals(stage.id()));
      assertTrue(reached, stage.id());
    }
  }

  @Test
  void theAssessmentClockRemindsAsTheCasesSay() {
    ClockRule rule = procedure.clock("ASSESS").orElseThrow();
    ClockState clock = start(rule, "2025-03-25T14:00:00Z");
    assertEquals(LocalDate.of(2025, 6, 2), clock.due());
    List<ClockMath.ReminderAt> reminders = ClockMath.reminders(rule, clock, procedure, days);
    assertEquals(
        List.of(
            "day-30 2025-05-09T08:00:00Z 30 15",
            "day-40 2025-05-23T08:00:00Z 40 5",
            "day-44 2025-05-30T08:00:00Z 44 1"),
        reminders.stream()
            .map(at -> at.reminder().id() + " " + at.at() + " " + at.used() + " " + at.left())
            .toList());
  }

  @Test
  void theReviewClockFallsBackToAWorkedDate() {
    ClockState clock = start(procedure.clock("REVIEW").orElseThrow(), "2025-05-30T10:05:00Z");
    assertEquals(LocalDate.of(2026, 5, 30), clock.due());
    assertEquals(LocalDate.of(2026, 5, 29), clock.worked());
  }

  @Test
  void aClockIsLateOnlyAfterTheWholeLastDay() {
    ClockRule rule = procedure.clock("SIGNOFF").orElseThrow();
    ClockState clock = start(rule, "2025-03-06T15:05:00Z");
    Instant lastMinute = Instant.parse("2025-03-13T23:59:59Z");
    Instant next = Instant.parse("2025-03-14T00:00:00Z");
    assertEquals(
        ClockState.Status.MET,
        ClockMath.meet(rule, clock, procedure, days, lastMinute, null).status());
    ClockState late = ClockMath.meet(rule, clock, procedure, days, next, "sickness");
    assertEquals(ClockState.Status.BREACHED, late.status());
    assertEquals(6, late.dayFinished());
    assertEquals("sickness", late.reason());
  }

  @Test
  void theDayIsTheLocalDayInSummerToo() {
    // 23:30 in Stoke on 10 June is 22:30 UTC; 00:30 the next day there is 23:30 UTC on the 10th.
    ClockRule rule = procedure.clock("SIGNOFF").orElseThrow();
    assertEquals(LocalDate.of(2025, 6, 10), start(rule, "2025-06-10T22:30:00Z").started());
    assertEquals(LocalDate.of(2025, 6, 11), start(rule, "2025-06-10T23:30:00Z").started());
  }

  private ClockState start(ClockRule rule, String at) {
    return ClockMath.start(rule, procedure, days, EventId.of("$event"), Instant.parse(at));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to: SCREENED, | to: SCREEND, | there is no stage 'SCREEND': use one of ASSESSING, CLOSED",
        "[REVIEW],     to | [REVEW],     to | there is no stage 'REVEW'",
        "unit: months | unit: fortnights | fortnights",
        "unit: months | unti: months | there is no 'unti' here. Known here: clause,"
            + " counts_from, dated_by, id, late, length",
        "event: org.caseroom.visit | event: org.caseroom.vist | there is no event",
        "{ consent: assessment } | { consnt: assessment } | there is no condition 'consnt'",
        "{ consent: assessment } | { consent: asessment } | no consent purpose 'asessment'",
        "needs: { document_signed: review } | needs: { document_signed: r } | no document 'r'",
        "where: { document: review } | where: { document: reviw } | no document 'reviw'",
        "{ plan_has: peer } | { plan_has: pear } | there is no plan kind 'pear'",
        "before: stability | before: stable | there is no tier 'stable'",
        "{ checklist_started: pre-visit } | { checklist_started: x } | there is no checklist 'x'",
        "room: professionals | room: profesionals | there is no kind of room 'profesionals'",
        "{ id: day-40, on_day: 40, | { id: day-40, | needs either on_day, days_before or"
            + " months_before",
        "length: 45 | length: 0 | has no length",
        "length: 45 | length: many | many",
        "reminder_time: \"09:00\" | remindertime: \"09:00\" | there is no 'remindertime' here",
        "clause: \"8.4\" | clause: \"8.8\" | there is no clause '8.8' in the parts of the source",
        "clause: \"7.2(b)\" | clause: \"7.3(b)\" | there is no clause '7.3(b)'",
        "{ in: \"7.12\" | { in: \"7.13\" | there is no clause '7.13'",
        "open: | opne: | there is no 'opne' here. Known here: laws, open",
        "says: \"A visit | sayz: \"A visit | there is no 'sayz'",
        "title: Early history,                       domains | domains | title' is missing here",
        "domains: [settings] | domains: [settngs] | there is no domain 'settngs': use one of",
        "consent: assessment, answer_days: 20, again_days: 5 } | consent: x } | there is no consent purpose 'x'",
        "answer_days: 20, again_days: 5 | answer_days: 20, again_days: 0 | one working day at the"
            + " least",
        "model: commissioned | model: bought | bought",
        "scale: [\"never\", sometimes, often, always] | scale: [x] | at least two words",
        "title: Peer support } | title: } | title' is missing here",
        "referral: \"7.1\" | referral: \"7.3\" | there is no clause '7.3'",
        "id: together4children | ident: x | there is no 'ident'",
        "{ id: services, | { id: other, | the item of 'duty-to-inform' 'other' stands there twice",
        "sections: [trauma, attachment] | sections: [trauma, attachmnt] | no section 'attachmnt'",
        "events: [org.caseroom.education, org | events: [org.caseroom.educaton, org | there is no"
            + " event",
        "org.caseroom.education.record] | org.caseroom.educaton.record] | there is no event",
        "joint: \"12.8\" | joint: \"12.88\" | there is no clause '12.88'",
        "manager: \"7.10\" | manager: \"7.8\" | there is no clause '7.8'",
        "zone: Europe/London | zone: Europe/Londn | Londn",
        "nation: eng | zone: eng | zone",
        "moves: | moves: [ | this is not YAML",
      })
  void aMistakeIsNamedWithItsLine(String right, String wrong, String says, @TempDir Path folder)
      throws IOException {
    String text = Files.readString(SHIPPED.resolve("together4children.yaml"));
    int at = text.indexOf(right);
    assertTrue(at > 0, right);
    String broken = text.substring(0, at) + wrong + text.substring(at + right.length());
    Files.writeString(folder.resolve("broken.yaml"), broken);
    Problem problem = assertThrows(Problem.class, () -> Procedures.load(folder));
    assertTrue(problem.message().contains(says), problem.message());
    long line = text.substring(0, at).chars().filter(c -> c == 10).count() + 1;
    String named = problem.message().replaceAll("(?s).*, line (\\d+):.*", "$1");
    int off = says.contains("twice") || says.contains("YAML") ? 10 : 0;
    assertTrue(
        Math.abs(Long.parseLong(named) - line) <= off, problem.message() + " not at " + line);
  }

  @Test
  void anEmptyFolderIsNamed(@TempDir Path folder) {
    Problem problem = assertThrows(Problem.class, () -> Procedures.load(folder));
    assertTrue(problem.message().contains("holds no procedure"), problem.message());
  }

  @Test
  void exactlyOneOfSeveralIsTheUsualOne(@TempDir Path folder) throws IOException {
    String text = Files.readString(SHIPPED.resolve("early-permanence.yaml"));
    Files.writeString(folder.resolve("a.yaml"), text);
    assertEquals("early-permanence", Procedures.load(folder).forAgency("any").id());
    Files.writeString(folder.resolve("b.yaml"), text.replace("id: early-permanence", "id: b"));
    Problem none = assertThrows(Problem.class, () -> Procedures.load(folder));
    assertTrue(none.message().startsWith("0 of the procedures"), none.message());
    Files.writeString(
        folder.resolve("b.yaml"), text.replace("id: early-permanence", "id: b\nusual: true"));
    Procedures both = Procedures.load(folder);
    assertEquals("b", both.forAgency("any").id());
    assertEquals("early-permanence", both.forAgency("early-permanence").id());
    Files.writeString(folder.resolve("a.yaml"), text + "\nusual: true\n");
    Problem two = assertThrows(Problem.class, () -> Procedures.load(folder));
    assertTrue(two.message().startsWith("2 of the procedures"), two.message());
  }
}
