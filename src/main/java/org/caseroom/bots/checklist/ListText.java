package org.caseroom.bots.checklist;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;

/** What the checklist bot says. */
final class ListText {
  static final MessageKey OPENED = MessageKey.of("opened", "title", "count");
  static final MessageKey PROMPT = MessageKey.of("prompt", "number", "text", "owner");
  static final MessageKey OPENED_LIST =
      MessageKey.of("opened-list", "title", "items").optionally("clause");
  static final MessageKey ADDED =
      MessageKey.of("added", "title", "number", "text", "owner").optionally("clause");
  static final MessageKey RECEIPT = MessageKey.of("receipt", "by", "text");
  static final MessageKey RECEIVED = MessageKey.of("received");
  static final MessageKey GIVEN = MessageKey.of("given", "number", "text", "owner", "by");
  static final MessageKey ITEMS = MessageKey.of("items", "title", "done", "count", "items");
  static final MessageKey COMPLETE = MessageKey.of("complete", "title").optionally("count");
  static final MessageKey ALREADY = MessageKey.of("already", "text");
  static final MessageKey WHICH_NUMBER = MessageKey.of("which-number");
  static final MessageKey NO_SUCH_ITEM = MessageKey.of("no-such-item", "number", "count");
  static final MessageKey NO_LIST = MessageKey.of("no-list");
  static final MessageKey WHICH_LIST = MessageKey.of("which-list", "lists");
  static final MessageKey LIST_USAGE =
      MessageKey.of("list-usage", "list", "number", "title", "command");
  static final MessageKey USAGE = MessageKey.of("usage", "usage");
  static final MessageKey NO_SUCH_PERSON = MessageKey.of("no-such-person", "name");

  /** What somebody writes in answer to an item that is done, with commas between. */
  static final MessageKey DONE_WORDS = MessageKey.of("done-words");

  private static final MessageKey LINE_OPEN = MessageKey.of("line-open", "number", "text", "owner");
  private static final MessageKey LINE_DONE =
      MessageKey.of("line-done", "number", "text").optionally("by");
  private static final MessageKey LINE_NOT_RELEVANT =
      MessageKey.of("line-not-relevant", "number", "text");
  private static final MessageKey ANYONE = MessageKey.of("anyone");

  static final List<MessageKey> ALL =
      List.of(
          OPENED,
          PROMPT,
          OPENED_LIST,
          ADDED,
          RECEIPT,
          RECEIVED,
          GIVEN,
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
          LIST_USAGE,
          USAGE,
          NO_SUCH_PERSON,
          DONE_WORDS);

  private ListText() {}

  /** A list in lines, each item with its owner or who did it. */
  static String lines(Desk desk, Messages.Style style, Items items) {
    return items.all().stream()
        .map(
            item ->
                line(
                    desk,
                    item.open() ? LINE_OPEN : item.done() ? LINE_DONE : LINE_NOT_RELEVANT,
                    style,
                    item))
        .collect(Collectors.joining("\n"));
  }

  static String line(Desk desk, MessageKey key, Messages.Style style, Items.Item item) {
    return desk.text(
        key,
        style,
        Map.of(
            "number", String.valueOf(item.number()),
            "text", item.text(),
            "owner", owner(desk, style, item),
            "by", item.by().map(desk::nameOf).orElse("")));
  }

  static String owner(Desk desk, Messages.Style style, Items.Item item) {
    return item.owner().map(desk::nameOf).orElse(desk.text(ANYONE, style, Map.of()));
  }
}
