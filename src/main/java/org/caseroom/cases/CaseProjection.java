package org.caseroom.cases;

import java.util.List;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Tx;

/** Fills casework's read tables: what lists over all cases are made from. */
public final class CaseProjection implements Projection {
  @Override
  public List<String> tables() {
    return List.of("case_decisions", "case_questions", "case_clocks", "case_records");
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    String key = event.stateKey();
    if (key == null || !event.type().startsWith(CaseEvents.PREFIX)) {
      return;
    }
    CaseRecordDao records = new CaseRecordDao(tx);
    String room = event.room().value();
    switch (event.type()) {
      case CaseEvents.CASE -> {
        records.opened(
            room,
            event.text("reference").orElse(""),
            event.text("agency").orElse(""),
            event.text("hub").orElse(""),
            event.originServerTs());
        records.responsible(room, event.text("agency").orElse(""), event.text("hub").orElse(""));
      }
      case CaseEvents.STAGE -> records.stage(room, event.text("stage").orElse(""));
      case CaseEvents.CLOCK ->
          records.clock(
              room, key, event.text("status").orElse(""), event.content().path("due_at").asLong());
      case CaseEvents.QUESTION ->
          records.question(
              room,
              key,
              event.text("owner").orElse(""),
              event.text("status").orElse(""),
              event.text("due").orElse(""));
      case CaseEvents.DECISION_RECORD ->
          CaseFile.of(after, event.room())
              .ifPresent(
                  file ->
                      records.decision(
                          file.space().value(),
                          event.content().path("number").asInt(),
                          event.id().value(),
                          event.text("previous").orElse(null),
                          event.text("signer").orElse(""),
                          event.originServerTs()));
      default -> {}
    }
  }
}
