package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditSettings;
import org.caseroom.audit.Checkpoint;
import org.caseroom.audit.MerkleTree;
import org.caseroom.audit.NoteKey;
import org.caseroom.base.Json;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** The audit log as a transparency log over HTTP, and proofs by the API. */
class TlogTest {
  private static final int MORE = 700;

  private static String fill(TestCaseroom caseroom) {
    caseroom.createAccount("jo", Role.ADOPTER);
    caseroom.createAccount("olu", Role.AUDITOR);
    String jo = caseroom.signIn("jo");
    String room =
        caseroom
            .http()
            .post("/_matrix/client/v3/createRoom", jo, "{}")
            .ok()
            .path("room_id")
            .asText();
    String event =
        caseroom
            .http()
            .put(
                "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/t",
                jo,
                Json.object().put("msgtype", "m.text").put("body", "Hello"))
            .ok()
            .path("event_id")
            .asText();
    IntStream.range(0, MORE)
        .forEach(
            number ->
                caseroom
                    .caseroom()
                    .audit()
                    .record(
                        new AuditEntry(
                            AuditEntry.Kind.SERVICE, Json.object().put("number", number))));
    return event;
  }

  private static List<byte[]> hashes(byte[] tile) {
    return IntStream.range(0, tile.length / 32)
        .mapToObj(i -> Arrays.copyOfRange(tile, i * 32, i * 32 + 32))
        .toList();
  }

  private static byte[] tile(Http http, String token, String path) {
    Http.Response answer = http.get("/tlog/tile/" + path, token);
    assertEquals(200, answer.status(), path);
    assertEquals("application/octet-stream", answer.header("content-type"));
    assertTrue(answer.header("cache-control").contains("immutable"), path);
    return answer.bytes();
  }

  @Test
  void theTreeIsServedInTilesThatLeadToTheCheckpoint() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      fill(caseroom);
      Http http = caseroom.http();
      String olu = caseroom.signIn("olu");
      Http.Response note = http.get("/tlog/checkpoint", olu);
      assertEquals("text/plain;charset=utf-8", note.header("content-type").replace(" ", ""));
      assertEquals("no-cache", note.header("cache-control"));
      NoteKey.Public key =
          NoteKey.Public.parse(http.get("/api/audit/checkpoint", olu).ok().path("key").asText());
      Checkpoint checkpoint = Checkpoint.open(note.text(), key);
      int size = (int) checkpoint.size();
      int rest = size % 256;

