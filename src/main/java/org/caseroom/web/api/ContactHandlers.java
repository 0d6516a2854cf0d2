package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.UserId;

/** Needs, contacts, notes and summaries. */
final class ContactHandlers {
  private final ApiServices services;

  ContactHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.put("/api/cases/{reference}/needs/{user}", this::needs);
    api.post("/api/cases/{reference}/contacts", this::contact);
    api.post("/api/cases/{reference}/notes", this::note);
    api.post("/api/cases/{reference}/summaries", this::summary);
  }

  private Object needs(ApiCall call) {
    Body body = call.body();
    List<String> formats = body.texts("formats");
    List<String> communication = body.texts("communication");
    List<String> languages = body.texts("languages");
    String contactBy = body.optional("contact_by");
    String notes = body.optional("notes");
    body.end();
    return call.done(
        services
            .cases()
            .contacts()
            .needs(
                call.by(),
                call.reference(),
                UserId.of(call.path("user")),
                formats,
                communication,
                languages,
                contactBy,
                notes));
  }

  private Object contact(ApiCall call) {
    Body body = call.body();
    List<UserId> with = body.users("with");
    String mode = body.text("mode");
    String what = body.text("what");
    boolean planned = body.flag("planned", false);
    String tells = body.optional("tells");
    String override = body.optional("override_reason");
    String interpreter = body.optional("interpreter");
    Boolean reached = body.optionalFlag("reached");
    body.end();
    return call.done(
        services
            .cases()
            .contacts()
            .contact(
                call.by(),
                call.reference(),
                with,
                mode,
                what,
                planned,
                tells,
                override,
                interpreter,
                reached));
  }

  private Object note(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    String topic = body.optional("topic");
    body.end();
    return call.done(
        services.cases().contacts().note(call.by(), call.reference(), title, text, topic));
  }

  private Object summary(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    String note = body.optional("note");
    String layer = body.optional("layer");
    body.end();
    return call.done(
        services.cases().contacts().summary(call.by(), call.reference(), title, text, note, layer));
  }
}
