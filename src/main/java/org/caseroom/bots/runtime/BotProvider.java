package org.caseroom.bots.runtime;

/**
 * How a bot of one's own comes in: a jar on the class path names its provider in {@code
 * META-INF/services/org.caseroom.bots.runtime.BotProvider}, and a folder of the bot's name stands
 * under {@code bots/} with {@code bot.yaml} and its messages. Made once, when the service starts.
 */
public interface BotProvider {
  /** Makes the bot. */
  Bot create(BotServices services);
}
