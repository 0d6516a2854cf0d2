package org.caseroom.rooms;

import java.util.Arrays;
import org.caseroom.base.Problem;

/** The room versions that Caseroom speaks (Matrix specification, "Room Versions"). */
public enum RoomVersion {
  V10("10"),
  V11("11"),
  V12("12");

  /** The version of rooms that do not ask for another. */
  public static final RoomVersion DEFAULT = V11;

  private final String id;

  RoomVersion(String id) {
    this.id = id;
  }

  /**
   * Finds a version by its id.
   *
   * @throws Problem 400 {@code M_UNSUPPORTED_ROOM_VERSION} for any other
   */
  public static RoomVersion of(String id) {
    return Arrays.stream(values())
        .filter(version -> version.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                    400,
                    "M_UNSUPPORTED_ROOM_VERSION",
                    "This server speaks room versions 10, 11 and 12: ask for one of them."));
  }

  /** The id as it stands in {@code m.room.create}. */
  public String id() {
    return id;
  }

  /** Whether redaction follows version 11 (create content kept, {@code redacts} in content). */
  public boolean redactsAsVersion11() {
    return this != V10;
  }

  /** Whether the create event carries {@code creator} in its content (before version 11). */
  public boolean createNamesCreator() {
    return this == V10;
  }

  /** Whether the room id is the create event's hash and creators stand above power levels. */
  public boolean privilegesCreators() {
    return this == V12;
  }
}
