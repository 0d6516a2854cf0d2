package org.caseroom.rooms;

/** The rooms of a service: its log, and the reading of it. */
public final class Rooms implements AutoCloseable {
  private final RoomLog log;
  private final RoomReader reader;

  private Rooms(RoomLog log, RoomReader reader) {
    this.log = log;
    this.reader = reader;
  }

  /** Opens the log and starts its writer. */
  public static Rooms open(RoomsContext context) {
    LogMemory memory = LogMemory.load(context.database());
    RoomLog log = new RoomLog(context, memory);
    return new Rooms(log, new RoomReader(context, memory, log.view()));
  }

  /** The one door to write through. */
  public RoomLog log() {
    return log;
  }

  /** Reading for a person. */
  public RoomReader reader() {
    return reader;
  }

  @Override
  public void close() {
    log.close();
  }
}
