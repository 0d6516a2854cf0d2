package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.cases.pack.PackVerifier;

/** Takes a case out of a service and into an empty one of another name. */
public final class PackRoundTrip {
  private PackRoundTrip() {}

  /** Holds the copy to the same events, by the same hashes, in the same order. */
  public static void assertSameInAnEmptyService(CasePlay play, Path folder) throws IOException {
    Path pack = folder.resolve("pack.zip");
    Files.write(
        pack, play.act("admin", "/export", CasePlay.body("reason", "Cross-case check.")).bytes());
    assertTrue(PackVerifier.verify(pack, null).whole());
    Path config = folder.resolve("other.yaml");
    Files.writeString(config, "server:\n  name: other.example\n");
    Path data = folder.resolve("other");
    run("pack", "import", pack.toString(), "--config", config + "", "--data", data + "");
    run("audit", "verify", "--config", config + "", "--data", data + "");
    Path copy = folder.resolve("copy.zip");
    run("pack", "export", "REF-1", "--to", copy + "", "--config", config + "", "--data", data + "");
    List<String> ids = eventIds(pack);
    assertTrue(ids.size() > 200, "events: " + ids.size());
    assertEquals(ids, eventIds(copy).subList(0, ids.size()));
  }

  private static void run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    assertEquals(0, Main.run(writer, writer, args), () -> String.join(" ", args) + ": " + out);
  }

  private static List<String> eventIds(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] lines = zip.getInputStream(zip.getEntry("events.jsonl")).readAllBytes();
      return new String(lines, StandardCharsets.UTF_8)
          .lines()
          .map(line -> Json.parse(line).path("event_id").asText())
          .toList();
    }
  }
}
