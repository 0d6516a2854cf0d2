package org.caseroom.web.api;

import org.caseroom.cases.intake.Intake;

/** The first part of a case: facts, the duty to inform, what became of a referral. */
final class IntakeHandlers {
  private final ApiServices services;

  IntakeHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/intake", call -> intake().view(call.by(), call.reference()));
    api.put("/api/cases/{reference}/facts", this::facts);
    api.post("/api/cases/{reference}/inform-triggers", this::inform);
  }

  private Intake intake() {
    return services.cases().intake();
  }

  private Object facts(ApiCall call) {
    Body body = call.body();
    Intake.FactsUpdate facts =
        new Intake.FactsUpdate(
            body.optional("school_area"),
            body.date("placement_date"),
            body.date("born"),
            body.text("why"));
    body.end();
    return call.done(intake().facts(call.by(), call.reference(), facts));
  }

  private Object inform(ApiCall call) {
    Body body = call.body();
    String trigger = body.text("trigger");
    String how = body.text("how");
    body.end();
    return call.done(intake().inform(call.by(), call.reference(), trigger, how));
  }
}
