package org.caseroom.cases.story;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.rooms.Event;

/**
 * The messages that the guard stopped of late, for the bot that tells their senders in private: a
 * plain Matrix client shows little of a refusal. In memory only, and few: a refusal was answered
 * already, and what is lost here is a courtesy.
 */
public final class Stopped {
  private static final int MOST = 500;

  private final ArrayDeque<Message> messages = new ArrayDeque<>();

  /**
   * A message that was not posted.
   *
   * @param sender who sent it
   * @param room where to
   * @param reference the case
   * @param type its event type
   * @param body what it asked
   * @param at when
   * @param problem the refusal, with where it is told
   */
  public record Message(
      UserId sender,
      RoomId room,
      String reference,
      String type,
      String body,
      Instant at,
      Problem problem) {}

  /** Pages and the API show a refusal themselves: only what a Matrix client sent is noted. */
  void note(Event event, CaseFile file, Problem problem) {
    if (event.transaction().filter(sent -> !sent.scope().equals("page")).isEmpty()) {
      return;
    }
    Message message =
        new Message(
            event.sender(),
            event.room(),
            file.reference(),
            event.type(),
            event.text("body").or(() -> event.text("text")).orElse(""),
            event.time(),
            problem);
    synchronized (messages) {
      messages.add(message);
      if (messages.size() > MOST) {
        messages.remove();
      }
    }
  }

  /** Takes what there is, oldest first. */
  public List<Message> take() {
    synchronized (messages) {
      List<Message> all = new ArrayList<>(messages);
      messages.clear();
      return all;
    }
  }
}
