package org.caseroom.bots.runtime;

import org.caseroom.base.DeviceId;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Why a bot acts, in words that are the same each time: the event that it answers or the reminder
 * that is due, and which of its answers this is. It becomes the transaction id of what is appended,
 * so that the log itself makes doubles impossible, after a restart and across nodes.
 *
 * @param id for instance {@code $event/receipt}
 */
public record Cause(String id) {
  private static final DeviceId DEVICE = new DeviceId("bot");

  /** An answer to an event. */
  public static Cause of(Event event, String answer) {
    return new Cause(event.id().value() + "/" + answer);
  }

  /** One more answer to the same. */
  public Cause and(String answer) {
    return new Cause(id + "/" + answer);
  }

  /** The transaction id. */
  public Draft.Transaction transaction(String scope) {
    return new Draft.Transaction(DEVICE, scope, id);
  }
}
