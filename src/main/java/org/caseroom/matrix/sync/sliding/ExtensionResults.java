package org.caseroom.matrix.sync.sliding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.Identity;
import org.caseroom.identity.ToDevice;
import org.caseroom.matrix.ReceiptContents;
import org.caseroom.matrix.sync.JsonOut;
import org.caseroom.matrix.sync.SyncParts;
import org.caseroom.matrix.sync.SyncServices;
import org.caseroom.matrix.sync.sliding.RoomLists.Wanted;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Extensions;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Scope;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipt;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/** Writes what a client asked for beside the rooms. */
final class ExtensionResults {
  private final SyncParts parts;
  private final ToDevice toDevice;
  private final AccountData accountData;
  private final Receipts receipts;
  private final Typing typing;

  ExtensionResults(SyncParts parts, Identity identity, SyncServices.Passing passing) {
    this.parts = parts;
    this.toDevice = identity.toDevice();
    this.accountData = identity.accountData();
    this.receipts = passing.receipts();
    this.typing = passing.typing();
  }

  /**
   * Writes them.
   *
   * @param wanted the rooms that the request is about
   * @param told what was told of rooms
   * @return whether there is anything new
   */
  boolean write(
      Round round, Map<RoomId, Wanted> wanted, Map<RoomId, RoomResults.Told> told, JsonOut out) {
    Extensions asked = round.request().extensions();
    out.beginObject();
    boolean news = false;
    if (asked.toDevice() != null) {
      news |= writeToDevice(round, asked.toDevice(), out);
    }
    if (asked.e2ee()) {
      out.name("e2ee").beginObject();
      news |= parts.writeKeys(round.request().caller(), round.since(), round.upTo(), out);
      out.endObject();
    }
    if (asked.accountData() != null) {
      news |= writeAccountData(round, inScope(asked.accountData(), wanted), out);
    }
    if (asked.receipts() != null) {
      news |= writeReceipts(round, inScope(asked.receipts(), wanted), told, out);
    }
    if (asked.typing() != null) {
      news |= writeTyping(round, inScope(asked.typing(), wanted), told, out);
    }
    out.endObject();
    return news;
  }

  private static Set<RoomId> inScope(Scope scope, Map<RoomId, Wanted> wanted) {
    Set<RoomId> rooms = new HashSet<>();
    wanted.forEach(
        (room, one) -> {
          boolean listed =
              !one.lists.isEmpty()
                  && (scope.lists() == null
                      || scope.lists().stream().anyMatch(one.lists::contains));
          boolean subscribed =
              one.subscribed && (scope.rooms() == null || scope.rooms().contains(room.value()));
          if (listed || subscribed) {
            rooms.add(room);
          }
        });
    return rooms;
  }

  private boolean writeToDevice(Round round, SlidingRequest.ToDevice asked, JsonOut out) {
    var caller = round.request().caller();
    List<ToDevice.Message> messages =
        toDevice.read(
            caller.user(), caller.device(), asked.since(), round.upTo().stream(), asked.limit());
    long next =
        messages.size() == asked.limit()
            ? messages.get(messages.size() - 1).position()
            : round.upTo().stream();
    out.name("to_device").beginObject();
    out.name("next_batch").text(Long.toString(next));
    out.name("events").beginArray();
    messages.forEach(message -> out.tree(message.event()));
    out.endArray().endObject();
    return !messages.isEmpty();
  }

  // ---- Account data ----

  private boolean writeAccountData(Round round, Set<RoomId> rooms, JsonOut out) {
    JsonOut.Mark before = out.mark();
    out.name("account_data").beginObject();
    boolean news = writeGlobal(round, out);
    Map<RoomId, List<Item>> byRoom = changedByRoom(round);
    out.name("rooms").beginObject();
    for (RoomId room : rooms) {
      Long upTo = round.next().before().accountData().get(room);
      List<Item> items;
      if (upTo == null) {
        items = accountData.of(round.user(), room);
      } else if (upTo.equals(Standing.LIVE)) {
        items = byRoom.getOrDefault(room, List.of());
      } else {
        items =
            accountData.of(round.user(), room).stream()
                .filter(item -> item.position() > upTo)
                .toList();
      }
      round.next().accountData(room, Standing.LIVE);
      if (!items.isEmpty()) {
        out.name(room.value()).beginArray();
        items.forEach(item -> out.tree(event(item)));
        out.endArray();
        news = true;
      }
    }
    out.endObject().endObject();
    noteMissed(round, rooms, byRoom.keySet());
    if (!news) {
      out.undo(before);
    }
    return news;
  }

