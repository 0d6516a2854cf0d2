package org.caseroom.matrix.sync.sliding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.RoomId;
import org.caseroom.matrix.sync.JsonOut;
import org.caseroom.matrix.sync.SyncEngine;
import org.caseroom.matrix.sync.SyncServices;
import org.caseroom.matrix.sync.SyncToken;
import org.caseroom.matrix.sync.sliding.RoomLists.Cut;
import org.caseroom.matrix.sync.sliding.SlidingRequest.Range;
import org.jspecify.annotations.Nullable;

/** Builds answers. */
final class SlidingAnswers {
  private final SyncEngine engine;
  private final RoomLists lists;
  private final RoomResults rooms;
  private final ExtensionResults extensions;
  private final Connections connections;

  SlidingAnswers(SyncServices services, SyncEngine engine, Connections connections) {
    this.engine = engine;
    var log = services.rooms().log();
    var reader = services.rooms().reader();
    this.lists = new RoomLists(log, reader, services.identity().accountData());
    this.rooms = new RoomResults(log, reader, services.events(), services.push().unread());
    this.extensions = new ExtensionResults(engine.parts(), services.identity(), services.passing());
    this.connections = connections;
  }

  /**
   * An answer.
   *
   * @param json null when there is nothing to tell yet
   * @param upTo up to where was looked
   */
  record Answer(byte @Nullable [] json, SyncToken upTo) {}

  /**
   * Builds an answer.
   *
   * @param last whether to answer also with nothing
   */
  Answer build(SlidingRequest request, Standing standing, boolean last) {
    SyncToken upTo = engine.now();
    Standing.Next next = new Standing.Next(standing);
    Round round =
        new Round(
            request,
            standing.token(),
            upTo,
            engine.parts().beside(request.caller(), standing.token(), upTo),
            engine.parts().ignored(request.caller().user()),
            next);
    RoomLists.Found found = lists.find(request, next, round.beside().closings());
    JsonOut out = new JsonOut();
    out.beginObject();
    writeLists(found.lists(), out);
    out.name("rooms").beginObject();
    Map<RoomId, RoomResults.Told> told = writeRooms(round, found, out);
    out.endObject();
    out.name("extensions");
    boolean news = extensions.write(round, found.rooms(), told, out);
    news |= !told.isEmpty() || !found.closed().isEmpty();
    if (!news && !last && standing.token() != null) {
      return new Answer(null, upTo);
    }
    out.name("pos").text(connections.keep(request, next, upTo));
    out.endObject();
    return new Answer(out.bytes(), upTo);
  }

  private Map<RoomId, RoomResults.Told> writeRooms(
      Round round, RoomLists.Found found, JsonOut out) {
    Map<RoomId, RoomResults.Told> told = new LinkedHashMap<>();
    found
        .rooms()
        .forEach(
            (room, wanted) -> {
              RoomResults.Told result =
                  rooms.write(round, wanted, found.direct().contains(room.value()), out);
              if (result != null) {
                told.put(room, result);
              }
            });
    found.closed().forEach(room -> rooms.writeClosed(round, room, out));
    return told;
  }

  private static void writeLists(Map<String, Cut> lists, JsonOut out) {
    out.name("lists").beginObject();
    lists.forEach(
        (name, cut) -> {
          out.name(name).beginObject();
          out.name("count").number(cut.count());
          out.name("ops").beginArray();
          cut.windows().forEach((range, window) -> writeWindow(range, window, out));
          out.endArray().endObject();
        });
    out.endObject();
  }

  private static void writeWindow(Range range, List<RoomId> window, JsonOut out) {
    out.beginObject().name("op").text("SYNC");
    out.name("range").beginArray().number(range.first()).number(range.last()).endArray();
    out.name("room_ids").beginArray();
    window.forEach(room -> out.text(room.value()));
    out.endArray().endObject();
  }
}
