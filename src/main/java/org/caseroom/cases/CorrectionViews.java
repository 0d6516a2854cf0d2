package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** What people see of the documents that the family was given, and of their corrections. */
final class CorrectionViews {
  private CorrectionViews() {}

  static List<CaseView.Given> given(Procedure procedure, CaseFile file) {
    List<CaseView.Given> given = new ArrayList<>();
    for (Event signed : file.state(RoomKind.PROFESSIONALS, CaseEvents.SIGNED)) {
      String id = String.valueOf(signed.stateKey());
      procedure
          .document(id)
          .filter(rule -> signed.content().has("told"))
          .ifPresent(
              rule ->
                  given.add(
                      new CaseView.Given(
                          id,
                          rule.title(),
                          Instant.ofEpochMilli(signed.content().path("told").asLong()))));
    }
    given.sort(Comparator.comparing(CaseView.Given::at));
    return given;
  }

  static List<CaseView.Correction> all(Desk desk, Procedure procedure, CaseFile file) {
    return file.state(RoomKind.FAMILY, CaseEvents.CORRECTION).stream()
        .map(event -> one(desk, procedure, event))
        .sorted(Comparator.comparing(CaseView.Correction::asked))
        .toList();
  }

  private static CaseView.Correction one(Desk desk, Procedure procedure, Event event) {
    JsonNode content = event.content();
    UserId asker = UserId.of(content.path("asker").asText());
    UserId owner = UserId.of(content.path("owner").asText());
    return new CaseView.Correction(
        String.valueOf(event.stateKey()),
        content.path("document").asText(),
        title(procedure, content),
        Fields.text(content, "section"),
        content.path("text").asText(),
        asker,
        desk.name(asker),
        Instant.ofEpochMilli(content.path("asked").asLong()),
        owner,
        desk.name(owner),
        content.path("status").asText(),
        content.has("version") ? content.path("version").asInt() : null,
        event.text("before").map(EventId::of).orElse(null),
        event.text("current").map(EventId::of).orElse(null),
        Fields.text(content, "reasons"),
        event.text("answered_by").map(UserId::of).map(desk::name).orElse(null),
        content.has("answered") ? Instant.ofEpochMilli(content.path("answered").asLong()) : null);
  }

  /** The document, and the section where there is one: {@code Assessment: Early history}. */
  static String title(Procedure procedure, JsonNode correction) {
    String document = correction.path("document").asText();
    String title = procedure.document(document).map(Procedure.DocumentRule::title).orElse(document);
    Optional<String> section =
        procedure.assessmentSections().stream()
            .filter(known -> known.id().equals(correction.path("section").asText()))
            .map(Procedure.Section::title)
            .findFirst();
    return section.map(name -> title + ": " + name).orElse(title);
  }
}
