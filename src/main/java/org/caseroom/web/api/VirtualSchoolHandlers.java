package org.caseroom.web.api;

import java.time.LocalDate;
import org.caseroom.base.UserId;
import org.caseroom.cases.directory.VirtualSchools;

/** Virtual schools: their training, their link with the adoption service, their queue. */
final class VirtualSchoolHandlers {
  private final ApiServices services;

  VirtualSchoolHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/virtual-schools", this::all);
    api.get("/api/virtual-schools/overdue", this::overdue);
    api.put("/api/virtual-schools/{agency}/link", this::link);
    api.post("/api/virtual-schools/{agency}/training", this::train);
    api.get("/api/virtual-schools/{agency}/queue", this::queue);
  }

  private VirtualSchools schools() {
    return services.cases().directory().virtualSchools();
  }

  private Object all(ApiCall call) {
    call.staff();
    return schools().all();
  }

  private Object overdue(ApiCall call) {
    call.staff();
    return schools().overdue();
  }

  private Object link(ApiCall call) {
    Body body = call.body();
    UserId person = body.user("person");
    String why = body.text("why");
    body.end();
    return schools().link(call.by(), call.path("agency"), person, why);
  }

  private Object train(ApiCall call) {
    Body body = call.body();
    LocalDate held = body.day("held");
    String title = body.text("title");
    String audience = body.text("audience");
    Integer attended = body.number("attended");
    body.end();
    return schools()
        .train(
            call.by(), call.path("agency"), held, title, audience, attended == null ? 0 : attended);
  }

  private Object queue(ApiCall call) {
    return schools().queue(call.by(), call.path("agency"));
  }
}
