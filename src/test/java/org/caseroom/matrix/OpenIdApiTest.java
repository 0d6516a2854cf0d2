package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Showing another service who one is. */
class OpenIdApiTest {
  private static final String INFO = "/_matrix/federation/v1/openid/userinfo";

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aTokenTellsAnotherServiceWhoOneIsAndOpensNothing(Databases engine) {
    try (TestCaseroom caseroom = TestCaseroom.start(engine)) {
      caseroom.clock().set(Instant.parse("2026-01-05T09:00:00Z"));
      caseroom.createAccount("jo", Role.ADOPTER);
      String jo = caseroom.signIn("jo");
      String id = caseroom.user("jo").value();
      String path = MatrixTest.V3 + "/user/" + MatrixTest.enc(id) + "/openid/request_token";
      JsonNode made = caseroom.http().post(path, jo, Json.object()).ok();
      assertEquals("Bearer", made.path("token_type").asText());
      assertEquals("caseroom.localhost", made.path("matrix_server_name").asText());
      assertEquals(3600, made.path("expires_in").asInt());
      String token = made.path("access_token").asText();

      String ask = INFO + "?access_token=" + token;
      assertEquals(id, caseroom.http().get(ask, null).ok().path("sub").asText());
      MatrixTest.refused(
          401, "M_UNKNOWN_TOKEN", caseroom.http().get(MatrixTest.V3 + "/account/whoami", token));
      MatrixTest.refused(401, "M_UNKNOWN_TOKEN", caseroom.http().post(path, token, Json.object()));
      MatrixTest.refused(
          403, "M_FORBIDDEN", caseroom.http().post(path.replace("jo", "sam"), jo, Json.object()));
      MatrixTest.refused(401, "M_MISSING_TOKEN", caseroom.http().get(INFO, null));
      MatrixTest.refused(
          401, "M_UNKNOWN_TOKEN", caseroom.http().get(INFO + "?access_token=" + jo, null));

      caseroom.restart();
      assertEquals(id, caseroom.http().get(ask, null).ok().path("sub").asText());
      caseroom.clock().set(caseroom.clock().instant().plus(Duration.ofHours(1)));
      MatrixTest.refused(401, "M_UNKNOWN_TOKEN", caseroom.http().get(ask, null));
    }
  }
}
