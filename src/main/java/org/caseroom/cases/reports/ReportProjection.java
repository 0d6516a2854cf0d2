package org.caseroom.cases.reports;

import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/** Fills the tables that lists and reports over many cases are made from. */
public final class ReportProjection implements Projection {
  @Override
  public List<String> tables() {
    return List.of(
        "report_facts",
        "report_signed",
        "report_papers",
        "report_questions",
        "report_clocks",
        "report_cases");
  }

  /**
   * Whether the log has cases that these tables do not know: after an upgrade from a version
   * without them, until they are rebuilt.
   */
  public static boolean isBehind(Database database) {
    return database.read(tx -> new ReportWriteDao(tx).isBehind());
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    apply(tx, List.of(event), after);
  }

  @Override
  public void apply(Tx tx, List<Event> events, RoomView after) {
    ReportRows rows = new ReportRows(new ReportWriteDao(tx));
    for (Event event : events) {
      take(rows, event, after);
    }
    rows.write();
  }

  private static void take(ReportRows rows, Event event, RoomView after) {
    if (!event.type().startsWith(CaseEvents.PREFIX)) {
      return;
    }
    Optional<RoomId> space = space(event, after);
    if (space.isEmpty()) {
      return;
    }
    String key = event.stateKey();
    if (key != null) {
      state(rows, space.get().value(), key, event, after);
    }
    if (Facts.standard().knows(event.type())) {
      rows.facts(
          space.get().value(),
          event.type(),
          key,
          event.originServerTs(),
          Facts.standard().of(event.type(), event.content()));
    }
  }

  /** The case of an event: its room's, or in a hub the one that it names. */
  private static Optional<RoomId> space(Event event, RoomView after) {
    if (event.type().equals(CaseEvents.CASE)) {
      return Optional.of(event.room());
    }
    return HubFiles.about(after, event).map(CaseFile::space);
  }

  private static void state(
      ReportRows rows, String space, String key, Event event, RoomView after) {
    switch (event.type()) {
      case CaseEvents.CASE -> rows.head(space, event);
      case CaseEvents.STAGE -> rows.stage(space, event.text("stage").orElse(""), since(event));
      case CaseEvents.LEAD -> rows.lead(space, event.text("person").orElse(""));
      case CaseEvents.NEEDS -> rows.needs(space);
      case CaseEvents.CLOCK -> rows.clock(space, key, event.content());
      case CaseEvents.QUESTION -> rows.question(space, key, event);
      case CaseEvents.SIGNED -> rows.signed(space, key, event.text("document_event").orElse(""));
      default -> {
        if (Shapes.standard().knows(event.type())
            && CaseFile.kind(after, event.room())
                .filter(RoomKind.PROFESSIONALS::equals)
                .isPresent()) {
          rows.paper(space, key, event);
        }
      }
    }
  }

  private static long since(Event event) {
    return event.content().path("since").asLong(event.originServerTs());
  }
}
