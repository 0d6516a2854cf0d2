package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.caseroom.rooms.Event;

/** What happened in a case, in order: the dates that its papers, signatures and clocks hold. */
public final class Chronology {
  private Chronology() {}

  /**
   * A line.
   *
   * @param day when
   * @param what in a few words
   */
  public record Line(LocalDate day, String what) {}

  /** The lines of a case, oldest first. */
  public static List<Line> of(CaseFile file, ZoneId zone) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(LocalDate.ofInstant(file.opened(), zone), "Referral received"));
    Home.of(file).order().ifPresent(day -> lines.add(new Line(day, "Adoption order")));
    for (Event signed : file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED)) {
      lines.add(line(signed.content().path("at"), zone, "Signed: " + signed.stateKey()));
    }
    for (ClockState clock : file.clocks()) {
      lines.add(new Line(clock.started(), "Clock from: " + clock.title()));
      LocalDate finished = clock.finished();
      if (finished != null) {
        lines.add(new Line(finished, clock.title() + ": " + clock.status().word()));
      }
    }
    for (Event heard : file.state(CaseEvents.VOICE_HEARD)) {
      boolean seen = heard.content().path("seen").asBoolean();
      lines.add(line(heard.content().path("at"), zone, seen ? "Child seen" : "Child not seen"));
    }
    lines.sort(Comparator.comparing(Line::day));
    return lines;
  }

  private static Line line(JsonNode millis, ZoneId zone, String what) {
    return new Line(LocalDate.ofInstant(Instant.ofEpochMilli(millis.asLong()), zone), what);
  }
}
