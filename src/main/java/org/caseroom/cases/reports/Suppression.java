package org.caseroom.cases.reports;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hides small counts of a table with totals, and as many others as it takes that the totals do not
 * give them away. A table of values by hubs: the cells, the totals of the rows and the totals of
 * the columns.
 *
 * <p>A line is a row or a column with its total. In a line with a total that is shown, never
 * exactly one cell is hidden, and the hidden ones together are no small count and more than one
 * each. What is hidden because it is small and what is hidden for its sake look the same.
 */
final class Suppression {
  private final int below;
  private final int rows;
  private final int columns;
  // One more row and column for the totals; the grand total in the corner.
  private final int[][] counts;
  private final boolean[][] hidden;
  private final boolean additive;

  /**
   * Hides what has to be.
   *
   * @param cells counts by row and column
   * @param columnTotals the cases of each column, and of all at the end: known from elsewhere
   * @param below counts above 0 and below this are small
   * @param additive whether the cells of a column make up its total; where a case can have several
   *     values, they do not, and a count that leaves a small rest is hidden too
   */
  Suppression(int[][] cells, int[] columnTotals, int below, boolean additive) {
    this.below = below;
    this.rows = cells.length;
    this.columns = columnTotals.length - 1;
    this.additive = additive;
    this.counts = new int[rows + 1][columns + 1];
    this.hidden = new boolean[rows + 1][columns + 1];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        counts[r][c] = cells[r][c];
        counts[r][columns] += cells[r][c];
      }
    }
    counts[rows] = columnTotals.clone();
    hideColumns();
    small();
    boolean changed = true;
    while (changed) {
      // Hiding a cell for the sake of its row may open its column, and the reverse.
      changed = closeRows();
      changed |= closeColumns();
    }
  }

  /**
   * Totals of hubs are the same for all tables, so they are decided without looking at the cells.
   */
  private void hideColumns() {
    for (int c = 0; c <= columns; c++) {
      hidden[rows][c] = isSmall(counts[rows][c]);
    }
    close(columns, rows, true);
  }

  private void small() {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c <= columns; c++) {
        int rest = counts[rows][c] - counts[r][c];
        hidden[r][c] = isSmall(counts[r][c]) || (!additive && isSmall(rest));
        // A hub whose size is hidden shows none of its cells.
        hidden[r][c] |= hidden[rows][c] && counts[r][c] > 0;
      }
    }
  }

  private boolean isSmall(int count) {
    return count > 0 && count < below;
  }

  private boolean closeRows() {
    boolean changed = false;
    for (int r = 0; r < rows; r++) {
      changed |= close(columns, r, true);
    }
    return changed;
  }

  private boolean closeColumns() {
    boolean changed = false;
    for (int c = 0; additive && c <= columns; c++) {
      changed |= close(rows, c, false);
    }
    return changed;
  }

  /** Hides further cells of a line until nothing follows from its total. */
  private boolean close(int length, int line, boolean row) {
    boolean changed = false;
    while (isOpen(length, line, row)) {
      int next = smallestShown(length, line, row);
      if (next < 0) {
        return changed;
      }
      set(next, line, row);
      changed = true;
    }
    return changed;
  }

  private boolean isOpen(int length, int line, boolean row) {
    int cells = 0;
    int sum = 0;
    for (int i = 0; i < length; i++) {
      if (isHidden(i, line, row)) {
        cells++;
        sum += count(i, line, row);
      }
    }
    if (isHidden(length, line, row)) {
      // The total is unknown: with no cell hidden it would follow from them.
      return cells == 0 && count(length, line, row) > 0;
    }
    return cells > 0 && (cells == 1 || sum < below || sum <= cells);
  }

  /** The smallest cell of a line that is shown, first those that are not 0; the total at last. */
  private int smallestShown(int length, int line, boolean row) {
    int best = -1;
    for (int i = 0; i < length; i++) {
      if (isHidden(i, line, row)) {
        continue;
      }
      int count = count(i, line, row);
      boolean better =
          best < 0
              || (count(best, line, row) == 0 && count > 0)
              || (count > 0 && count < count(best, line, row));
      best = better ? i : best;
    }
    boolean total = best < 0 && row && line < rows && !isHidden(length, line, true);
    return total ? length : best;
  }

  private boolean isHidden(int i, int line, boolean row) {
    return row ? hidden[line][i] : hidden[i][line];
  }

  private int count(int i, int line, boolean row) {
    return row ? counts[line][i] : counts[i][line];
  }

  private void set(int i, int line, boolean row) {
    if (row) {
      hidden[line][i] = true;
    } else {
      hidden[i][line] = true;
    }
  }

  /** The counts of a row as they may be shown, null for hidden ones; the last for all hubs. */
  List<@Nullable Integer> shown(int row) {
    List<@Nullable Integer> list = new ArrayList<>();
    for (int c = 0; c <= columns; c++) {
      list.add(hidden[row][c] ? null : counts[row][c]);
    }
    return list;
  }
}
