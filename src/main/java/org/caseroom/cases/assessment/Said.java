package org.caseroom.cases.assessment;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.procedure.Procedure;

/** Times and lists of names, as people write them. */
final class Said {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

  private Said() {}

  /** A time where the procedure's people live: {@code Wed 9 Apr 2025, 10:30}. */
  static String time(Instant at, Procedure procedure) {
    ZonedDateTime local = at.atZone(procedure.zone());
    return Notices.day(local.toLocalDate()) + ", " + CLOCK.format(local);
  }

  /** {@code Jo}, {@code Jo and Sam}, {@code Jo, Sam and Vera}. */
  static String names(List<String> names) {
    if (names.size() < 2) {
      return String.join("", names);
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " and "
        + names.get(names.size() - 1);
  }
}
