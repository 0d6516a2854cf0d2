package org.caseroom.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Page;
import org.jspecify.annotations.Nullable;

/** One request for a page, and who makes it. */
final class Visit {
  private final Context ctx;
  private final Frame frame;
  private final @Nullable Visitor visitor;
  private final String csrf;

  Visit(Context ctx, Frame frame, @Nullable Visitor visitor, String csrf) {
    this.ctx = ctx;
    this.frame = frame;
    this.visitor = visitor;
    this.csrf = csrf;
  }

  /** Who is signed in, or null. */
  @Nullable Visitor visitor() {
    return visitor;
  }

  /** The signed-in person's account. */
  Account account() {
    if (visitor == null) {
      throw new SignInNeeded();
    }
    return visitor.account();
  }

  /** The signed-in person. */
  UserId user() {
    return account().id();
  }

  /** The request and answer themselves, for what is no page. */
  Context http() {
    return ctx;
  }

  /** A part of the path. */
  String path(String name) {
    return ctx.pathParam(name);
  }

  /** A parameter of the query; empty when it is not there. */
  String query(String name) {
    String value = ctx.queryParam(name);
    return value == null ? "" : value;
  }

  /** Answers with a page. */
  void show(String template, String title, Form form, Map<String, ?> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    String shownTitle = form.isWrong() ? "Error: " + title : title;
    all.put("page", page(shownTitle, form));
    ctx.html(frame.templates().render(template, all));
  }

  /** Answers with a page on which no form came back. */
  void show(String template, String title, Map<String, ?> parameters) {
    show(template, title, Form.FRESH, parameters);
  }

  /** Answers with a part of a page. */
  void fragment(String template, Map<String, Object> parameters) {
    ctx.html(frame.templates().render(template, parameters));
  }

  /**
   * Does what a form asks. What is wrong with it is shown on the page it came from, with what was
   * typed.
   *
   * @param form the form's id
   * @param work reads the fields, calls a service and sends the browser on
   * @param again shows the page once more
   */
  void submit(String form, Consumer<Sent> work, Consumer<Form> again) {
    Sent sent = new Sent(form, ctx.formParamMap());
    Sent.Refused refused;
    try {
      work.accept(sent);
      return;
    } catch (Sent.Refused wrong) {
      refused = wrong;
    } catch (Problem problem) {
      refused = sent.refused(problem);
    }
    ctx.status(refused.status());
    again.accept(refused.form());
  }

  /**
   * Sends the browser on after a change.
   *
   * @param path a path of ours
   * @param notice what was done, shown once at the top of the next page; empty for nothing
   */
  void goTo(String path, String notice) {
    if (!notice.isEmpty()) {
      ctx.cookie(
          frame.cookie(
              ctx, Frame.NOTICE_COOKIE, URLEncoder.encode(notice, StandardCharsets.UTF_8)));
    }
    ctx.redirect(path, HttpStatus.SEE_OTHER);
  }

  /** The token that forms carry. */
  String formToken() {
    return csrf;
  }

  /** The address that the request came from, as the front door knows it. */
  String remoteAddress() {
    String forwarded = ctx.header("X-Forwarded-For");
    return forwarded == null ? ctx.ip() : forwarded.split(",", 2)[0].strip();
  }

  /** The scheme and host that the visitor used, as the front door knows them. */
  String origin() {
    String scheme = ctx.header("X-Forwarded-Proto");
    String host = ctx.header("X-Forwarded-Host");
    return (scheme == null ? "http" : scheme) + "://" + (host == null ? ctx.host() : host);
  }

  private Page page(String title, Form form) {
    Page.Who who = null;
    if (visitor != null) {
      Account account = visitor.account();
      who = new Page.Who(account.id().value(), account.displayName(), Menus.role(account));
    }
    return new Page(
        title,
        who,
        visitor == null ? Menus.stranger(ctx.path()) : Menus.of(visitor.account(), ctx.path()),
        csrf,
        frame.takeNotice(ctx),
        form,
        frame.assets().paths(),
        ctx.path());
  }

  /** Somebody has to sign in first. */
  static final class SignInNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SignInNeeded() {
      super("Sign in first.", null, false, false);
    }
  }
}
