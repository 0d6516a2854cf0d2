package org.caseroom.matrix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.Secret;
import org.caseroom.identity.AddressChecks;
import org.caseroom.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /account/password} of somebody who is not signed in: a confirmed e-mail address takes
 * the place of the forgotten password.
 */
final class PasswordReset {
  private final Identity identity;
  private final EmailStage stage;

  PasswordReset(Identity identity, EmailStage stage) {
    this.identity = identity;
    this.stage = stage;
  }

  /**
   * Sets the password, or asks for the stage first.
   *
   * @throws Problem 401 {@code M_MISSING_TOKEN} where no mail is sent, so that only those who are
   *     signed in can change a password
   */
  MatrixResponse answer(MatrixRequest request) {
    if (!stage.isOffered()) {
      request.signedIn();
    }
    Fields body = Fields.of(request);
    Fields auth = body.fields("auth").orElse(null);
    if (auth == null || !auth.text("type").orElse("").equals(EmailStage.TYPE)) {
      return ask(auth, null);
    }
    AddressChecks.Confirmed check;
    try {
      check = stage.check(auth, AddressChecks.Purpose.RESET);
    } catch (Problem refusal) {
      if (!refusal.errcode().equals("M_THREEPID_AUTH_FAILED")) {
        throw refusal;
      }
      return ask(auth, refusal);
    }
    identity.resetPassword(
        check, Secret.of(body.requireText("new_password")), body.flag("logout_devices", true));
    return MatrixResponse.empty();
  }

  /** There is one stage, so there is nothing to remember between the requests. */
  private static MatrixResponse ask(@Nullable Fields auth, @Nullable Problem refusal) {
    ObjectNode json = Json.object();
    if (refusal != null) {
      json.put("errcode", refusal.errcode()).put("error", refusal.message());
    }
    json.putArray("flows").addObject().putArray("stages").add(EmailStage.TYPE);
    json.putArray("completed");
    json.putObject("params");
    String session = auth == null ? null : auth.text("session").orElse(null);
    json.put("session", session == null ? UUID.randomUUID().toString() : session);
    return new MatrixResponse.JsonBody(401, java.util.Map.of(), json);
  }
}
