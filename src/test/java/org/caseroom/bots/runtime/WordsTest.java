package org.caseroom.bots.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.caseroom.bots.runtime.Messages.Style;
import org.junit.jupiter.api.Test;

/** Dates, times and lists in both languages. */
class WordsTest {
  private static final LocalDate DAY = LocalDate.of(2025, 5, 9);

  @Test
  void writesDaysAndTimes() {
    assertEquals("Friday 9 May 2025", Words.day(Style.PLAIN, DAY));
    assertEquals("Dydd Gwener 9 Mai 2025", Words.day(Style.WELSH, DAY));
    var nine = DAY.atTime(9, 0).atZone(ZoneId.of("Europe/London"));
    assertEquals("Friday 9 May 2025 at 09:00", Words.time(Style.EASY_READ, nine));
    assertEquals("Dydd Gwener 9 Mai 2025 am 09:00", Words.time(Style.WELSH_EASY_READ, nine));
  }

  @Test
  void writesLists() {
    assertEquals("", Words.list(Style.WELSH, List.of()));
    assertEquals("Jo", Words.list(Style.WELSH, List.of("Jo")));
    assertEquals("Jo, Sam and Mo", Words.list(Style.PLAIN, List.of("Jo", "Sam", "Mo")));
    assertEquals("Jo, Sam a Mo", Words.list(Style.WELSH, List.of("Jo", "Sam", "Mo")));
    assertEquals("Jo ac Alun", Words.list(Style.WELSH, List.of("Jo", "Alun")));
    assertEquals("Jo ac Ŵyr", Words.list(Style.WELSH, List.of("Jo", "Ŵyr")));
    assertEquals("Jo a Ioan", Words.list(Style.WELSH, List.of("Jo", "Ioan")));
    assertEquals("Jo a Wil", Words.list(Style.WELSH, List.of("Jo", "Wil")));
  }
}
