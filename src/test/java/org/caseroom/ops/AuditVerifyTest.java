package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** {@code caseroom audit verify} beside a running service. */
class AuditVerifyTest {
  private static String verify(TestCaseroom caseroom, int code, String... more) {
    StringWriter said = new StringWriter();
    List<String> args = new ArrayList<>(List.of("audit", "verify"));
    args.addAll(List.of("--data", caseroom.folder().toString()));
    args.addAll(List.of(more));
    PrintWriter writer = new PrintWriter(said, true);
    assertEquals(code, Main.run(writer, writer, args.toArray(String[]::new)), said.toString());
    return said.toString();
  }

  private static void tamper(TestCaseroom caseroom, String sql) throws SQLException {
    try (Connection connection = caseroom.caseroom().database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql), sql);
    }
  }

  /** Fills a room, with a redacted message in it. */
  private static void fill(TestCaseroom caseroom) {
    caseroom.createAccount("jo", Role.ADOPTER);
    String jo = caseroom.signIn("jo");
    Http http = caseroom.http();
    String room =
        http.post("/_matrix/client/v3/createRoom", jo, "{}").ok().path("room_id").asText();
    String path = "/_matrix/client/v3/rooms/" + room;
    String last = "";
    for (int i = 0; i < 5; i++) {
      last =
          http.put(
                  path + "/send/m.room.message/t" + i,
                  jo,
                  Json.object().put("msgtype", "m.text").put("body", "Hello " + i))
              .ok()
              .path("event_id")
              .asText();
    }
    http.put(path + "/redact/" + last + "/r", jo, "{}").ok();
    http.get(path + "/messages?dir=b", jo).ok();
  }

  @Test
  void aRunningServiceIsVerifiedAndChangesAreNamed() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      fill(caseroom);
      String good = verify(caseroom, 0);
      assertTrue(good.contains("is whole") && good.contains("events"), good);

      Path held = Files.writeString(caseroom.folder().resolve("held"), checkpoint(caseroom));
      verify(caseroom, 0, "--checkpoint", held.toString());
      verify(caseroom, 0, "--key", caseroom.caseroom().audit().verifier().toString());

      tamper(
          caseroom,
          "UPDATE events SET pdu = REPLACE(pdu, 'Hello 2', 'Hullo 2') WHERE pdu LIKE '%Hello 2%'");
      String changed = verify(caseroom, 1);
      assertTrue(changed.contains("no longer holds its own content"), changed);
      tamper(
          caseroom,
          "UPDATE events SET pdu = REPLACE(pdu, 'Hullo 2', 'Hello 2') WHERE pdu LIKE '%Hullo 2%'");
      verify(caseroom, 0);

      tamper(caseroom, "DELETE FROM events WHERE pdu LIKE '%Hello 1%'");
      String deleted = verify(caseroom, 1);
      assertTrue(deleted.contains("is not there any more"), deleted);
      assertEquals(List.of(), copies(caseroom), "copies are cleared away");
    }
  }

  private static List<Path> copies(TestCaseroom caseroom) throws IOException {
    try (var files = Files.list(caseroom.folder())) {
      return files.filter(file -> file.getFileName().toString().startsWith("verify-")).toList();
    }
  }

  private static String checkpoint(TestCaseroom caseroom) {
    return caseroom.caseroom().audit().checkpoint();
  }

  @Test
  void whoOpenedARoomOrAFileIsRecorded() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      caseroom.createAccount("jo", Role.ADOPTER);
      String amy = caseroom.createAccount("amy", Role.DUTY_WORKER).value();
      String jo = caseroom.signIn("jo");
      Http http = caseroom.http();
      String invite = "{\"preset\":\"trusted_private_chat\",\"invite\":[\"" + amy + "\"]}";
      String room =
          http.post("/_matrix/client/v3/createRoom", jo, invite).ok().path("room_id").asText();
      String path = "/_matrix/client/v3/rooms/" + room;
      http.post(path + "/join", caseroom.signIn("amy"), "{}").ok();
      String uri =
          http.post("/_matrix/media/v3/upload", jo, "{\"words\":1}")
              .ok()
              .path("content_uri")
              .asText();
      http.put(
              path + "/send/m.room.message/f",
              jo,
              Json.object().put("msgtype", "m.file").put("body", "f").put("url", uri))
          .ok();
      String media = uri.substring("mxc://".length());
      for (int i = 0; i < 3; i++) {
        assertEquals(
            200,
            http.get("/_matrix/client/v1/media/download/" + media, caseroom.signIn("amy"))
                .status());
      }
      caseroom.caseroom().audit().flush();
      List<String> byAmy =
          caseroom.caseroom().audit().read(0, 1000).stream()
              .filter(entry -> entry.kind().equals("access"))
              .filter(entry -> entry.data().path("who").asText().equals(amy))
              .map(
                  entry ->
                      entry.data().path("how").asText() + " " + entry.data().path("what").asText())
              .toList();
      String id = media.substring(media.indexOf('/') + 1);
      assertEquals(1, byAmy.stream().filter(("file " + id)::equals).count(), byAmy.toString());
      assertEquals(1, byAmy.stream().filter(("room " + room)::equals).count(), byAmy.toString());
    }
  }

  @Test
  void aFolderWithoutADatabaseIsNamed() throws IOException {
    Path folder = Files.createTempDirectory("empty");
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    assertEquals(1, Main.run(writer, writer, "audit", "verify", "--data", folder.toString()));
    assertTrue(said.toString().contains("There is no Caseroom database in"), said.toString());
    Files.delete(folder);
  }
}
