package org.caseroom.cases.procedure;

import java.util.List;
import org.caseroom.identity.Role;

/**
 * How a family complains.
 *
 * @param clause the clause that names the routes
 * @param routes the ways to complain, all of them always open
 * @param words words in a family's message that ask how to complain
 * @param handlers who handles complaints, by role, in this order
 */
public record ComplaintRules(
    String clause, List<Route> routes, List<String> words, List<Role> handlers) {

  /** Lists that the file leaves out are empty. */
  public ComplaintRules {
    routes = ClockRule.listOrEmpty(routes);
    words = ClockRule.listOrEmpty(words);
    handlers = ClockRule.listOrEmpty(handlers);
  }

  /** A way to complain. */
  public record Route(String id, String title, String how) {}
}
