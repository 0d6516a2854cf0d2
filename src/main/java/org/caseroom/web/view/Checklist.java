package org.caseroom.web.view;

import java.util.List;

/**
 * A checklist.
 *
 * @param progress how much is done, in words
 * @param people to whom the reader can hand an item on
 */
public record Checklist(
    String id,
    String title,
    String clause,
    String progress,
    List<Item> items,
    List<Person> people) {
  /** Somebody who can have an item. */
  public record Person(String id, String name) {}

  /** Whether there is anything for the reader to tick, or to say that they have it. */
  public boolean hasTicks() {
    return items.stream().anyMatch(item -> item.mayTick() || item.mayReceive());
  }

  /**
   * One item.
   *
   * @param owner who is to do it; empty when nobody is named
   * @param status {@code open}, {@code done} or {@code not-relevant}
   * @param note who did it and when, in words; empty while open
   * @param mayTick whether the reader may tick it
   * @param mayReceive whether the reader is asked to say that they have what it promises
   */
  public record Item(
      String id,
      String text,
      String owner,
      String status,
      String note,
      boolean mayTick,
      boolean mayReceive) {}
}
