package org.caseroom.bots.checklist;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.BotDefinition;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.People;
import org.caseroom.cases.checklists.ChecklistEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * What people do with the items of their lists, in their own names: tick, hand on, leave out, and
 * say that they have received something.
 */
final class ListAnswers {
  private ListAnswers() {}

  private static void say(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.reply(event, Cause.of(event, "said"), style -> desk.text(key, style, values));
  }

  // ---- Commands ----

  static void command(Desk desk, Event event, Command command) {
    List<Items> lists = Items.openIn(desk, event.room());
    if (lists.isEmpty()) {
      say(desk, event, ListText.NO_LIST, Map.of());
    } else if (command.name().equals("items")) {
      show(desk, event, lists);
    } else {
      about(desk, event, command, lists);
    }
  }

  private static void show(Desk desk, Event event, List<Items> lists) {
    desk.reply(
        event,
        Cause.of(event, "items"),
        style ->
            lists.stream()
                .map(
                    items ->
                        desk.text(
                            ListText.ITEMS,
                            style,
                            Map.of(
                                "title", items.title(),
                                "done", String.valueOf(items.all().size() - items.left()),
                                "count", String.valueOf(items.all().size()),
                                "items", ListText.lines(desk, style, items))))
                .collect(Collectors.joining("\n\n")));
  }

  /** {@code !done 3}, {@code !give 3 @name}, {@code !skip 3 why}; a list's name may come first. */
  private static void about(Desk desk, Event event, Command command, List<Items> lists) {
    List<String> words = new ArrayList<>(command.words());
    List<Items> named =
        words.isEmpty()
            ? List.of()
            : lists.stream().filter(items -> items.id().equalsIgnoreCase(words.get(0))).toList();
    if (!named.isEmpty()) {
      words.remove(0);
    }
    OptionalInt number = words.isEmpty() ? OptionalInt.empty() : Command.number(words.get(0));
    if (number.isEmpty()) {
      say(desk, event, ListText.WHICH_NUMBER, Map.of());
      return;
    }
    List<Items> meant = named.isEmpty() ? meant(event, lists, number.getAsInt()) : named;
    if (meant.size() > 1) {
      which(desk, event, command.name(), meant, number.getAsInt());
      return;
    }
    Items items = meant.isEmpty() ? lists.get(0) : meant.get(0);
    Optional<Items.Item> item = items.item(number.getAsInt());
    if (item.isEmpty()) {
      String count = String.valueOf(items.all().size());
      say(
          desk,
          event,
          ListText.NO_SUCH_ITEM,
          Map.of("number", String.valueOf(number.getAsInt()), "count", count));
      return;
    }
    String rest = String.join(" ", words.subList(1, words.size()));
    switch (command.name()) {
      case "give" -> give(desk, event, items, item.get(), rest);
      case "skip" -> skip(desk, event, items, item.get(), rest);
      default -> tick(desk, event, items, item.get());
    }
  }

  /**
   * The lists that a bare number can mean: where it is open; of several, the one where it is the
   * person's own. With one list there is nothing to choose.
   */
  private static List<Items> meant(Event event, List<Items> lists, int number) {
    if (lists.size() == 1) {
      return lists;
    }
    List<Items> open =
        lists.stream()
            .filter(items -> items.item(number).filter(Items.Item::open).isPresent())
            .toList();
    List<Items> own =
        open.stream()
            .filter(
                items ->
                    items
                        .item(number)
                        .flatMap(Items.Item::owner)
                        .filter(event.sender()::equals)
                        .isPresent())
            .toList();
    return own.size() == 1 ? own : open;
  }

