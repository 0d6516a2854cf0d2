package org.caseroom.bots;

import java.util.List;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.BotProvider;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.rooms.Event;

/** A bot as somebody else writes one: it greets, and repeats what it is answered. */
public final class EchoBot implements Bot {
  /** How it comes in. */
  public static final class Provider implements BotProvider {
    @Override
    public Bot create(BotServices services) {
      return new EchoBot();
    }
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of();
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    desk.say(event.room(), Cause.of(event, "said"), style -> "Hello");
  }

  @Override
  public void onReply(Desk desk, Event reply, Event message) {
    desk.reply(
        reply,
        Cause.of(reply, "said"),
        style -> "You answered: " + Command.textOf(reply).orElse(""));
  }
}
