package org.caseroom.bots.runtime;

import java.util.List;
import org.caseroom.rooms.Event;

/**
 * What a bot does. Everything that happens to it comes on the bots' one thread, in log order, at
 * least once: what it appends must carry a {@link Cause} so that the second time changes nothing. A
 * {@link org.caseroom.base.Problem} that it throws for a command is answered in the room.
 */
public interface Bot {
  /** The bot's name, which is that of its folder. */
  String name();

  /** The messages that it can say; each stands in every file of its messages. */
  List<MessageKey> messages();

  /** An event of a type in its triggers, in a room that it is in. */
  default void onEvent(Desk desk, Event event) {}

  /** A person gave one of its commands. */
  default void onCommand(Desk desk, Event event, Command command) {}

  /** A person answered one of its messages with one of its reactions. */
  default void onReaction(Desk desk, Event reaction, Event message) {}

  /**
   * A person answered one of its messages in plain words, without a command: what they wrote is
   * {@link Command#textOf}. Many answers are meant for people: one that the bot does not understand
   * it leaves alone.
   *
   * @param reply the person's message
   * @param message the bot's message that it answers
   */
  default void onReply(Desk desk, Event reply, Event message) {}

  /** A person wrote one of its phrases, whatever else stands in the message. */
  default void onPhrase(Desk desk, Event message) {}

  /** Called at the start, and then about once a second: for what falls due by the clock. */
  default void onTick(Desk desk) {}
}
