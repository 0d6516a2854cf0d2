package org.caseroom.rooms.search;

import java.util.Optional;

/** The parts of events that are searched (client-server API, "Server Side Search"). */
public enum SearchKey {
  /** What messages say. */
  BODY("content.body"),
  /** Names of rooms. */
  NAME("content.name"),
  /** Topics of rooms. */
  TOPIC("content.topic");

  private final String path;

  SearchKey(String path) {
    this.path = path;
  }

  /** Its name in the protocol. */
  public String path() {
    return path;
  }

  /** The key of a name in the protocol. */
  public static Optional<SearchKey> of(String path) {
    for (SearchKey key : values()) {
      if (key.path.equals(path)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
