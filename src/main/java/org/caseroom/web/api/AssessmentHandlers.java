package org.caseroom.web.api;

/** The assessment. */
final class AssessmentHandlers {
  private final ApiServices services;

  AssessmentHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.post("/api/cases/{reference}/assessment/start", this::start);
    api.put("/api/cases/{reference}/assessment/sections/{section}", this::section);
    api.post("/api/cases/{reference}/assessment/complete", this::complete);
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
}
