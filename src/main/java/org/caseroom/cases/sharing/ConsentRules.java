package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;

/** What the limits of a consent have to be. */
final class ConsentRules {
  private ConsentRules() {}

  static void check(Event event, Procedure procedure, CaseFile file) {
    ObjectNode content = event.content();
    known(content, SharingEvents.TOPICS, procedure);
    known(content, SharingEvents.WITHOUT, procedure);
    JsonNode meeting = content.path(SharingEvents.MEETING);
    if (meeting.isObject()
        && meeting.path("ends").asText().compareTo(meeting.path("starts").asText()) <= 0) {
      throw Problem.invalidParam("A meeting ends after it starts: check 'starts' and 'ends'.");
    }
    String key = String.valueOf(event.stateKey());
    file.state(CaseEvents.CONSENT, key).ifPresent(before -> nothingForgotten(content, before));
  }

  private static void known(ObjectNode content, String field, Procedure procedure) {
    for (String topic : Fields.texts(content.path(field))) {
      if (procedure.sharing().topic(topic).isEmpty()) {
        throw Problem.invalidParam(
            "'"
                + field
                + "' names topics of the procedure: "
                + String.join(", ", procedure.sharing().topicIds())
                + ".");
      }
    }
  }

  /** A new version says what stays out, so that nothing comes back because it was left out. */
  private static void nothingForgotten(ObjectNode content, Event before) {
    for (String field : List.of(SharingEvents.WITHOUT, SharingEvents.TOPICS)) {
      if (!before.content().path(field).isMissingNode() && !content.has(field)) {
        throw Problem.invalidParam(
                "This consent has limits ('"
                    + field
                    + "'): say in the new version which of them stay.")
            .with("org.caseroom.missing", field);
      }
    }
    if (before.content().has(SharingEvents.MEETING) && !content.has(SharingEvents.MEETING)) {
      throw Problem.invalidParam(
          "This consent ends with a meeting: give a new one under another id for longer.");
    }
  }
}
