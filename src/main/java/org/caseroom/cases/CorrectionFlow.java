package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/** The way of a correction: asked by the family, then a new version, or reasons against one. */
final class CorrectionFlow {
  private final Accounts accounts;
  private final UserId service;

  CorrectionFlow(Accounts accounts, UserId service) {
    this.accounts = accounts;
    this.service = service;
  }

  void asked(Step step) {
    Event event = step.event();
    String document = event.text("document").orElse("");
    Optional<Event> paper = Documents.paper(step.procedure(), step.file(), document);
    if (paper.isEmpty()) {
      return;
    }
    String number = "C" + Numbers.next(step.file().view(), event.room(), CaseEvents.CORRECTION);
    ObjectNode content =
        Json.object()
            .put("document", document)
            .put("document_event", paper.get().id().value())
            .put("text", event.text("text").orElse(""))
            .put("asker", event.sender().value())
            .put("asked", event.originServerTs())
            .put("ask", event.id().value())
            .put("owner", paper.get().sender().value())
            .put("status", "open");
    event.text("section").ifPresent(section -> content.put("section", section));
    step.state(event.room(), CaseEvents.CORRECTION, number, content);
    tell(
        step,
        number
            + ": "
            + accounts.nameOf(event.sender())
            + " asks for a correction of "
            + title(step, content)
            + ": "
            + event.text("text").orElse("")
            + " With "
            + accounts.nameOf(paper.get().sender())
            + ". What the family says is kept beside the document.");
  }

  void answered(Step step) {
    Event event = step.event();
    String number = event.text("correction").orElse("");
    Optional<Event> correction = CorrectionRules.find(number, step.file());
    if (correction.isEmpty()) {
      return;
    }
    ObjectNode content =
        closed(correction.get(), event, "declined")
            .put("reasons", event.text("reasons").orElse(""));
    step.state(event.room(), CaseEvents.CORRECTION, number, content);
    tell(
        step,
        number
            + ": "
            + accounts.nameOf(event.sender())
            + " leaves "
            + title(step, content)
            + " as it is. Reasons: "
            + event.text("reasons").orElse("")
            + " What the family says stays beside it.");
  }

  /** A section that names a correction is its new version; the text itself stays where it is. */
  void corrected(Step step) {
    Event event = step.event();
    String number = event.text("corrects").orElse("");
    Optional<Event> correction = CorrectionRules.find(number, step.file());
    if (correction.isEmpty()) {
      return;
    }
    String section = String.valueOf(event.stateKey());
    int version = CorrectionRules.version(step.file(), section) + 1;
    ObjectNode content =
        closed(correction.get(), event, "corrected")
            .put("section", section)
            .put("version", version)
            .put("before", event.text("replaces").orElse(""))
            .put("current", event.id().value());
    step.state(correction.get().room(), CaseEvents.CORRECTION, number, content);
    tell(
        step,
        number
            + ": "
            + accounts.nameOf(event.sender())
            + " corrected "
            + title(step, content)
            + ". Version "
            + version
            + " holds now; version "
            + (version - 1)
            + " stays in the record.");
  }

  private static ObjectNode closed(Event correction, Event by, String status) {
    return correction
        .content()
        .deepCopy()
        .put("status", status)
        .put("answered_by", by.sender().value())
        .put("answered", by.originServerTs());
  }

  /** The family and the professionals both hear of it; the corrected text is in neither. */
  private void tell(Step step, String words) {
    step.room(RoomKind.FAMILY)
        .ifPresent(room -> step.drafts().add(Notices.notice(room, service, words, step.event())));
    step.room(RoomKind.PROFESSIONALS)
        .ifPresent(room -> step.drafts().add(Notices.notice(room, service, words, step.event())));
  }

  private static String title(Step step, ObjectNode correction) {
    return "'" + CorrectionViews.title(step.procedure(), correction) + "'";
  }
}
