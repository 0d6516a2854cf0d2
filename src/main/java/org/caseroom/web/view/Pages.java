package org.caseroom.web.view;

/**
 * Where one is in a long list.
 *
 * @param text which rows are shown, in words; empty when all are
 * @param previous the page before; empty for none
 * @param next the page after; empty for none
 */
public record Pages(String text, String previous, String next) {
  /**
   * The words and ways of a page.
   *
   * @param path the list's address
   * @param page from 1
   * @param size rows on a page
   * @param total rows on all of them
   */
  public static Pages of(String path, int page, int size, int total) {
    if (total <= size && page == 1) {
      return new Pages("", "", "");
    }
    long from = (page - 1L) * size;
    long to = Math.min(total, from + size);
    return new Pages(
        from >= total
            ? "No more cases: there are " + total
            : "Cases " + (from + 1) + " to " + to + " of " + total,
        page > 1 ? path + "?page=" + (page - 1) : "",
        to < total ? path + "?page=" + (page + 1) : "");
  }
}
