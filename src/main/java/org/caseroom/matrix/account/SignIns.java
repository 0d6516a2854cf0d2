package org.caseroom.matrix.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.identity.Sessions;
import org.caseroom.matrix.MatrixResponse;
import org.caseroom.matrix.MatrixSettings;

/** What a client is told that has just signed in. */
final class SignIns {
  private final MatrixSettings settings;

  SignIns(MatrixSettings settings) {
    this.settings = settings;
  }

  /** Who it is, without a sign-in. */
  ObjectNode named(UserId user) {
    return Json.object().put("user_id", user.value()).put("home_server", settings.server().value());
  }

  /** Who it is, with the tokens. */
  MatrixResponse answer(Sessions.SignIn signIn) {
    ObjectNode answer = named(signIn.user());
    answer.put("device_id", signIn.device().value());
    tokens(answer, signIn);
    if (settings.publicUrl() != null) {
      answer
          .putObject("well_known")
          .putObject("m.homeserver")
          .put("base_url", settings.publicUrl());
    }
    return MatrixResponse.ok(answer);
  }

  /** The tokens and how long they are good. */
  static ObjectNode tokens(ObjectNode answer, Sessions.SignIn signIn) {
    answer.put("access_token", signIn.token().reveal());
    if (signIn.refreshToken() != null) {
      answer.put("refresh_token", signIn.refreshToken().reveal());
    }
    if (signIn.lifetime() != null) {
      answer.put("expires_in_ms", signIn.lifetime().toMillis());
    }
    return answer;
  }
}
