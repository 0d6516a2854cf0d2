package org.caseroom.web.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a room, or a line between messages.
 *
 * @param id the id of its element
 * @param event the event's id; empty for a line between messages
 * @param kind {@code day}, {@code person}, {@code mine}, {@code bot}, {@code house}, {@code event}
 *     or {@code notes}
 * @param author who wrote it; empty for lines between messages
 * @param role the author's role in words
 * @param time the time in words
 * @param iso the time for machines
 * @param html the message as clean HTML
 * @param edited whether this is a later version
 * @param removed whether it was removed
 * @param reply what it answers; null when it answers nothing
 * @param file the file it carries; null for none
 * @param reactions reactions with their number
 * @param answer the words of the button that answers a bot with a tick; empty for none
 * @param notes for {@code notes}: the lines that stand together here
 */
public record Message(
    String id,
    String event,
    String kind,
    String author,
    String role,
    String time,
    String iso,
    String html,
    boolean edited,
    boolean removed,
    @Nullable Reply reply,
    @Nullable File file,
    List<Reaction> reactions,
    String answer,
    List<Message> notes) {
  /**
   * What a message answers.
   *
   * @param target the id of the element it answers, when that is on the page; empty otherwise
   * @param text the beginning of what it answers
   */
  public record Reply(String target, String author, String text) {}

  /**
   * A file.
   *
   * @param path where to fetch it
   * @param name its name
   * @param size its size in words; empty when unknown
   * @param image whether it is a picture
   */
  public record File(String path, String name, String size, boolean image) {}

  /** A reaction. */
  public record Reaction(String key, int count, String who) {}

  /** Whether a person said it, in contrast to what bots and the house wrote down. */
  public boolean isSpoken() {
    return kind.equals("person") || kind.equals("mine");
  }

  /** Whether it is a line that says what happened, rather than a message. */
  public boolean isNote() {
    return kind.equals("house") || kind.equals("event");
  }

  /** Several notes that stand together, to be opened. */
  public static Message notes(List<Message> notes) {
    return new Message(
        "n" + notes.get(0).id(),
        "",
        "notes",
        "",
        "",
        notes.size() + " notes",
        "",
        "",
        false,
        false,
        null,
        null,
        List.of(),
        "",
        List.copyOf(notes));
  }

  /** A line that says which day it is. */
  public static Message day(String id, String words) {
    return new Message(
        id, "", "day", "", "", words, "", "", false, false, null, null, List.of(), "", List.of());
  }
}
