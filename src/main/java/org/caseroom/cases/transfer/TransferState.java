package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.Handover;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;

/** What the house keeps about a transfer. */
final class TransferState {
  static final String OFFERED = "offered";
  static final String CLARIFYING = "clarifying";
  static final String ACCEPTED = "accepted";
  static final String DECLINED = "declined";
  static final String MOVED = "moved";

  /** While the receiving agency has it before it, or has said yes. */
  static final Set<String> OPEN = Set.of(OFFERED, CLARIFYING, ACCEPTED);

  private TransferState() {}

  /** The transfer, where one was offered. */
  static Optional<Event> of(CaseFile file) {
    return file.state(TransferEvents.TRANSFER, "");
  }

  /** How far it is. */
  static Optional<String> status(CaseFile file) {
    return of(file).flatMap(event -> event.text("status"));
  }

  /** A copy of what is kept, to be written again. */
  static ObjectNode again(CaseFile file) {
    return of(file).map(event -> event.content().deepCopy()).orElseGet(Json::object);
  }

  /** The room in which the two agencies meet. */
  static Optional<RoomId> room(CaseFile file) {
    return of(file).flatMap(event -> event.text("room")).map(RoomId::of);
  }

  /** The agency that it was offered to. */
  static String agency(CaseFile file) {
    return of(file).flatMap(event -> event.text("agency")).orElse("");
  }

  /** The agency that answered last before this one. */
  static Optional<JsonNode> former(CaseFile file) {
    JsonNode former = file.content().path(Handover.FORMER);
    return former.isEmpty() ? Optional.empty() : Optional.of(former.get(former.size() - 1));
  }
}
