package org.caseroom.cases.complaints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/** Opens rooms for complaints, outside of the case's space, and finds those of a reader. */
final class ComplaintRooms {
  private static final int NUMBER_LETTERS = 6;
  private static final String BOT = "question";

  private final Accounts accounts;
  private final UserId service;

  ComplaintRooms(Accounts accounts, UserId service) {
    this.accounts = accounts;
    this.service = service;
  }

  /** A room about to be. */
  record Opened(RoomId room, List<Draft> drafts) {}

  /** The drafts of a room with nobody in it but the complainant and the bot that shows the way. */
  Opened open(CaseFile file, Account complainant, Optional<Event> asked) {
    RoomPlan room = RoomPlan.start(RoomKind.COMPLAINT, service, file.view().now(), Json.object());
    String letters = room.id().value().replaceAll("[^A-Za-z]", "");
    String number = "CMP-" + letters.substring(0, NUMBER_LETTERS).toUpperCase(Locale.ROOT);
    room.state(
        CaseEvents.ROOM,
        "",
        Json.object()
            .put("case", file.space().value())
            .put("kind", RoomKind.COMPLAINT.word())
            .put("reference", file.reference()));
    room.state("m.room.name", "", Json.object().put("name", "Complaint " + number));
    ObjectNode content =
        Json.object()
            .put("number", number)
            .put("agency", file.agency())
            .put("complainant", complainant.id().value())
            .put("status", "started")
            .put("stage", 1)
            .put("started", file.view().now().toEpochMilli());
    content.putArray("complained_of");
    asked.ifPresent(event -> asked(content, event));
    // The readers first: who comes in is held against them.
    room.state(ComplaintEvents.COMPLAINT, "", readers(content));
    room.place(complainant.id(), complainant.displayName(), "Your complaint");
    accounts.all().stream()
        .filter(account -> account.active() && account.isHouseBot() && account.agency() == null)
        .filter(account -> account.id().localpart().equals(BOT))
        .forEach(bot -> room.place(bot.id(), bot.displayName(), "Shows the ways to complain"));
    return new Opened(room.id(), new ArrayList<>(room.drafts()));
  }

  /** Notes where somebody asked how to complain, so that the bot answers there. */
  static void asked(ObjectNode content, Event event) {
    content.put("asked", event.id().value()).put("asked_in", event.room().value());
  }

  /** Who reads it: the complainant and who handles it now. */
  static ObjectNode readers(ObjectNode content) {
    List<String> readers = new ArrayList<>();
    readers.add(content.path("complainant").asText());
    if (content.has("handler")) {
      readers.add(content.path("handler").asText());
    }
    return Fields.put(content, "readers", readers);
  }

  /** The complaints in whose rooms somebody is. */
  static List<Event> of(RoomView view, UserId person) {
    return Stream.of(Membership.JOIN, Membership.INVITE)
        .flatMap(membership -> view.rooms(person, membership).stream())
        .flatMap(room -> view.state(room, ComplaintEvents.COMPLAINT, "").stream())
        .toList();
  }

  /** One that somebody began, or made, about a case, and that is still open. */
  static Optional<Event> open(CaseFile file, UserId complainant, String status) {
    return of(file.view(), complainant).stream()
        .filter(each -> each.text("complainant").filter(complainant.value()::equals).isPresent())
        .filter(each -> each.text("status").filter(status::equals).isPresent())
        .filter(
            each ->
                CaseFile.of(file.view(), each.room())
                    .filter(found -> found.space().equals(file.space()))
                    .isPresent())
        .findFirst();
  }
}
