package org.caseroom.bots.runtime;

import java.util.List;
import java.util.stream.Stream;
import org.caseroom.identity.Role;

/** What any bot may have to say: the messages in {@code bots/messages}. */
public final class CommonMessages {
  static final MessageKey HELP = MessageKey.of("help", "bots");
  static final MessageKey HELP_BOT = MessageKey.of("help-bot", "name", "about", "commands");
  static final MessageKey HELP_LINE = MessageKey.of("help-line", "usage", "help");
  static final MessageKey UNKNOWN = MessageKey.of("unknown-command", "command");
  static final MessageKey FAILED = MessageKey.of("failed", "command");

  /** All of them. */
  public static final List<MessageKey> ALL =
      Stream.concat(
              Stream.of(HELP, HELP_BOT, HELP_LINE, UNKNOWN, FAILED),
              Stream.of(Role.values()).map(CommonMessages::of))
          .toList();

  private CommonMessages() {}

  /** What a role is called. */
  static MessageKey of(Role role) {
    return MessageKey.of("role-" + role.word());
  }
}