      List<byte[]> leaves = new ArrayList<>();
      List<byte[]> entries = new ArrayList<>();
      for (String tile : List.of("000", "001", "002.p/" + rest)) {
        leaves.addAll(hashes(tile(http, olu, "0/" + tile)));
        ByteBuffer bundle = ByteBuffer.wrap(tile(http, olu, "entries/" + tile));
        while (bundle.hasRemaining()) {
          byte[] leaf = new byte[Short.toUnsignedInt(bundle.getShort())];
          bundle.get(leaf);
          entries.add(leaf);
        }
      }
      assertArrayEquals(checkpoint.rootHash(), MerkleTree.root(leaves));
      assertEquals(size, entries.size());
      for (int i = 0; i < size; i++) {
        assertArrayEquals(leaves.get(i), MerkleTree.leafHash(entries.get(i)), "entry " + i);
      }
      assertArrayEquals(
          MerkleTree.root(leaves.subList(256, 512)), hashes(tile(http, olu, "1/000.p/2")).get(1));
      assertArrayEquals(leaves.get(0), hashes(tile(http, olu, "0/000.p/1")).get(0));
      for (String missing :
          List.of(
              "0/002",
              "0/003.p/1",
              "0/002.p/255",
              "0/2",
              "0/x000/001",
              "0/000.p/256",
              "0/000.p/0",
              "1/000",
              "2/000.p/1",
              "00/000",
              "64/000",
              "entries/002",
              "-1/000",
              "",
              "0/x999/x999/x999/x999/999.p/1")) {
        assertEquals(404, http.get("/tlog/tile/" + missing, olu).status(), missing);
      }
      assertEquals(404, http.get("/tlog/other", olu).status());
    }
  }

  @Test
  void whoMayReadIsASetting() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      fill(caseroom);
      Http http = caseroom.http();
      for (String path :
          List.of("/tlog/checkpoint", "/tlog/tile/0/000", "/tlog/tile/entries/000")) {
        assertEquals(401, http.get(path, null).status(), path);
      }
      String jo = caseroom.signIn("jo");
      assertEquals(200, http.get("/tlog/tile/0/000", jo).status());
      assertEquals(403, http.get("/tlog/tile/entries/000", jo).status());
      assertEquals(200, http.get("/tlog/tile/entries/000", caseroom.signIn("olu")).status());
      caseroom.audit();
      assertTrue(
          caseroom.recorded(AuditEntry.Kind.ACCESS).stream()
              .anyMatch(access -> access.path("what").asText().equals("audit-log")));
    }
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings -> settings.with("audit.tiles", AuditSettings.Readers.PUBLIC))) {
      fill(caseroom);
      Http http = caseroom.http();
      assertEquals(200, http.get("/tlog/checkpoint", null).status());
      Http.Response tile = http.get("/tlog/tile/0/000", null);
      assertTrue(tile.header("cache-control").startsWith("public"), tile.header("cache-control"));
      assertEquals(401, http.get("/tlog/tile/entries/000", null).status());
    }
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            settings -> settings.with("audit.tiles", AuditSettings.Readers.AUDITORS))) {
      fill(caseroom);
      assertEquals(403, caseroom.http().get("/tlog/checkpoint", caseroom.signIn("jo")).status());
    }
  }

  @Test
  void anEventIsProvedToWhoMayReadIt() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      String event = fill(caseroom);
      Http http = caseroom.http();
      String jo = caseroom.signIn("jo");
      JsonNode proved = http.get("/api/audit/proofs/" + event, jo).ok();
      Checkpoint checkpoint =
          Checkpoint.open(
              proved.path("checkpoint").asText(),
              NoteKey.Public.parse(proved.path("key").asText()));
      byte[] leaf = proved.path("leaf").asText().getBytes(StandardCharsets.UTF_8);
      assertTrue(
          MerkleTree.verifyInclusion(
              MerkleTree.leafHash(leaf),
              proved.path("seq").asLong(),
              checkpoint.size(),
              decoded(proved.path("path")),
              checkpoint.rootHash()));
      assertEquals(event, Json.parse(leaf).path("data").path("event_id").asText());
      String[] lines = proved.path("proof").asText().split("\n");
      assertEquals("c2sp.org/tlog-proof@v1", lines[0]);
      assertEquals("index " + proved.path("seq").asText(), lines[1]);
      assertTrue(
          proved.path("proof").asText().endsWith("\n\n" + proved.path("checkpoint").asText()));

      assertEquals(401, http.get("/api/audit/proofs/" + event, null).status());
      assertEquals(404, http.get("/api/audit/proofs/" + event, caseroom.signIn("olu")).status());
      assertEquals(404, http.get("/api/audit/proofs/nothing", jo).status());
    }
  }

  @Test
  void growthIsProvedBetweenAnyTwoCheckpoints() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      fill(caseroom);
      String jo = caseroom.signIn("jo");
      JsonNode now = caseroom.http().get("/api/audit/consistency?from=300", jo).ok();
      long size = now.path("to").asLong();
      for (long[] pair : new long[][] {{0, 5}, {1, size}, {256, 512}, {300, 701}, {size, size}}) {
        JsonNode proof =
            caseroom
                .http()
                .get("/api/audit/consistency?from=" + pair[0] + "&to=" + pair[1], jo)
                .ok();
        assertTrue(
            MerkleTree.verifyConsistency(
                pair[0],
                Base64.getDecoder().decode(proof.path("from_root").asText()),
                pair[1],
                Base64.getDecoder().decode(proof.path("to_root").asText()),
                decoded(proof.path("path"))),
            Arrays.toString(pair));
      }
      for (String wrong : List.of("from=5&to=3", "from=0&to=999999", "from=x", "to=3", "from=-1")) {
        assertEquals(
            400, caseroom.http().get("/api/audit/consistency?" + wrong, jo).status(), wrong);
      }
    }
  }

  private static List<byte[]> decoded(JsonNode path) {
    List<byte[]> hashes = new ArrayList<>();
    path.forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asText())));
    return hashes;
  }

  /** By code that is not ours. */
  @Test
  void anotherVerifierAgrees() throws IOException, InterruptedException {
    assertTrue(
        Files.isDirectory(Path.of("src/test/npm/node_modules/@sigstore/verify")),
        "The library is not installed: run npm ci in src/test/npm, as scripts/test does.");
    Path output = Files.createTempFile("caseroom-sigstore-", ".txt");
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      String event = fill(caseroom);
      ProcessBuilder node =
          new ProcessBuilder("node", "src/test/js/sigstore-verify.mjs")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      node.environment()
          .putAll(
              Map.of(
                  "CASEROOM_URL", caseroom.http().base(),
                  "CASEROOM_TOKEN", caseroom.signIn("jo"),
                  "CASEROOM_EVENT", event));
      Process process = node.start();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      assertEquals(0, process.waitFor(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** Equal entries have hashes that are not equal: who guesses at one learns nothing. */
  @Test
  void noLeafButThatOfAnEventCanBeGuessed() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      fill(caseroom);
      AuditEntry same = new AuditEntry(AuditEntry.Kind.SIGN_IN, Json.object().put("who", "@jo"));
      long first = caseroom.caseroom().audit().size();
      caseroom.caseroom().audit().record(same);
      caseroom.caseroom().audit().record(same);
      String one = caseroom.caseroom().audit().proofs().prove(first).orElseThrow().leaf();
      String two = caseroom.caseroom().audit().proofs().prove(first + 1).orElseThrow().leaf();
      assertFalse(one.equals(two));
      assertEquals(22, Json.parse(one).path("salt").asText().length());
    }
  }
}
