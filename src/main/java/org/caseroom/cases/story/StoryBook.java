package org.caseroom.cases.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The family's story as one reader may see it, with every version (purple book, R74).
 *
 * @param reference the case
 * @param child the child's given name
 * @param sections what the reader may read, in the order of the card
 * @param reads who has said that they read it
 * @param repeatAsks how often somebody asked again what is told, and posted it all the same
 * @param repeatAskers who did, most often first; null for readers who are no managers of the
 *     responsible agency
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoryBook(
    String reference,
    String child,
    List<Section> sections,
    List<Read> reads,
    int repeatAsks,
    @Nullable List<Asker> repeatAskers) {

  /**
   * A section.
   *
   * @param place its number on the card
   * @param versions all of them, oldest first; the last is in force
   */
  public record Section(
      String section,
      int place,
      String title,
      String text,
      List<String> audience,
      List<Version> versions) {}

  /**
   * A version of a section.
   *
   * @param why what was corrected, where its writer said so
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(
      int version,
      String title,
      String text,
      List<String> audience,
      UserId by,
      String name,
      Instant at,
      EventId eventId,
      @Nullable String why) {}

  /** That somebody has read the story. */
  public record Read(UserId user, String name, Instant at, int sections) {}

  /** Somebody who posted what is told already. */
  public record Asker(UserId user, String name, int asks, Instant last) {}
}
