package org.caseroom.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.RoomLog;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Message;
import org.caseroom.web.view.RoomPart;
import org.caseroom.web.view.StorySection;
import org.jspecify.annotations.Nullable;

/** The rooms of a case: reading and writing messages, live or not. */
final class RoomPages {
  /** How much of a room stands on the family's one page; the day it begins on is shown whole. */
  private static final int RECENT = 6;

  private static final int RECENT_LINES = 12;

  /** How far back to look when nobody has said anything lately. */
  private static final int MOST = 40;

  private static final int LONGEST_MESSAGE = 20_000;

  private final Cabinet cabinet;
  private final Timeline timeline;
  private final Attachments attachments;
  private final RoomLog log;

  RoomPages(Cabinet cabinet, Timeline timeline, RoomLog log, Attachments attachments) {
    this.cabinet = cabinet;
    this.attachments = attachments;
    this.timeline = timeline;
    this.log = log;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/rooms/{kind}", visit -> show(visit, Form.FRESH));
    doors.page("/cases/{case}/rooms/{kind}/messages", this::news);
    doors.form("/cases/{case}/rooms/{kind}/messages", this::post);
    doors.form("/cases/{case}/rooms/{kind}/answers", this::answer);
  }

  /** The end of a room's messages, for a page that shows more than the room. */
  RoomPart recent(Opened opened, CaseView.Room room) {
    RoomPart whole = part(opened, room, null);
    List<Message> messages = whole.messages();
    int from = messages.size();
    int spoken = 0;
    while (from > 0
        && spoken < RECENT
        && messages.size() - from < (spoken == 0 ? MOST : RECENT_LINES)) {
      from--;
      spoken += messages.get(from).isSpoken() ? 1 : 0;
    }
    while (from > 0 && !messages.get(from).kind().equals("day")) {
      from--;
    }
    return new RoomPart(
        whole.roomId(),
        whole.spaceId(),
        whole.kind(),
        whole.path(),
        whole.casePath(),
        messages.subList(from, messages.size()),
        whole.after(),
        from > 0 || !whole.older().isEmpty() ? whole.path() : "",
        whole.mayWrite(),
        whole.once(),
        whole.whoReads());
  }

  /** A room with what is needed to show it. */
  RoomPart part(Opened opened, CaseView.Room room, @Nullable Long before) {
    Timeline.Part part = timeline.newest(opened.visit().user(), room.id(), before);
    String path = opened.path() + "/rooms/" + room.kind().word();
    boolean mayWrite =
        before == null && opened.may(Permissions.TALK, room.kind()) && unread(opened).isEmpty();
    return new RoomPart(
        room.id().value(),
        opened.view().summary().space().value(),
        room.kind().word(),
        path,
        opened.path(),
        part.messages(),
        part.position(),
        part.older() == null ? "" : path + "?before=" + part.older(),
        mayWrite,
        UUID.randomUUID().toString(),
        whoReads(room.kind()));
  }

  private static String whoReads(RoomKind kind) {
    return switch (kind) {
      case FAMILY -> "The family and everybody in the team can read this.";
      case PROFESSIONALS ->
          "Only the professionals of the team read this. It is part of the record, and the family"
              + " can ask to see it.";
      case VOICE -> "Only the adults that the child has chosen read this.";
      default -> "Everybody in this room reads this.";
    };
  }

  /** The story as long as somebody who has to read it first has not. */
  private static List<StorySection> unread(Opened opened) {
    boolean asked = opened.mayInCase(CaseEvents.STORY_READ) && !opened.reader().isFamily();
    return asked && !opened.words().hasReadStory(opened.view())
        ? opened.words().story(opened.view())
        : List.of();
  }

  private void show(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    CaseView.Room room = room(opened);
    Long before =
        visit.query("before").matches("\\d{1,18}") ? Long.valueOf(visit.query("before")) : null;
    String heading = heading(opened, room.kind());
    visit.show(
        "room",
        heading,
        form,
        Map.of(
            "head",
            opened.head(),
            "room",
            part(opened, room, before),
            "heading",
            heading,
            "unread",
            unread(opened),
            "latest",
            before == null,
            "voiceNote",
            room.kind() == RoomKind.VOICE
                ? opened.view().summary().child()
                    + "’s own room: what they think, feel and want, in their words or pictures."
                : ""));
  }

  private static String heading(Opened opened, RoomKind kind) {
    if (opened.reader().isFamily() && kind == RoomKind.FAMILY) {
      return "Messages";
    }
    return kind == RoomKind.VOICE ? kind.title() : kind.title() + " room";
  }

  private static CaseView.Room room(Opened opened) {
    return opened
        .room(RoomKind.of(opened.visit().path("kind")))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "This case has no such room, or you are not a member of it. Ask the lead of the"
                        + " case to be added."));
  }

  private void news(Visit visit) {
    if (!visit.query("after").matches("\\d{1,18}")) {
      throw Problem.invalidParam("Say after which position: load the page again.");
    }
    Opened opened = cabinet.open(visit);
    Timeline.Part part =
        timeline.after(visit.user(), room(opened).id(), Long.parseLong(visit.query("after")));
    visit.http().header("Caseroom-After", Long.toString(part.position()));
    visit.fragment(
        "part/messages",
        Map.of(
            "messages", part.messages(),
            "path", path(visit),
            "csrf", visit.formToken()));
  }

  private static String path(Visit visit) {
    return "/cases/" + visit.path("case") + "/rooms/" + visit.path("kind");
  }

  /** Answers a bot with the reaction that it waits for. */
  private void answer(Visit visit) {
    visit.submit(
        "message",
        sent -> {
          EventId event = EventId.of(sent.text("event"));
          Opened opened = cabinet.open(visit);
          ObjectNode content = Json.object();
          content
              .putObject("m.relates_to")
              .put("rel_type", "m.annotation")
              .put("event_id", event.value())
              .put("key", Timeline.TICK);
          log.appendNow(Draft.message(room(opened).id(), visit.user(), "m.reaction", content));
          visit.goTo(opened.reader().isFamily() ? opened.path() : path(visit), "");
        },
        form -> show(visit, form));
  }

  private void post(Visit visit) {
    visit.submit(
        "message",
        sent -> {
          String text = sent.text("text");
          Optional<ObjectNode> file = attachments.message(visit, text);
          if (text.isEmpty() && file.isEmpty()) {
            sent.wrong("text", "Write a message first, or choose a file");
          }
          if (text.length() > LONGEST_MESSAGE) {
            sent.wrong(
                "text", "This message is too long: keep it under 20,000 letters, or send a file.");
          }
          sent.check();
          Opened opened = cabinet.open(visit);
          CaseView.Room room = room(opened);
          ObjectNode content =
              file.orElseGet(() -> Json.object().put("msgtype", "m.text").put("body", text));
          if (sent.ticked("again")) {
            content.put(CaseEvents.ASK_AGAIN, true);
          }
          Draft draft = Draft.message(room.id(), visit.user(), "m.room.message", content);
          log.appendNow(sent.once(visit, draft));
          visit.goTo(opened.path() + "/rooms/" + room.kind().word() + "#message", "");
        },
        form -> show(visit, form));
  }
}
