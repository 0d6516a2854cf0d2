package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/**
 * Who reads a case, beside the agency that answers for it, because it moves from one agency to
 * another: the one that it is offered to reads the transfer's room, the one that it left reads on
 * until a day.
 */
public final class Handover {
  /** Field of the case's head: the agencies that answered before, newest last. */
  public static final String FORMER = "former";

  /** In an entry of {@link #FORMER}: until when that agency's people may read, milliseconds. */
  public static final String UNTIL = "until";

  private static final String TRANSFER = CaseEvents.PREFIX + "transfer";

  private Handover() {}

  /** Whether an agency answered for a case before, and does no more. */
  public static boolean isFormer(CaseFile file, Account account) {
    return !file.agency().equals(account.agency()) && former(file, account).isPresent();
  }

  private static Optional<JsonNode> former(CaseFile file, Account account) {
    JsonNode last = null;
    for (JsonNode entry : file.content().path(FORMER)) {
      if (entry.path("agency").asText().equals(account.agency())) {
        last = entry;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The head of the case, while an agency that it left may still read it. */
  static Optional<Event> mayStillRead(Account account, CaseFile file) {
    return former(file, account)
        .filter(entry -> file.view().now().toEpochMilli() < entry.path(UNTIL).asLong())
        .map(entry -> file.head());
  }

  /** The offer, for the agency that has it before it: it opens the transfer's room alone. */
  static Optional<Event> offered(Account account, CaseFile file, RoomKind kind) {
    return kind != RoomKind.TRANSFER
        ? Optional.empty()
        : file.state(TRANSFER, "")
            .filter(
                offer -> offer.text("agency").filter(id -> id.equals(account.agency())).isPresent())
            .filter(offer -> offer.text("status").filter("declined"::equals).isEmpty());
  }
}
