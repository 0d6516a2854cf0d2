package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.caseroom.base.UserId;
import org.caseroom.cases.assessment.CaseRecords;
import org.caseroom.cases.assessment.RecordsView;

/** Records of health, education, requests, screens, consultation, supervision and services. */
final class RecordHandlers {
  private final ApiServices services;

  RecordHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/records", call -> records().view(call.by(), call.reference()));
    api.get(
        "/api/cases/{reference}/measures",
        call -> services.cases().assessing().measures().of(call.by(), call.reference()));
    api.post("/api/cases/{reference}/conditions", this::condition);
    api.post("/api/cases/{reference}/emerging-needs", this::emergingNeed);
    api.post("/api/cases/{reference}/emerging-needs/{number}", this::addToNeed);
    api.post("/api/cases/{reference}/education", this::education);
    api.post("/api/cases/{reference}/requests", this::request);
    api.post("/api/cases/{reference}/requests/{number}/outcome", this::outcome);
    api.post("/api/cases/{reference}/forms", this::form);
    api.post("/api/cases/{reference}/consultations", this::consultation);
    api.post("/api/cases/{reference}/consultations/{number}/note", this::consulted);
    api.post("/api/cases/{reference}/supervision", this::supervision);
    api.put("/api/cases/{reference}/services/{service}", this::service);
  }

  private CaseRecords records() {
    return services.cases().assessing().records();
  }

  private Object condition(ApiCall call) {
    Body body = call.body();
    String condition = body.text("condition");
    String status = body.text("status");
    String whose = body.text("by");
    LocalDate on = body.day("on");
    String note = body.optional("note");
    body.end();
    return call.done(
        records().condition(call.by(), call.reference(), condition, status, whose, on, note));
  }

  private Object emergingNeed(ApiCall call) {
    Body body = call.body();
    String kind = body.text("kind");
    LocalDate on = body.day("noticed_on");
    String whose = body.text("noticed_by");
    String what = body.optional("what");
    List<RecordsView.Link> links = links(body);
    body.end();
    return call.done(
        records().emergingNeed(call.by(), call.reference(), kind, on, whose, what, links));
  }

  private Object addToNeed(ApiCall call) {
    Body body = call.body();
    String what = body.optional("what");
    List<RecordsView.Link> links = links(body);
    body.end();
    return call.done(
        records().addToNeed(call.by(), call.reference(), call.path("number"), what, links));
  }

  private static List<RecordsView.Link> links(Body body) {
    return body.objects("links").stream()
        .map(
            link -> {
              RecordsView.Link read =
                  new RecordsView.Link(link.text("to"), link.text("with"), link.optional("about"));
              link.end();
              return read;
            })
        .toList();
  }

  private Object education(ApiCall call) {
    Body body = call.body();
    String kind = body.text("kind");
    LocalDate on = body.day("on");
    Integer days = body.number("days");
    String setting = body.optional("setting");
    String note = body.optional("note");
    body.end();
    return call.done(
        records().education(call.by(), call.reference(), kind, on, days, setting, note));
  }

  private Object request(ApiCall call) {
    Body body = call.body();
    String kind = body.text("kind");
    String recipient = body.text("recipient");
    String agency = body.optional("agency");
    String what = body.text("what");
    body.end();
    return call.done(records().request(call.by(), call.reference(), kind, recipient, agency, what));
  }

  private Object outcome(ApiCall call) {
    Body body = call.body();
    String status = body.text("status");
    String what = body.text("what");
    body.end();
    return call.done(
        records().requestOutcome(call.by(), call.reference(), call.path("number"), status, what));
  }

  private Object form(ApiCall call) {
    Body body = call.body();
    String form = body.text("form");
    Map<String, String> answers = body.words("answers");
    String observations = body.text("observations");
    String recommendation = body.optional("recommendation");
    body.end();
    return call.done(
        records().form(call.by(), call.reference(), form, answers, observations, recommendation));
  }

  private Object consultation(ApiCall call) {
    Body body = call.body();
    UserId clinician = body.user("clinician");
    String at = body.text("at");
    String service = body.optional("service");
    String about = body.text("about");
    body.end();
    return call.done(
        records().consultation(call.by(), call.reference(), clinician, at, service, about));
  }

  private Object consulted(ApiCall call) {
    Body body = call.body();
    boolean held = body.flag("held");
    String note = body.text("note");
    body.end();
    return call.done(
        records().consulted(call.by(), call.reference(), call.path("number"), held, note));
  }

  private Object supervision(ApiCall call) {
    Body body = call.body();
    UserId supervisor = body.user("supervisor");
    String text = body.text("text");
    body.end();
    return call.done(records().supervision(call.by(), call.reference(), supervisor, text));
  }

  private Object service(ApiCall call) {
    Body body = call.body();
    UserId contact = body.user("main_contact");
    UserId clinician = body.optionalUser("clinician");
    body.end();
    return call.done(
        records().service(call.by(), call.reference(), call.path("service"), contact, clinician));
  }
}
