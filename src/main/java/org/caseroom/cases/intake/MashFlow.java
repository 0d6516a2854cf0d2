package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Referrals to a Multi-Agency Safeguarding Hub (7.5, 7.6): sent, received, and the outcome, which
 * others decide. Until it is on record somebody asks for it.
 */
final class MashFlow {
  private final WorkingDays days;
  private final UserId service;

  MashFlow(WorkingDays days, UserId service) {
    this.days = days;
    this.service = service;
  }

  static void refer(ObjectNode content, Procedure procedure, CaseFile file) {
    UrgentFlow.ground(content, UrgentFlow.rules(procedure));
    if (!content.path("family_told").asBoolean()
        && content.path("not_told_reason").asText().isBlank()) {
      throw Problem.gate(
              UrgentFlow.rules(procedure).clause(),
              "Say why the family has not been told of the referral ('not_told_reason'), or that"
                  + " they have ('family_told'). The duty worker decides whether telling is safe.")
          .with("org.caseroom.missing", "not_told_reason");
    }
    boolean waits =
        HubFiles.hub(file).stream()
            .flatMap(hub -> UrgentFlow.numbered(file, hub, IntakeEvents.MASH).stream())
            .anyMatch(event -> event.text("status").filter("outcome"::equals).isEmpty());
    if (waits) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_EXISTS",
          "A referral of this case waits for its outcome: record what they said about that one.");
    }
  }

  void referred(Step step) {
    RoomId hub = step.event().room();
    int next = UrgentFlow.numbered(step.file(), hub, IntakeEvents.MASH).size() + 1;
    Event event = step.event();
    ObjectNode content =
        Json.object()
            .put("reference", step.file().reference())
            .put("number", "M" + next)
            .put("status", "sent")
            .put("to", event.text("to").orElse(""))
            .put("ground", event.text("ground").orElse(""))
            .put("what", event.text("what").orElse(""))
            .put("family_told", event.content().path("family_told").asBoolean())
            .put("sent", event.originServerTs())
            .put("sent_by", event.sender().value())
            .put("chase_at", chase(step.procedure(), event.time()).toEpochMilli());
    Fields.put(content, "not_told_reason", event.text("not_told_reason").orElse(null));
    step.state(
        hub,
        IntakeEvents.MASH,
        UrgentFlow.key(step.file().reference(), content.path("number").asText()),
        content);
  }

  /** The next time to ask: after so many working days, at the time of reminders. */
  Instant chase(Procedure procedure, Instant from) {
    IntakeRules.Urgent urgent = UrgentFlow.rules(procedure);
    LocalDate day = LocalDate.ofInstant(from, procedure.zone());
    return days.after(day, urgent.chaseWorkingDays(), procedure.nation())
        .atTime(procedure.reminderTime())
        .atZone(procedure.zone())
        .toInstant();
  }

  private static Event find(ObjectNode content, CaseFile file) {
    String key = UrgentFlow.key(file.reference(), content.path("number").asText());
    return HubFiles.hub(file)
        .flatMap(hub -> file.view().state(hub, IntakeEvents.MASH, key))
        .orElseThrow(() -> Problem.notFound("This case has no such referral."));
  }

  static void answer(ObjectNode content, CaseFile file) {
    Event mash = find(content, file);
    if (mash.text("status").filter("outcome"::equals).isPresent()) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "The outcome is on record already: make a new referral.");
    }
  }

  void answered(Step step) {
    Event event = step.event();
    Event mash = find(event.content(), step.file());
    ObjectNode content = mash.content().deepCopy();
    String kind = event.text("kind").orElse("");
    content
        .put("status", kind)
        .put(kind + "_at", event.originServerTs())
        .put(kind + "_said", event.text("said").orElse(""))
        .put(kind + "_by", event.text("from").orElse(""))
        .put(kind + "_recorded_by", event.sender().value());
    if (kind.equals("outcome")) {
      content.remove("chase_at");
    }
    step.state(mash.room(), IntakeEvents.MASH, String.valueOf(mash.stateKey()), content);
  }

  /** Asks for an outcome that is not on record, and says when it asks again. */
  List<Draft> chasing(Procedure procedure, Event mash, Instant now) {
    ObjectNode content = mash.content().deepCopy();
    content
        .put("chase_at", chase(procedure, now).toEpochMilli())
        .put("chased", content.path("chased").asInt() + 1);
    ObjectNode words =
        Json.object()
            .put("msgtype", "m.notice")
            .put(
                "body",
                content.path("number").asText()
                    + ", "
                    + content.path("reference").asText()
                    + ": "
                    + content.path("to").asText()
                    + " has sent no outcome. The referral was sent on "
                    + Notices.day(
                        LocalDate.ofInstant(
                            Instant.ofEpochMilli(content.path("sent").asLong()), procedure.zone()))
                    + ". Ask for it, and record what they say.");
    words.putObject("m.mentions").putArray("user_ids").add(content.path("sent_by").asText());
    return List.of(
        Draft.state(
            mash.room(), service, IntakeEvents.MASH, String.valueOf(mash.stateKey()), content),
        Draft.message(mash.room(), service, "m.room.message", words));
  }
}
