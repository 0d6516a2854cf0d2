package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.RoomLog;

/**
 * The day's signed checkpoint of the audit log, in the room of every hub: there it is in the hands
 * of people of all agencies, in copies that nobody can call back.
 */
public final class CheckpointNotices {
  /** The field of the notice that holds the checkpoint, for programs. */
  static final String FIELD = "org.caseroom.checkpoint";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private final Desk desk;
  private final AuditLog audit;

  CheckpointNotices(Desk desk, AuditLog audit) {
    this.desk = desk;
    this.audit = audit;
  }

  /**
   * Posts it where it is not yet: each room gets one a day, however many nodes ask and however
   * often.
   *
   * @return the day's checkpoint, a signed note: the one that was posted first
   */
  public String post(LocalDate day) {
    String note = audit.storeCheckpoint();
    for (RoomId hub : desk.register().hubs(desk.log().view())) {
      note = post(hub, day, note);
    }
    return note;
  }

  private String post(RoomId hub, LocalDate day, String note) {
    UserId service = desk.policy().service();
    RoomLog.Appended posted =
        desk.log()
            .append(
                service,
                new Draft.Transaction(
                    new DeviceId("CHECKPOINTS"), "checkpoint/" + hub.value(), day.toString()),
                view -> List.of(notice(hub, service, day, note)))
            .join();
    String first = posted.first().content().path(FIELD).path("note").asText();
    return first.isEmpty() ? note : first;
  }

  private Draft notice(RoomId hub, UserId service, LocalDate day, String note) {
    String words =
        "The checkpoint of our record for "
            + DAY.format(day)
            + ". You need not do anything.\n\n"
            + note
            + "\nIt is like a seal on all that was written here until now. If somebody ever changes"
            + " the record afterwards, the seal no longer fits, and this shows. A copy that is kept"
            + " outside of Caseroom is worth most. How it is checked: caseroom audit verify"
            + " --checkpoint FILE.";
    ObjectNode content = Json.object().put("msgtype", "m.notice").put("body", words);
    content
        .putObject(FIELD)
        .put("day", day.toString())
        .put("note", note)
        .put("key", audit.verifier().toString());
    return Draft.message(hub, service, "m.room.message", content);
  }
}
