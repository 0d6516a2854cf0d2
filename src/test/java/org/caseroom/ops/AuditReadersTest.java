package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** Who could read an item, as an operator asks on the data of a stopped service. */
class AuditReadersTest {
  private record Ran(int code, String text) {}

  private static Ran readers(TestCaseroom caseroom, String item, String at) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    String data = caseroom.folder().toString();
    int code =
        Main.run(writer, writer, "audit", "readers", "--item", item, "--at", at, "--data", data);
    return new Ran(code, out.toString());
  }

  @Test
  void theCommandLineAnswersAsTheApiDoes() {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      caseroom.clock().set(Instant.parse("2025-03-12T08:00:00Z"));
      caseroom.createAccount("jo", Role.ADOPTER);
      String amy = caseroom.createAccount("amy", Role.DUTY_WORKER).value();
      String invite = "{\"preset\":\"private_chat\",\"invite\":[\"" + amy + "\"]}";
      String room =
          caseroom
              .http()
              .post("/_matrix/client/v3/createRoom", caseroom.signIn("jo"), invite)
              .ok()
              .path("room_id")
              .asText();
      String path = "/_matrix/client/v3/rooms/" + room;
      String item =
          caseroom
              .http()
              .put(
                  path + "/send/m.room.message/t",
                  caseroom.signIn("jo"),
                  Json.object().put("msgtype", "m.text").put("body", "A word"))
              .ok()
              .path("event_id")
              .asText();
      caseroom.clock().advance(Duration.ofHours(2));
      caseroom.http().post(path + "/join", caseroom.signIn("amy"), "{}").ok();

      Ran running = readers(caseroom, item, "2025-03-12T09:00:00Z");
      assertEquals(1, running.code(), running.text());
      caseroom.stop();

      Ran before = readers(caseroom, item, "2025-03-12T09:00:00Z");
      assertEquals(0, before.code(), before.text());
      assertTrue(before.text().contains("1 could read it"), before.text());
      assertTrue(before.text().contains("had not joined"), before.text());
      Ran after = readers(caseroom, item, "2025-03-12T11:00");
      assertTrue(after.text().contains("2 could read it"), after.text());
      assertTrue(
          after.text().toLowerCase(Locale.ROOT).contains("amy, " + amy + " (duty worker): in the"),
          after.text());
      Ran none = readers(caseroom, "$nothing", "2025-03-12T11:00");
      assertEquals(1, none.code());
      assertEquals(1, none.text().lines().count(), none.text());
    }
  }
}
