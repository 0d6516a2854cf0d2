package org.caseroom.cases.complaints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.ComplaintRules;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Complaints (4.2): the two ways, and the record of one, kept outside of the case. */
public final class Complaints {
  private final Desk desk;
  private final ComplaintRooms rooms;

  /** Makes the service. */
  public Complaints(Desk desk) {
    this.desk = desk;
    this.rooms = new ComplaintRooms(desk.accounts(), desk.policy().service());
  }

  /**
   * The ways to complain, at every stage of a case, and the reader's own complaints about it.
   *
   * @throws Problem 404 for a case that is not theirs
   */
  public ComplaintView.Ways ways(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    ComplaintRules rules = desk.policy().procedure(file).complaints();
    return new ComplaintView.Ways(
        rules == null ? null : rules.clause(),
        rules == null
            ? List.of()
            : rules.routes().stream()
                .map(route -> new ComplaintView.Route(route.id(), route.title(), route.how()))
                .toList(),
        list(by).stream().filter(each -> each.reference().equals(file.reference())).toList());
  }

  /** The complaints that somebody made, or handles. */
  public List<ComplaintView> list(UserId by) {
    return mine(by).stream()
        .map(this::view)
        .sorted(Comparator.comparing(ComplaintView::started).reversed())
        .toList();
  }

  private List<Event> mine(UserId by) {
    RoomView view = desk.log().view();
    return ComplaintRooms.of(view, by).stream()
        .filter(event -> desk.policy().mayRead(by, event.room(), view))
        .toList();
  }

  /**
   * One of them.
   *
   * @throws Problem 404 for everybody else's, whether it is there or not
   */
  public ComplaintView one(UserId by, String number) {
    return view(require(by, number));
  }

  private Event require(UserId by, String number) {
    return mine(by).stream()
        .filter(event -> event.text("number").filter(number::equals).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notFound("There is no complaint of this number that you made or handle."));
  }

  /**
   * Complains: in the room that was opened when they asked how, or in a new one.
   *
   * @param complainedOf who is complained of, and so never handles nor reads it
   * @throws Problem 403 for who is not of the family, 404 for a case that is not theirs
   */
  public ComplaintView make(
      UserId by,
      String reference,
      String words,
      List<UserId> complainedOf,
      @Nullable String wanted) {
    CaseFile file = desk.open(by, reference);
    Account who = desk.accounts().require(by);
    if (!who.isFamily()) {
      throw Problem.forbidden("A complaint is the family's: one of them makes it.");
    }
    if (desk.policy().procedure(file).complaints() == null) {
      throw Problem.of(409, "ORG.CASEROOM_GATE", "This case's procedure names no way to complain.");
    }
    ObjectNode content = Json.object().put("words", words);
    Fields.put(content, "complained_of", complainedOf);
    Fields.put(content, "wanted", wanted);
    RoomId[] room = new RoomId[1];
    desk.log()
        .appendNow(
            view -> {
              CaseFile now = CaseFile.of(view, file.space()).orElseThrow();
              List<Draft> drafts = new ArrayList<>();
              Optional<Event> there = ComplaintRooms.open(now, by, "started");
              if (there.isPresent()) {
                room[0] = there.get().room();
              } else {
                ComplaintRooms.Opened opened = rooms.open(now, who, Optional.empty());
                drafts.addAll(opened.drafts());
                room[0] = opened.room();
              }
              drafts.add(Draft.message(room[0], by, ComplaintEvents.MAKE, content));
              return drafts;
            });
    return view(desk.log().view().state(room[0], ComplaintEvents.COMPLAINT, "").orElseThrow());
  }

  /**
   * Takes a step in a complaint.
   *
   * @param type one of {@link ComplaintEvents}
   */
  public ComplaintView act(UserId by, String number, String type, ObjectNode content) {
    Event complaint = require(by, number);
    desk.act(by, complaint.room(), type, content);
    return view(
        desk.log().view().state(complaint.room(), ComplaintEvents.COMPLAINT, "").orElseThrow());
  }

  private ComplaintView view(Event event) {
    ObjectNode content = event.content();
    String handler = Fields.text(content, "handler");
    return new ComplaintView(
        content.path("number").asText(),
        CaseFile.of(desk.log().view(), event.room()).map(CaseFile::reference).orElse(""),
        content.path("status").asText(),
        content.path("stage").asInt(),
        desk.name(UserId.of(content.path("complainant").asText())),
        handler == null ? null : desk.name(UserId.of(handler)),
        Fields.users(content.path("complained_of")).stream().map(desk::name).toList(),
        Fields.text(content, "words"),
        Fields.text(content, "wanted"),
        Fields.text(content, "outcome"),
        Fields.text(content, "answer"),
        Instant.ofEpochMilli(content.path("started").asLong()),
        moment(content, "received"),
        moment(content, "answered"),
        moment(content, "closed"),
        event.room().value());
  }

  private static @Nullable Instant moment(ObjectNode content, String field) {
    return content.has(field) ? Instant.ofEpochMilli(content.path(field).asLong()) : null;
  }
}
