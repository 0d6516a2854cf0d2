package org.caseroom.web.api;

import java.time.Instant;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.intake.Intake;

/** The first part of a case: facts, the duty to inform, what became of a referral. */
final class IntakeHandlers {
  private final ApiServices services;

  IntakeHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/intake", call -> intake().view(call.by(), call.reference()));
    api.put("/api/cases/{reference}/facts", this::facts);
    api.post("/api/cases/{reference}/inform-triggers", this::inform);
    api.get("/api/cases/{reference}/map", call -> intake().map(call.by(), call.reference()));
    api.post("/api/cases/{reference}/allocation", this::allocate);
    api.post("/api/cases/{reference}/forms/{form}/send", this::sendForm);
    api.post("/api/cases/{reference}/forms/{form}/read", this::readForm);
    api.post("/api/cases/{reference}/views", this::views);
    api.post("/api/cases/{reference}/bookings/{booking}/made", this::booked);
    api.get(
        "/api/cases/{reference}/urgent",
        call -> intake().urgents().view(call.by(), call.reference()));
    api.post("/api/cases/{reference}/urgent", this::raise);
    api.post("/api/cases/{reference}/urgent/{number}/acknowledge", this::acknowledge);
    api.post("/api/cases/{reference}/urgent/{number}/decide", this::decide);
    api.post("/api/cases/{reference}/mash-referrals", this::mash);
    api.post("/api/cases/{reference}/mash-referrals/{number}/answer", this::answer);
    api.get(
        "/api/agencies/{agency}/hubs/{hub}/rota",
        call -> intake().urgents().rota(call.by(), call.path("agency"), call.path("hub")));
    api.put("/api/agencies/{agency}/hubs/{hub}/rota/{shift}", this::shift);
  }

  private Intake intake() {
    return services.cases().intake();
  }

  private Object facts(ApiCall call) {
    Body body = call.body();
    Intake.FactsUpdate facts =
        new Intake.FactsUpdate(
            body.optional("school_area"),
            body.date("placement_date"),
            body.date("born"),
            body.text("why"));
    body.end();
    return call.done(intake().facts(call.by(), call.reference(), facts));
  }

  private Object allocate(ApiCall call) {
    Body body = call.body();
    UserId worker = body.user("worker");
    String why = body.text("why");
    body.end();
    return call.done(intake().allocate(call.by(), call.reference(), worker, why));
  }

  private Object sendForm(ApiCall call) {
    Body body = call.body();
    String version = body.text("version");
    List<String> formats = body.texts("formats");
    List<UserId> people = body.users("with");
    String link = body.optional("link");
    body.end();
    return call.done(
        intake()
            .sendForm(
                call.by(), call.reference(), call.path("form"), version, formats, people, link));
  }

  private Object readForm(ApiCall call) {
    Body body = call.body();
    String version = body.text("version");
    body.end();
    return call.done(intake().readForm(call.by(), call.reference(), call.path("form"), version));
  }

  private Object views(ApiCall call) {
    Body body = call.body();
    String of = body.text("of");
    String words = body.text("words");
    body.end();
    return call.done(intake().views(call.by(), call.reference(), of, words));
  }

  private Object booked(ApiCall call) {
    Body body = call.body();
    String who = body.text("who");
    body.end();
    return call.done(intake().booked(call.by(), call.reference(), call.path("booking"), who));
  }

  private Object raise(ApiCall call) {
    Body body = call.body();
    String words = body.text("words");
    String ground = body.optional("ground");
    body.end();
    return call.done(intake().urgents().raise(call.by(), call.reference(), words, ground));
  }

  private Object acknowledge(ApiCall call) {
    call.noBody();
    return call.done(
        intake().urgents().acknowledge(call.by(), call.reference(), call.path("number")));
  }

  private Object decide(ApiCall call) {
    Body body = call.body();
    String outcome = body.text("outcome");
    String ground = body.optional("ground");
    String reason = body.text("reason");
    body.end();
    return call.done(
        intake()
            .urgents()
            .decide(call.by(), call.reference(), call.path("number"), outcome, ground, reason));
  }

  private Object mash(ApiCall call) {
    Body body = call.body();
    String to = body.text("to");
    String ground = body.text("ground");
    String what = body.text("what");
    boolean told = body.flag("family_told");
    String notTold = body.optional("not_told_reason");
    body.end();
    return call.done(
        intake().urgents().refer(call.by(), call.reference(), to, ground, what, told, notTold));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String kind = body.text("kind");
    String said = body.text("said");
    String from = body.optional("from");
    body.end();
    return call.done(
        intake()
            .urgents()
            .answer(call.by(), call.reference(), call.path("number"), kind, said, from));
  }

  private Object shift(ApiCall call) {
    Body body = call.body();
    UserId person = body.optionalUser("person");
    Instant from = body.instant("from");
    Instant to = body.instant("to");
    Integer place = body.number("place");
    body.end();
    return intake()
        .urgents()
        .shift(
            call.by(),
            call.path("agency"),
            call.path("hub"),
            call.path("shift"),
            person,
            from,
            to,
            place == null ? 1 : place);
  }

  private Object inform(ApiCall call) {
    Body body = call.body();
    String trigger = body.text("trigger");
    String how = body.text("how");
    body.end();
    return call.done(intake().inform(call.by(), call.reference(), trigger, how));
  }
}
