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
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** {@code caseroom audit verify} beside a running service. */
class AuditVerifyTest {
  private static String verify(TestCaseroom caseroom, int code, String... more) {
    return audit(caseroom, code, "verify", more);
  }

  private static String audit(TestCaseroom caseroom, int code, String what, String... more) {
    StringWriter said = new StringWriter();
    List<String> args = new ArrayList<>(List.of("audit", what));
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

  @Test
  void aTableThatDoesNotFollowFromTheLogIsNamed() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      fill(caseroom);
      assertTrue(verify(caseroom, 0).contains("are what a replay makes"));
      tamper(caseroom, "UPDATE memberships SET membership = 'ban' WHERE user_id LIKE '@jo:%'");
      String changed = verify(caseroom, 1);
      assertTrue(changed.contains("First bad: in memberships, the row with"), changed);
      assertTrue(changed.contains("does not say what follows from the log"), changed);
      assertTrue(changed.contains("@jo:") && changed.contains("caseroom rebuild"), changed);
      tamper(caseroom, "UPDATE memberships SET membership = 'join' WHERE user_id LIKE '@jo:%'");
      tamper(
          caseroom,
          "DELETE FROM state_history WHERE event_type = 'm.room.power_levels' AND log_position ="
              + " (SELECT MAX(log_position) FROM state_history WHERE event_type ="
              + " 'm.room.power_levels')");
      String gone = verify(caseroom, 1);
      assertTrue(gone.contains("in state_history") && gone.contains("is missing"), gone);
    }
  }

  /** The demo: a case with all that screens and reports are made from. */
  @Test
  void aLivedInCaseIsWhole() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.start(settings -> settings.withDemo(true))) {
      String good = verify(caseroom, 0);
      assertTrue(good.contains("are what a replay makes"), good);
      tamper(
          caseroom,
          "UPDATE case_records SET stage = 'closed' WHERE space ="
              + " (SELECT MIN(space) FROM case_records)");
      String changed = verify(caseroom, 1);
      assertTrue(changed.contains("in case_records, the row with space !"), changed);
    }
  }

  @Test
  void aBackupIsVerifiedWithoutTheService() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      fill(caseroom);
      Path folder = Files.createTempDirectory("backup");
      Path file = folder.resolve("caseroom.zip");
      StringWriter said = new StringWriter();
      PrintWriter writer = new PrintWriter(said, true);
      String[] backup = {"backup", file.toString(), "--data", caseroom.folder().toString()};
      assertEquals(0, Main.run(writer, writer, backup), said.toString());
      assertTrue(said.toString().contains("audit verify --backup"), said.toString());
      assertEquals(1, Main.run(writer, writer, backup), "it is not written over");

      tamper(
          caseroom,
          "UPDATE events SET pdu = REPLACE(pdu, 'Hello 2', 'Hullo 2') WHERE pdu LIKE '%Hello 2%'");
      verify(caseroom, 1);
      String whole = verify(caseroom, 0, "--backup", file.toString());
      assertTrue(whole.contains("is whole") && whole.contains("replay"), whole);
      try (var left = Files.list(folder)) {
        assertEquals(List.of(file), left.toList(), "what was unpacked is cleared away");
      }

      // A copy of the folder of a service that was stopped, as backups often are.
      caseroom.stop();
      Path copy = folder.resolve("copy");
      Files.createDirectories(copy.resolve("keys"));
      for (String name : List.of("caseroom.mv.db", "keys/database.key", "keys/checkpoint.key")) {
        Files.copy(caseroom.folder().resolve(name), copy.resolve(name));
      }
      String bad = verify(caseroom, 1, "--backup", copy.toString());
      assertTrue(bad.contains("no longer holds its own content"), bad);

      Files.write(file, new byte[] {1, 2, 3});
      String none = verify(caseroom, 1, "--backup", file.toString());
      assertTrue(none.contains("is no zip file"), none);
    }
  }

  @Test
  void theKeyChangesAndTheOldOneStillVerifies() throws Exception {
    try (TestCaseroom caseroom = TestCaseroom.startOnFile()) {
      fill(caseroom);
      String first = caseroom.caseroom().audit().verifier().toString();
      Path held = Files.writeString(caseroom.folder().resolve("held"), checkpoint(caseroom));
      caseroom.createAccount("ada", Role.ADMINISTRATOR);
      Http http = caseroom.http();
      String reason = "{\"reason\":\"Every year.\"}";
      assertEquals(
          403, http.post("/api/audit/key", caseroom.signIn("jo"), reason).status(), "not for all");
      String second =
          http.post("/api/audit/key", caseroom.signIn("ada"), reason).ok().path("key").asText();
      assertEquals(1, caseroom.recorded(AuditEntry.Kind.KEY).size());
      assertEquals(
          second,
          http.get("/api/audit/checkpoint", caseroom.signIn("jo")).ok().path("key").asText());
      caseroom.stop();
      String said = audit(caseroom, 0, "rotate-key", "--reason", "Somebody left.");
      assertTrue(said.contains(second), said);
      for (String key : List.of(first, second)) {
        String good = verify(caseroom, 0, "--key", key, "--checkpoint", held.toString());
        assertTrue(good.contains("3 keys, one signing after another"), good);
      }
      verify(caseroom, 0);
      caseroom.restart();
      assertEquals(
          3,
          List.of(first, second, caseroom.caseroom().audit().verifier().toString()).stream()
              .distinct()
              .count());
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
