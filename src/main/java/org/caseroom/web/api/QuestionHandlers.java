package org.caseroom.web.api;

import org.caseroom.base.UserId;
import org.caseroom.cases.file.RoomKind;

/** Questions and checklists. */
final class QuestionHandlers {
  private final ApiServices services;

  QuestionHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/questions", this::waiting);
    api.get(
        "/api/questions/unanswered",
        call -> services.cases().openQuestions().unanswered(call.by()));
    api.get(
        "/api/cases/{reference}/questions",
        call -> services.cases().openQuestions().of(call.by(), call.reference()));
    api.post("/api/cases/{reference}/questions", this::ask);
    api.post("/api/cases/{reference}/assessment/request", this::requestAssessment);
    api.post("/api/cases/{reference}/questions/{number}/answer", this::answer);
    api.post("/api/cases/{reference}/questions/{number}/pass", this::pass);
    api.post("/api/cases/{reference}/questions/{number}/refuse", this::refuse);
    api.post("/api/cases/{reference}/questions/{number}/fetch", this::fetch);
    api.post("/api/cases/{reference}/questions/{number}/close", this::close);
    api.post("/api/cases/{reference}/checklists/{checklist}/items/{item}/tick", this::tick);
    api.post(
        "/api/cases/{reference}/checklists/{checklist}/items/{item}/not-relevant",
        this::notRelevant);
    api.post("/api/cases/{reference}/checklists/{checklist}/items/{item}/give", this::give);
    api.post("/api/cases/{reference}/checklists/{checklist}/items/{item}/receive", this::receive);
  }

  /** Mine; with {@code ?agency=} those of an agency's people. */
  private Object waiting(ApiCall call) {
    String agency = call.optionalQuery("agency");
    return agency == null
        ? services.cases().cases().questionsOf(call.by())
        : services.cases().openQuestions().ofAgency(call.by(), agency);
  }

  private Object refuse(ApiCall call) {
    Body body = call.body();
    String agency = body.optional("agency");
    String reason = body.text("reason");
    body.end();
    return call.done(
        services
            .cases()
            .openQuestions()
            .refuse(call.by(), call.reference(), call.path("number"), agency, reason));
  }

  private Object fetch(ApiCall call) {
    Body body = call.body();
    String agency = body.text("agency");
    body.end();
    return call.done(
        services
            .cases()
            .openQuestions()
            .fetch(call.by(), call.reference(), call.path("number"), agency));
  }

  private Object ask(ApiCall call) {
    Body body = call.body();
    String room = body.optional("room");
    String text = body.text("text");
    UserId owner = body.optionalUser("owner");
    boolean again = body.flag("ask_again", false);
    body.end();
    return call.done(
        services
            .cases()
            .questions()
            .ask(
                call.by(),
                call.reference(),
                room == null ? RoomKind.FAMILY : RoomKind.of(room),
                text,
                owner,
                again));
  }

  private Object requestAssessment(ApiCall call) {
    Body body = call.body();
    String text = body.text("text");
    body.end();
    return call.done(
        services.cases().questions().requestAssessment(call.by(), call.reference(), text));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String text = body.text("text");
    String card = body.optional("card");
    String courier = body.optional("courier_reason");
    body.end();
    return call.done(
        services
            .cases()
            .questions()
            .answer(call.by(), call.reference(), call.path("number"), text, card, courier));
  }

  private Object pass(ApiCall call) {
    Body body = call.body();
    UserId to = body.user("to");
    String reason = body.text("reason");
    body.end();
    return call.done(
        services
            .cases()
            .questions()
            .pass(call.by(), call.reference(), call.path("number"), to, reason));
  }

  private Object close(ApiCall call) {
    call.noBody();
    return call.done(
        services.cases().questions().close(call.by(), call.reference(), call.path("number")));
  }

  private Object tick(ApiCall call) {
    Body body = call.body();
    String note = body.optional("note");
    body.end();
    return call.done(
        services
            .cases()
            .checklists()
            .tick(call.by(), call.reference(), call.path("checklist"), call.path("item"), note));
  }

  private Object give(ApiCall call) {
    Body body = call.body();
    UserId to = body.user("to");
    String note = body.optional("note");
    body.end();
    return call.done(
        services
            .cases()
            .checklists()
            .give(
                call.by(), call.reference(), call.path("checklist"), call.path("item"), to, note));
  }

  private Object receive(ApiCall call) {
    call.noBody();
    return call.done(
        services
            .cases()
            .checklists()
            .receive(call.by(), call.reference(), call.path("checklist"), call.path("item")));
  }

  private Object notRelevant(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    return call.done(
        services
            .cases()
            .checklists()
            .notRelevant(
                call.by(), call.reference(), call.path("checklist"), call.path("item"), reason));
  }
}
