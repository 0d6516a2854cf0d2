package org.caseroom.bots.checklist;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;

/** A list in the state of a case. */
record Items(String id, String title, String clause, long opened, List<Item> all) {

  /**
   * An item.
   *
   * @param number its place, from 1
   * @param receipt whether the family says that it has what the item promises
   * @param received whether it has said so
   * @param added when a fact of the case asked for it later on; 0 for from the start
   */
  record Item(
      int number,
      String id,
      String text,
      Optional<UserId> owner,
      String status,
      Optional<UserId> by,
      boolean receipt,
      boolean received,
      long added) {
    boolean open() {
      return status.equals("open");
    }

    boolean done() {
      return status.equals("done");
    }
  }

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
              user(item, "by"),
              item.path("receipt").asBoolean(),
              item.has("received"),
              item.path("added").asLong()));
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

  Optional<Item> item(String itemId) {
    return all.stream().filter(item -> item.id().equals(itemId)).findFirst();
  }

  Optional<Item> item(int number) {
    return number < 1 || number > all.size() ? Optional.empty() : Optional.of(all.get(number - 1));
  }

  boolean isForFamily(Desk desk) {
    return all.stream()
        .flatMap(item -> item.owner().stream())
        .flatMap(owner -> desk.accounts().find(owner).stream())
        .anyMatch(Account::isFamily);
  }

  /** A list of a room's case. */
  static Optional<Items> of(Desk desk, RoomId room, String id) {
    return CaseFile.of(desk.view(), room)
        .flatMap(file -> file.state(CaseEvents.CHECKLIST, id))
        .map(Items::of);
  }

  /** The lists of a room's case that are for the people of this room and still open. */
  static List<Items> openIn(Desk desk, RoomId room) {
    boolean family =
        CaseFile.kind(desk.view(), room).filter(kind -> kind == RoomKind.FAMILY).isPresent();
    return CaseFile.of(desk.view(), room).stream()
        .flatMap(each -> each.state(CaseEvents.CHECKLIST).stream())
        .map(Items::of)
        .filter(items -> items.left() > 0 && items.isForFamily(desk) == family)
        .sorted(Comparator.comparingLong(Items::opened).thenComparing(Items::id))
        .toList();
  }
}
