package org.caseroom.cases.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import org.caseroom.base.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
  private static final String ENGLAND = "eng";

  private final WorkingDays days = WorkingDays.standard();

  /** As GOV.UK prints them, England and Wales. */
  private static final Set<LocalDate> HOLIDAYS_2025_2026 =
      Set.of(
          LocalDate.parse("2025-01-01"),
          LocalDate.parse("2025-04-18"),
          LocalDate.parse("2025-04-21"),
          LocalDate.parse("2025-05-05"),
          LocalDate.parse("2025-05-26"),
          LocalDate.parse("2025-08-25"),
          LocalDate.parse("2025-12-25"),
          LocalDate.parse("2025-12-26"),
          LocalDate.parse("2026-01-01"),
          LocalDate.parse("2026-04-03"),
          LocalDate.parse("2026-04-06"),
          LocalDate.parse("2026-05-04"),
          LocalDate.parse("2026-05-25"),
          LocalDate.parse("2026-08-31"),
          LocalDate.parse("2026-12-25"),
          LocalDate.parse("2026-12-28"));

  @Test
  void knowsTheBankHolidaysOfTwoYears() {
    for (LocalDate day = LocalDate.of(2025, 1, 1); day.getYear() < 2027; day = day.plusDays(1)) {
      boolean weekday =
          day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
      assertEquals(
          weekday && !HOLIDAYS_2025_2026.contains(day), days.isWorking(day, ENGLAND), day + "");
    }
  }

  /** The clocks of both acceptance cases. */
  @ParameterizedTest
  @CsvSource({
    "2025-03-06, 5, 2025-03-13",
    "2025-03-25, 45, 2025-06-02",
    "2025-03-25, 30, 2025-05-09",
    "2025-03-25, 40, 2025-05-23",
    "2025-05-23, 1, 2025-05-27",
    "2025-03-27, 2, 2025-03-31",
    "2025-09-15, 5, 2025-09-22",
    "2026-05-22, 7, 2026-06-03",
    "2026-06-08, 5, 2026-06-15",
    "2025-01-17, 5, 2025-01-24",
    "2025-02-06, 45, 2025-04-10",
    "2025-02-06, 40, 2025-04-03",
    "2025-08-15, 7, 2025-08-27",
    "2025-09-12, 5, 2025-09-19"
  })
  void countsAsTheCasesDo(LocalDate from, int count, LocalDate due) {
    assertEquals(due, days.after(from, count, ENGLAND));
    assertEquals(count, days.between(from, due, ENGLAND));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-03-06, 2025-03-12, 4",
    "2025-03-25, 2025-05-30, 44",
    "2025-01-17, 2025-01-27, 6",
    "2025-02-06, 2025-04-22, 51",
    "2026-05-22, 2026-05-28, 3",
    "2025-08-15, 2025-08-20, 3"
  })
  void countsTheDaysUsed(LocalDate from, LocalDate to, int used) {
    assertEquals(used, days.between(from, to, ENGLAND));
  }

  @ParameterizedTest
  @CsvSource({"2026-05-30, 2026-05-29", "2025-08-30, 2025-08-29", "2025-06-02, 2025-06-02"})
  void findsTheWorkedDate(LocalDate due, LocalDate worked) {
    assertEquals(worked, days.onOrBefore(due, ENGLAND));
  }

  @Test
  void agreesWithADayByDayCount() {
    Random random = new Random(20250303);
    for (int i = 0; i < 2_000; i++) {
      LocalDate from = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(500));
      int count = random.nextInt(60);
      LocalDate due = days.after(from, count, ENGLAND);
      long counted =
          from.plusDays(1)
              .datesUntil(due.plusDays(1))
              .filter(day -> day.getDayOfWeek().getValue() < 6 && !HOLIDAYS_2025_2026.contains(day))
              .count();
      assertEquals(count, counted, from + " and " + count);
      assertTrue(count == 0 || days.isWorking(due, ENGLAND));
    }
  }

  @Test
  void theFileCorrectsTheLibrary(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("holidays.yaml");
    Files.writeString(file, "add: { eng: [2025-07-04] }\ndrop: { eng: [2025-08-25] }\n");
    WorkingDays corrected = WorkingDays.load(file);
    assertFalse(corrected.isWorking(LocalDate.of(2025, 7, 4), ENGLAND));
    assertTrue(corrected.isWorking(LocalDate.of(2025, 8, 25), ENGLAND));
    Files.writeString(file, "add: {}\nextra: {}\n");
    Problem problem = assertThrows(Problem.class, () -> WorkingDays.load(file));
    assertTrue(problem.message().contains("line 2"), problem.message());
  }
}
