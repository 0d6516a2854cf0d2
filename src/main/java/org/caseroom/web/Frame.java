package org.caseroom.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What every page shares: templates, assets, and cookies.
 *
 * @param templates the templates
 * @param assets style sheet, script and icon
 */
record Frame(Templates templates, Assets assets) {
  /** The cookie that carries a sentence over one redirect. */
  static final String NOTICE_COOKIE = "caseroom_notice";

  /**
   * A cookie of ours: not for scripts, not for other sites, and only over TLS where there is TLS.
   */
  Cookie cookie(Context ctx, String name, String value) {
    Cookie cookie = new Cookie(name, value);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.LAX);
    cookie.setSecure("https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto")));
    return cookie;
  }

  /** The sentence to show at the top; it is shown once. */
  String takeNotice(Context ctx) {
    String notice = ctx.cookie(NOTICE_COOKIE);
    if (notice == null || notice.isEmpty()) {
      return "";
    }
    ctx.removeCookie(NOTICE_COOKIE);
    try {
      return URLDecoder.decode(notice, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notOurs) {
      return "";
    }
  }
}