  /** Whose change is not told now, is to be told once the room is wanted again. */
  private static void noteMissed(Round round, Set<RoomId> rooms, Set<RoomId> changed) {
    var since = round.since();
    if (since != null) {
      for (RoomId room : changed) {
        if (!rooms.contains(room)
            && Standing.LIVE.equals(round.next().before().accountData().get(room))) {
          round.next().accountData(room, since.stream());
        }
      }
    }
  }

  private boolean writeGlobal(Round round, JsonOut out) {
    boolean rules = round.since() == null;
    boolean news = false;
    out.name("global").beginArray();
    for (Item item : round.beside().accountData()) {
      if (item.room() != null) {
        continue;
      }
      if (item.type().equals("m.push_rules")) {
        rules = true;
      } else {
        out.tree(event(item));
        news = true;
      }
    }
    if (rules) {
      out.tree(parts.pushRules(round.user()));
    }
    out.endArray();
    return news || rules;
  }

  private static Map<RoomId, List<Item>> changedByRoom(Round round) {
    Map<RoomId, List<Item>> byRoom = new HashMap<>();
    for (Item item : round.beside().accountData()) {
      RoomId room = item.room();
      if (room != null) {
        byRoom.computeIfAbsent(room, r -> new ArrayList<>()).add(item);
      }
    }
    return byRoom;
  }

  private static ObjectNode event(Item item) {
    ObjectNode event = Json.object().put("type", item.type());
    event.set("content", item.content());
    return event;
  }

  // ---- Receipts and typing ----

  private boolean writeReceipts(
      Round round, Set<RoomId> rooms, Map<RoomId, RoomResults.Told> told, JsonOut out) {
    Map<RoomId, ObjectNode> contents = new LinkedHashMap<>();
    for (RoomId room : rooms) {
      if (!joined(round, room)) {
        continue;
      }
      List<Receipt> moved = moved(round, room, told.get(room));
      round.next().receipts(room, Standing.LIVE);
      moved =
          moved.stream()
              .filter(receipt -> !round.ignored().contains(receipt.user().value()))
              .toList();
      if (!moved.isEmpty()) {
        contents.put(room, ReceiptContents.of(moved).get(0));
      }
    }
    var since = round.since();
    if (since != null) {
      for (RoomId room : round.beside().receipts()) {
        if (!rooms.contains(room)
            && Standing.LIVE.equals(round.next().before().receipts().get(room))) {
          round.next().receipts(room, since.stream());
        }
      }
    }
    return writeByRoom("receipts", "m.receipt", contents, out);
  }

  private static boolean joined(Round round, RoomId room) {
    Sent sent = round.next().sentNow(room);
    return sent != null && sent.membership() == Membership.JOIN;
  }

  /**
   * The receipts to tell of a room: of a new one those for the events that are told, and the user's
   * own.
   */
  private List<Receipt> moved(Round round, RoomId room, RoomResults.@Nullable Told told) {
    UserId me = round.user();
    Long upTo = round.next().before().receipts().get(room);
    if (told != null && told.first()) {
      Set<EventId> events = new HashSet<>();
      told.timeline().stream().map(Event::id).forEach(events::add);
      return receipts.visible(me, room, 0).stream()
          .filter(receipt -> receipt.user().equals(me) || events.contains(receipt.event()))
          .toList();
    }
    if (upTo == null) {
      return receipts.visible(me, room, 0);
    }
    if (!upTo.equals(Standing.LIVE)) {
      return receipts.visible(me, room, upTo);
    }
    var since = round.since();
    return since != null && round.beside().receipts().contains(room)
        ? receipts.visible(me, room, since.stream())
        : List.of();
  }

  private boolean writeTyping(
      Round round, Set<RoomId> rooms, Map<RoomId, RoomResults.Told> told, JsonOut out) {
    Map<RoomId, ObjectNode> contents = new LinkedHashMap<>();
    for (RoomId room : rooms) {
      RoomResults.Told result = told.get(room);
      boolean first = result != null && result.first();
      boolean tells = first ? !typing.in(room).isEmpty() : round.beside().typing().contains(room);
      if (tells && joined(round, room)) {
        ObjectNode content = Json.object();
        var users = content.putArray("user_ids");
        typing.in(room).stream()
            .map(UserId::value)
            .filter(user -> !round.ignored().contains(user))
            .forEach(users::add);
        contents.put(room, content);
      }
    }
    return writeByRoom("typing", "m.typing", contents, out);
  }

  private static boolean writeByRoom(
      String name, String type, Map<RoomId, ObjectNode> contents, JsonOut out) {
    if (contents.isEmpty()) {
      return false;
    }
    out.name(name).beginObject().name("rooms").beginObject();
    contents.forEach(
        (room, content) -> {
          out.name(room.value()).beginObject();
          out.name("type").text(type);
          out.name("content").tree(content);
          out.endObject();
        });
    out.endObject().endObject();
    return true;
  }
}