  private static void which(Desk desk, Event event, String command, List<Items> lists, int number) {
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            desk.text(
                ListText.WHICH_LIST,
                style,
                Map.of(
                    "lists",
                    lists.stream()
                        .map(
                            items ->
                                desk.text(
                                    ListText.LIST_USAGE,
                                    style,
                                    Map.of(
                                        "command", command,
                                        "list", items.id(),
                                        "number", String.valueOf(number),
                                        "title", items.title())))
                        .collect(Collectors.joining("\n")))));
  }

  private static void usage(Desk desk, Event event, String command) {
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            desk.text(
                ListText.USAGE,
                style,
                Map.of("usage", desk.text(BotDefinition.usage(command), style, Map.of()))));
  }

  // ---- Acts ----

  /** Ticks an item in the name of the person who asked; the house says so in the room. */
  static void tick(Desk desk, Event asked, Items items, Items.Item item) {
    Cause cause = Cause.of(asked, "tick");
    // Whether it is open still is looked at in the log's own step: asked twice after a crash, the
    // first answer holds.
    desk.appendFor(
        asked,
        cause,
        view -> {
          if (!isOpen(view, asked.room(), items.id(), item.id())) {
            throw Problem.of(
                409,
                "ORG.CASEROOM_TICKED",
                desk.worded(
                    asked.room(),
                    style -> desk.text(ListText.ALREADY, style, Map.of("text", item.text()))));
          }
          return Draft.message(
              asked.room(),
              asked.sender(),
              CaseEvents.CHECKLIST_TICK,
              content(items, item).put("status", "done"));
        });
    finished(desk, asked, cause, items, item);
  }

  private static void finished(Desk desk, Event asked, Cause cause, Items items, Items.Item item) {
    seen(desk, asked, cause);
    if (items.left() == 1 && item.open()) {
      String count = String.valueOf(items.all().size());
      desk.say(
          asked.room(),
          cause.and("complete"),
          style ->
              desk.text(ListText.COMPLETE, style, Map.of("title", items.title(), "count", count)));
    }
  }

  /** ✅ under what somebody wrote; a reaction speaks for itself. */
  private static void seen(Desk desk, Event asked, Cause cause) {
    if (asked.type().equals("m.room.message")) {
      desk.tick(asked, cause.and("seen"));
    }
  }

  private static ObjectNode content(Items items, Items.Item item) {
    return Json.object().put("checklist", items.id()).put("item", item.id());
  }

  private static boolean isOpen(RoomView view, RoomId room, String list, String item) {
    return CaseFile.of(view, room)
        .flatMap(file -> file.state(CaseEvents.CHECKLIST, list))
        .map(Items::of)
        .flatMap(items -> items.item(item))
        .filter(Items.Item::open)
        .isPresent();
  }

  private static void skip(Desk desk, Event asked, Items items, Items.Item item, String why) {
    if (why.isBlank()) {
      usage(desk, asked, "skip");
      return;
    }
    Cause cause = Cause.of(asked, "skip");
    act(
        desk,
        asked,
        cause,
        CaseEvents.CHECKLIST_TICK,
        content(items, item).put("status", "not-relevant").put("note", why));
    finished(desk, asked, cause, items, item);
  }

  private static void give(Desk desk, Event asked, Items items, Items.Item item, String rest) {
    if (rest.isBlank()) {
      usage(desk, asked, "give");
      return;
    }
    Optional<Account> to = People.in(desk, asked.room(), rest);
    if (to.isEmpty()) {
      say(desk, asked, ListText.NO_SUCH_PERSON, Map.of("name", rest));
      return;
    }
    Cause cause = Cause.of(asked, "give");
    act(
        desk,
        asked,
        cause,
        ChecklistEvents.GIVE,
        content(items, item).put("to", to.get().id().value()));
    seen(desk, asked, cause);
    desk.say(
        asked.room(),
        cause.and("told"),
        style ->
            desk.text(
                ListText.GIVEN,
                style,
                Map.of(
                    "number", String.valueOf(item.number()),
                    "text", item.text(),
                    "owner", to.get().displayName(),
                    "by", desk.nameOf(asked.sender()))),
        List.of(to.get().id()),
        mark(items, item));
  }

  /** How the bot knows again which item a message is about. */
  static ObjectNode mark(Items items, Items.Item item) {
    return content(items, item);
  }

  /** The family says that it has what an item promised. */
  static void receive(Desk desk, Event asked, Items items, Items.Item item) {
    Cause cause = Cause.of(asked, "receive");
    act(desk, asked, cause, ChecklistEvents.RECEIVE, content(items, item));
    desk.reply(asked, cause.and("said"), style -> desk.text(ListText.RECEIVED, style, Map.of()));
  }

  private static void act(Desk desk, Event asked, Cause cause, String type, ObjectNode content) {
    desk.appendFor(
        asked, cause, view -> Draft.message(asked.room(), asked.sender(), type, content));
  }
}
