package org.caseroom.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.DeviceId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions.Change;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.identity.StreamPositions.Placed;

/** Changes as nodes tell each other of them: JSON, as many to a message as it holds. */
final class PlacedText {
  /** PostgreSQL takes 8,000; the last one added has 1,800 at most. */
  private static final int ENOUGH_BYTES = 5_000;

  private PlacedText() {}

  static List<String> messages(long first, List<Change> changes) {
    List<String> messages = new ArrayList<>();
    ArrayNode message = Json.array();
    int bytes = 0;
    for (int i = 0; i < changes.size(); i++) {
      ArrayNode line = line(first + i, changes.get(i));
      message.add(line);
      bytes += Json.writeBytes(line).length;
      if (bytes > ENOUGH_BYTES || i == changes.size() - 1) {
        messages.add(Json.write(message));
        message.removeAll();
        bytes = 0;
      }
    }
    return messages;
  }

  private static ArrayNode line(long position, Change change) {
    ArrayNode line =
        Json.array().add(position).add(change.kind().name()).add(change.user().value());
    line.add(change.device() == null ? null : change.device().value());
    return line.add(change.room() == null ? null : change.room().value());
  }

  static List<Placed> read(String message) {
    List<Placed> read = new ArrayList<>();
    for (JsonNode line : Json.parse(message)) {
      JsonNode device = line.get(3);
      JsonNode room = line.get(4);
      read.add(
          new Placed(
              line.get(0).longValue(),
              new Change(
                  Kind.valueOf(line.get(1).textValue()),
                  new UserId(line.get(2).textValue()),
                  device.isNull() ? null : new DeviceId(device.textValue()),
                  room.isNull() ? null : new RoomId(room.textValue()))));
    }
    return read;
  }
}
