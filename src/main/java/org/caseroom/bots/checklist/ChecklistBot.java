package org.caseroom.bots.checklist;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * Posts a list when the procedure opens it, and lets people tick it where they read it: with ✅
 * under a prompt or with {@code !done 3}.
 *
 * <p>A family's list comes as a prompt for each item, so that each can be answered on its own; a
 * list for professionals comes as one message, since a room of eight people should not be told the
 * eleven duties to inform one by one.
 */
public final class ChecklistBot implements Bot {
  private static final MessageKey OPENED = MessageKey.family("opened", "title", "count");
  private static final MessageKey PROMPT = MessageKey.family("prompt", "number", "text", "owner");
  private static final MessageKey OPENED_LIST =
      MessageKey.staff("opened-list", "title", "items").optionally("clause");
  private static final MessageKey LINE_OPEN =
      MessageKey.family("line-open", "number", "text", "owner");
  private static final MessageKey LINE_DONE =
      MessageKey.family("line-done", "number", "text").optionally("by");
  private static final MessageKey LINE_NOT_RELEVANT =
      MessageKey.family("line-not-relevant", "number", "text");
  private static final MessageKey ANYONE = MessageKey.family("anyone");
  private static final MessageKey ITEMS =
      MessageKey.family("items", "title", "done", "count", "items");
  private static final MessageKey COMPLETE =
      MessageKey.family("complete", "title").optionally("count");
  private static final MessageKey ALREADY = MessageKey.family("already", "text");
  private static final MessageKey WHICH_NUMBER = MessageKey.family("which-number");
  private static final MessageKey NO_SUCH_ITEM =
      MessageKey.family("no-such-item", "number", "count");
  private static final MessageKey NO_LIST = MessageKey.family("no-list");
  private static final MessageKey WHICH_LIST = MessageKey.family("which-list", "lists");
  private static final MessageKey LIST_USAGE = MessageKey.family("list-usage", "list", "title");

  @Override
  public String name() {
    return "checklist";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of(
        OPENED,
        PROMPT,
        OPENED_LIST,
        LINE_OPEN,
        LINE_DONE,
        LINE_NOT_RELEVANT,
        ANYONE,
        ITEMS,
        COMPLETE,
        ALREADY,
        WHICH_NUMBER,
        NO_SUCH_ITEM,
        NO_LIST,
        WHICH_LIST,
        LIST_USAGE);
  }

  /** A list in the state of a case. */
  private record Items(String id, String title, String clause, long opened, List<Item> all) {
    static Items of(Event state) {
      JsonNode content = state.content();
      List<Item> items = new ArrayList<>();
      for (JsonNode item : content.path("items")) {
        items.add(
            new Item(
                items.size() + 1,
                item.path("id").asText(),
                item.path("text").asText(),
                user(item, "owner"),
                item.path("status").asText(),
                user(item, "by")));
      }
      return new Items(
          String.valueOf(state.stateKey()),
          content.path("title").asText(),
          content.path("clause").asText(),
          content.path("opened").asLong(),
          items);
    }

    private static Optional<UserId> user(JsonNode item, String field) {
      JsonNode user = item.path(field);
      return user.isTextual() ? Optional.of(UserId.of(user.textValue())) : Optional.empty();
    }

    boolean untouched() {
      return all.stream().allMatch(Item::open);
    }

    long left() {
      return all.stream().filter(Item::open).count();
    }
  }

  private record Item(
      int number,
      String id,
      String text,
      Optional<UserId> owner,
      String status,
      Optional<UserId> by) {
    boolean open() {
      return status.equals("open");
    }
  }

