package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;

/** The procedure's gates: conditions on events, by the few kinds of condition known here. */
public final class Gates {
  /** The conditions that a procedure can use. */
  static final Set<String> CONDITIONS =
      new TreeSet<>(
          List.of(
              "consent",
              "document_signed",
              "document_complete",
              "plan_has",
              "plan_order",
              "voice",
              "state",
              "checklist_started",
              "stage_in",
              "room",
              "form_read",
              "transfer"));

  private Gates() {}

  /**
   * Refuses an event that a gate holds back.
   *
   * @throws Problem 409 {@code ORG.CASEROOM_GATE} with the clause and the gate's id
   */
  public static void check(Procedure procedure, CaseFile file, Event event) {
    for (Procedure.Gate gate : procedure.gates()) {
      if (gate.on().matches(event)) {
        Optional<String> missing = missing(procedure, file, gate);
        if (missing.isPresent()) {
          String says = gate.says() + (missing.get().isEmpty() ? "" : " " + missing.get());
          throw Problem.gate(gate.clause(), says).with("org.caseroom.gate", gate.id());
        }
      }
    }
  }

  /** What the procedure warns about an event. */
  public static List<String> warnings(Procedure procedure, CaseFile file, Event event) {
    List<String> warnings = new ArrayList<>();
    for (Procedure.Gate warning : procedure.warnings()) {
      if (warning.on().matches(event) && missing(procedure, file, warning).isPresent()) {
        warnings.add(warning.says());
      }
    }
    return warnings;
  }

  /** Empty when the condition holds; otherwise what exactly is missing, which may be no words. */
  private static Optional<String> missing(Procedure procedure, CaseFile file, Procedure.Gate gate) {
    return missing(procedure, file, gate.needs());
  }

  /** Whether a condition holds now; a clock may rest on one too. */
  public static boolean holds(Procedure procedure, CaseFile file, Map<String, JsonNode> needs) {
    return missing(procedure, file, needs).isEmpty();
  }

  private static Optional<String> missing(
      Procedure procedure, CaseFile file, Map<String, JsonNode> needs) {
    String condition = needs.keySet().iterator().next();
    JsonNode wanted = needs.values().iterator().next();
    return switch (condition) {
      case "consent" -> unless(consent(file, wanted.asText()));
      case "document_signed" ->
          unless(Documents.signature(procedure, file, wanted.asText()).isPresent());
      case "document_complete" -> unfinished(procedure, file);
      case "plan_has" ->
          unless(
              file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN).stream()
                  .anyMatch(item -> item.text("kind").filter(wanted.asText()::equals).isPresent()));
      case "plan_order" ->
          unless(
              ordered(
                  procedure, file, wanted.path("before").asText(), wanted.path("after").asText()));
      case "voice" -> unless(file.state(CaseEvents.VOICE_HEARD, "").isPresent());
      case "state" ->
          unless(
              file.state(
                      RoomKind.of(wanted.path("room").asText()),
                      wanted.path("event").asText(),
                      wanted.path("key").asText())
                  .filter(event -> has(event, wanted.path("where")))
                  .isPresent());
      case "checklist_started" ->
          unless(
              file.state(CaseEvents.CHECKLIST, wanted.asText())
                  .filter(
                      list ->
                          list.content().findValuesAsText("status").stream()
                              .anyMatch(s -> !s.equals("open")))
                  .isPresent());
      case "stage_in" -> unless(Fields.texts(wanted).contains(file.stage()));
      case "form_read" ->
          unless(
              file.state(CaseEvents.FORM, wanted.asText())
                  .filter(form -> form.content().path("read_by_all").asBoolean())
                  .isPresent());
      case "room" -> unless(file.room(RoomKind.of(wanted.asText())).isPresent());
      case "transfer" -> unmet(TransferGates.at(procedure, file, wanted.asText()));
      default -> Optional.empty();
    };
  }

  private static Optional<String> unmet(TransferGates.Look look) {
    return look.met() ? Optional.empty() : Optional.of(look.why());
  }

  private static Optional<String> unless(boolean holds) {
    return holds ? Optional.empty() : Optional.of("");
  }

  private static boolean has(Event event, JsonNode where) {
    return where.properties().stream()
        .allMatch(field -> field.getValue().equals(event.content().get(field.getKey())));
  }

  /** Whether a parent's consent to a purpose is in force. */
  public static boolean consent(CaseFile file, String purpose) {
    return file.state(CaseEvents.CONSENT).stream()
        .anyMatch(
            consent ->
                consent.text("purpose").filter(purpose::equals).isPresent()
                    && consent.text("status").filter("given"::equals).isPresent());
  }

  private static Optional<String> unfinished(Procedure procedure, CaseFile file) {
    List<String> open = unfinishedSections(procedure, file);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of("Still open: " + String.join(", ", open) + ".");
  }

  /** The titles of the assessment's sections that are owed and not marked as done. */
  public static List<String> unfinishedSections(Procedure procedure, CaseFile file) {
    return owedSections(procedure, file).stream()
        .filter(
            section ->
                file.state(RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, section.id())
                    .filter(event -> event.content().path("done").asBoolean())
                    .isEmpty())
        .map(Procedure.Section::title)
        .toList();
  }

  /**
   * The sections that this assessment has: all but those on request that nobody was asked for and
   * nobody began.
   */
  public static List<Procedure.Section> owedSections(Procedure procedure, CaseFile file) {
    return procedure.assessmentSections().stream()
        .filter(
            section ->
                !section.onRequest()
                    || file.state(
                            RoomKind.PROFESSIONALS,
                            CaseEvents.ASSESSMENT_CONTRIBUTION,
                            section.id())
                        .isPresent()
                    || file.state(
                            RoomKind.PROFESSIONALS, CaseEvents.ASSESSMENT_SECTION, section.id())
                        .isPresent())
        .toList();
  }

  /**
   * Whether an item of the first tier has started, or each of the second has a manager's reason.
   */
  private static boolean ordered(Procedure procedure, CaseFile file, String before, String after) {
    boolean started = false;
    boolean excused = true;
    boolean any = false;
    for (Event item : file.state(RoomKind.PROFESSIONALS, CaseEvents.PLAN)) {
      String tier =
          item.text("kind").flatMap(procedure::planKind).map(Procedure.PlanKind::tier).orElse("");
      if (tier.equals(before)) {
        started |= !item.text("status").orElse("planned").equals("planned");
      } else if (tier.equals(after)) {
        any = true;
        excused &= item.text("reason").isPresent();
      }
    }
    return !any || started || excused;
  }
}
