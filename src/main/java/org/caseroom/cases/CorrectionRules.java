package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/**
 * What corrections need in order to be allowed. A family can say what is wrong in any document that
 * it was given; that is kept beside the document whatever comes of it.
 */
final class CorrectionRules {
  /** The document that is written in sections, each of which can be corrected by itself. */
  static final String IN_SECTIONS = "assessment";

  private CorrectionRules() {}

  static void ask(ObjectNode content, Procedure procedure, CaseFile file) {
    String document = content.path("document").asText();
    Procedure.DocumentRule rule =
        procedure
            .document(document)
            .orElseThrow(() -> Problem.invalidParam("There is no such document: check its name."));
    boolean given =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, document)
            .filter(signed -> signed.content().has("told"))
            .isPresent();
    if (!given) {
      throw Problem.gate(
          rule.clause(),
          "A correction is asked of a document that is signed and was shared with you: '"
              + rule.title()
              + "' was not yet. Your social worker shares it.");
    }
    if (content.has("section")) {
      section(document, content.path("section").asText(), procedure);
    }
  }

  private static void section(String document, String section, Procedure procedure) {
    Problem.require(
        document.equals(IN_SECTIONS), "Only the assessment has sections: leave 'section' out.");
    Problem.require(
        procedure.assessmentSections().stream().anyMatch(known -> known.id().equals(section)),
        "The assessment has no such section.");
  }

  /** A correction that waits for an answer. */
  static Event open(String number, CaseFile file) {
    Event correction =
        find(number, file).orElseThrow(() -> Problem.notFound("This case has no such correction."));
    if (correction.text("status").filter("open"::equals).isEmpty()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          "This correction has its answer: the family can ask for another one.");
    }
    return correction;
  }

  static Optional<Event> find(String number, CaseFile file) {
    return file.state(RoomKind.FAMILY, CaseEvents.CORRECTION, number);
  }

  /** A corrected version of a section is what the family asked for, of what is there now. */
  static void newVersion(Event event, String key, Procedure procedure, CaseFile file) {
    Event correction = open(event.text("corrects").orElse(""), file);
    Problem.require(
        correction.text("document").filter(IN_SECTIONS::equals).isPresent()
            && correction.text("section").map(key::equals).orElse(true),
        "That correction is about something else: check its number.");
    Problem.require(
        Documents.signature(procedure, file, IN_SECTIONS).isPresent(),
        "The assessment is being written, and not signed: change the section itself.");
    Optional<Event> current =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, key);
    Problem.require(
        current.map(section -> section.id().value()).equals(event.text("replaces")),
        "The section has changed since you read it: read it again, then correct that version"
            + " ('replaces').");
    Problem.require(
        event.content().path("done").asBoolean(), "A corrected version is finished ('done').");
    Problem.require(
        !current.flatMap(section -> section.text("text")).equals(event.text("text")),
        "The corrected version says what the section says already.");
  }

  /** The version of a section: 1, and one more with each correction. */
  static int version(CaseFile file, String section) {
    return 1
        + (int)
            file.state(RoomKind.FAMILY, CaseEvents.CORRECTION).stream()
                .filter(
                    correction ->
                        correction.content().has("current")
                            && correction.text("section").filter(section::equals).isPresent())
                .count();
  }
}
