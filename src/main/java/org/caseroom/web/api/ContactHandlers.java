package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.UserId;

/** Needs, contacts, visits, the child's voice, notes and summaries. */
final class ContactHandlers {
  private final ApiServices services;

  ContactHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.put("/api/cases/{reference}/needs/{user}", this::needs);
    api.post("/api/cases/{reference}/contacts", this::contact);
    api.post("/api/cases/{reference}/visits", this::visit);
    api.post("/api/cases/{reference}/voice", this::voice);
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
    body.end();
    return call.done(
        services
            .cases()
            .contacts()
            .contact(call.by(), call.reference(), with, mode, what, planned, tells, override));
  }

  private Object visit(ApiCall call) {
    Body body = call.body();
    boolean first = body.flag("first");
    String mode = body.text("mode");
    List<UserId> present = body.users("present");
    String interpreter = body.optional("interpreter");
    body.end();
    return call.done(
        services
            .cases()
            .contacts()
            .visit(call.by(), call.reference(), first, mode, present, interpreter));
  }

  private Object voice(ApiCall call) {
    Body body = call.body();
    boolean seen = body.flag("seen");
    String method = body.optional("method");
    String words = body.optional("words");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .contacts()
            .voice(call.by(), call.reference(), seen, method, words, reason));
  }

  private Object note(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    body.end();
    return call.done(services.cases().contacts().note(call.by(), call.reference(), title, text));
  }

  private Object summary(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    String note = body.optional("note");
    body.end();
    return call.done(
        services.cases().contacts().summary(call.by(), call.reference(), title, text, note));
  }
}
