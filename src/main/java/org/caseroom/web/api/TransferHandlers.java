package org.caseroom.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.transfer.TransferEvents;

/** Addresses, responsibility, and the transfer of a case to another agency. */
final class TransferHandlers {
  private final ApiServices services;

  TransferHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/cases/{reference}/responsibility", this::responsibility);
    api.post("/api/cases/{reference}/address", this::address);
    api.post("/api/cases/{reference}/order-date", this::orderDate);
    api.get("/api/transfers", this::list);
    api.get("/api/cases/{reference}/transfer", this::view);
    api.get("/api/cases/{reference}/transfer/pack", this::pack);
    api.post("/api/cases/{reference}/transfer/consultation", this::consult);
    api.post("/api/cases/{reference}/transfer/form", this::form);
    api.post("/api/cases/{reference}/transfer/offer", this::offer);
    api.post("/api/cases/{reference}/transfer/clarification", this::clarify);
    api.post("/api/cases/{reference}/transfer/answer", this::answer);
    api.post("/api/cases/{reference}/transfer/acceptance", this::accept);
    api.post("/api/cases/{reference}/transfer/refusal", this::decline);
    api.post("/api/cases/{reference}/transfer/checks", this::check);
  }

  private Object list(ApiCall call) {
    return services.cases().transfers().list(call.by());
  }

  private Object view(ApiCall call) {
    return services.cases().transfers().view(call.by(), call.reference());
  }

  private Object pack(ApiCall call) {
    return services.cases().transfers().pack(call.by(), call.reference());
  }

  private Object consult(ApiCall call) {
    Body body = call.body();
    boolean agreed = body.flag("agreed");
    String view = body.text("view");
    body.end();
    return call.done(
        services.cases().transfers().consult(call.by(), call.reference(), agreed, view));
  }

  private Object form(ApiCall call) {
    ObjectNode content =
        fields(
            call,
            List.of("summary", "needs", "support", "family_views", "protocol_version"),
            List.of("risks"));
    return call.done(services.cases().transfers().form(call.by(), call.reference(), content));
  }

  private Object offer(ApiCall call) {
    ObjectNode content = fields(call, List.of("agency"), List.of("on", "lawful_basis", "message"));
    return call.done(services.cases().transfers().offer(call.by(), call.reference(), content));
  }

  private Object clarify(ApiCall call) {
    return say(call, TransferEvents.CLARIFY, fields(call, List.of("text"), List.of()));
  }

  private Object answer(ApiCall call) {
    return say(call, TransferEvents.ANSWER, fields(call, List.of("text"), List.of()));
  }

  private Object accept(ApiCall call) {
    return say(
        call, TransferEvents.ACCEPT, fields(call, List.of("worker"), List.of("hub", "message")));
  }

  private Object decline(ApiCall call) {
    return say(call, TransferEvents.DECLINE, fields(call, List.of("reason"), List.of()));
  }

  private Object say(ApiCall call, String type, ObjectNode content) {
    return services.cases().transfers().say(call.by(), call.reference(), type, content);
  }

  private Object check(ApiCall call) {
    Body body = call.body();
    String check = body.text("check");
    String note = body.optional("note");
    body.end();
    return services.cases().transfers().check(call.by(), call.reference(), check, note);
  }

  /** A body of texts, and of nothing else. */
  private static ObjectNode fields(ApiCall call, List<String> needed, List<String> optional) {
    Body body = call.body();
    ObjectNode content = ApiCall.object();
    for (String field : needed) {
      content.put(field, body.text(field));
    }
    for (String field : optional) {
      String text = body.optional(field);
      if (text != null) {
        content.put(field, text);
      }
    }
    body.end();
    return content;
  }

  private Object responsibility(ApiCall call) {
    return services.cases().transfers().responsibility(call.by(), call.reference());
  }

  private Object address(ApiCall call) {
    Body body = call.body();
    String area = body.text("area");
    LocalDate since = body.date("since");
    String note = body.optional("note");
    body.end();
    return call.done(
        services.cases().transfers().address(call.by(), call.reference(), area, since, note));
  }

  private Object orderDate(ApiCall call) {
    Body body = call.body();
    LocalDate date = body.date("date");
    String note = body.optional("note");
    body.end();
    if (date == null) {
      throw Problem.missingParam("The field 'date' is missing: send a date such as 2025-03-03.");
    }
    return call.done(
        services.cases().transfers().orderDate(call.by(), call.reference(), date, note));
  }
}
