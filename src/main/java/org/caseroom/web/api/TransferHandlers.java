package org.caseroom.web.api;

import java.time.LocalDate;
import org.caseroom.base.Problem;

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
