package org.caseroom.web.api;

/** Cases: the list and the whole of one. */
final class CaseHandlers {
  private final ApiServices services;

  CaseHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases", call -> services.cases().cases().list(call.by()));
    api.get(
        "/api/cases/{reference}",
        call -> services.cases().cases().view(call.by(), call.reference(), "api"));
    api.get(
        "/api/cases/{reference}/pack",
        call -> services.cases().packs().of(call.by(), call.reference()));
  }
}
