package org.caseroom.web.api;

/** Who could read what, when: for those who have to account for it. */
final class ReadershipHandlers {
  private final ApiServices services;

  ReadershipHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/audit/readers", this::readers);
  }

  private Object readers(ApiCall call) {
    return services.cases().readership().at(call.by(), call.query("item"), call.query("at"));
  }
}
