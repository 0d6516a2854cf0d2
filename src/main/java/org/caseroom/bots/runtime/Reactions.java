package org.caseroom.bots.runtime;

import org.caseroom.rooms.Event;

/** Reactions: the same sign with and without the mark that asks for its coloured form. */
public final class Reactions {
  private Reactions() {}

  /** The sign of a reaction, without that mark. */
  public static String of(Event reaction) {
    return bare(reaction.content().path("m.relates_to").path("key").asText());
  }

  /** A sign without that mark: clients differ in whether they send it. */
  static String bare(String sign) {
    return sign.replace("\uFE0F", "");
  }
}
