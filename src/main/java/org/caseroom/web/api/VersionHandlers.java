package org.caseroom.web.api;

import org.caseroom.base.Problem;

/** Which version of a procedure a case follows. */
final class VersionHandlers {
  private final ApiServices services;

  VersionHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/procedure",
        call -> services.cases().versions().of(call.by(), call.reference()));
    api.post("/api/cases/{reference}/procedure/move", this::move);
  }

  private Object move(ApiCall call) {
    Body body = call.body();
    Integer decision = body.number("decision");
    String reason = body.text("reason");
    body.end();
    if (decision == null) {
      throw Problem.missingParam(
          "The field 'decision' is missing: send the number of the decision's record.");
    }
    return call.done(
        services.cases().versions().move(call.by(), call.reference(), decision, reason));
  }
}
