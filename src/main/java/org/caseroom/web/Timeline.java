package org.caseroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.web.view.Message;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a room in the form that pages show: edits folded into what they edit, reactions
 * under what they are about, one line for each day. Events of casework come with a notice in words,
 * so only the notice is shown.
 */
final class Timeline {
  /** How many events a page looks at. */
  private static final int WINDOW = 150;

  /** From how many on notes in a row are put together. */
  private static final int RUN = 3;

  /** The reaction that answers a bot. */
  static final String TICK = "✅";

  private final RoomReader reader;
  private final Receipts receipts;
  private final Accounts accounts;
  private final UserId house;

  /**
   * Makes one.
   *
   * @param receipts where it is noted that somebody has read what a page showed them
   * @param house the user who writes down what happened: its notices are lines rather than messages
   */
  Timeline(RoomReader reader, Receipts receipts, Accounts accounts, UserId house) {
    this.reader = reader;
    this.receipts = receipts;
    this.accounts = accounts;
    this.house = house;
  }

  /**
   * A part of a room's messages.
   *
   * @param messages oldest first
   * @param position the log position that this is as of
   * @param older the position to go back from, null when this reaches the beginning
   */
  record Part(List<Message> messages, long position, @Nullable Long older) {}

  /** The newest messages, or those up to a position. */
  Part newest(UserId who, RoomId room, @Nullable Long before) {
    RoomReader.Page page =
        reader.page(who, room, RoomReader.Direction.BACKWARDS, before, null, WINDOW);
    List<Event> events = new ArrayList<>(page.events());
    Collections.reverse(events);
    List<Message> messages = together(new Build(who, events).messages(0));
    if (before == null) {
      seen(who, events);
    }
    return new Part(messages, last(events), page.next());
  }

  /** Puts runs of notes together, so that what people say is not lost between them. */
  private static List<Message> together(List<Message> messages) {
    List<Message> shown = new ArrayList<>();
    List<Message> run = new ArrayList<>();
    for (Message message : messages) {
      if (message.isNote()) {
        run.add(message);
        continue;
      }
      shown.addAll(run.size() < RUN ? run : List.of(Message.notes(run)));
      run.clear();
      shown.add(message);
    }
    shown.addAll(run.size() < RUN ? run : List.of(Message.notes(run)));
    return shown;
  }

  /** What is new or has changed after a position. */
  Part after(UserId who, RoomId room, long position) {
    RoomReader.Page page =
        reader.page(who, room, RoomReader.Direction.BACKWARDS, null, null, WINDOW);
    List<Event> events = new ArrayList<>(page.events());
    Collections.reverse(events);
    seen(who, events);
    return new Part(
        new Build(who, events).messages(position), Math.max(position, last(events)), page.next());
  }

  /** What a page shows is read; only its reader can tell. */
  private void seen(UserId who, List<Event> events) {
    if (!events.isEmpty()) {
      receipts.read(who, events.get(events.size() - 1), Receipt.Kind.READ_PRIVATE, null);
    }
  }

