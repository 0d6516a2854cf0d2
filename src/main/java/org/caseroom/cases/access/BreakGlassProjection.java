package org.caseroom.cases.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Tx;

/** Fills the table of openings. */
public final class BreakGlassProjection implements Projection {
  @Override
  public List<String> tables() {
    return List.of("break_glass");
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    String number = event.stateKey();
    if (number == null || !event.type().equals(AccessEvents.RECORD)) {
      return;
    }
    ObjectNode content = event.content();
    new BreakGlassDao(tx)
        .put(
            new BreakGlassDao.Standing(
                event.room().value(),
                number,
                content.path("person").asText(),
                content.path("agency").asText(),
                content.path("hub").asText(),
                content.path("status").asText(),
                content.path("from").asLong(),
                content.path("until").asLong(),
                content.has("review")));
  }
}
