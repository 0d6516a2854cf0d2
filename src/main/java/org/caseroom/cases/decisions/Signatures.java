package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What a signature needs in order to be allowed, and the sharing of what was signed. */
final class Signatures {
  private final Accounts accounts;

  Signatures(Accounts accounts) {
    this.accounts = accounts;
  }

  void signoff(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    String kind = content.path("document").asText();
    Procedure.DocumentRule rule =
        procedure
            .document(kind)
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "'document' is one of "
                            + procedure.documents().stream()
                                .map(Procedure.DocumentRule::id)
                                .collect(Collectors.joining(", "))
                            + "."));
    String number = content.path("number").asText();
    String document = number.isEmpty() ? kind : kind + "/" + number;
    Event paper =
        Documents.paper(procedure, file, document)
            .orElseThrow(
                () -> Problem.notFound("There is no " + rule.title() + " that could be signed."));
    Problem.require(
        paper.id().value().equals(content.path("document_event").asText()),
        "The document has changed since you read it: read it again, then sign that version.");
    signer(procedure, rule, paper, who, file);
    if (paper.type().equals(CaseEvents.DECISION)) {
      Proposals.open(String.valueOf(paper.stateKey()), file);
    }
    if (Documents.signature(procedure, file, document).isPresent()) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This document is signed already.");
    }
    Problem.require(
        content.path("closure").equals(paper.content().path("closure")),
        "'closure' has to be what the closure form says.");
  }

  /** Who signs has the role, or stands in for one who has, and did not write it. */
  private void signer(
      Procedure procedure, Procedure.DocumentRule rule, Event paper, Account who, CaseFile file) {
    List<Role> signers = Documents.signers(procedure, rule, paper);
    String people = signers.stream().map(Role::title).collect(Collectors.joining(", "));
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    if (signers.stream().noneMatch(who::is)
        && !Deputies.standsIn(file, accounts, who.id(), signers, today)) {
      throw Problem.forbidden(
          "This is signed by: "
              + people
              + ", or who stands in for them (a manager names a deputy at the hub).");
    }
    if (paper.sender().equals(who.id())) {
      throw Problem.gate(
          rule.clause(),
          "The author of a document cannot sign it: somebody else with the role does ("
              + people
              + ").");
    }
  }

  void share(ObjectNode content, Procedure procedure, CaseFile file) {
    String document = content.path("document").asText();
    Problem.require(
        procedure.document(document).isPresent(),
        "There is no document '" + shown(document) + "'.");
    for (UserId person : Fields.users(content.path("with"))) {
      Problem.require(
          accounts.find(person).filter(Account::isFamily).isPresent() && Door.inCase(file, person),
          "'with' names members of the family.");
    }
  }

  private static String shown(String text) {
    return text.replaceAll("[^A-Za-z0-9/-]", "?");
  }
}
