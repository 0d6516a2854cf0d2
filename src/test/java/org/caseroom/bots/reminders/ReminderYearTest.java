package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caseroom.bots.Bots;
import org.caseroom.bots.reminders.ReminderHouse.Said;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.procedure.ClockMath;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.storage.Database;
import org.caseroom.storage.DatabaseSettings;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/**
 * A year on a set clock with three hundred restarts at random moments, each down for up to three
 * days: twenty of the whole service, the others of its bots; after every fifth it is as if what was
 * said last had been said and not noted. Every reminder that the procedure says is due is said
 * once, none is lost or doubled, and what comes late says so.
 */
class ReminderYearTest {
  private static final int RESTARTS = 300;
  private static final int WHOLE_EVERY = 15;
  private static final int UNNOTED_EVERY = 5;
  private static final Instant BEGIN = Instant.parse("2025-01-06T09:30:00Z");
  private static final Instant END = BEGIN.plus(Duration.ofDays(365));
  private static final Duration PUNCTUAL = Duration.ofMinutes(10);

  private final Random random = new Random(300);
  private final List<String> cases = new ArrayList<>();
  private final Map<String, Instant> acknowledged = new TreeMap<>();

  @Test
  void everyReminderIsSaidOnceInAYearOfRestarts() {
    DatabaseSettings kept = Databases.H2.fresh();
    try (Database database = Database.open(kept);
        ReminderHouse house = new ReminderHouse(kept)) {
      house.play.caseroom().clock().set(BEGIN);
      nameDeputy(house);
      List<Instant> acts = moments(24);
      Bots bots = house.house().bots();
      int restart = 0;
      for (Instant moment : moments(RESTARTS)) {
        advance(house, database, bots, acts, moment);
        acknowledgeSome(house);
        bots.close();
        if (++restart % UNNOTED_EVERY == 0) {
          forgetTheLastNotes(database);
        }
        Instant up = moment.plus(Duration.ofMinutes(1 + random.nextInt(3 * 24 * 60)));
        while (!acts.isEmpty() && acts.get(0).isBefore(up)) {
          house.play.caseroom().clock().set(later(house, acts.remove(0)));
          act(house);
        }
        if (restart % WHOLE_EVERY == 0) {
          house.play.caseroom().restartAt(later(house, up));
          bots = house.house().bots();
        } else {
          house.play.caseroom().clock().set(later(house, up));
          bots = house.play.caseroom().startBots();
        }
        bots.settle();
      }
      advance(house, database, bots, acts, END.plus(Duration.ofDays(5)));
      check(house, database);
      bots.close();
    }
  }

  private List<Instant> moments(int count) {
    return random
        .longs(count, 0, Duration.between(BEGIN, END).toSeconds())
        .mapToObj(BEGIN::plusSeconds)
        .sorted()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Instant later(ReminderHouse house, Instant moment) {
    Instant now = house.play.caseroom().clock().instant();
    return moment.isAfter(now) ? moment : now;
  }

  /** Priya is stood in for in the second half of the year. */
  private static void nameDeputy(ReminderHouse house) {
    house
        .play
        .put(
            "tess",
            "/api/deputies/" + CasePlay.encode(house.play.id("priya").value()),
            CasePlay.body(
                "deputy", house.play.id("dana").value(),
                "from", "2025-07-01",
                "until", "2026-02-01",
                "why", "On leave"))
        .ok();
  }

  /** Lets the time go by while the bots run: they are there at the moment when something is due. */
  private void advance(
      ReminderHouse house, Database database, Bots bots, List<Instant> acts, Instant to) {
    while (true) {
      Instant now = house.play.caseroom().clock().instant();
      Instant due = nextDue(database, now);
      boolean actsFirst = !acts.isEmpty() && acts.get(0).isBefore(due);
      Instant next = actsFirst ? acts.get(0) : due;
      if (next.isAfter(to)) {
        break;
      }
      house.play.caseroom().clock().set(later(house, next));
      if (actsFirst) {
        acts.remove(0);
        act(house);
      }
      bots.settle();
    }
    house.play.caseroom().clock().set(later(house, to));
    bots.settle();
  }

  private static Instant nextDue(Database database, Instant now) {
    return database.read(
        tx ->
            tx.handle()
                .createQuery(
                    "SELECT MIN(wake_at) FROM bot_reminders"
                        + " WHERE reminder_state = 'WAITING' AND wake_at > :now")
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.MAX));
  }

  /**
   * A case opens, and goes as far as it goes; one in seven is signed before anybody is reminded.
   */
  private void act(ReminderHouse house) {
    int number = cases.size();
    switch (number % 7) {
      case 0, 1, 2 -> cases.add(house.visited());
      case 3, 4 -> cases.add(house.form());
      case 5 -> {
        String reference = house.form();
        house.sign(reference);
        cases.add(reference);
      }
      default -> cases.add(house.refer());
    }
  }

  private void acknowledgeSome(ReminderHouse house) {
    for (var waiting : house.waiting("priya", "mine")) {
      if (random.nextInt(12) == 0) {
        house
            .play
            .post(
                "priya", "/api/reminders/" + waiting.path("number").asLong() + "/acknowledge", null)
            .ok();
        acknowledged.put(
            waiting.path("reference").asText() + " " + waiting.path("reminder").asText(),
            house.play.caseroom().clock().instant());
      }
    }
  }

