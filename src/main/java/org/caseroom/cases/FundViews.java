package org.caseroom.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.rooms.Event;

/** Applications to funds, as the view of a case has them. */
final class FundViews {
  private FundViews() {}

  static List<CaseView.FundApplication> of(Desk desk, CaseFile file) {
    return file.state(CaseEvents.FUND).stream()
        .map(event -> view(desk, event))
        .sorted(Comparator.comparing(CaseView.FundApplication::sent))
        .toList();
  }

  private static CaseView.FundApplication view(Desk desk, Event event) {
    JsonNode content = event.content();
    return new CaseView.FundApplication(
        String.valueOf(event.stateKey()),
        content.path("fund").asText(),
        content.path("title").asText(),
        Fields.texts(content.path("items")),
        content.path("provider").asText(),
        content.path("amount").asInt(),
        content.path("year").asText(),
        content.path("status").asText(),
        desk.name(UserId.of(content.path("sent_by").asText())),
        Instant.ofEpochMilli(content.path("sent").asLong()),
        content.has("granted") ? content.path("granted").asInt() : null,
        Fields.text(content, "reason"),
        content.has("answered") ? Instant.ofEpochMilli(content.path("answered").asLong()) : null);
  }
}