  /** A list opened: prompts are posted. Ticks change the same state and are not news here. */
  @Override
  public void onEvent(Desk desk, Event event) {
    Items items = Items.of(event);
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (!items.untouched() || file.isEmpty()) {
      return;
    }
    // The opening's cause is the list and not the event: a second state of it is no second opening.
    Cause cause = new Cause(event.room().value() + "/" + items.id() + "/opened");
    boolean forFamily = isForFamily(desk, items);
    Optional<RoomId> room = file.get().room(forFamily ? RoomKind.FAMILY : RoomKind.PROFESSIONALS);
    if (room.isEmpty() || !desk.isIn(room.get())) {
      return;
    }
    if (forFamily) {
      postPrompts(desk, room.get(), items, cause);
    } else {
      postList(desk, room.get(), items, cause);
    }
  }

  private static boolean isForFamily(Desk desk, Items items) {
    return items.all().stream()
        .flatMap(item -> item.owner().stream())
        .flatMap(owner -> desk.accounts().find(owner).stream())
        .anyMatch(Account::isFamily);
  }

  private static void postPrompts(Desk desk, RoomId room, Items items, Cause cause) {
    Messages.Style style = desk.styleFor(room);
    String count = String.valueOf(items.all().size());
    desk.say(room, cause, desk.text(OPENED, style, Map.of("title", items.title(), "count", count)));
    for (Item item : items.all()) {
      desk.say(
          room,
          cause.and(item.id()),
          line(desk, PROMPT, style, item),
          item.owner().stream().toList(),
          Json.object().put("checklist", items.id()).put("item", item.id()));
    }
  }

  private static void postList(Desk desk, RoomId room, Items items, Cause cause) {
    desk.say(
        room,
        cause,
        desk.text(
            OPENED_LIST,
            Map.of(
                "title", items.title(),
                "clause", items.clause(),
                "items", lines(desk, Messages.Style.PLAIN, items))),
        items.all().stream().flatMap(item -> item.owner().stream()).distinct().toList(),
        null);
  }

  private static String lines(Desk desk, Messages.Style style, Items items) {
    return items.all().stream()
        .map(
            item -> {
              if (item.open()) {
                return line(desk, LINE_OPEN, style, item);
              }
              return line(
                  desk, item.status().equals("done") ? LINE_DONE : LINE_NOT_RELEVANT, style, item);
            })
        .collect(Collectors.joining("\n"));
  }

  private static String line(Desk desk, MessageKey key, Messages.Style style, Item item) {
    return desk.text(
        key,
        style,
        Map.of(
            "number", String.valueOf(item.number()),
            "text", item.text(),
            "owner", item.owner().map(desk::nameOf).orElse(desk.text(ANYONE, style, Map.of())),
            "by", item.by().map(desk::nameOf).orElse("")));
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    List<Items> lists = listsOf(desk, event.room());
    Messages.Style style = desk.styleFor(event.room());
    if (lists.isEmpty()) {
      desk.reply(event, Cause.of(event, "no-list"), desk.text(NO_LIST, style, Map.of()));
    } else if (command.name().equals("items")) {
      showItems(desk, event, lists, style);
    } else {
      done(desk, event, command, lists, style);
    }
  }

