package org.caseroom.web.api;

import java.time.LocalDate;

/** Personal budgets and financial support, in pence. */
final class MoneyHandlers {
  private final ApiServices services;

  MoneyHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.put("/api/cases/{reference}/budget/{line}", this::agreeLine);
    api.post("/api/cases/{reference}/budget/{line}/spend", this::spend);
    api.put("/api/cases/{reference}/financial-support", this::agree);
    api.post("/api/cases/{reference}/financial-support/review", this::review);
    api.post("/api/cases/{reference}/financial-support/cut", this::propose);
    api.post("/api/cases/{reference}/financial-support/cut/representations", this::represent);
    api.post("/api/cases/{reference}/financial-support/cut/decision", this::decide);
  }

  private Object agreeLine(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String item = body.optional("item");
    int agreed = body.wholeNumber("agreed");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .money()
            .agreeLine(call.by(), call.reference(), call.path("line"), title, item, agreed));
  }

  private Object spend(ApiCall call) {
    Body body = call.body();
    int amount = body.wholeNumber("amount");
    LocalDate on = body.date("on");
    String what = body.text("what");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .money()
            .spend(call.by(), call.reference(), call.path("line"), amount, on, what, reason));
  }

  private Object agree(ApiCall call) {
    Body body = call.body();
    int amount = body.wholeNumber("amount");
    String every = body.text("every");
    LocalDate from = body.day("from");
    String purpose = body.text("purpose");
    String conditions = body.optional("conditions");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .money()
            .agreeSupport(call.by(), call.reference(), amount, every, from, purpose, conditions));
  }

  private Object review(ApiCall call) {
    Body body = call.body();
    String finding = body.text("finding");
    String outcome = body.text("outcome");
    String late = body.optional("late_reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .money()
            .reviewSupport(call.by(), call.reference(), finding, outcome, late));
  }

  private Object propose(ApiCall call) {
    Body body = call.body();
    int amount = body.wholeNumber("amount");
    String reasons = body.text("reasons");
    body.end();
    return call.done(
        services.cases().plans().money().proposeCut(call.by(), call.reference(), amount, reasons));
  }

  private Object represent(ApiCall call) {
    Body body = call.body();
    String text = body.text("text");
    body.end();
    return call.done(services.cases().plans().money().represent(call.by(), call.reference(), text));
  }

  private Object decide(ApiCall call) {
    Body body = call.body();
    String decision = body.text("decision");
    String reasons = body.text("reasons");
    body.end();
    return call.done(
        services.cases().plans().money().decideCut(call.by(), call.reference(), decision, reasons));
  }
}
