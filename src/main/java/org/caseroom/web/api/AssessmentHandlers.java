package org.caseroom.web.api;

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
