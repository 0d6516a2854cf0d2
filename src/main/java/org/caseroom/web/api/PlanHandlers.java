package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.cases.plan.Plans;

/** The support plan, the plan from placement, the least offer, and applications to funds. */
final class PlanHandlers {
  private final ApiServices services;

  PlanHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/plan",
        call -> services.cases().plans().views().plan(call.by(), call.reference()));
    api.put("/api/cases/{reference}/plan/{item}", this::item);
    api.put("/api/cases/{reference}/placement-plan", this::placement);
    api.post("/api/cases/{reference}/offer/{item}", this::offer);
    api.post("/api/cases/{reference}/funds", this::applyToFund);
    api.post("/api/cases/{reference}/funds/{number}/outcome", this::fundOutcome);
  }

  private Object item(ApiCall call) {
    Body body = call.body();
    Plans.Item item =
        new Plans.Item(
            body.text("title"),
            body.text("kind"),
            body.text("status"),
            body.optional("provider"),
            body.optional("delivery"),
            body.optional("service"),
            body.optional("foundation"),
            body.optional("funding_source"),
            body.date("starts_on"),
            body.optional("change"),
            body.optional("measure"),
            body.optional("result"),
            body.optional("reason"));
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .plans()
            .item(call.by(), call.reference(), call.path("item"), item));
  }

  private Object placement(ApiCall call) {
    Body body = call.body();
    Plans.Placement placement =
        new Plans.Placement(
            body.flag("has_plan"),
            body.date("made_on"),
            body.optional("needs_now"),
            body.optional("needs_later"),
            body.optional("source"),
            body.optional("note"));
    body.end();
    return call.done(
        services.cases().plans().plans().placement(call.by(), call.reference(), placement));
  }

  private Object offer(ApiCall call) {
    Body body = call.body();
    String status = body.text("status");
    LocalDate on = body.date("on");
    String source = body.text("source");
    String note = body.optional("note");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .plans()
            .offer(call.by(), call.reference(), call.path("item"), status, on, source, note));
  }

  private Object applyToFund(ApiCall call) {
    Body body = call.body();
    String fund = body.text("fund");
    List<String> items = body.texts("items");
    String provider = body.text("provider");
    int amount = body.wholeNumber("amount");
    String part = body.optional("part");
    String late = body.optional("late_reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .funds()
            .apply(call.by(), call.reference(), fund, items, provider, amount, part, late));
  }

  private Object fundOutcome(ApiCall call) {
    Body body = call.body();
    String outcome = body.text("outcome");
    Integer granted = body.number("granted");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .funds()
            .outcome(call.by(), call.reference(), call.path("number"), outcome, granted, reason));
  }
}
