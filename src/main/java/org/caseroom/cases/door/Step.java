package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * What is being put together for one accepted event: all of it is appended with the event, or none.
 *
 * @param event what a person did or wrote
 * @param file the case, with the event in it
 * @param procedure the procedure that the case follows
 * @param service the house's own user, who writes what follows
 * @param drafts what follows so far; parts add to it
 */
public record Step(
    Event event, CaseFile file, Procedure procedure, UserId service, List<Draft> drafts) {

  /** Adds state that the house writes into the case's space. */
  public void state(String type, String key, ObjectNode content) {
    state(file.space(), type, key, content);
  }

  /** Adds state that the house writes into a room. */
  public void state(RoomId room, String type, String key, ObjectNode content) {
    drafts.add(Draft.state(room, service, type, key, content));
  }

  /** Adds words about the event, as a notice in the rooms of these kinds that are open. */
  public void tell(String words, RoomKind... kinds) {
    for (RoomKind kind : kinds) {
      room(kind).ifPresent(room -> drafts.add(Notices.notice(room, service, words, event)));
    }
  }

  /** The room of a kind, even when this very step opens it. */
  public Optional<RoomId> room(RoomKind kind) {
    return file.room(kind)
        .or(
            () ->
                drafts.stream()
                    .filter(
                        draft ->
                            draft.type().equals(CaseEvents.ROOM)
                                && draft.content().path("kind").asText().equals(kind.word()))
                    .map(Draft::room)
                    .findFirst());
  }
}
