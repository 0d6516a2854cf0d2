package org.caseroom.cases.decisions;

import java.util.List;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Tx;

/** Keeps a row for each notice of a decision, so that its end is found without opening cases. */
public final class NoticeProjection implements Projection {
  @Override
  public List<String> tables() {
    return List.of("decision_notices");
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    if (event.type().equals(DecisionEvents.NOTICED)) {
      CaseFile.of(after, event.room())
          .ifPresent(
              file ->
                  new NoticeDao(tx)
                      .keep(
                          file.space().value(),
                          Noticing.number(event),
                          event.text("status").orElse(""),
                          event.text("until").orElse("")));
    }
  }
}
