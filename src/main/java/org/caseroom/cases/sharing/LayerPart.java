package org.caseroom.cases.sharing;

import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/**
 * Layers of a professional's note: each summary is for its own readers, is approved by somebody
 * else than its author, and is no copy of the note.
 */
public final class LayerPart implements CasePart {
  /** From this share on a summary is the professional text itself (ours). */
  private static final double COPY = 0.6;

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.SUMMARY, CaseEvents.SIGNOFF);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (event.type().equals(CaseEvents.SUMMARY)) {
      summary(event, file);
    } else {
      released(event, file);
    }
  }

  private static void summary(Event event, CaseFile file) {
    Layers.Layer layer = Layers.layer(event);
    Optional<String> note = event.text("note");
    if (layer != Layers.Layer.FAMILY && note.isEmpty()) {
      throw Problem.invalidParam(
          "A summary of the layer '" + layer.word() + "' names the note that it is of ('note').");
    }
    Optional<Event> found =
        note.filter(EventId::isValid)
            .flatMap(id -> file.view().event(event.room(), EventId.of(id)))
            .filter(item -> item.type().equals(CaseEvents.NOTE));
    if (note.isPresent() && found.isEmpty()) {
      throw Problem.invalidParam(
          "'note' is the event id of a professional's note in the professionals room.");
    }
    found.ifPresent(item -> ofNote(event, item));
  }

  private static void ofNote(Event summary, Event note) {
    if (Passages.taken(summary.text("text").orElse(""), note.text("text").orElse("")) >= COPY) {
      throw Problem.invalidParam(
          "This is the professional text itself, which stays in the professionals room. Say it in"
              + " plain words of its own.");
    }
    // What is told of a topic keeps it, so that whose consent leaves it out does not read it here.
    note.text(SharingEvents.TOPIC)
        .filter(topic -> !summary.text(SharingEvents.TOPIC).equals(Optional.of(topic)))
        .ifPresent(
            topic -> {
              throw Problem.invalidParam(
                      "The note is about '"
                          + topic
                          + "': a summary of it says so too ("
                          + SharingEvents.TOPIC
                          + ").")
                  .with("org.caseroom.missing", SharingEvents.TOPIC);
            });
  }

  /** An approved summary goes into its room: that has to be there. */
  private static void released(Event signoff, CaseFile file) {
    if (signoff.text("document").filter("summary"::equals).isEmpty()) {
      return;
    }
    Optional<RoomKind> kind =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.SUMMARY, signoff.text("number").orElse(""))
            .map(summary -> Layers.layer(summary).room());
    Optional<RoomId> room = kind.flatMap(file::room);
    if (kind.isPresent() && room.isEmpty()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_NO_ROOM",
          "This case has no room '" + kind.get().title() + "' yet for it to go to: open it first.");
    }
  }
}
