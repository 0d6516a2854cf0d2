package org.caseroom.web.api;

import java.util.List;

/** The family's story. */
final class StoryHandlers {
  private final ApiServices services;

  StoryHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.put("/api/cases/{reference}/story/{section}", this::write);
    api.post("/api/cases/{reference}/story-read", this::read);
  }

  private Object write(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    List<String> audience = body.texts("audience");
    body.end();
    return call.done(
        services
            .cases()
            .stories()
            .write(call.by(), call.reference(), call.path("section"), title, text, audience));
  }

  private Object read(ApiCall call) {
    call.noBody();
    return call.done(services.cases().stories().acknowledge(call.by(), call.reference()));
  }
}
