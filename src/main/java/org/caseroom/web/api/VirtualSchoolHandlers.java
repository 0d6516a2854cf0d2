package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.directory.VirtualSchools;
import org.caseroom.cases.file.RoomKind;

/** Virtual schools, and the child's school that leads to one of them. */
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
    api.get(
        "/api/cases/{reference}/school",
        call -> services.cases().directory().schools().view(call.by(), call.reference()));
    api.post("/api/cases/{reference}/school", this::school);
    api.post("/api/cases/{reference}/school/invite", this::invite);
    api.post("/api/cases/{reference}/questions/{number}/triage", this::triage);
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

  private Object school(ApiCall call) {
    Body body = call.body();
    String name = body.optional("name");
    String area = body.text("area");
    String phase = body.text("phase");
    body.end();
    return call.done(
        services
            .cases()
            .directory()
            .schools()
            .record(call.by(), call.reference(), name, area, phase));
  }

  private Object invite(ApiCall call) {
    Body body = call.body();
    UserId person = body.optionalUser("person");
    List<RoomKind> rooms = body.texts("rooms").stream().map(RoomKind::of).toList();
    body.end();
    return call.done(
        services
            .cases()
            .directory()
            .schools()
            .invite(
                call.by(),
                call.reference(),
                person,
                rooms.isEmpty() ? List.of(RoomKind.FAMILY) : rooms));
  }

  private Object triage(ApiCall call) {
    Body body = call.body();
    String outcome = body.text("outcome");
    String service = body.optional("service");
    String note = body.optional("note");
    body.end();
    return call.done(
        services
            .cases()
            .directory()
            .schools()
            .triage(call.by(), call.reference(), call.path("number"), outcome, service, note));
  }

  private Object queue(ApiCall call) {
    return schools().queue(call.by(), call.path("agency"));
  }
}
