package org.caseroom.cases.directory;

import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** An answer that names a source names one that the house knows: with a date, and looked after. */
final class CardPart implements CasePart {
  private final Known known;

  CardPart(Known known) {
    this.known = known;
  }

  @Override
  public Set<String> types() {
    return Set.of(CaseEvents.QUESTION_ANSWER);
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    String card = event.text("card").orElse("");
    if (card.isBlank() || known.shelf().cards().cards().isEmpty()) {
      return;
    }
    if (!known.isSource(file.view(), card)) {
      throw Problem.invalidParam(
          "'card' names an answer card by its id or title, such as 'early-education', or a link by"
              + " its address: see /api/cards and /api/links. Leave it out for an answer without a"
              + " source.");
    }
  }
}
