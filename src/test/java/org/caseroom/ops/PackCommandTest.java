package org.caseroom.ops;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.pack.PackReport;
import org.caseroom.cases.pack.PackVerifier;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole case leaves one service, is verified, and is read on another one (cross-case check 8).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackCommandTest {
  private static final String SECRET = "This was said and taken back.";

  private final CasePlay play = new CasePlay();

  @TempDir private static Path folder;
  private Path pack;
  private String picture;

  @BeforeAll
  void live() throws IOException {
    play.upToConsent();
    play.write(
            "sam",
            "/story/early",
            with(
                body("title", "Early history", "text", "Came at 24 months."),
                "audience",
                List.of("team")))
        .ok();
    String room = play.room("sam", "family");
    picture = upload();
    play.send(
            "sam",
            room,
            "m.room.message",
            body("msgtype", "m.image", "body", "tent.png", "url", picture))
        .ok();
    String said =
        play.send("sam", room, "m.room.message", body("msgtype", "m.text", "body", SECRET))
            .ok()
            .path("event_id")
            .asText();
    play.put(
            "sam",
            "/_matrix/client/v3/rooms/" + encode(room) + "/redact/" + encode(said) + "/r1",
            Json.object())
        .ok();
    play.act("jo", "/questions", body("text", "When does the group begin?")).ok();
    play.assess();
    pack = Files.write(folder.resolve("robin.zip"), export("tess").bytes());
  }

  @AfterAll
  void stop() {
    play.close();
  }

  private Http.Response export(String who) {
    return play.act(who, "/export", body("reason", "Asked for by Jo."));
  }

  private String upload() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    play.caseroom().caseroom().url()
                        + "/_matrix/media/v3/upload?filename=tent.png"))
            .header("Authorization", "Bearer " + play.token("sam"))
            .header("Content-Type", "image/png")
            .POST(HttpRequest.BodyPublishers.ofString("not really a picture"))
            .build();
    return play.caseroom().http().send(request).ok().path("content_uri").asText();
  }

  private record Ran(int code, String text) {}

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    return new Ran(Main.run(writer, writer, args), out.toString());
  }

  private static List<String> eventIds(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : text(file, "events.jsonl").split("\n")) {
      ids.add(Json.parse(line).path("event_id").asText());
    }
    return ids;
  }

  private static String text(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      assertNotNull(entry, name);
      try (InputStream in = zip.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void onlyThoseWhoAnswerForTheCaseTakeAllOfIt() {
    assertEquals(403, export("priya").status());
    assertEquals(403, export("sam").status());
    assertEquals(404, export("stranger").status());
    assertEquals(400, play.act("tess", "/export", body("reason", " ")).status());
    assertEquals(404, play.post("tess", "/api/cases/REF-9/export", body("reason", "x")).status());
    assertEquals(200, export("admin").status());
  }

  @Test
  void aWholePackIsVerifiedAgainstTheKeyOfItsService() throws IOException {
    PackReport report = PackVerifier.verify(pack, null);
    assertTrue(report.whole(), report.findings().toString());
    String key = play.get("jo", "/api/audit/checkpoint").ok().path("key").asText();
    assertTrue(PackVerifier.verify(pack, key).whole());
    Ran verified = run("pack", "verify", pack.toString(), "--key", key);
    assertEquals(0, verified.code(), verified.text());
    assertTrue(verified.text().contains("The pack of REF-1"), verified.text());
    assertTrue(text(pack, "index.html").contains("Came at 24 months."));
    assertFalse(text(pack, "events.jsonl").contains(SECRET), "what was taken back is gone");
    assertTrue(text(pack, "media/" + picture.replaceAll(".*/", "")).startsWith("not really"));
  }

  @Test
  void aChangedByteIsNamedWhereverItIs() throws IOException {
    byte[] whole = Files.readAllBytes(pack);
    Random random = new Random(42);
    Path changed = folder.resolve("changed.zip");
    for (int i = 0; i < 120; i++) {
      int at = i < 40 ? whole.length - 1 - i * 3 : random.nextInt(whole.length);
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(changed, bytes);
      PackReport report = PackVerifier.verify(changed, null);
      assertFalse(report.whole(), "a change at byte " + at);
      PackReport.Finding first = report.first().orElseThrow();
      assertTrue(first.offset() <= at, at + ": " + first);
      assertFalse(first.file().isBlank() || first.meaning().isBlank(), first.toString());
    }
    Files.write(changed, java.util.Arrays.copyOf(whole, whole.length - 30));
    assertFalse(PackVerifier.verify(changed, null).whole());
  }

  @Test
  void aChangedEventIsNamedWithItsId() throws IOException {
    String before = new String(Files.readAllBytes(pack), StandardCharsets.ISO_8859_1);
    int at = before.indexOf("When does the group begin?", before.indexOf("events.jsonl"));
    at = before.indexOf("When does the group begin?", before.indexOf("\"auth_events\""));
    byte[] bytes = Files.readAllBytes(pack);
    bytes[at] = 'T';
    Path changed = Files.write(folder.resolve("event.zip"), bytes);
    PackReport.Finding first = PackVerifier.verify(changed, null).first().orElseThrow();
    assertEquals("events.jsonl", first.file());
    assertTrue(first.what().contains("no longer holds its own content"), first.toString());
    assertTrue(eventIds(pack).contains(first.event()));
    Ran verified = run("pack", "verify", changed.toString());
    assertEquals(
        verified.toString(), run("audit", "verify", "--pack", changed.toString()).toString());
    assertEquals(1, verified.code());
    assertTrue(verified.text().contains("event " + first.event()), verified.text());
    Ran refused = run("pack", "import", changed.toString(), "--data", folder + "/none");
    assertEquals(1, refused.code(), "nothing of a changed pack is taken in");
  }

  @Test
  void anEmptyServiceOfAnotherNameShowsTheSameCase() throws IOException {
    Path config = folder.resolve("other.yaml");
    Files.writeString(config, "server:\n  name: other.example\n");
    Path data = folder.resolve("other");
    String[] where = {"--config", config.toString(), "--data", data.toString()};
    Ran taken = run("pack", "import", pack.toString(), where[0], where[1], where[2], where[3]);
    assertEquals(0, taken.code(), taken.text());
    assertTrue(taken.text().contains("REF-1 from"), taken.text());
    Ran again = run("pack", "import", pack.toString(), where[0], where[1], where[2], where[3]);
    assertEquals(1, again.code());
    assertTrue(again.text().contains("already"), again.text());
    Ran made =
        run(
            "account",
            "create",
            "mara",
            "--role",
            "team-manager",
            "--agency",
            "together4children",
            "--hub",
            "stoke-on-trent",
            where[0],
            where[1],
            where[2],
            where[3]);
    assertEquals(0, made.code(), made.text());
    Ran appointed = run("pack", "appoint", "REF-1", "mara", where[0], where[1], where[2], where[3]);
    assertEquals(0, appointed.code(), appointed.text());
    Ran audit = run("audit", "verify", where[0], where[1], where[2], where[3]);
    assertEquals(0, audit.code(), audit.text());

    Path second = folder.resolve("second.zip");
    Ran exported =
        run(
            "pack",
            "export",
            "REF-1",
            "--to",
            second.toString(),
            where[0],
            where[1],
            where[2],
            where[3]);
    assertEquals(0, exported.code(), exported.text());
    assertTrue(PackVerifier.verify(second, null).whole());
    List<String> ids = eventIds(pack);
    assertEquals(ids, eventIds(second).subList(0, ids.size()), "the same events in the same order");
    read(data);
  }

  /** The manager who was appointed sees what managers at home see. */
  private void read(Path data) {
    try (TestCaseroom other =
        TestCaseroom.start(
            settings -> settings.withData(data).with("server.name", "other.example"))) {
      String mara = other.issueToken(other.user("mara"));
      JsonNode there = other.http().get("/api/cases/REF-1", mara).ok();
      JsonNode here = play.view("tess");
      assertEquals(here.path("clocks"), there.path("clocks"));
      assertEquals(here.path("story"), there.path("story"));
      assertEquals(here.path("assessment"), there.path("assessment"));
      assertEquals(here.path("stage"), there.path("stage"));
      assertEquals(1, there.path("questions").size());
      String family = null;
      for (JsonNode room : there.path("rooms")) {
        family = room.path("kind").asText().equals("family") ? room.path("id").asText() : family;
      }
      assertNotNull(family, there.path("rooms").toString());
      String path = "/_matrix/client/v3/rooms/" + encode(family);
      JsonNode messages = other.http().get(path + "/messages?dir=b&limit=100", mara).ok();
      assertTrue(messages.toString().contains("tent.png"));
      String file = picture.replace("mxc://", "/_matrix/client/v1/media/download/");
      assertEquals("not really a picture", other.http().get(file, mara).text());
      ObjectNode word = body("msgtype", "m.text", "body", "May I?");
      Http.Response said = other.http().put(path + "/send/m.room.message/t1", mara, word);
      assertEquals(409, said.status(), said.text());
      assertTrue(said.text().contains("taken in as a record"), said.text());
    }
  }

  @Test
  void inertPeopleCannotSignIn() throws IOException {
    Path data = folder.resolve("same");
    Ran taken = run("pack", "import", pack.toString(), "--data", data.toString());
    assertEquals(0, taken.code(), taken.text());
    try (TestCaseroom other = TestCaseroom.start(settings -> settings.withData(data))) {
      other.createAccount("root", Role.ADMINISTRATOR);
      ObjectNode login = body("type", "m.login.password", "password", TestCaseroom.PASSWORD);
      login.putObject("identifier").put("type", "m.id.user").put("user", "sam");
      assertEquals(403, other.http().post("/_matrix/client/v3/login", null, login).status());
    }
  }
}
