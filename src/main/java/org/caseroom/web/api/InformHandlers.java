package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.directory.Informing;

/** What a family has to be told, and what of the core offer they were given. */
final class InformHandlers {
  private final ApiServices services;

  InformHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/inform-pack",
        call -> informing().pack(call.by(), call.reference()));
    api.post("/api/cases/{reference}/inform-pack/send", this::send);
    api.post("/api/cases/{reference}/inform-pack/{number}/read", this::read);
    api.get(
        "/api/cases/{reference}/core-offer",
        call -> informing().coreOffer(call.by(), call.reference()));
    api.post("/api/cases/{reference}/core-offer/{item}", this::offer);
  }

  private Informing informing() {
    return services.cases().directory().informing();
  }

  private Object send(ApiCall call) {
    Body body = call.body();
    List<UserId> to = body.users("to");
    String toName = body.optional("to_name");
    String mode = body.text("mode");
    List<String> formats = body.texts("formats");
    body.end();
    return call.done(informing().send(call.by(), call.reference(), to, toName, mode, formats));
  }

  private Object read(ApiCall call) {
    call.noBody();
    return call.done(informing().confirm(call.by(), call.reference(), call.path("number")));
  }

  private Object offer(ApiCall call) {
    Body body = call.body();
    String status = body.text("status");
    String source = body.text("source");
    LocalDate on = body.date("on");
    String note = body.optional("note");
    body.end();
    return call.done(
        informing()
            .offer(call.by(), call.reference(), call.path("item"), status, source, on, note));
  }
}
