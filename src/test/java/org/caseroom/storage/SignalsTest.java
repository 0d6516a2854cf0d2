package org.caseroom.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private static BlockingQueue<String> listen(Database database, String topic)
      throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch ready = new CountDownLatch(1);
    database.signals().subscribe(topic, heard::add);
    database.signals().onGap(ready::countDown);
    // The one who listens already is not told again: its listening is proved by what it hears.
    assertTrue(ready.await(10, TimeUnit.SECONDS), "nobody listens");
    return heard;
  }

  @Test
  void arriveAtOtherNodesOnceTheyAreCommitted() throws InterruptedException {
    DatabaseSettings settings = Databases.POSTGRESQL.fresh();
    try (Database one = Database.open(settings);
        Database other = Database.open(settings)) {
      BlockingQueue<String> here = listen(one, "tea");
      BlockingQueue<String> there = listen(other, "tea");
      assertThrows(
          IllegalStateException.class,
          () ->
              one.writing(
                  tx -> {
                    one.signals().send(tx, "tea", "spilt");
                    throw new IllegalStateException("rolled back");
                  }));
      one.writing(
          tx -> {
            one.signals().send(tx, "coffee", "for nobody here");
            one.signals().send(tx, "tea", "with milk, please");
            one.signals().send(tx, "tea", "");
          });
      assertEquals("with milk, please", there.poll(10, TimeUnit.SECONDS));
      assertEquals("", there.poll(10, TimeUnit.SECONDS));
      other.writing(tx -> other.signals().send(tx, "tea", "back"));
      assertEquals("back", here.poll(10, TimeUnit.SECONDS));
      assertNull(here.peek(), "its own came back");
      assertNull(there.peek());
    }
  }

  @Test
  void areNoneOnAnEmbeddedDatabase() {
    try (Database database = Database.open(Databases.H2.fresh())) {
      assertFalse(database.signals().isOpen());
      database.writing(tx -> database.signals().send(tx, "tea", "for nobody"));
    }
  }
}
