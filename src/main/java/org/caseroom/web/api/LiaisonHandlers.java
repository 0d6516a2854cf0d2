package org.caseroom.web.api;

import java.time.LocalDate;

/** Disruptions, and the log of liaison with other agencies and departments. */
final class LiaisonHandlers {
  private final ApiServices services;

  LiaisonHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/liaison",
        call -> services.cases().liaison().of(call.by(), call.reference()));
    api.post("/api/cases/{reference}/liaison", this::liaison);
    api.post("/api/cases/{reference}/disruptions", this::disruption);
  }

  private Object liaison(ApiCall call) {
    Body body = call.body();
    LocalDate on = body.day("on");
    String with = body.text("with");
    String department = body.text("department");
    String area = body.optional("area");
    String about = body.text("about");
    body.end();
    return call.done(
        services
            .cases()
            .liaison()
            .liaison(call.by(), call.reference(), on, with, department, area, about));
  }

  private Object disruption(ApiCall call) {
    Body body = call.body();
    LocalDate on = body.day("on");
    String kind = body.text("kind");
    String note = body.text("note");
    body.end();
    return call.done(
        services.cases().liaison().disruption(call.by(), call.reference(), on, kind, note));
  }
}
