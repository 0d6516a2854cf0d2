package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/** What clients learn of the server before they do anything. */
class DiscoveryApiTest {
  private static final String TURN_SERVER = "/_matrix/client/v3/voip/turnServer";

  @Test
  void whatIsNotSetUpIsNotThere() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      caseroom.createAccount("jo", Role.ADOPTER);
      Http http = caseroom.http();
      assertEquals(0, http.get(TURN_SERVER, caseroom.signIn("jo")).ok().size());
      assertEquals(401, http.get(TURN_SERVER, null).status());
      for (String name : List.of("support", "policy_server")) {
        Http.Response answer = http.get("/.well-known/matrix/" + name, null);
        assertEquals(404, answer.status());
        assertEquals("M_NOT_FOUND", answer.errcode());
      }
    }
  }

  @Test
  void otherWaysOfSigningInAreUnknown() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      for (String path :
          List.of(
              "/_matrix/client/v1/auth_metadata",
              "/_matrix/client/v3/login/sso/redirect?redirectUrl=https%3A%2F%2Fexample.org",
              "/_matrix/client/v3/login/sso/redirect/x?redirectUrl=https%3A%2F%2Fexample.org")) {
        Http.Response answer = caseroom.http().get(path, null);
        assertEquals(404, answer.status(), path);
        assertEquals("M_UNRECOGNIZED", answer.errcode());
      }
    }
  }

  @Test
  void aRelayTakesThePasswordThatIsGiven() throws Exception {
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .with("matrix.turn.uris", List.of("turn:turn.example.org?transport=udp"))
                    .with("matrix.turn.sharedSecret", "quiet")
                    .with("matrix.turn.seconds", 600))) {
      caseroom.createAccount("jo", Role.ADOPTER);
      JsonNode answer = caseroom.http().get(TURN_SERVER, caseroom.signIn("jo")).ok();
      assertEquals(600, answer.path("ttl").asInt());
      assertEquals("turn:turn.example.org?transport=udp", answer.path("uris").path(0).asText());
      String name = answer.path("username").asText();
      long end = caseroom.clock().instant().getEpochSecond() + 600;
      assertTrue(Math.abs(Long.parseLong(name.split(":", 2)[0]) - end) <= 60, name);
      assertEquals(caseroom.user("jo").value(), name.split(":", 2)[1]);
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec("quiet".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      assertEquals(
          Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8))),
          answer.path("password").asText());
    }
  }

  @Test
  void peopleAreToldWhomToAskForHelp() {
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings ->
                settings
                    .with("matrix.support.email", "help@example.org")
                    .with("matrix.support.page", "https://example.org/help"))) {
      JsonNode answer = caseroom.http().get("/.well-known/matrix/support", null).ok();
      JsonNode contact = answer.path("contacts").path(0);
      assertEquals("help@example.org", contact.path("email_address").asText());
      assertEquals("m.role.admin", contact.path("role").asText());
      assertEquals("https://example.org/help", answer.path("support_page").asText());
    }
  }
}
