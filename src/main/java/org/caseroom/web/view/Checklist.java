package org.caseroom.web.view;

import java.util.List;

/**
 * A checklist.
 *
 * @param progress how much is done, in words
 */
public record Checklist(String id, String title, String clause, String progress, List<Item> items) {
  /** Whether there is anything for the reader to tick. */
  public boolean hasTicks() {
    return items.stream().anyMatch(Item::mayTick);
  }

  /**
   * One item.
   *
   * @param owner who is to do it; empty when nobody is named
   * @param status {@code open}, {@code done} or {@code not-relevant}
   * @param note who did it and when, in words; empty while open
   * @param mayTick whether the reader may tick it
   */
  public record Item(
      String id, String text, String owner, String status, String note, boolean mayTick) {}
}
