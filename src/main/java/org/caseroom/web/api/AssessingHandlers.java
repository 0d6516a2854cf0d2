package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.assessment.Assessing;
import org.jspecify.annotations.Nullable;

/** Visits, the child's voice, and who writes which part of the assessment by when. */
final class AssessingHandlers {
  private final ApiServices services;

  AssessingHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/assessment", call -> assessing().view(call.by(), call.reference()));
    api.post("/api/cases/{reference}/visits", this::visit);
    api.post("/api/cases/{reference}/voice", this::voice);
    api.post("/api/cases/{reference}/appointments", this::appointment);
    api.put("/api/cases/{reference}/case-type", this::caseType);
    api.post("/api/cases/{reference}/assessment/contributions", this::ask);
    api.post("/api/cases/{reference}/assessment/blockers", this::blocked);
    api.post("/api/cases/{reference}/assessment/late-reason", this::late);
  }

  private Assessing assessing() {
    return services.cases().assessing();
  }

  private Object visit(ApiCall call) {
    Body body = call.body();
    boolean first = body.flag("first");
    String mode = body.text("mode");
    List<UserId> present = body.users("present");
    List<Assessing.Guest> guests =
        body.objects("also_present").stream().map(AssessingHandlers::guest).toList();
    Assessing.Visit visit =
        new Assessing.Visit(
            first,
            mode,
            present,
            guests,
            body.optional("place"),
            body.optional("how_assessed"),
            body.optional("interpreter"),
            body.optional("no_interpreter_reason"),
            body.optional("joint_with"),
            body.optional("notes"));
    body.end();
    return call.done(assessing().visit(call.by(), call.reference(), visit));
  }

  private static Assessing.Guest guest(Body body) {
    Assessing.Guest guest =
        new Assessing.Guest(
            body.text("name"), body.text("who"), body.optional("agency"), body.optional("needs"));
    body.end();
    return guest;
  }

  private Object voice(ApiCall call) {
    Body body = call.body();
    Assessing.Voice voice =
        new Assessing.Voice(
            body.flag("seen"),
            body.optional("method"),
            body.optional("words"),
            body.optional("reason"),
            body.optional("place"),
            body.optional("appointment"));
    body.end();
    return call.done(assessing().voice(call.by(), call.reference(), voice));
  }

  private Object appointment(ApiCall call) {
    Body body = call.body();
    String at = body.text("at");
    String place = body.text("place");
    String agency = body.optional("agency");
    List<UserId> with = body.users("with");
    String what = body.optional("what");
    body.end();
    return call.done(
        assessing().appointment(call.by(), call.reference(), at, place, agency, with, what));
  }

  private Object caseType(ApiCall call) {
    Body body = call.body();
    String caseType = body.text("case_type");
    String why = body.text("why");
    body.end();
    return call.done(assessing().caseType(call.by(), call.reference(), caseType, why));
  }

  private Object ask(ApiCall call) {
    Body body = call.body();
    String section = body.text("section");
    UserId contributor = body.user("contributor");
    @Nullable LocalDate due = body.date("due");
    String what = body.optional("what");
    body.end();
    return call.done(assessing().ask(call.by(), call.reference(), section, contributor, due, what));
  }

  private Object blocked(ApiCall call) {
    Body body = call.body();
    String section = body.text("section");
    String reason = body.text("reason");
    UserId waitingFor = body.optionalUser("waiting_for");
    boolean cleared = body.flag("cleared", false);
    body.end();
    return call.done(
        assessing().blocked(call.by(), call.reference(), section, reason, waitingFor, cleared));
  }

  private Object late(ApiCall call) {
    Body body = call.body();
    String reason = body.text("late_reason");
    body.end();
    return call.done(assessing().late(call.by(), call.reference(), reason));
  }
}
