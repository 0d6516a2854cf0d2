package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;

/** What the house keeps about a transfer. */
final class TransferState {
  /** State of a case's space: the transfer that is under way, or was made. */
  static final String TRANSFER = CaseEvents.PREFIX + "transfer";

  /** Field of the case's head: the agencies that answered before, newest last. */
  static final String FORMER = "former";

  private TransferState() {}

  /** The transfer, where one was offered. */
  static Optional<Event> of(CaseFile file) {
    return file.state(TRANSFER, "");
  }

  /** How far it is. */
  static Optional<String> status(CaseFile file) {
    return of(file).flatMap(event -> event.text("status"));
  }

  /** The agency that answered last before this one. */
  static Optional<JsonNode> former(CaseFile file) {
    JsonNode former = file.content().path(FORMER);
    return former.isEmpty() ? Optional.empty() : Optional.of(former.get(former.size() - 1));
  }
}
