package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.web.view.Link;

/** Which pages stand in whose menu. What a page may show is decided behind it, not here. */
final class Menus {
  private Menus() {}

  /** The menu of somebody who is not signed in. */
  static List<Link> stranger(String path) {
    return List.of(link("/referral", "Ask for support", path), link("/sign-in", "Sign in", path));
  }

  /** The menu of somebody who is signed in. */
  static List<Link> of(Account account, String path) {
    List<Link> menu = new ArrayList<>();
    if (account.isFamily()) {
      menu.add(link("/cases", "Home", path));
      menu.add(link("/assessment-request", "Ask for an assessment", path));
      return menu;
    }
    if (!account.isStaff() && !account.isBot()) {
      menu.add(link("/referral", "Ask for support", path));
      return menu;
    }
    if (isCaseworker(account)) {
      menu.add(link("/cases", "Cases", path));
    }
    if (account.is(Role.DUTY_WORKER) || isManager(account)) {
      menu.add(link("/queue", "New referrals", path));
    }
    if (isManager(account)) {
      menu.add(link("/overview", "Overview", path));
      menu.add(link("/openings", "Emergency openings", path));
    }
    if (invites(account)) {
      menu.add(link("/invitations", "Invite a family", path));
    }
    if (account.is(Role.ADMINISTRATOR)) {
      menu.add(link("/admin/accounts", "Accounts", path));
      menu.add(link("/admin/agencies", "Agencies", path));
    }
    return menu;
  }

  /** A person's role in words. */
  static String role(Account account) {
    return account.roles().stream()
        .sorted()
        .map(Role::title)
        .reduce((first, second) -> first + ", " + second)
        .orElse("");
  }

  /** Whether the account manages casework. */
  static boolean isManager(Account account) {
    return account.is(Role.TEAM_MANAGER) || account.is(Role.LINE_MANAGER);
  }

  /** Whether the account may invite families. */
  static boolean invites(Account account) {
    return account.is(Role.DUTY_WORKER)
        || account.is(Role.PERMANENCY_SUPPORT_SOCIAL_WORKER)
        || isManager(account);
  }

  private static boolean isCaseworker(Account account) {
    return account.roles().stream().anyMatch(role -> role != Role.ADMINISTRATOR && role.isStaff());
  }

  private static Link link(String to, String text, String path) {
    return new Link(to, text, path.equals(to) || path.startsWith(to + "/"));
  }
}