  /** The open lists of a room's case that concern the people of this room. */
  private static List<Items> listsOf(Desk desk, RoomId room) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), room);
    boolean family =
        CaseFile.kind(desk.view(), room).filter(kind -> kind == RoomKind.FAMILY).isPresent();
    return file.stream()
        .flatMap(each -> each.state(CaseEvents.CHECKLIST).stream())
        .map(Items::of)
        .filter(items -> items.left() > 0 && isForFamily(desk, items) == family)
        .sorted(Comparator.comparingLong(Items::opened).thenComparing(Items::id))
        .toList();
  }

  private static void showItems(Desk desk, Event event, List<Items> lists, Messages.Style style) {
    String text =
        lists.stream()
            .map(
                items ->
                    desk.text(
                        ITEMS,
                        style,
                        Map.of(
                            "title", items.title(),
                            "done", String.valueOf(items.all().size() - items.left()),
                            "count", String.valueOf(items.all().size()),
                            "items", lines(desk, style, items))))
            .collect(Collectors.joining("\n\n"));
    desk.reply(event, Cause.of(event, "items"), text);
  }

  private static void done(
      Desk desk, Event event, Command command, List<Items> lists, Messages.Style style) {
    List<String> words = command.words();
    List<Items> named =
        words.isEmpty()
            ? List.of()
            : lists.stream().filter(items -> items.id().equalsIgnoreCase(words.get(0))).toList();
    if (!named.isEmpty()) {
      words.remove(0);
    }
    OptionalInt number = words.isEmpty() ? OptionalInt.empty() : Command.number(words.get(0));
    if (number.isEmpty()) {
      desk.reply(event, Cause.of(event, "which"), desk.text(WHICH_NUMBER, style, Map.of()));
      return;
    }
    if (named.isEmpty() && lists.size() > 1) {
      String usages =
          lists.stream()
              .map(
                  items ->
                      desk.text(
                          LIST_USAGE, style, Map.of("list", items.id(), "title", items.title())))
              .collect(Collectors.joining("\n"));
      desk.reply(
          event, Cause.of(event, "which"), desk.text(WHICH_LIST, style, Map.of("lists", usages)));
      return;
    }
    Items items = named.isEmpty() ? lists.get(0) : named.get(0);
    Optional<Item> item =
        items.all().stream().filter(each -> each.number() == number.getAsInt()).findFirst();
    if (item.isEmpty()) {
      desk.reply(
          event,
          Cause.of(event, "which"),
          desk.text(
              NO_SUCH_ITEM,
              style,
              Map.of(
                  "number", String.valueOf(number.getAsInt()),
                  "count", String.valueOf(items.all().size()))));
      return;
    }
    tick(desk, event, items, item.get());
  }

  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    JsonNode mark = message.content().path(Desk.MARK);
    String itemId = mark.path("item").asText();
    Optional<Items> items =
        CaseFile.of(desk.view(), message.room())
            .flatMap(file -> file.state(CaseEvents.CHECKLIST, mark.path("checklist").asText()))
            .map(Items::of);
    if (items.isEmpty()) {
      return;
    }
    items.get().all().stream()
        .filter(item -> item.id().equals(itemId))
        .findFirst()
        .ifPresent(item -> tick(desk, reaction, items.get(), item));
  }

  /** Ticks an item in the name of the person who asked; the house says so in the room. */
  private static void tick(Desk desk, Event asked, Items items, Item item) {
    Messages.Style style = desk.styleFor(asked.room());
    Cause cause = Cause.of(asked, "tick");
    // Whether it is open still is looked at in the log's own step: asked twice after a crash, the
    // first answer holds.
    desk.appendFor(
        asked,
        cause,
        view -> {
          if (!isOpen(view, asked.room(), items.id(), item.id())) {
            throw Problem.of(
                409, "ORG.CASEROOM_TICKED", desk.text(ALREADY, style, Map.of("text", item.text())));
          }
          return Draft.message(
              asked.room(),
              asked.sender(),
              CaseEvents.CHECKLIST_TICK,
              Json.object()
                  .put("checklist", items.id())
                  .put("item", item.id())
                  .put("status", "done"));
        });
    if (asked.type().equals("m.room.message")) {
      desk.tick(asked, cause.and("seen"));
    }
    if (items.left() == 1 && item.open()) {
      String count = String.valueOf(items.all().size());
      desk.say(
          asked.room(),
          cause.and("complete"),
          desk.text(COMPLETE, style, Map.of("title", items.title(), "count", count)));
    }
  }

  private static boolean isOpen(RoomView view, RoomId room, String list, String item) {
    return CaseFile.of(view, room)
        .flatMap(file -> file.state(CaseEvents.CHECKLIST, list))
        .map(Items::of)
        .filter(
            items -> items.all().stream().anyMatch(each -> each.id().equals(item) && each.open()))
        .isPresent();
  }
}
