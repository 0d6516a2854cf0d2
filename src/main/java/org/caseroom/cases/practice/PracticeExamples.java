package org.caseroom.cases.practice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;

/** Practice examples: written, agreed to, and taken out of the house once all agree. */
public final class PracticeExamples {
  private final Desk desk;
  private final Agencies agencies;
  private final AuditLog audit;

  /** Makes the service. */
  public PracticeExamples(Desk desk, Agencies agencies, AuditLog audit) {
    this.desk = desk;
    this.agencies = agencies;
    this.audit = audit;
  }

  /**
   * Writes the example of a case, or a new version of it.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_HELD} that says which kinds of names it holds, 403 for
   *     who is not of the responsible agency's casework
   */
  public PracticeView write(UserId by, String reference, String title, String text) {
    CaseFile file = desk.open(by, reference);
    desk.paper(
        by,
        file.requireRoom(RoomKind.PROFESSIONALS),
        PracticeEvents.EXAMPLE,
        "",
        Json.object().put("title", title).put("text", text));
    return of(by, reference);
  }

  /**
   * Answers for one's agency or the family, or records what an agency that has left the case wrote.
   *
   * @param type {@link PracticeEvents#ANSWER} or {@link PracticeEvents#WRITTEN_ANSWER}
   */
  public PracticeView answer(UserId by, String reference, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    desk.act(by, file.space(), type, content);
    return of(by, reference);
  }

  /**
   * The example, and who agrees to it.
   *
   * @throws Problem 404 while there is none
   */
  public PracticeView of(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    Standing standing = standing(file);
    List<PracticeView.Answer> answers = answers(standing, file);
    return new PracticeView(
        standing.version(),
        standing.title(),
        standing.text(),
        desk.name(standing.writtenBy()),
        standing.written(),
        answers,
        answers.stream().allMatch(PracticeView.Answer::approves));
  }

  private static Standing standing(CaseFile file) {
    return Standing.of(file)
        .orElseThrow(() -> Problem.notFound("This case has no practice example yet."));
  }

  private List<PracticeView.Answer> answers(Standing standing, CaseFile file) {
    return standing.parties(
        new Concerned(file, desk.accounts()),
        agency -> agencies.find(agency).map(Agency::name).orElse(agency),
        desk.accounts());
  }

  /**
   * The example to take along; the audit log notes it as an export.
   *
   * @throws Problem 409 that names who has not approved it or has withdrawn, or says which kinds of
   *     names have become known since; 403 for who is not of the responsible agency
   */
  public PracticeView.Export export(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    if (!file.agency().equals(desk.accounts().require(by).agency())) {
      throw Problem.forbidden("The responsible agency's people export a practice example.");
    }
    Standing standing = standing(file);
    agreed(answers(standing, file));
    new Telling(desk.accounts(), agencies, desk.policy().rules().reports())
        .check(standing.title(), standing.text(), file);
    audit.record(
        new AuditEntry(
            AuditEntry.Kind.EXPORT,
            Json.object()
                .put("who", by.value())
                .put("what", file.space().value())
                .put("how", "practice-example")
                .put("version", standing.version())));
    return new PracticeView.Export(standing.title(), standing.text());
  }

  private static void agreed(List<PracticeView.Answer> answers) {
    List<PracticeView.Answer> without =
        answers.stream().filter(answer -> !answer.approves()).toList();
    if (without.isEmpty()) {
      return;
    }
    List<String> says = new ArrayList<>();
    add(says, "withdrawn by ", without, "withdraw");
    add(says, "not yet approved by ", without, "missing");
    throw Problem.of(
            409,
            "ORG.CASEROOM_GATE",
            "This example cannot be exported: "
                + String.join("; ", says)
                + ". One of each agency's people in the case, and a parent, can approve it.")
        .with(
            "org.caseroom.missing",
            String.join(",", without.stream().map(PracticeView.Answer::party).toList()));
  }

  private static void add(
      List<String> says, String how, List<PracticeView.Answer> without, String word) {
    List<String> names =
        without.stream()
            .filter(answer -> answer.answer().equals(word))
            .map(PracticeView.Answer::name)
            .toList();
    if (!names.isEmpty()) {
      says.add(how + String.join(", ", names));
    }
  }
}
