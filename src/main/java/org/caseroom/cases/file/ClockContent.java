package org.caseroom.cases.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.rooms.Event;

/** Reads and writes a clock's state event. */
public final class ClockContent {
  private ClockContent() {}

  /** Reads a clock from its state event. */
  public static ClockState read(Event event) {
    return read(String.valueOf(event.stateKey()), event.content());
  }

  /** Reads a clock from the content of its state event. */
  public static ClockState read(String id, ObjectNode content) {
    return new ClockState(
        id,
        content.path("clause").asText(),
        content.path("title").asText(),
        LocalDate.parse(content.path("started").asText()),
        EventId.of(content.path("started_by").asText()),
        LocalDate.parse(content.path("due").asText()),
        LocalDate.parse(content.path("worked").asText()),
        Instant.ofEpochMilli(content.path("due_at").asLong()),
        ClockState.Status.valueOf(content.path("status").asText().toUpperCase(Locale.ROOT)),
        content.hasNonNull("finished") ? LocalDate.parse(content.path("finished").asText()) : null,
        content.hasNonNull("day_finished") ? content.path("day_finished").asInt() : null,
        content.path("length").asInt(),
        "months".equals(content.path("unit").asText())
            ? ClockState.Unit.MONTHS
            : ClockState.Unit.WORKING_DAYS,
        content.hasNonNull("reason") ? content.path("reason").asText() : null,
        pauses(content.path("pauses")));
  }

  private static List<ClockState.Pause> pauses(JsonNode array) {
    List<ClockState.Pause> pauses = new ArrayList<>();
    for (JsonNode pause : array) {
      pauses.add(
          new ClockState.Pause(
              LocalDate.parse(pause.path("from").asText()),
              pause.hasNonNull("to") ? LocalDate.parse(pause.path("to").asText()) : null,
              pause.path("reason").asText()));
    }
    return pauses;
  }

  /** The content of a clock's state event. */
  public static ObjectNode write(ClockState clock) {
    ObjectNode content =
        Json.object()
            .put("clause", clock.clause())
            .put("title", clock.title())
            .put("started", clock.started().toString())
            .put("started_by", clock.startedBy().value())
            .put("due", clock.due().toString())
            .put("worked", clock.worked().toString())
            .put("due_at", clock.dueAt().toEpochMilli())
            .put("status", clock.status().word())
            .put("length", clock.length())
            .put("unit", clock.unit().word());
    if (clock.finished() != null) {
      content.put("finished", clock.finished().toString());
    }
    if (clock.dayFinished() != null) {
      content.put("day_finished", clock.dayFinished());
    }
    if (clock.reason() != null) {
      content.put("reason", clock.reason());
    }
    if (!clock.pauses().isEmpty()) {
      ArrayNode pauses = content.putArray("pauses");
      for (ClockState.Pause pause : clock.pauses()) {
        ObjectNode written =
            pauses.addObject().put("from", pause.from().toString()).put("reason", pause.reason());
        Fields.put(written, "to", pause.to());
      }
    }
    return content;
  }
}
