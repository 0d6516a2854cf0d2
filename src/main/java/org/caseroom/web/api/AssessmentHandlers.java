package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.Problem;

/** The assessment and the plan. */
final class AssessmentHandlers {
  private final ApiServices services;

  AssessmentHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.post("/api/cases/{reference}/assessment/start", this::start);
    api.put("/api/cases/{reference}/assessment/sections/{section}", this::section);
    api.post("/api/cases/{reference}/assessment/complete", this::complete);
    api.put("/api/cases/{reference}/plan/{item}", this::planItem);
    api.post("/api/cases/{reference}/funds", this::applyToFund);
    api.post("/api/cases/{reference}/funds/{number}/outcome", this::fundOutcome);
  }

  private Object applyToFund(ApiCall call) {
    Body body = call.body();
    String fund = body.text("fund");
    List<String> items = body.texts("items");
    String provider = body.text("provider");
    int amount = pounds(body, "amount");
    String late = body.optional("late_reason");
    body.end();
    return call.done(
        services
            .cases()
            .funds()
            .apply(call.by(), call.reference(), fund, items, provider, amount, late));
  }

  private static int pounds(Body body, String field) {
    Integer amount = body.number(field);
    if (amount == null) {
      throw Problem.missingParam("The field '" + field + "' is missing: an amount in pounds.");
    }
    return amount;
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
            .funds()
            .outcome(call.by(), call.reference(), call.path("number"), outcome, granted, reason));
  }

  private Object start(ApiCall call) {
    call.noBody();
    return call.done(services.cases().assessments().start(call.by(), call.reference()));
  }

  private Object complete(ApiCall call) {
    call.noBody();
    return call.done(services.cases().assessments().complete(call.by(), call.reference()));
  }

  private Object section(ApiCall call) {
    Body body = call.body();
    String text = body.text("text");
    boolean done = body.flag("done");
    body.end();
    return call.done(
        services
            .cases()
            .assessments()
            .section(call.by(), call.reference(), call.path("section"), text, done));
  }

  private Object planItem(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String kind = body.text("kind");
    String status = body.text("status");
    String provider = body.optional("provider");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .assessments()
            .planItem(
                call.by(),
                call.reference(),
                call.path("item"),
                title,
                kind,
                status,
                provider,
                reason));
  }
}
