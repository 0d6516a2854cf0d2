package org.caseroom.bots.frontdoor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.EveryMinute;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/**
 * Referrals that wait for a screening. A hub hears of all of them in one message, on a working
 * morning, and not again on that day.
 */
final class WaitingList {

  private final CaseRules rules;
  private final Set<RoomId> waiting = new TreeSet<>();
  private final Map<RoomId, LocalDate> told = new HashMap<>();
  private boolean reconciled;
  private final EveryMinute minute = new EveryMinute();

  WaitingList(CaseRules rules) {
    this.rules = rules;
  }

  void add(CaseFile file) {
    waiting.add(file.space());
  }

  /** Looks about once a minute; at the start it finds again what waits. */
  void due(Desk desk) {
    if (!reconciled) {
      // Most are further on. Whether the others wait, by the version they follow, is seen below.
      Set<String> later = rules.laterStages();
      desk.view().stateAround(desk.me(), CaseEvents.STAGE, "").stream()
          .filter(event -> event.text("stage").filter(later::contains).isEmpty())
          .map(Event::room)
          .forEach(waiting::add);
      reconciled = true;
    }
    Instant now = desk.now();
    if (!minute.comes(now)) {
      return;
    }
    Map<RoomId, List<CaseFile>> hubs = new TreeMap<>();
    for (RoomId space : List.copyOf(waiting)) {
      Optional<CaseFile> file = CaseFile.of(desk.view(), space).filter(this::waits);
      Optional<RoomId> hub = file.flatMap(HubFiles::hub);
      if (hub.isEmpty()) {
        waiting.remove(space);
      } else {
        hubs.computeIfAbsent(hub.get(), any -> new ArrayList<>()).add(file.get());
      }
    }
    hubs.forEach((hub, files) -> tell(desk, hub, files, now));
  }

  private boolean waits(CaseFile file) {
    return file.stage().equals(rules.procedure(file).firstStage().id());
  }

  private void tell(Desk desk, RoomId hub, List<CaseFile> files, Instant now) {
    Procedure procedure = rules.procedure(files.get(0));
    ZonedDateTime here = now.atZone(procedure.zone());
    LocalDate today = here.toLocalDate();
    if (here.toLocalTime().isBefore(procedure.reminderTime())
        || !rules.workingDays().isWorking(today, procedure.nation())
        || today.equals(told.get(hub))
        || !desk.isIn(hub)) {
      return;
    }
    told.put(hub, today);
    List<CaseFile> late =
        files.stream()
            .filter(file -> LocalDate.ofInstant(file.opened(), procedure.zone()).isBefore(today))
            .sorted(Comparator.comparing(CaseFile::opened))
            .toList();
    if (!late.isEmpty()) {
      desk.say(
          hub,
          new Cause("waiting/" + hub + "/" + today),
          style -> desk.text(DoorText.WAITING, style, Map.of("lines", lines(desk, style, late))),
          HubDesk.duty(desk, hub),
          null);
    }
  }

  private String lines(Desk desk, Messages.Style style, List<CaseFile> files) {
    return files.stream()
        .map(
            file ->
                desk.text(
                    DoorText.WAITING_LINE,
                    style,
                    Map.of(
                        "reference", file.reference(),
                        "day", HubDesk.byDay(desk, style, file, rules.procedure(file)))))
        .collect(Collectors.joining("\n"));
  }
}
