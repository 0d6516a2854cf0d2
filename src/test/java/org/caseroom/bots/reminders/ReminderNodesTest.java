package org.caseroom.bots.reminders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.bots.Bots;
import org.caseroom.bots.reminders.ReminderHouse.Said;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL look at the clock at the same time: nobody is reminded twice. */
class ReminderNodesTest {
  private static final int CASES = 12;

  @Test
  void twoNodesSayWhatIsDueOnce() {
    try (ReminderHouse house = new ReminderHouse(Databases.POSTGRESQL.fresh());
        TestCaseroom other = house.play.caseroom().another()) {
      TestCaseroom one = house.play.caseroom();
      house.play.at("2025-03-06T15:05");
      other.clock().set(one.clock().instant());
      for (int i = 0; i < CASES; i++) {
        house.form();
      }
      house.settle();
      one.caseroom().bots().close();
      other.caseroom().bots().close();
      // Both start late, at once: on the 13th the last day was at nine, and no deputy is there.
      for (String time : List.of("2025-03-13T09:05", "2025-03-13T17:02")) {
        house.play.at(time);
        other.clock().set(one.clock().instant());
        List<CompletableFuture<Void>> nodes =
            Stream.of(one, other)
                .map(
                    node ->
                        CompletableFuture.runAsync(
                            () -> {
                              try (Bots bots = node.startBots()) {
                                bots.settle();
                                bots.settle();
                              }
                            }))
                .toList();
        nodes.forEach(CompletableFuture::join);
      }
      Map<String, Long> said =
          house.said().stream()
              .collect(Collectors.groupingBy(Said::point, TreeMap::new, Collectors.counting()));
      assertEquals(Map.of("last-day", (long) CASES, "no-deputy", (long) CASES), said);
      assertEquals(
          2L * CASES,
          house.said().stream().map(each -> each.caseId() + each.point()).distinct().count());
      // Tess hears of all of them at once: one message of her own, each time.
      assertEquals(2, house.calls().size(), house.calls().toString());
      assertEquals(1, house.digests().size(), "one digest a day");
    }
  }
}
