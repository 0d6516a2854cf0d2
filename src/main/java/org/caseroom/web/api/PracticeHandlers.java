package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.practice.PracticeEvents;
import org.caseroom.cases.practice.PracticeExamples;

/** Practice examples that name nobody, and who agrees to them. */
final class PracticeHandlers {
  private final ApiServices services;

  PracticeHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    String at = "/api/cases/{reference}/practice-example";
    api.get(at, call -> examples().of(call.by(), call.reference()));
    api.put(at, this::write);
    api.post(at + "/answer", call -> answer(call, PracticeEvents.ANSWER, call.body()));
    api.post(at + "/written-answer", this::inWriting);
    api.get(at + "/export", call -> examples().export(call.by(), call.reference()));
  }

  private PracticeExamples examples() {
    return services.cases().practiceExamples();
  }

  private Object write(ApiCall call) {
    Body body = call.body();
    String title = body.text("title");
    String text = body.text("text");
    body.end();
    return examples().write(call.by(), call.reference(), title, text);
  }

  private Object inWriting(ApiCall call) {
    Body body = call.body();
    ObjectNode content =
        ApiCall.object().put("agency", body.text("agency")).put("said_by", body.text("said_by"));
    return answer(call, PracticeEvents.WRITTEN_ANSWER, body, content);
  }

  private Object answer(ApiCall call, String type, Body body) {
    return answer(call, type, body, ApiCall.object());
  }

  private Object answer(ApiCall call, String type, Body body, ObjectNode content) {
    content.put("answer", body.text("answer"));
    Integer version = body.number("version");
    if (version != null) {
      content.put("version", version);
    }
    Fields.put(content, "reason", body.optional("reason"));
    body.end();
    return examples().answer(call.by(), call.reference(), type, content);
  }
}
