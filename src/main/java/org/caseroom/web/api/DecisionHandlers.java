package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.Decisions;

/** Decisions, signatures, corrections, and sharing with the family. */
final class DecisionHandlers {
  private final ApiServices services;

  DecisionHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.post("/api/cases/{reference}/decisions", this::propose);
    api.post("/api/cases/{reference}/signatures", this::sign);
    api.post("/api/cases/{reference}/shares", this::share);
    api.post("/api/cases/{reference}/corrections", this::askCorrection);
    api.post("/api/cases/{reference}/corrections/{number}/issue", this::issue);
    api.post("/api/cases/{reference}/corrections/{number}/answer", this::answer);
  }

  private Object propose(ApiCall call) {
    Body body = call.body();
    Decisions.Proposed proposed =
        new Decisions.Proposed(
            body.text("title"),
            body.text("decided"),
            body.text("reasons"),
            body.optional("options"),
            body.optional("clause"),
            body.optional("lawful_basis"),
            body.optional("views"),
            body.number("corrects"));
    body.end();
    return call.done(services.cases().decisions().propose(call.by(), call.reference(), proposed));
  }

  private Object sign(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    Decisions.Signature signature =
        new Decisions.Signature(
            body.text("decided"), body.text("reasons"), body.optional("late_reason"));
    body.end();
    return call.done(
        services.cases().decisions().sign(call.by(), call.reference(), document, signature));
  }

  private Object share(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    List<UserId> with = body.users("with");
    List<String> formats = body.texts("formats");
    String late = body.optional("late_reason");
    body.end();
    return call.done(
        services
            .cases()
            .decisions()
            .share(call.by(), call.reference(), document, with, formats, late));
  }

  private Object askCorrection(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    String section = body.optional("section");
    String text = body.text("text");
    body.end();
    return call.done(
        services.cases().corrections().ask(call.by(), call.reference(), document, section, text));
  }

  private Object issue(ApiCall call) {
    Body body = call.body();
    String section = body.optional("section");
    String text = body.text("text");
    body.end();
    return call.done(
        services
            .cases()
            .corrections()
            .issue(call.by(), call.reference(), call.path("number"), section, text));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String reasons = body.text("reasons");
    body.end();
    return call.done(
        services
            .cases()
            .corrections()
            .decline(call.by(), call.reference(), call.path("number"), reasons));
  }
}
