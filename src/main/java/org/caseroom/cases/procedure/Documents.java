package org.caseroom.cases.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** Papers that want a signature: {@code assessment}, or {@code decision/D1} for numbered ones. */
public final class Documents {
  private Documents() {}

  /** A document's current version. */
  public static Optional<Event> paper(Procedure procedure, CaseFile file, String document) {
    int slash = document.indexOf('/');
    String id = slash < 0 ? document : document.substring(0, slash);
    String key = slash < 0 ? "" : document.substring(slash + 1);
    return procedure
        .document(id)
        .flatMap(rule -> file.state(RoomKind.PROFESSIONALS, rule.event(), key));
  }

  /** The id of a paper, when it is one. */
  public static Optional<String> id(Procedure procedure, Event paper) {
    String key = paper.stateKey();
    return procedure.documents().stream()
        .filter(rule -> rule.event().equals(paper.type()) && key != null)
        .map(rule -> key == null || key.isEmpty() ? rule.id() : rule.id() + "/" + key)
        .findFirst();
  }

  /** All papers that are there. */
  public static List<Event> all(Procedure procedure, CaseFile file) {
    List<Event> papers = new ArrayList<>();
    for (Procedure.DocumentRule rule : procedure.documents()) {
      papers.addAll(file.state(RoomKind.PROFESSIONALS, rule.event()));
    }
    return papers;
  }

  /** The signature of a document's current version, when it has one. */
  public static Optional<Event> signature(Procedure procedure, CaseFile file, String document) {
    Optional<Event> paper = paper(procedure, file, document);
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, document)
        .filter(
            signed ->
                paper.isPresent()
                    && signed
                        .text("document_event")
                        .filter(paper.get().id().value()::equals)
                        .isPresent());
  }

  /** Who signs a paper: of a decision, whom its kind names; else whom the document does. */
  public static List<Role> signers(Procedure procedure, Procedure.DocumentRule rule, Event paper) {
    DecisionRules decisions = procedure.decisions();
    if (decisions == null || !paper.type().equals(CaseEvents.DECISION)) {
      return rule.signedBy();
    }
    return decisions
        .of(paper.content())
        .flatMap(kind -> Optional.ofNullable(kind.signedBy()))
        .orElse(rule.signedBy());
  }
}
