package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.caseroom.audit.Checkpoint;
import org.caseroom.identity.Role;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint a day in the hubs' rooms and where the operator says. */
class DailyCheckpointTest {
  @TempDir Path folder;

  /** The checkpoints in the room of the demo's hub, as its duty worker reads them. */
  private static List<String> posted(TestCaseroom caseroom) {
    String token = caseroom.issueToken(caseroom.user("dee"));
    Http http = caseroom.http();
    List<String> notes = new ArrayList<>();
    for (JsonNode room :
        http.get("/_matrix/client/v3/joined_rooms", token).ok().path("joined_rooms")) {
      String path = "/_matrix/client/v3/rooms/" + room.asText() + "/messages?dir=f&limit=200";
      for (JsonNode event : http.get(path, token).ok().path("chunk")) {
        JsonNode checkpoint = event.path("content").path("org.caseroom.checkpoint");
        if (checkpoint.isObject()) {
          notes.add(checkpoint.path("note").asText());
          assertTrue(
              event.path("content").path("body").asText().contains(notes.get(notes.size() - 1)));
          assertEquals("m.notice", event.path("content").path("msgtype").asText());
        }
      }
    }
    return notes;
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isPostedOnceADayAndOnceAfterDaysThatWereMissed() throws IOException {
    try (TestCaseroom caseroom =
        TestCaseroom.start(
            Databases.H2, settings -> settings.withDemo(true).with("audit.checkpoints", folder))) {
      caseroom.caseroom().dailyCheckpoint().look();
      caseroom.caseroom().dailyCheckpoint().look();
      List<String> first = posted(caseroom);
      assertEquals(1, first.size());
      assertEquals(2, files().size(), files().toString());
      assertEquals(first.get(0), Files.readString(folder.resolve("latest")));

      caseroom.createAccount("ada", Role.ADMINISTRATOR);
      caseroom.clock().set(caseroom.clock().instant().plus(Duration.ofDays(4)));
      caseroom.restart();
      caseroom.caseroom().dailyCheckpoint().look();
      List<String> second = posted(caseroom);
      assertEquals(2, second.size(), "one for four days");
      assertEquals(3, files().size(), files().toString());
      String newest = Files.readString(folder.resolve("latest"));
      assertEquals(second.get(1), newest);
      Checkpoint checkpoint = Checkpoint.open(newest, caseroom.audit().verifier());
      assertTrue(
          checkpoint.size() > Checkpoint.open(first.get(0), caseroom.audit().verifier()).size());

      caseroom.restart();
      caseroom.caseroom().dailyCheckpoint().look();
      assertEquals(2, posted(caseroom).size(), "a restart posts nothing again");
    }
  }

  @Test
  void twoNodesPostOne() {
    try (TestCaseroom one =
            TestCaseroom.start(Databases.POSTGRESQL, settings -> settings.withDemo(true));
        TestCaseroom other = one.another()) {
      other.clock().set(one.clock().instant());
      CompletableFuture<Void> there =
          CompletableFuture.runAsync(() -> other.caseroom().dailyCheckpoint().look());
      one.caseroom().dailyCheckpoint().look();
      there.join();
      assertEquals(1, posted(one).size());
    }
  }
}
