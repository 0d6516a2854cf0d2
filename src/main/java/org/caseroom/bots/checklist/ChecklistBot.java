package org.caseroom.bots.checklist;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Keycaps;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;

/**
 * Posts a list when the procedure opens it, and lets people tick it where they read it: with a
 * reaction, with a plain answer such as {@code done 3}, or with {@code !done 3}.
 *
 * <p>A family's short list comes as a prompt for each item, so that each can be answered on its
 * own. A list for professionals, and any longer one, comes as one message with numbers, since a
 * room of eight people should not be told the eleven duties to inform one by one; 1️⃣ and on under
 * it tick the items. It is posted once; nobody is reminded of it by this bot.
 */
public final class ChecklistBot implements Bot {
  /** Up to how many items come one by one. */
  private static final int PROMPTS = 6;

  private static final String LIST = "checklist";
  private static final String ITEM = "item";
  private static final String RECEIVE = "receive";

  @Override
  public String name() {
    return LIST;
  }

  @Override
  public List<MessageKey> messages() {
    return ListText.ALL;
  }

  /** A list opened or changed: it is posted, or what is new in it. */
  @Override
  public void onEvent(Desk desk, Event event) {
    Items items = Items.of(event);
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      return;
    }
    boolean forFamily = items.isForFamily(desk);
    Optional<RoomId> room =
        file.get().room(forFamily ? RoomKind.FAMILY : RoomKind.PROFESSIONALS).filter(desk::isIn);
    if (room.isPresent() && items.untouched()) {
      // The cause is the list and not the event: a second state of it is no second opening.
      Cause cause = cause(event, items, "opened");
      if (forFamily && items.all().size() <= PROMPTS) {
        postPrompts(desk, room.get(), items, cause);
      } else {
        postList(desk, room.get(), items, cause);
      }
    }
    room.ifPresent(found -> postAdded(desk, found, items, event));
    file.get()
        .room(RoomKind.FAMILY)
        .filter(desk::isIn)
        .ifPresent(found -> askReceipts(desk, found, items, event));
  }

  private static Cause cause(Event event, Items items, String what) {
    return new Cause(event.room().value() + "/" + items.id() + "/" + what);
  }

  private static void postPrompts(Desk desk, RoomId room, Items items, Cause cause) {
    String count = String.valueOf(items.all().size());
    desk.say(
        room,
        cause,
        style -> desk.text(ListText.OPENED, style, Map.of("title", items.title(), "count", count)));
    for (Items.Item item : items.all()) {
      desk.say(
          room,
          cause.and(item.id()),
          style -> ListText.line(desk, ListText.PROMPT, style, item),
          item.owner().stream().toList(),
          ListAnswers.mark(items, item));
    }
  }

  private static void postList(Desk desk, RoomId room, Items items, Cause cause) {
    desk.say(
        room,
        cause,
        style ->
            desk.text(
                ListText.OPENED_LIST,
                style,
                Map.of(
                    "title", items.title(),
                    "clause", items.clause(),
                    "items", ListText.lines(desk, style, items))),
        items.all().stream().flatMap(item -> item.owner().stream()).distinct().toList(),
        Json.object().put(LIST, items.id()));
  }

  /** A fact of the case asks for one more item than the list had when it was posted. */
  private static void postAdded(Desk desk, RoomId room, Items items, Event event) {
    for (Items.Item item : items.all()) {
      if (item.added() > 0 && item.open()) {
        desk.say(
            room,
            cause(event, items, "added/" + item.id()),
            style ->
                desk.text(
                    ListText.ADDED,
                    style,
                    Map.of(
                        "title", items.title(),
                        "clause", items.clause(),
                        "number", String.valueOf(item.number()),
                        "text", item.text(),
                        "owner", ListText.owner(desk, style, item))),
            item.owner().stream().toList(),
            ListAnswers.mark(items, item));
      }
    }
  }

  /** What was done for the family is asked about once, where the family reads it. */
  private static void askReceipts(Desk desk, RoomId room, Items items, Event event) {
    for (Items.Item item : items.all()) {
      if (item.receipt() && item.done() && !item.received()) {
        desk.say(
            room,
            cause(event, items, "receipt/" + item.id()),
            style ->
                desk.text(
                    ListText.RECEIPT,
                    style,
                    Map.of("text", item.text(), "by", item.by().map(desk::nameOf).orElse(""))),
            List.of(),
            ListAnswers.mark(items, item).put(RECEIVE, true));
      }
    }
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    ListAnswers.command(desk, event, command);
  }

  /** ✅ under an item, or its number under its list. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    String key = reaction.content().path("m.relates_to").path("key").asText();
    OptionalInt number = Keycaps.number(key);
    JsonNode mark = message.content().path(Desk.MARK);
    Optional<Items> items = Items.of(desk, message.room(), mark.path(LIST).asText());
    if (items.isEmpty()) {
      return;
    }
    if (mark.has(ITEM)) {
      if (number.isEmpty()) {
        items
            .get()
            .item(mark.path(ITEM).asText())
            .ifPresent(item -> answer(desk, reaction, items.get(), item, mark));
      }
    } else if (number.isPresent()) {
      items
          .get()
          .item(number.getAsInt())
          .ifPresent(item -> ListAnswers.tick(desk, reaction, items.get(), item));
    }
  }

  private static void answer(Desk desk, Event asked, Items items, Items.Item item, JsonNode mark) {
    if (mark.has(RECEIVE)) {
      ListAnswers.receive(desk, asked, items, item);
    } else {
      ListAnswers.tick(desk, asked, items, item);
    }
  }

  /** "done" in answer to an item, "done 3" or "3" in answer to a list; the rest is for people. */
  @Override
  public void onReply(Desk desk, Event reply, Event message) {
    JsonNode mark = message.content().path(Desk.MARK);
    Optional<Items> items = Items.of(desk, message.room(), mark.path(LIST).asText());
    if (items.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(new Command("", Command.textOf(reply).orElse("")).words());
    int last = words.size() - 1;
    OptionalInt number = last < 0 ? OptionalInt.empty() : Command.number(words.get(last));
    if (number.isPresent()) {
      words.remove(last);
    }
    boolean done = desk.means(ListText.DONE_WORDS, String.join(" ", words));
    if (mark.has(ITEM)) {
      if (done && number.isEmpty()) {
        items
            .get()
            .item(mark.path(ITEM).asText())
            .ifPresent(item -> answer(desk, reply, items.get(), item, mark));
      }
    } else if (number.isPresent() && (done || words.isEmpty())) {
      items
          .get()
          .item(number.getAsInt())
          .ifPresent(item -> ListAnswers.tick(desk, reply, items.get(), item));
    }
  }
}
