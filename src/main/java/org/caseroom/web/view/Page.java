package org.caseroom.web.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frame around every page needs.
 *
 * @param title the page's title; the layout adds the service's name
 * @param who who is signed in; null for nobody
 * @param menu the pages that this person can go to
 * @param csrf the token that every form carries
 * @param notice what was just done, to say at the top; empty for nothing
 * @param form the form that came back, if one did
 * @param assets where style sheet and script are
 * @param path the path of this page, for links that load it anew
 */
public record Page(
    String title,
    @Nullable Who who,
    List<Link> menu,
    String csrf,
    String notice,
    Form form,
    AssetPaths assets,
    String path) {

  /**
   * Somebody who is signed in.
   *
   * @param userId the Matrix user id
   * @param name the name that others see
   * @param role their role in words
   */
  public record Who(String userId, String name, String role) {}

  /**
   * The addresses of what the frame loads.
   *
   * @param style the style sheet
   * @param script the script
   * @param icon the icon
   */
  public record AssetPaths(String style, String script, String icon) {}
}
