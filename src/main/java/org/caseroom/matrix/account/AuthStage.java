package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.matrix.Fields;
import org.jspecify.annotations.Nullable;

/** One step of user-interactive authentication (client-server API, "Authentication types"). */
interface AuthStage {
  /** Its name, such as {@code m.login.password}. */
  String type();

  /**
   * Looks at what the client sent for it.
   *
   * @throws org.caseroom.base.Problem 401 when it does not do, so that the client may try again;
   *     another one ends the request
   */
  void check(Attempt attempt);

  /** What a client has to know to go through it. */
  default ObjectNode params() {
    return Json.object();
  }

  /**
   * A try at a stage.
   *
   * @param auth the request's {@code auth}
   * @param user whose request it is, null for one from somebody who is not signed in
   * @param session what is known of this authentication so far
   * @param remoteAddress where the client is
   */
  record Attempt(Fields auth, @Nullable UserId user, AuthSession session, String remoteAddress) {}
}
