package org.caseroom.cases.reports;

import java.util.List;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param rows those of this page
 * @param page which page, from 1
 * @param size how many rows a page has at most
 * @param total how many rows there are on all pages
 */
public record Paged<T>(List<T> rows, int page, int size, int total) {
  /** How many rows a page has when nobody says. */
  public static final int USUAL = 50;

  private static final int MOST = 500;

  /**
   * Which page is asked for.
   *
   * @param number from 1
   * @param size rows on it
   */
  public record Wanted(int number, int size) {
    /** The first page, of the usual size. */
    public static final Wanted FIRST = new Wanted(1, USUAL);

    /** All rows at once, for a file. */
    public static final Wanted ALL = new Wanted(1, Integer.MAX_VALUE);

    /**
     * Reads a page from an address.
     *
     * @throws Problem 400 for what is no page
     */
    public static Wanted of(@Nullable String number, @Nullable String size) {
      return new Wanted(read("page", number, 1, 1_000_000), read("size", size, USUAL, MOST));
    }

    private static int read(String name, @Nullable String text, int otherwise, int most) {
      if (text == null || text.isBlank()) {
        return otherwise;
      }
      if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < 1) {
        throw Problem.invalidParam("'" + name + "' is a number from 1 to " + most + ".");
      }
      return Math.min(Integer.parseInt(text), most);
    }
  }

  /** Cuts a page out of all rows. */
  public static <T> Paged<T> of(List<T> all, Wanted wanted) {
    long from = Math.min(all.size(), (wanted.number() - 1L) * wanted.size());
    long to = Math.min(all.size(), from + wanted.size());
    return new Paged<>(
        List.copyOf(all.subList((int) from, (int) to)),
        wanted.number(),
        Math.min(wanted.size(), Math.max(all.size(), 1)),
        all.size());
  }
}
