package org.caseroom.rooms;

/** The rooms of a service: its log, and the reading of it. */
public final class Rooms implements AutoCloseable {
  private final RoomLog log;
  private final RoomReader reader;
  private final Reports reports;
  private final LogReader whole;
  private final EventSigner signer;

  private Rooms(
      RoomLog log, RoomReader reader, Reports reports, LogReader whole, EventSigner signer) {
    this.signer = signer;
    this.log = log;
    this.reader = reader;
    this.reports = reports;
    this.whole = whole;
  }

  /** Opens the log and starts its writer. */
  public static Rooms open(RoomsContext context) {
    LogMemory memory = LogMemory.load(context.database());
    RoomLog log = new RoomLog(context, memory);
    return new Rooms(
        log,
        new RoomReader(context, memory, log.view()),
        new Reports(context.database(), context.audit()),
        new LogReader(context.database()),
        context.signer());
  }

  /** The one door to write through. */
  public RoomLog log() {
    return log;
  }

  /** Reading for a person. */
  public RoomReader reader() {
    return reader;
  }

  /** What people reported as inappropriate. */
  public Reports reports() {
    return reports;
  }

  /** Reading the whole log for the house itself: never for a person. */
  public LogReader whole() {
    return whole;
  }

  /** Signs for this server. */
  public EventSigner signer() {
    return signer;
  }

  @Override
  public void close() {
    log.close();
  }
}
