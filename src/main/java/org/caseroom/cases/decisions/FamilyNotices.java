package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** Notice to the family of signed decisions: given, answered by the family, and ended. */
public final class FamilyNotices {
  private final Desk desk;
  private final Database database;

  /** The service. */
  public FamilyNotices(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
  }

  /**
   * Gives the family notice of a signed decision, in words for them.
   *
   * @param number its number in the record
   * @param contact whom the family can turn to; null for the lead, else for who gives the notice
   */
  public Event notice(
      UserId by,
      String reference,
      int number,
      String decided,
      String reasons,
      @Nullable UserId contact) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = noticeContent(by, file, number, decided, reasons);
    if (contact != null) {
      content.put("contact", contact.value());
    }
    return desk.act(by, from(by, file), DecisionEvents.NOTICE, content);
  }

  /** What a notice says, for who sends it from another door: the lead is whom to turn to. */
  public ObjectNode noticeContent(
      UserId by, CaseFile file, int number, String decided, String reasons) {
    String lead =
        file.state(CaseEvents.LEAD, "").flatMap(event -> event.text("person")).orElse(by.value());
    return Json.object()
        .put("number", number)
        .put("decided", decided)
        .put("reasons", reasons)
        .put("contact", lead);
  }

  /** The family says what it thinks of a decision that it was given notice of. */
  public Event represent(UserId by, String reference, int number, String text) {
    CaseFile file = desk.open(by, reference);
    ObjectNode content = Json.object().put("number", number).put("text", text);
    RoomId room =
        file.room(RoomKind.FAMILY)
            .filter(family -> file.view().membership(family, by) == Membership.JOIN)
            .orElse(file.space());
    return desk.act(by, room, DecisionEvents.REPRESENT, content);
  }

  /** Answers what the family said of a decision: all of it that has no answer yet. */
  public Event reply(UserId by, String reference, int number, String text) {
    CaseFile file = desk.open(by, reference);
    return desk.act(by, from(by, file), DecisionEvents.REPLY, replyContent(file, number, text));
  }

  /** What an answer to the family says, for who sends it from another door. */
  public ObjectNode replyContent(CaseFile file, int number, String text) {
    return Noticing.othersWaiting(
        Json.object().put("number", number).put("text", text),
        number,
        file,
        desk.policy().procedure(file));
  }

  /**
   * A notice whose time is over.
   *
   * @param room where its end is written
   * @param content what the end says
   */
  public record Ended(RoomId room, int number, ObjectNode content) {}

  /** The notices of all cases whose time is over, and whose end is not written yet. */
  public List<Ended> ended() {
    LocalDate latest = LocalDate.ofInstant(desk.log().view().now(), ZoneOffset.MAX);
    List<Ended> ended = new ArrayList<>();
    for (NoticeDao.Row row : database.read(tx -> new NoticeDao(tx).openBefore(latest))) {
      CaseFile.of(desk.log().view(), RoomId.of(row.space()))
          .filter(file -> file.head().sender().equals(desk.policy().service()))
          .flatMap(file -> ended(file, row.number()))
          .ifPresent(ended::add);
    }
    return ended;
  }

  private Optional<Ended> ended(CaseFile file, int number) {
    Procedure procedure = desk.policy().procedure(file);
    return file.room(RoomKind.PROFESSIONALS)
        .filter(
            room ->
                Noticing.notice(number, file)
                    .filter(
                        notice -> Noticing.isOpen(notice) && Noticing.over(notice, procedure, file))
                    .isPresent())
        .map(
            room ->
                new Ended(
                    room,
                    number,
                    Noticing.othersOpen(
                        Json.object().put("number", number), number, file, procedure)));
  }

  /** The family's room for who is in it; a manager need not be, and writes from the other. */
  static RoomId from(UserId by, CaseFile file) {
    return file.room(RoomKind.FAMILY)
        .filter(family -> file.view().membership(family, by) == Membership.JOIN)
        .orElseGet(() -> file.requireRoom(RoomKind.PROFESSIONALS));
  }
}
