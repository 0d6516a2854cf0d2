package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** The detailed referral form: complete before it is signed, and the referrer told afterwards. */
final class FormRules {
  private FormRules() {}

  /** A form may be incomplete, but not empty. */
  static void check(ObjectNode content, Procedure procedure) {
    IntakeRules.Form form = procedure.intakeRules().form();
    boolean empty = StreamSupport.stream(content.spliterator(), false).noneMatch(FormRules::filled);
    if (form != null && empty) {
      throw Problem.invalidParam(
          "An empty form is none: fill in at least one of "
              + form.fields().stream().map(IntakeRules.Reason::id).collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static boolean filled(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).anyMatch(FormRules::filled)
        : !value.asText().isBlank();
  }

  /** What a form lacks, in words. */
  static List<String> missing(JsonNode content, Procedure procedure) {
    IntakeRules.Form form = procedure.intakeRules().form();
    return form == null
        ? List.of()
        : form.fields().stream()
            .filter(field -> !filled(content.path(field.id())))
            .map(IntakeRules.Reason::title)
            .toList();
  }

  /** Refuses the signature under a form that lacks something. */
  static void sign(ObjectNode signoff, Procedure procedure, CaseFile file) {
    IntakeRules.Form form = procedure.intakeRules().form();
    if (form == null || !form.document().equals(signoff.path("document").asText())) {
      return;
    }
    Optional<Event> paper = Documents.paper(procedure, file, form.document());
    List<String> missing =
        paper.map(found -> missing(found.content(), procedure)).orElse(List.of());
    if (!missing.isEmpty()) {
      throw Problem.gate(
              form.clause(),
              "The detailed referral form is incomplete, so it cannot be signed. Missing: "
                  + String.join(", ", missing)
                  + ". The duty worker or the social worker completes it.")
          .with("org.caseroom.missing", String.join(", ", missing));
    }
  }

  // ---- Telling the referrer ----

  private static Optional<IntakeRules.Tell> tell(Procedure procedure) {
    return Optional.ofNullable(procedure.intakeRules().tell());
  }

  /** The task of telling the referrer is closed by telling them, not by a tick. */
  static void tick(ObjectNode content, Procedure procedure, CaseFile file) {
    Optional<IntakeRules.Tell> tell = tell(procedure);
    if (tell.isEmpty() || !tell.get().checklist().equals(content.path("checklist").asText())) {
      return;
    }
    boolean meant =
        file.state(CaseEvents.CHECKLIST, tell.get().checklist())
            .flatMap(list -> ChecklistContent.item(list, content.path("item").asText()))
            .filter(item -> item.path("id").asText().equals(tell.get().item()))
            .isPresent();
    boolean told =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, tell.get().document())
            .filter(signed -> signed.content().has("told"))
            .isPresent();
    if (meant && !told) {
      throw Problem.gate(
          tell.get().clause(),
          "The referrer has not been told yet. Whoever tells them records the contact and names the"
              + " signature that it tells about (tells); that closes this task.");
    }
  }

  /** A contact or a share that tells of the signature closes the task. */
  static void told(Step step) {
    Optional<IntakeRules.Tell> tell = tell(step.procedure());
    if (tell.isEmpty()) {
      return;
    }
    CaseFile file = step.file();
    Event event = step.event();
    boolean tells =
        file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED, tell.get().document())
            .filter(
                signed ->
                    event.text("tells").isPresent()
                        ? signed.text("signoff").equals(event.text("tells"))
                        : event.text("document").filter(tell.get().document()::equals).isPresent())
            .isPresent();
    Optional<Event> list = file.state(CaseEvents.CHECKLIST, tell.get().checklist());
    if (!tells || list.isEmpty() || event.content().path("planned").asBoolean()) {
      return;
    }
    ObjectNode content = list.get().content().deepCopy();
    for (JsonNode node : content.path("items")) {
      if (node instanceof ObjectNode item && item.path("id").asText().equals(tell.get().item())) {
        item.put("status", "done")
            .put("by", event.sender().value())
            .put("at", event.originServerTs());
      }
    }
    step.state(CaseEvents.CHECKLIST, tell.get().checklist(), content);
  }
}
