package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.complaints.ComplaintEvents;
import org.caseroom.cases.file.Fields;

/** Complaints: the ways, and the record of one. */
final class ComplaintHandlers {
  private final ApiServices services;

  ComplaintHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/complaints", this::ways);
    api.post("/api/cases/{reference}/complaints", this::make);
    api.get("/api/complaints", this::list);
    api.get("/api/complaints/{number}", this::one);
    api.post("/api/complaints/{number}/answer", this::answer);
    api.post("/api/complaints/{number}/stage-2", this::escalate);
    api.post("/api/complaints/{number}/close", this::close);
    api.post("/api/complaints/{number}/handler", this::handler);
  }

  private Object ways(ApiCall call) {
    return services.cases().complaints().ways(call.by(), call.reference());
  }

  private Object make(ApiCall call) {
    Body body = call.body();
    String words = body.text("words");
    List<UserId> complainedOf = body.users("complained_of");
    String wanted = body.optional("wanted");
    body.end();
    return services
        .cases()
        .complaints()
        .make(call.by(), call.reference(), words, complainedOf, wanted);
  }

  private Object list(ApiCall call) {
    return services.cases().complaints().list(call.by());
  }

  private Object one(ApiCall call) {
    return services.cases().complaints().one(call.by(), call.path("number"));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        ApiCall.object().put("outcome", body.text("outcome")).put("text", body.text("text"));
    body.end();
    return act(call, ComplaintEvents.ANSWER, content);
  }

  private Object escalate(ApiCall call) {
    return act(call, ComplaintEvents.ESCALATE, reason(call));
  }

  private Object close(ApiCall call) {
    return act(call, ComplaintEvents.CLOSE, reason(call));
  }

  private static ObjectNode reason(ApiCall call) {
    Body body = call.body();
    ObjectNode content = ApiCall.object().put("reason", body.text("reason"));
    body.end();
    return content;
  }

  private Object handler(ApiCall call) {
    Body body = call.body();
    ObjectNode content = ApiCall.object().put("reason", body.text("reason"));
    Fields.put(content, "to", body.user("to").value());
    body.end();
    return act(call, ComplaintEvents.HANDLER, content);
  }

  private Object act(ApiCall call, String type, ObjectNode content) {
    return services.cases().complaints().act(call.by(), call.path("number"), type, content);
  }
}
