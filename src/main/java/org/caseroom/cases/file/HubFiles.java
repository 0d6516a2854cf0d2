package org.caseroom.cases.file;

import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/** Finds a case from the room of the hub that it came to. */
public final class HubFiles {
  private HubFiles() {}

  /**
   * The room of the hub that is responsible for a case; empty for a case that names no register.
   */
  public static Optional<RoomId> hub(CaseFile file) {
    return file.register()
        .flatMap(
            register ->
                file.view()
                    .state(register, CaseEvents.REGISTER_HUB, file.agency() + "/" + file.hub()))
        .flatMap(entry -> entry.text("room"))
        .map(RoomId::of);
  }

  /** The case that an event is about: its room's, or in a hub's room the one that it names. */
  public static Optional<CaseFile> about(RoomView view, Event event) {
    return CaseFile.of(view, event.room())
        .or(
            () ->
                event.text("reference").flatMap(reference -> find(view, event.room(), reference)));
  }

  /** The case with a reference that came to a hub's room. */
  public static Optional<CaseFile> find(RoomView view, RoomId hub, String reference) {
    return view.state(hub, CaseEvents.HUB, "")
        .flatMap(event -> event.text("register"))
        .map(RoomId::of)
        .flatMap(register -> view.state(register, CaseEvents.REGISTER_CASE, reference))
        .filter(entry -> entry.text("hub_room").filter(hub.value()::equals).isPresent())
        .flatMap(entry -> entry.text("space"))
        .flatMap(space -> CaseFile.of(view, RoomId.of(space)));
  }
}
