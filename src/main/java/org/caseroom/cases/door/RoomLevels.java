package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomView;

/**
 * Rooms that were made before casework knew an event type get the power levels that let people send
 * it. The register remembers which levels all rooms have, so that a start with nothing new looks at
 * no room.
 */
final class RoomLevels {
  private static final String POWER_LEVELS = "m.room.power_levels";
  private static final int TOGETHER = 50;

  private final RoomLog log;
  private final UserId service;

  RoomLevels(RoomLog log, UserId service) {
    this.log = log;
    this.service = service;
  }

  /** Brings all rooms up to date; does nothing when they are. */
  void bring() {
    RoomView view = log.view();
    Optional<RoomId> register = Register.find(view, service);
    if (register.isEmpty() || upToDate(register.get(), view)) {
      return;
    }
    List<RoomId> rooms = new ArrayList<>(rooms(view, register.get()));
    for (int i = 0; i < rooms.size(); i += TOGETHER) {
      List<RoomId> part = rooms.subList(i, Math.min(rooms.size(), i + TOGETHER));
      log.appendNow(now -> drafts(now, part));
    }
    log.appendNow(now -> drafts(now, List.of(register.get())));
  }

  private Set<RoomId> rooms(RoomView view, RoomId register) {
    Set<RoomId> rooms = new LinkedHashSet<>();
    for (Event hub : view.state(register, CaseEvents.REGISTER_HUB)) {
      hub.text("room").map(RoomId::of).ifPresent(rooms::add);
    }
    for (Event entry : view.state(register, CaseEvents.REGISTER_CASE)) {
      entry
          .text("space")
          .flatMap(space -> CaseFile.of(view, RoomId.of(space)))
          .ifPresent(
              file -> {
                rooms.add(file.space());
                rooms.addAll(file.rooms().values());
              });
    }
    return rooms;
  }

  private boolean upToDate(RoomId room, RoomView view) {
    return view.state(room, POWER_LEVELS, "")
        .filter(levels -> levels.content().equals(RoomPlan.powerLevels(service)))
        .isPresent();
  }

  private List<Draft> drafts(RoomView view, List<RoomId> rooms) {
    ObjectNode levels = RoomPlan.powerLevels(service);
    return rooms.stream()
        .filter(room -> !upToDate(room, view))
        .map(room -> Draft.state(room, service, POWER_LEVELS, "", levels.deepCopy()))
        .toList();
  }
}