  private static long last(List<Event> events) {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).position();
  }

  /** The element id of an event. */
  static String elementId(Event event) {
    return "m" + event.position();
  }

  private final class Build {
    private final UserId who;
    private final List<Event> events;
    private final Map<EventId, Event> byId = new HashMap<>();
    private final Map<EventId, Event> edits = new HashMap<>();
    private final Map<EventId, Map<String, Set<UserId>>> reactions = new HashMap<>();
    private final Map<EventId, Long> changed = new HashMap<>();

    Build(UserId who, List<Event> events) {
      this.who = who;
      this.events = events;
      events.forEach(event -> byId.put(event.id(), event));
      events.forEach(this::relate);
    }

    private void relate(Event event) {
      if (event.type().equals("m.room.redaction")) {
        event.redacts().ifPresent(target -> touch(target, event));
        event
            .redacts()
            .map(byId::get)
            .flatMap(gone -> relatesTo(gone))
            .ifPresent(target -> touch(target, event));
        return;
      }
      Optional<EventId> target = relatesTo(event);
      if (target.isEmpty() || event.redactedBy().isPresent()) {
        return;
      }
      String relation = event.content().path("m.relates_to").path("rel_type").asText("");
      Event original = byId.get(target.get());
      if (relation.equals("m.replace")
          && original != null
          && original.sender().equals(event.sender())) {
        edits.put(target.get(), event);
        touch(target.get(), event);
      } else if (relation.equals("m.annotation")) {
        String key = event.content().path("m.relates_to").path("key").asText("");
        reactions
            .computeIfAbsent(target.get(), id -> new LinkedHashMap<>())
            .computeIfAbsent(key, k -> new LinkedHashSet<>())
            .add(event.sender());
        touch(target.get(), event);
      }
    }

    private void touch(EventId target, Event by) {
      changed.merge(target, by.position(), Math::max);
    }

    private Optional<EventId> relatesTo(Event event) {
      JsonNode id = event.content().path("m.relates_to").path("event_id");
      return id.isTextual() && id.asText().startsWith("$")
          ? Optional.of(EventId.of(id.asText()))
          : Optional.empty();
    }

    /** What is new or changed after a position, with a line for each day that begins there. */
    List<Message> messages(long after) {
      List<Message> messages = new ArrayList<>();
      String day = "";
      for (Event event : events) {
        Message message = message(event);
        if (message == null) {
          continue;
        }
        String words = Dates.day(event.time());
        boolean isNew = event.position() > after;
        if (!words.equals(day) && isNew) {
          messages.add(Message.day("d" + Dates.dateOf(event.time()), words));
        }
        day = words;
        if (isNew || changed.getOrDefault(event.id(), 0L) > after) {
          messages.add(message);
        }
      }
      return messages;
    }

    private @Nullable Message message(Event event) {
      return switch (event.type()) {
        case "m.room.message" -> isEdit(event) ? null : spoken(event);
        case "m.sticker" -> spoken(event);
        case "m.room.encrypted" ->
            line(event, name(event.sender()) + " sent a message that only their own app can read.");
        case "m.room.member" -> membership(event);
        default -> null;
      };
    }

    private boolean isEdit(Event event) {
      return event.content().path("m.relates_to").path("rel_type").asText("").equals("m.replace");
    }

    private @Nullable Message membership(Event event) {
      String state = event.text("membership").orElse("");
      String subject = event.stateKey() == null ? "" : event.stateKey();
      if (!UserId.isValid(subject)) {
        return null;
      }
      UserId user = UserId.of(subject);
      if (find(user).map(Account::isBot).orElse(true)) {
        return null;
      }
      return switch (state) {
        case "join" -> line(event, name(user) + " joined.");
        case "leave" ->
            line(
                event,
                event.sender().equals(user)
                    ? name(user) + " left."
                    : name(user) + " was taken out of the room.");
        case "ban" -> line(event, name(user) + " was barred from the room.");
        default -> null;
      };
    }

    private Message line(Event event, String words) {
      return new Message(
          elementId(event),
          "",
          "event",
          "",
          "",
          Dates.time(event.time()),
          event.time().toString(),
          MessageHtml.plain(words),
          false,
          false,
          null,
          null,
          List.of(),
          "",
          List.of());
    }

    private Message spoken(Event event) {
      boolean removed = event.redactedBy().isPresent();
      Event edit = edits.get(event.id());
      JsonNode content = edit == null ? event.content() : newContent(edit);
      Instant time = event.time();
      return new Message(
          elementId(event),
          event.id().value(),
          kind(event, content),
          name(event.sender()),
          find(event.sender()).map(Menus::role).orElse(""),
          Dates.time(time),
          time.toString(),
          removed || isOnlyFileName(content) ? "" : MessageHtml.of(content),
          edit != null && !removed,
          removed,
          removed ? null : reply(event),
          removed ? null : file(content),
          removed ? List.of() : reactions(event),
          removed ? "" : answer(event),
          List.of());
    }

    /** A file without words of its own has its name for a body (Matrix, "Media captions"). */
    private boolean isOnlyFileName(JsonNode content) {
      String name = content.path("filename").asText(content.path("body").asText());
      return file(content) != null && name.equals(content.path("body").asText());
    }

    private JsonNode newContent(Event edit) {
      JsonNode content = edit.content().path("m.new_content");
      return content.isObject() ? content : edit.content();
    }

    private String kind(Event event, JsonNode content) {
      if (event.sender().equals(house)) {
        return "house";
      }
      boolean bot = find(event.sender()).map(Account::isBot).orElse(true);
      if (bot || content.path("msgtype").asText("").equals("m.notice")) {
        return "bot";
      }
      return event.sender().equals(who) ? "mine" : "person";
    }

    private Message.@Nullable Reply reply(Event event) {
      JsonNode id = event.content().path("m.relates_to").path("m.in_reply_to").path("event_id");
      if (!id.isTextual() || !id.asText().startsWith("$")) {
        return null;
      }
      EventId target = EventId.of(id.asText());
      Event shown = byId.get(target);
      Event answered = shown != null ? shown : reader.event(who, event.room(), target).orElse(null);
      if (answered == null) {
        return null;
      }
      String text =
          answered.redactedBy().isPresent() ? "message removed" : MessageHtml.beginning(answered);
      return new Message.Reply(
          shown == null ? "" : elementId(shown), name(answered.sender()), text);
    }

    private Message.@Nullable File file(JsonNode content) {
      String type = content.path("msgtype").asText("");
      if (!Set.of("m.image", "m.file", "m.audio", "m.video").contains(type)) {
        return null;
      }
      String url = content.path("url").asText("");
      if (!url.matches("mxc://[A-Za-z0-9.:\\[\\]-]+/[A-Za-z0-9_=-]+")) {
        return null;
      }
      String name = content.path("filename").asText(content.path("body").asText("file"));
      return new Message.File(
          "/media/" + url.substring("mxc://".length()),
          name,
          MessageHtml.size(content.path("info").path("size").asLong(0)),
          type.equals("m.image"));
    }

    private List<Message.Reaction> reactions(Event event) {
      return reactions.getOrDefault(event.id(), Map.of()).entrySet().stream()
          .map(
              reaction ->
                  new Message.Reaction(
                      reaction.getKey(),
                      reaction.getValue().size(),
                      String.join(", ", reaction.getValue().stream().map(this::name).toList())))
          .toList();
    }

    /** What to say to a bot that waits for this reader's answer. */
    private String answer(Event event) {
      JsonNode mark = event.content().path("org.caseroom.bot");
      boolean asked = false;
      for (JsonNode user : event.content().path("m.mentions").path("user_ids")) {
        asked |= user.asText().equals(who.value());
      }
      boolean answered =
          !reactions.getOrDefault(event.id(), Map.of()).getOrDefault(TICK, Set.of()).isEmpty();
      if (!mark.isObject() || !asked || answered) {
        return "";
      }
      return mark.has("item") ? "Done" : "I have seen it";
    }

    private Optional<Account> find(UserId user) {
      return accounts.find(user);
    }

    private String name(UserId user) {
      return find(user).map(Account::displayName).orElse(user.localpart());
    }
  }
}
