package org.caseroom.cases.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** The core offer: what a family was given of it or declined, and where that is known from. */
final class OfferPart implements CasePart {
  private static final String GIVEN = "given";

  @Override
  public Set<String> types() {
    return Set.of(InformEvents.CORE_OFFER);
  }

  /** The core offer that a procedure has; none where it has none. */
  static Optional<DirectoryRules.OfferRule> rule(Procedure procedure) {
    DirectoryRules rules = procedure.directory();
    return rules == null ? Optional.empty() : Optional.ofNullable(rules.coreOffer());
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    DirectoryRules.OfferRule rule =
        rule(procedure)
            .orElseThrow(() -> Problem.notFound("The procedure of this case has no core offer."));
    Event list =
        file.state(CaseEvents.CHECKLIST, rule.checklist())
            .orElseThrow(
                () ->
                    Problem.gate(
                        rule.clause(),
                        "The core offer is not open yet: a team manager signs the referral off"
                            + " first."));
    if (ChecklistContent.item(list, event.text("item").orElse("")).isEmpty()) {
      throw Problem.notFound(
          "The core offer has no such item: see GET /api/cases/{reference}/core-offer.");
    }
    if (event.text("status").filter(GIVEN::equals).isEmpty()
        && event.text("note").filter(note -> !note.isBlank()).isEmpty()) {
      throw Problem.gate(rule.clause(), "Say why it was declined or is not available ('note').")
          .with("org.caseroom.missing", "note");
    }
    Optional<String> on = event.text("on");
    Optional<LocalDate> day = on.flatMap(Home::day);
    if (on.isPresent() && day.isEmpty()) {
      throw Problem.invalidParam("'on' is a date such as 2025-03-03.");
    }
    if (day.filter(date -> date.isAfter(today(event, procedure))).isPresent()) {
      throw Problem.invalidParam("'on' is the day on which it was: not one to come.");
    }
  }

  private static LocalDate today(Event event, Procedure procedure) {
    return LocalDate.ofInstant(event.time(), procedure.zone());
  }

  @Override
  public void follow(Step step) {
    Event event = step.event();
    String checklist = rule(step.procedure()).map(DirectoryRules.OfferRule::checklist).orElse("");
    step.file()
        .state(CaseEvents.CHECKLIST, checklist)
        .ifPresent(
            list -> {
              String id =
                  ChecklistContent.item(list, event.text("item").orElse(""))
                      .map(item -> item.path("id").asText())
                      .orElse("");
              step.state(InformEvents.CORE_OFFER_RECORD, id, record(event, step.procedure()));
              step.state(CaseEvents.CHECKLIST, checklist, ticked(list, id, event));
            });
  }

  private static ObjectNode record(Event event, Procedure procedure) {
    ObjectNode record =
        Json.object()
            .put("status", event.text("status").orElse(""))
            .put("source", event.text("source").orElse(""))
            .put("on", event.text("on").orElse(today(event, procedure).toString()))
            .put("by", event.sender().value())
            .put("at", event.originServerTs());
    return Fields.put(record, "note", event.text("note").orElse(null));
  }

  /** The checklist says the same, so that everything that asks it holds. */
  private static ObjectNode ticked(Event list, String id, Event event) {
    boolean given = event.text("status").filter(GIVEN::equals).isPresent();
    ObjectNode content = list.content().deepCopy();
    for (JsonNode node : content.path("items")) {
      if (node instanceof ObjectNode item && item.path("id").asText().equals(id)) {
        item.put("status", given ? "done" : "not-relevant")
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put(
                "note",
                given
                    ? "Source: " + event.text("source").orElse("")
                    : event.text("note").orElse(""));
      }
    }
    return content;
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String title =
        rule(step.procedure())
            .flatMap(rule -> step.file().state(CaseEvents.CHECKLIST, rule.checklist()))
            .flatMap(list -> ChecklistContent.item(list, event.text("item").orElse("")))
            .map(item -> item.path("text").asText())
            .orElse("");
    return Optional.of(
        "Core offer: "
            + title
            + ": "
            + event.text("status").orElse("").replace('-', ' ')
            + ". Source: "
            + event.text("source").orElse("")
            + "."
            + event.text("note").map(note -> " " + note).orElse(""));
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS));
  }
}
