package org.caseroom.cases.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No small count is shown, and none follows from what is. */
class SuppressionTest {
  private static final int BELOW = 6;

  @Test
  void aSmallCountTakesAnotherWithIt() {
    Suppression safe =
        new Suppression(new int[][] {{40}, {3}, {9}}, new int[] {52, 52}, BELOW, true);
    assertEquals(40, safe.shown(0).get(0));
    assertNull(safe.shown(1).get(0));
    assertNull(safe.shown(2).get(0), "52 - 40 - 9 would give the 3 away");
    assertEquals(52, safe.shown(3).get(0));
  }

  @Test
  void twoSmallOnesThatAreTogetherSmallTakeAThird() {
    Suppression safe =
        new Suppression(new int[][] {{1}, {1}, {30}, {20}}, new int[] {52, 52}, BELOW, true);
    assertNull(safe.shown(0).get(0));
    assertNull(safe.shown(3).get(0));
    assertEquals(30, safe.shown(2).get(0));
  }

  @Test
  void oneHubDoesNotFollowFromTheOtherAndTheAgency() {
    Suppression safe =
        new Suppression(new int[][] {{3, 20}, {40, 30}}, new int[] {43, 50, 93}, BELOW, true);
    assertNull(safe.shown(0).get(0));
    assertNull(safe.shown(0).get(1));
    assertNull(safe.shown(1).get(0));
    assertNull(safe.shown(1).get(1));
    assertEquals(23, safe.shown(0).get(2));
  }

  @Test
  void aCountThatLeavesAFewOthersIsHiddenToo() {
    Suppression safe = new Suppression(new int[][] {{48}, {10}}, new int[] {50, 50}, BELOW, false);
    assertNull(safe.shown(0).get(0), "2 of 50 do not have it");
    assertEquals(10, safe.shown(1).get(0));
  }

  @Test
  void zeroAndSixAreShown() {
    Suppression safe =
        new Suppression(new int[][] {{0}, {6}, {7}}, new int[] {13, 13}, BELOW, true);
    assertNotNull(safe.shown(0).get(0));
    assertEquals(6, safe.shown(1).get(0));
  }

  /** Somebody who adds and subtracts finds out no hidden count, in any of many tables. */
  @Test
  void nothingFollowsByAddingAndSubtracting() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      int rows = 1 + random.nextInt(5);
      int columns = 1 + random.nextInt(4);
      int[][] cells = new int[rows][columns];
      int[] totals = new int[columns + 1];
      for (int[] row : cells) {
        for (int c = 0; c < columns; c++) {
          row[c] = random.nextInt(3) == 0 ? random.nextInt(7) : random.nextInt(40);
          totals[c] += row[c];
          totals[columns] += row[c];
        }
      }
      Suppression safe = new Suppression(cells, totals, BELOW, true);
      List<List<Integer>> known = new ArrayList<>();
      for (int r = 0; r <= rows; r++) {
        known.add(new ArrayList<>(safe.shown(r)));
      }
      solve(known, rows, columns);
      for (int r = 0; r <= rows; r++) {
        for (int c = 0; c <= columns; c++) {
          Integer found = known.get(r).get(c);
          assertTrue(found == null || found == 0 || found >= BELOW, "table " + i + ": " + found);
        }
      }
    }
  }

  private static void solve(List<List<Integer>> known, int rows, int columns) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int r = 0; r <= rows; r++) {
        changed |= line(known, r, columns, true);
      }
      for (int c = 0; c <= columns; c++) {
        changed |= line(known, c, rows, false);
      }
    }
  }

  /** Fills in the one unknown of a line. */
  private static boolean line(List<List<Integer>> known, int line, int length, boolean row) {
    int unknown = -1;
    int sum = 0;
    for (int i = 0; i <= length; i++) {
      Integer value = row ? known.get(line).get(i) : known.get(i).get(line);
      if (value == null) {
        if (unknown >= 0) {
          return false;
        }
        unknown = i;
      } else {
        sum += i == length ? -value : value;
      }
    }
    if (unknown < 0) {
      return false;
    }
    int found = unknown == length ? sum : -sum;
    if (row) {
      known.get(line).set(unknown, found);
    } else {
      known.get(unknown).set(line, found);
    }
    return true;
  }
}
