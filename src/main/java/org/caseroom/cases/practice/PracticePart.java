package org.caseroom.cases.practice;

import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/** Who writes a practice example and who answers to it, and that it names nobody. */
public final class PracticePart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(PracticeEvents.EXAMPLE, PracticeEvents.ANSWER, PracticeEvents.WRITTEN_ANSWER);

  private final Accounts accounts;
  private final Agencies agencies;
  private final Telling telling;

  /**
   * Makes the part.
   *
   * @param rules with the patterns that no example may hold
   */
  public PracticePart(Accounts accounts, Agencies agencies, ReportRules rules) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.telling = new Telling(accounts, agencies, rules);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case PracticeEvents.EXAMPLE -> written(event, who, file);
      case PracticeEvents.ANSWER -> {
        party(who, file);
        answer(event, who, file);
      }
      default -> {
        answer(event, who, file);
        inWriting(event, who, file);
      }
    }
  }

  private void written(Event event, Account who, CaseFile file) {
    if (!String.valueOf(event.stateKey()).isEmpty()) {
      throw Problem.invalidParam("A case has one practice example: its state key is empty.");
    }
    if (!file.agency().equals(who.agency())) {
      throw Problem.forbidden("A practice example is written by the responsible agency.");
    }
    telling.check(event.text("title").orElse(""), event.text("text").orElse(""), file);
  }

  /** To withdraw takes no version: a no is a no to all of them. */
  private static void answer(Event event, Account who, CaseFile file) {
    Standing standing =
        Standing.of(file)
            .orElseThrow(() -> Problem.notFound("This case has no practice example yet."));
    if (!approves(event)) {
      return;
    }
    if (event.content().path("version").asInt() != standing.version()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "Version "
              + standing.version()
              + " is the newest: read it, then approve it ('version').");
    }
    if (standing.writtenBy().equals(who.id())) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          "Who wrote the example does not approve it: a colleague or a manager of the agency"
              + " does.");
    }
  }

  private static boolean approves(Event event) {
    return event.text("answer").filter("approve"::equals).isPresent();
  }

  private void inWriting(Event event, Account who, CaseFile file) {
    String agency = event.text("agency").orElse("");
    Concerned concerned = new Concerned(file, accounts);
    if (!file.agency().equals(who.agency())) {
      throw Problem.forbidden("Answers in writing are recorded by the responsible agency.");
    }
    if (agency.equals(file.agency()) || !concerned.agencies().contains(agency)) {
      throw Problem.invalidParam(
          "'agency' is the id of an agency that was in the team, other than the responsible one.");
    }
    if (concerned.isHere(agency)) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          agencyName(agency) + " has somebody in the case: they answer themselves.");
    }
  }

  /** For whom somebody speaks: their agency, or the family. */
  private String party(Account who, CaseFile file) {
    if (who.isFamily()) {
      return Standing.FAMILY;
    }
    String agency = who.agency();
    if (agency == null || !new Concerned(file, accounts).agencies().contains(agency)) {
      throw Problem.forbidden(
          "An answer is an agency's or the family's: you speak for neither in this case.");
    }
    return agency;
  }

  @Override
  public void follow(Step step) {
    Event event = step.event();
    if (event.type().equals(PracticeEvents.EXAMPLE)) {
      Standing standing = Standing.next(step.file(), event);
      step.state(PracticeEvents.STANDING, "", standing.content());
      step.tell(asked(standing), RoomKind.FAMILY);
      return;
    }
    Standing standing = Standing.of(step.file()).orElseThrow();
    standing.answer(party(event, step.file()), event);
    step.state(PracticeEvents.STANDING, "", standing.content());
  }

  private String party(Event event, CaseFile file) {
    return event.type().equals(PracticeEvents.WRITTEN_ANSWER)
        ? event.text("agency").orElse("")
        : party(accounts.require(event.sender()), file);
  }

  private static String asked(Standing standing) {
    return "A practice example of this case, for others to learn from, that names nobody. Each"
        + " agency and a parent is asked to approve version "
        + standing.version()
        + "; you can say no, now or later.\n"
        + standing.title()
        + "\n"
        + standing.text();
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    if (event.type().equals(PracticeEvents.EXAMPLE)) {
      return Optional.of(
          accounts.nameOf(event.sender())
              + " wrote the practice example '"
              + event.text("title").orElse("")
              + "': each agency concerned and a parent is asked to approve it.");
    }
    String party = party(event, step.file());
    String says = event.text("answer").orElse("").equals("approve") ? "approved" : "withdrew from";
    return Optional.of(
        (party.equals(Standing.FAMILY)
                ? accounts.nameOf(event.sender())
                : event
                    .text("said_by")
                    .map(said -> agencyName(party) + " (in writing: " + said + ")")
                    .orElseGet(
                        () -> accounts.nameOf(event.sender()) + ", for " + agencyName(party) + ","))
            + " "
            + says
            + " the practice example."
            + event.text("reason").map(reason -> " Reason: " + reason).orElse(""));
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.event().type().equals(PracticeEvents.EXAMPLE)
        ? Optional.empty()
        : step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
  }

  private String agencyName(String agency) {
    return agencies.find(agency).map(Agency::name).orElse(agency);
  }
}
