package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Projection;
import org.caseroom.rooms.RoomView;
import org.caseroom.storage.Database;
import org.caseroom.storage.Tx;

/** Counts what happens in cases, as it happens: {@link CaseMeasures} is read from its table. */
public final class MeasureProjection implements Projection {
  /** How a clock can have ended. */
  private static final Set<String> ENDS = Set.of("met", "breached", "late", "stopped");

  private static final List<String> CONDITION_STATUS =
      List.of("suspected", "assessed", "confirmed", "ruled-out");

  @Override
  public List<String> tables() {
    return List.of("case_measures");
  }

  /**
   * Whether the log has cases that this table does not know: after an upgrade from a version
   * without it, until it is rebuilt.
   */
  public static boolean isBehind(Database database) {
    return database.read(tx -> new MeasureDao(tx).isBehind());
  }

  @Override
  public void apply(Tx tx, Event event, RoomView after) {
    if (!counts(event)) {
      return;
    }
    MeasureDao dao = new MeasureDao(tx);
    if (event.type().equals(CaseEvents.CASE)) {
      dao.remove(event.room().value(), CaseMeasures.CASE);
      dao.add(event.room().value(), CaseMeasures.CASE, 1);
      return;
    }
    space(event, after).ifPresent(space -> count(dao, space, event));
  }

  /** A cheap look first: most events of a house count for nothing here. */
  private static boolean counts(Event event) {
    return switch (event.type()) {
      case CaseEvents.CASE,
          CaseEvents.CLOCK,
          CaseEvents.CONTACT,
          CaseEvents.VOICE,
          AssessmentEvents.VISIT_RECORD,
          AssessmentEvents.CONDITION_RECORD,
          AssessmentEvents.EDUCATION,
          AssessmentEvents.EMERGING_NEED,
          AssessmentEvents.REQUEST_SEND,
          AssessmentEvents.FORM,
          AssessmentEvents.CONSULTATION_HELD ->
          true;
      default -> false;
    };
  }

  private static Optional<String> space(Event event, RoomView after) {
    return HubFiles.about(after, event).map(file -> file.space().value());
  }

  private static void count(MeasureDao dao, String space, Event event) {
    ObjectNode content = event.content();
    switch (event.type()) {
      case CaseEvents.CLOCK -> clock(dao, space, event);
      case CaseEvents.CONTACT -> {
        if (!content.path("planned").asBoolean()) {
          dao.add(space, CaseMeasures.CONTACT + text(event, "mode"), 1);
        }
      }
      case CaseEvents.VOICE ->
          dao.add(
              space,
              content.path("seen").asBoolean()
                  ? CaseMeasures.VOICE_SEEN
                  : CaseMeasures.VOICE_NOT_SEEN,
              1);
      case AssessmentEvents.VISIT_RECORD -> visit(dao, space, content);
      case AssessmentEvents.CONDITION_RECORD -> condition(dao, space, event);
      case AssessmentEvents.EDUCATION -> {
        dao.add(space, CaseMeasures.EDUCATION + text(event, "kind"), 1);
        if (content.has("days")) {
          dao.add(
              space,
              CaseMeasures.EDUCATION_DAYS + text(event, "kind"),
              content.path("days").asInt());
        }
      }
      case AssessmentEvents.EMERGING_NEED -> {
        if (!content.has("number")) {
          dao.add(space, CaseMeasures.NEED + text(event, "kind"), 1);
        }
      }
      case AssessmentEvents.REQUEST_SEND ->
          dao.add(space, CaseMeasures.REQUEST + text(event, "kind"), 1);
      case AssessmentEvents.FORM -> dao.add(space, CaseMeasures.FORM + text(event, "form"), 1);
      case AssessmentEvents.CONSULTATION_HELD -> {
        if (content.path("held").asBoolean()) {
          dao.add(space, CaseMeasures.CONSULTATIONS, 1);
        }
      }
      default -> {}
    }
  }

  private static void clock(MeasureDao dao, String space, Event event) {
    String status = text(event, "status");
    if (event.stateKey() != null && ENDS.contains(status)) {
      dao.add(space, CaseMeasures.CLOCK + status + "." + event.stateKey(), 1);
    }
  }

  private static void visit(MeasureDao dao, String space, ObjectNode content) {
    dao.add(space, CaseMeasures.VISITS + content.path("mode").asText(), 1);
    if (content.path("out_of_area").asBoolean()) {
      dao.add(space, CaseMeasures.VISITS_OUT_OF_AREA, 1);
    }
    if (Fields.text(content, "joint_with") != null) {
      dao.add(space, CaseMeasures.VISITS_JOINT, 1);
    }
    if (Fields.text(content, "interpreter") != null) {
      dao.add(space, CaseMeasures.VISITS_INTERPRETED, 1);
    }
  }

  /** One condition has one status: the newest. */
  private static void condition(MeasureDao dao, String space, Event event) {
    for (String status : CONDITION_STATUS) {
      dao.remove(space, CaseMeasures.CONDITION + status + "." + event.stateKey());
    }
    dao.add(space, CaseMeasures.CONDITION + text(event, "status") + "." + event.stateKey(), 1);
  }

  private static String text(Event event, String field) {
    return event.text(field).orElse("");
  }
}
