package org.caseroom.matrix.sync.sliding;

import java.util.Collection;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.matrix.sync.JsonOut;
import org.caseroom.matrix.sync.RoomSummary;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** How a client can show a room in a list: its name and picture, heroes, and how many are in it. */
final class RoomNames {
  private static final String MEMBER = "m.room.member";

  private final RoomView view;
  private final RoomReader reader;

  /**
   * What is asked.
   *
   * @param joined whether the user is in the room
   * @param first whether the client does not have the room yet
   * @param changed the state that changed otherwise
   */
  record Ask(UserId user, RoomId room, boolean joined, boolean first, Collection<Event> changed) {
    boolean changed(String type) {
      return changed.stream().anyMatch(event -> event.type().equals(type));
    }
  }

  RoomNames(RoomView view, RoomReader reader) {
    this.view = view;
    this.reader = reader;
  }

  /** Writes all with a new room, and what changed with others; null for what is gone. */
  void write(Ask ask, JsonOut out) {
    Optional<String> name = text(ask, "m.room.name", "name");
    if (ask.first() ? name.isPresent() : ask.changed("m.room.name")) {
      write("name", name, out);
    }
    Optional<String> avatar = text(ask, "m.room.avatar", "url");
    if (ask.first() ? avatar.isPresent() : ask.changed("m.room.avatar")) {
      write("avatar", avatar, out);
    }
    boolean summed =
        ask.first() || ask.changed(MEMBER) || (name.isEmpty() && ask.changed("m.room.name"));
    if (ask.joined() && summed) {
      RoomSummary summary = RoomSummary.of(view, ask.room(), ask.user(), name.isPresent());
      writeHeroes(ask.room(), summary, out);
      out.name("joined_count").number(summary.joined());
      out.name("invited_count").number(summary.invited());
    }
  }

  private Optional<String> text(Ask ask, String type, String field) {
    Optional<Event> event =
        ask.joined()
            ? view.state(ask.room(), type, "")
            : reader.state(ask.user(), ask.room(), type, "");
    return event.flatMap(it -> it.text(field)).filter(text -> !text.isEmpty());
  }

  private static void write(String field, Optional<String> text, JsonOut out) {
    out.name(field);
    if (text.isPresent()) {
      out.text(text.get());
    } else {
      out.tree(Json.object().nullNode());
    }
  }

  private void writeHeroes(RoomId room, RoomSummary summary, JsonOut out) {
    if (summary.heroes().isEmpty()) {
      return;
    }
    out.name("heroes").beginArray();
    for (UserId hero : summary.heroes()) {
      Optional<Event> member = view.state(room, MEMBER, hero.value());
      out.beginObject().name("user_id").text(hero.value());
      member
          .flatMap(event -> event.text("displayname"))
          .ifPresent(name -> out.name("displayname").text(name));
      member
          .flatMap(event -> event.text("avatar_url"))
          .ifPresent(url -> out.name("avatar_url").text(url));
      out.endObject();
    }
    out.endArray();
  }
}
