package org.caseroom.ops.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** What the demo does beside casework: moves the clock, talks, reacts, and looks around. */
final class Scene {
  private static final ZoneId ZONE = ZoneId.of("Europe/London");
  private static final int PAGE = 500;

  private final Demo.Stage stage;

  Scene(Demo.Stage stage) {
    this.stage = stage;
  }

  /** A moment, in the local time of the story. */
  static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZONE).toInstant();
  }

  /** Moves the clock on, once the bots have done what belongs to the time before. */
  void on(String local) {
    settle();
    stage.setClock().accept(at(local));
  }

  /** Waits for the bots. */
  void settle() {
    stage.bots().settle();
  }

  void say(UserId by, RoomId room, String text) {
    send(by, room, "m.room.message", Json.object().put("msgtype", "m.text").put("body", text));
  }

  /** Puts ✅ under a message. */
  void react(UserId by, Event message) {
    ObjectNode content = Json.object();
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.annotation")
        .put("event_id", message.id().value())
        .put("key", "✅");
    send(by, message.room(), "m.reaction", content);
  }

  private void send(UserId by, RoomId room, String type, ObjectNode content) {
    stage.rooms().log().appendNow(Draft.message(room, by, type, content));
  }

  /** Joins the one room that somebody is invited to. */
  RoomId acceptInvitation(UserId person) {
    RoomId room = view().rooms(person, Membership.INVITE).iterator().next();
    stage
        .rooms()
        .log()
        .appendNow(
            Draft.state(
                room,
                person,
                "m.room.member",
                person.value(),
                Json.object().put("membership", "join")));
    return room;
  }

  /** A case by its reference, as one of its people finds it. */
  CaseFile file(UserId member, String reference) {
    return view().rooms(member, Membership.JOIN).stream()
        .flatMap(room -> CaseFile.of(view(), room).stream())
        .filter(each -> each.reference().equals(reference))
        .findFirst()
        .orElseThrow();
  }

  /** The messages of bots in a room whose mark has a field, oldest first. */
  List<Event> marked(UserId reader, RoomId room, String field) {
    return stage
        .rooms()
        .reader()
        .page(reader, room, RoomReader.Direction.FORWARDS, null, null, PAGE)
        .events()
        .stream()
        .filter(event -> event.content().path("org.caseroom.bot").has(field))
        .toList();
  }

  private RoomView view() {
    return stage.rooms().log().view();
  }
}
