package org.caseroom.cases.sharing;

import java.time.Instant;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;
import org.jspecify.annotations.Nullable;

/**
 * Who reads what in a case, as far as the reader may know it.
 *
 * @param topics what consent can leave out
 * @param consents the limits of the consents that have some
 * @param withheld what the reader does not read, and since when
 * @param rooms the rooms of the case, also those that the reader only knows to exist
 */
public record SharingView(
    List<Topic> topics, List<Limits> consents, List<Withheld> withheld, List<Room> rooms) {
  /** A topic of the procedure. */
  public record Topic(String id, String clause, String title) {}

  /**
   * The limits of a consent.
   *
   * @param consent its id
   * @param topics the topics that it covers; null for all
   * @param without the topics that are taken out
   * @param meeting the meeting that it ends with; null for none
   * @param since when this version was written
   * @param says all that in words
   */
  public record Limits(
      String consent,
      @Nullable String agency,
      @Nullable UserId user,
      String status,
      @Nullable List<String> topics,
      List<String> without,
      @Nullable Meeting meeting,
      Instant since,
      EventId event,
      String says) {}

  /** A meeting that a consent is for. */
  public record Meeting(String title, Instant starts, Instant ends) {}

  /**
   * Something that the reader does not read.
   *
   * @param room the room that it is in
   * @param topic the topic
   * @param since since when, as an instant
   * @param says in words, such as {@code You may not read Therapy since 08:50.}
   */
  public record Withheld(RoomKind room, String topic, @Nullable Instant since, String says) {}

  /**
   * A room of the case.
   *
   * @param readable whether the reader reads it
   * @param says why not; null where they do
   */
  public record Room(RoomKind kind, boolean readable, @Nullable String says) {}
}
