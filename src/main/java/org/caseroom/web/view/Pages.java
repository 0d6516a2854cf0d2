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
    return of(path, "Cases", page, size, total);
  }

  /**
   * The same of other things than cases.
   *
   * @param path the list's address, with a query or without
   * @param things what the rows are, such as {@code Cases}
   */
  public static Pages of(String path, String things, int page, int size, int total) {
    String to = path + (path.contains("?") ? "&" : "?") + "page=";
    if (total <= size && page == 1) {
      return new Pages("", "", "");
    }
    long from = (page - 1L) * size;
    long last = Math.min(total, from + size);
    return new Pages(
        from >= total
            ? "No more " + things.toLowerCase(java.util.Locale.ROOT) + ": there are " + total
            : things + " " + (from + 1) + " to " + last + " of " + total,
        page > 1 ? to + (page - 1) : "",
        last < total ? to + (page + 1) : "");
  }
}
