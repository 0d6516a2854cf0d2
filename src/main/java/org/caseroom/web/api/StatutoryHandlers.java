package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.statutory.StatutoryEvents;

/** Requests for statutory services. */
final class StatutoryHandlers {
  private static final String REQUEST = "/api/cases/{reference}/statutory/{number}";

  private final ApiServices services;

  StatutoryHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/statutory", this::view);
    api.post("/api/cases/{reference}/statutory", this::raise);
    api.post(REQUEST + "/decision", this::decide);
    api.post(REQUEST + "/pack", this::pack);
    api.post(REQUEST + "/call", this::refer);
    api.post(REQUEST + "/outcome", this::outcome);
    api.post(REQUEST + "/oversight", this::oversight);
    api.post(REQUEST + "/lead", this::lead);
    api.post(REQUEST + "/tasks", this::task);
  }

  private Object view(ApiCall call) {
    return services.cases().statutory().view(call.by(), call.reference());
  }

  private Object raise(ApiCall call) {
    Body body = call.body();
    ObjectNode content = ApiCall.object().put("reasons", body.text("reasons"));
    Fields.put(content, "limbs", body.texts("limbs"));
    body.end();
    return act(call, StatutoryEvents.RAISE, content);
  }

  private Object decide(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call).put("agreed", body.flag("agreed")).put("reasons", body.text("reasons"));
    Fields.put(content, "discussed_on", body.date("discussed_on"));
    body.end();
    return act(call, StatutoryEvents.DECIDE, content);
  }

  private Object pack(ApiCall call) {
    Body body = call.body();
    ObjectNode content = about(call).put("form_version", body.text("form_version"));
    Fields.put(content, "items", body.texts("items"));
    Fields.put(content, "left_out", body.optional("left_out"));
    body.end();
    return act(call, StatutoryEvents.PACK, content);
  }

  private Object refer(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call)
            .put("route", body.text("route"))
            .put("spoke_to", body.text("spoke_to"))
            .put("asked", body.text("asked"))
            .put("advice", body.text("advice"));
    body.end();
    return act(call, StatutoryEvents.REFER, content);
  }

  private Object outcome(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call).put("outcome", body.text("outcome")).put("reason", body.text("reason"));
    Fields.put(content, "lead_agency", body.optional("lead_agency"));
    Fields.put(content, "lead_person", body.optional("lead_person"));
    body.end();
    return act(call, StatutoryEvents.OUTCOME, content);
  }

  private Object oversight(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call).put("decision", body.text("decision")).put("reasons", body.text("reasons"));
    body.end();
    return act(call, StatutoryEvents.OVERSIGHT, content);
  }

  private Object lead(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call).put("agency", body.text("agency")).put("why", body.text("why"));
    Fields.put(content, "person", body.optional("person"));
    body.end();
    return act(call, StatutoryEvents.LEAD, content);
  }

  private Object task(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        about(call)
            .put("type", body.text("type"))
            .put("text", body.text("text"))
            .put("agency", body.text("agency"));
    LocalDate due = body.date("due");
    Fields.put(content, "due", due);
    body.end();
    return act(call, StatutoryEvents.TASK, content);
  }

  private static ObjectNode about(ApiCall call) {
    return ApiCall.object().put("request", call.path("number"));
  }

  private Object act(ApiCall call, String type, ObjectNode content) {
    return call.done(services.cases().statutory().act(call.by(), call.reference(), type, content));
  }
}