  /** As if the service had died after saying something and before it noted that. */
  private static void forgetTheLastNotes(Database database) {
    database.writing(
        tx -> {
          String last =
              "(SELECT id FROM bot_reminders WHERE reminder_state = 'SENT'"
                  + " AND sent_at = (SELECT MAX(sent_at) FROM bot_reminders))";
          tx.handle()
              .execute(
                  "DELETE FROM bot_reminders WHERE parent IN "
                      + last
                      + " AND reminder_state = 'WAITING'");
          tx.handle().execute("DELETE FROM bot_reminder_people WHERE reminder_id IN " + last);
          tx.handle()
              .execute(
                  "UPDATE bot_reminders SET reminder_state = 'WAITING', sent_event = NULL,"
                      + " answer_by = NULL WHERE id IN "
                      + last);
          tx.handle().execute("UPDATE bot_positions SET log_position = log_position - 40");
        });
  }

  // ---- What has to have been said ----

  private void check(ReminderHouse house, Database database) {
    List<Said> said = house.said();
    Map<String, List<Said>> once = new TreeMap<>();
    said.forEach(each -> once.computeIfAbsent(key(each), any -> new ArrayList<>()).add(each));
    once.forEach((key, all) -> assertEquals(1, all.size(), key + " was said more than once"));
    int due = 0;
    int late = 0;
    for (String reference : cases) {
      CaseFile file = house.file(reference);
      Procedure procedure = house.house().cases().policy().procedure(file);
      for (ClockState clock : file.clocks()) {
        for (ClockMath.ReminderAt each : reminders(house, procedure, clock)) {
          due++;
          String key = file.space() + " " + clock.id() + " " + each.reminder().id() + " 0";
          List<Said> found = once.remove(key);
          if (found == null) {
            assertMerged(database, said, file, clock, each);
          } else {
            boolean isLate = found.get(0).at().isAfter(each.at().plus(PUNCTUAL));
            assertFalse(found.get(0).at().isBefore(each.at()), key + " came early");
            assertEquals(isLate, found.get(0).late(), key + " at " + found.get(0).at());
            late += isLate ? 1 : 0;
          }
        }
      }
    }
    assertTrue(due > 20 && late > 5 && late < due, due + " were due, " + late + " came late");
    checkSteps(house, said, once);
    assertEquals(List.of(), once.keySet().stream().toList(), "nothing else was said");
  }

  private static String key(Said said) {
    return said.caseId() + " " + said.clock() + " " + said.point() + " " + said.step();
  }

  private static List<ClockMath.ReminderAt> reminders(
      ReminderHouse house, Procedure procedure, ClockState clock) {
    Instant now = house.play.caseroom().clock().instant();
    return ClockMath.reminders(
            procedure.clock(clock.id()).orElseThrow(),
            clock,
            procedure,
            house.house().cases().policy().rules().workingDays())
        .stream()
        .filter(each -> !each.at().isAfter(now))
        .filter(each -> each.reminder().unless() == null || noDeputy(each.at()))
        .toList();
  }

  private static boolean noDeputy(Instant at) {
    return at.isBefore(Instant.parse("2025-07-01T00:00:00Z"));
  }

  /** What fell due together with a later one of its clock is told by that one. */
  private static void assertMerged(
      Database database,
      List<Said> said,
      CaseFile file,
      ClockState clock,
      ClockMath.ReminderAt reminder) {
    String what = file.reference() + " " + clock.id() + " " + reminder.reminder().id();
    List<Reminder> rows =
        database.read(tx -> new ReminderDao(tx).ofClock(file.space(), clock.id()));
    assertTrue(
        rows.stream()
            .filter(each -> each.point().equals(reminder.reminder().id()) && !each.isStep())
            .anyMatch(
                each ->
                    each.state() == Reminder.State.MERGED
                        // Late, and its clock has a deputy by now.
                        || (reminder.reminder().unless() != null
                            && each.state() == Reminder.State.WITHDRAWN)),
        what + " was lost: " + rows);
    assertTrue(
        reminder.reminder().unless() != null
            || said.stream()
                .anyMatch(
                    each ->
                        each.caseId().equals(file.space().value())
                            && each.clock().equals(clock.id())
                            && each.due().isAfter(reminder.at())
                            && each.late()),
        what + " is told by no later one");
  }

  /** Nobody acknowledged it: the deputy hears where there is one, then the manager, each once. */
  private void checkSteps(ReminderHouse house, List<Said> said, Map<String, List<Said>> once) {
    int steps = 0;
    for (String reference : cases) {
      String space = house.file(reference).space().value();
      List<Said> of =
          said.stream()
              .filter(each -> each.caseId().equals(space) && each.clock().equals("ASSESS"))
              .sorted(Comparator.comparing(Said::at))
              .toList();
      for (Said asked : of.stream().filter(each -> each.step() == 0).filter(this::asks).toList()) {
        Instant answered = acknowledged.get(reference + " " + asked.point());
        List<Said> after =
            of.stream()
                .filter(each -> each.step() > 0 && each.point().equals(asked.point()))
                .toList();
        for (Said step : after) {
          once.remove(key(step));
          steps++;
          assertTrue(answered == null || !step.at().isAfter(answered), step + " was acknowledged");
          assertTrue(step.at().isAfter(asked.at()), step + " came first");
          assertEquals(step.at().isAfter(step.due().plus(PUNCTUAL)), step.late(), step.toString());
        }
        if (answered == null) {
          assertEquals(2, after.get(after.size() - 1).step(), asked + " did not reach the manager");
          LocalDate first = LocalDate.ofInstant(after.get(0).due(), CasePlay.STOKE);
          boolean deputy = !first.isBefore(LocalDate.of(2025, 7, 1));
          assertEquals(deputy ? 2 : 1, after.size(), asked + ": " + after);
        }
      }
    }
    assertTrue(steps > 4, steps + " steps");
  }

  private boolean asks(Said said) {
    for (var part : said.event().content().path("org.caseroom.bot").path("parts")) {
      if (part.path("reminder").asText().equals(said.point()) && part.path("asks").asBoolean()) {
        return true;
      }
    }
    return false;
  }
}
