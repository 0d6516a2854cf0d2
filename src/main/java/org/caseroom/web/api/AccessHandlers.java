package org.caseroom.web.api;

import java.util.List;
import org.caseroom.cases.access.AccessView;
import org.caseroom.cases.access.BreakGlass;
import org.caseroom.cases.access.BreakGlassView;
import org.caseroom.cases.reports.Paged;

/** Opening a case from outside of its team, and who has looked. */
final class AccessHandlers {
  private static final String ONE = "/api/cases/{reference}/break-glass";

  private final ApiServices services;

  AccessHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/access", this::log);
    api.get("/api/break-glass", this::all);
    api.get(ONE, this::of);
    api.post(ONE, this::open);
    api.delete(ONE, this::end);
    api.delete(ONE + "/{number}", this::endOne);
    api.post(ONE + "/{number}/review", this::review);
    api.post(ONE + "/{number}/hide", call -> hide(call, true));
    api.post(ONE + "/{number}/show", call -> hide(call, false));
  }

  private BreakGlass glass() {
    return services.cases().breakGlass();
  }

  private Object log(ApiCall call) {
    Paged.Wanted wanted = call.wantsCsv() ? Paged.Wanted.ALL : call.page();
    AccessView view =
        services
            .cases()
            .accessLog()
            .of(
                call.by(),
                call.reference(),
                call.optionalQuery("month"),
                wanted.number(),
                wanted.size());
    return call.wantsCsv()
        ? ApiCsv.of(
            "who-has-looked-" + view.reference() + "-" + view.month(),
            AccessView.Line.class,
            view.rows())
        : view;
  }

  private Object all(ApiCall call) {
    List<BreakGlassView> all = glass().all(call.by());
    String status = call.optionalQuery("review");
    return call.rows(
        "break-glass",
        BreakGlassView.class,
        status == null
            ? all
            : all.stream().filter(each -> status.equals(reviewStatus(each))).toList());
  }

  private static String reviewStatus(BreakGlassView each) {
    return each.review() != null ? "done" : each.reviewLate() ? "late" : "open";
  }

  private Object of(ApiCall call) {
    return glass().of(call.by(), call.reference());
  }

  private Object open(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    List<String> rooms = body.texts("rooms");
    body.end();
    return glass().open(call.by(), call.reference(), reason, rooms);
  }

  private Object end(ApiCall call) {
    call.noBody();
    return glass().end(call.by(), call.reference(), null);
  }

  private Object endOne(ApiCall call) {
    call.noBody();
    return glass().end(call.by(), call.reference(), call.path("number"));
  }

  private Object review(ApiCall call) {
    Body body = call.body();
    String outcome = body.text("outcome");
    String words = body.text("words");
    body.end();
    return glass().review(call.by(), call.reference(), call.path("number"), outcome, words);
  }

  private Object hide(ApiCall call, boolean hidden) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    return glass().hide(call.by(), call.reference(), call.path("number"), hidden, reason);
  }
}
