package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.matrix.EventFilter;
import org.caseroom.matrix.ReceiptContents;
import org.caseroom.matrix.push.UnreadCounts;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Typing;

/** What goes with a joined room beside its history: typing, receipts, account data, counts. */
final class RoomExtras {
  private final Receipts receipts;
  private final Typing typing;
  private final AccountData accountData;
  private final UnreadCounts unread;

  RoomExtras(Receipts receipts, Typing typing, AccountData accountData, UnreadCounts unread) {
    this.receipts = receipts;
    this.typing = typing;
    this.accountData = accountData;
    this.unread = unread;
  }

  /**
   * Writes {@code ephemeral}.
   *
   * @return whether there is anything in it
   */
  boolean writeEphemeral(Turn turn, RoomId room, boolean fresh, JsonOut out) {
    EventFilter filter = turn.filter.ephemeral();
    List<ObjectNode> events = new ArrayList<>(2);
    if (filter.wantsRoom(room)) {
      addTyping(turn, room, fresh, events);
      addReceipts(turn, room, fresh, events);
      events.removeIf(event -> !filter.matches(event.path("type").asText(), null));
    }
    writeEvents("ephemeral", events, out);
    return !events.isEmpty();
  }

  private void addTyping(Turn turn, RoomId room, boolean fresh, List<ObjectNode> events) {
    boolean changed =
        (fresh || turn.since == null)
            ? !typing.in(room).isEmpty()
            : typing.position(room) > turn.since.typing();
    if (changed) {
      ObjectNode event = Json.object().put("type", "m.typing");
      var users = event.putObject("content").putArray("user_ids");
      for (UserId user : typing.in(room)) {
        if (!turn.ignored.contains(user.value())) {
          users.add(user.value());
        }
      }
      events.add(event);
    }
  }

  private void addReceipts(Turn turn, RoomId room, boolean fresh, List<ObjectNode> events) {
    long after = fresh || turn.since == null ? 0 : turn.since.stream();
    List<Receipt> told = new ArrayList<>();
    for (Receipt receipt : receipts.visible(turn.user, room, after)) {
      if (!turn.ignored.contains(receipt.user().value())) {
        told.add(receipt);
      }
    }
    for (ObjectNode content : ReceiptContents.of(told)) {
      ObjectNode event = Json.object().put("type", "m.receipt");
      event.set("content", content);
      events.add(event);
    }
  }

  /**
   * Writes the room's {@code account_data}.
   *
   * @return whether there is anything in it
   */
  boolean writeAccountData(Turn turn, RoomId room, boolean fresh, JsonOut out) {
    EventFilter filter = turn.filter.roomAccountData();
    List<ObjectNode> events = new ArrayList<>(1);
    if (filter.wantsRoom(room)) {
      List<Item> items = fresh ? accountData.of(turn.user, room) : turn.accountData;
      for (Item item : items) {
        if (room.equals(item.room()) && filter.matches(item.type(), null)) {
          events.add(event(item));
        }
      }
    }
    writeEvents("account_data", events, out);
    return !events.isEmpty();
  }

  /** A piece of account data as an event. */
  static ObjectNode event(Item item) {
    ObjectNode event = Json.object().put("type", item.type());
    event.set("content", item.content());
    return event;
  }

  /** Writes the unread counts, by thread where the filter asks for that. */
  void writeUnread(Turn turn, RoomId room, MemberRooms.Visit visit, JsonOut out) {
    UnreadCounts.Counts counts =
        unread.of(turn.user, room, visit.joinedAt(), turn.log, visit.newest());
    boolean byThread = turn.filter.timeline().unreadThreadNotifications();
    out.name("unread_notifications");
    write(byThread ? counts.main() : counts.all(), out);
    if (byThread && !counts.threads().isEmpty()) {
      out.name("unread_thread_notifications").beginObject();
      for (Map.Entry<String, UnreadCounts.Count> thread : counts.threads().entrySet()) {
        out.name(thread.getKey());
        write(thread.getValue(), out);
      }
      out.endObject();
    }
  }

  private static void write(UnreadCounts.Count count, JsonOut out) {
    out.beginObject();
    out.name("notification_count").number(count.notifications());
    out.name("highlight_count").number(count.highlights());
    out.endObject();
  }

  private static void writeEvents(String name, List<ObjectNode> events, JsonOut out) {
    out.name(name).beginObject().name("events").beginArray();
    events.forEach(out::tree);
    out.endArray().endObject();
  }
}
