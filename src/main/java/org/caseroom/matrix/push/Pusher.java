package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.DeviceId;
import org.caseroom.base.UserId;

/**
 * Somewhere to send a user's notifications.
 *
 * @param id whose it is and what it is called
 * @param device the device that set it, with which it goes
 * @param content as the client set it: read only
 * @param setAt when it was set, milliseconds since 1970
 * @param delivered the log position up to which its gateway has been told
 */
record Pusher(Id id, DeviceId device, ObjectNode content, long setAt, long delivered) {
  /**
   * What tells pushers apart.
   *
   * @param app the app's id
   * @param key the app's own address of the device
   */
  record Id(UserId user, String app, String key) {}

  /** The gateway's address. */
  String url() {
    return content.path("data").path("url").asText();
  }

  /** Whether the client asks for no more than the event's id. */
  boolean idOnly() {
    return content.path("data").path("format").asText().equals("event_id_only");
  }
}
