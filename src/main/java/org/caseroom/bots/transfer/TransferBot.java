package org.caseroom.bots.transfer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.cases.transfer.TransferEvents;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves responsibility to the agency that accepted a case, on the day that was agreed. What waits
 * is kept in memory and found again at the start, so that a day that passed while the service was
 * down is made up for at once; the acceptance is the transaction, so it happens once.
 */
public final class TransferBot implements Bot {
  private static final Logger LOG = LoggerFactory.getLogger(TransferBot.class);

  private final CaseRules rules;
  private final Map<RoomId, Waiting> waiting = new HashMap<>();
  private boolean reconciled;

  public TransferBot(CaseRules rules) {
    this.rules = rules;
  }

  /** A transfer whose day is to come. */
  private record Waiting(Instant due, String on, String accepted) {}

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of();
  }

  /** A transfer was offered, accepted, declined or made. */
  @Override
  public void onEvent(Desk desk, Event event) {
    CaseFile.of(desk.view(), event.room()).ifPresent(this::look);
  }

  private void look(CaseFile file) {
    TransferRules transfer = rules.procedure(file).transfer();
    Optional<Event> accepted =
        file.state(TransferEvents.TRANSFER, "")
            .filter(event -> event.text("status").filter("accepted"::equals).isPresent());
    if (transfer == null || accepted.isEmpty()) {
      waiting.remove(file.space());
      return;
    }
    String on = accepted.get().text("on").orElse("");
    Instant due =
        LocalDate.parse(on)
            .atTime(transfer.movesAt())
            .atZone(rules.procedure(file).zone())
            .toInstant();
    waiting.put(file.space(), new Waiting(due, on, accepted.get().text("accepted").orElse("")));
  }

  @Override
  public void onTick(Desk desk) {
    if (!reconciled) {
      for (RoomId room : desk.view().rooms(desk.me(), Membership.JOIN)) {
        if (CaseFile.kind(desk.view(), room).filter(RoomKind.CASE::equals).isPresent()) {
          CaseFile.of(desk.view(), room).ifPresent(this::look);
        }
      }
      reconciled = true;
    }
    Instant now = desk.now();
    for (Map.Entry<RoomId, Waiting> each : Map.copyOf(waiting).entrySet()) {
      if (!now.isBefore(each.getValue().due())) {
        move(desk, each.getKey(), each.getValue());
      }
    }
  }

  private void move(Desk desk, RoomId space, Waiting due) {
    try {
      desk.act(
          space,
          new Cause(due.accepted() + "/move"),
          TransferEvents.MOVE,
          Json.object().put("on", due.on()));
    } catch (Problem refused) {
      if (refused.errcode().equals("M_LIMIT_EXCEEDED")) {
        return;
      }
      // Tried again when something of the transfer changes, or at the next start.
      LOG.warn("A transfer could not be made in {}: {}", space, refused.message());
    }
    waiting.remove(space);
  }
}
