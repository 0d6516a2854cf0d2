package org.caseroom.web.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.Problem;
import org.caseroom.cases.reports.DataSets;
import org.caseroom.cases.reports.Measures;
import org.caseroom.cases.reports.Paged;
import org.caseroom.cases.reports.Reports;
import org.caseroom.cases.reports.ServiceReviews;

/** What a service knows and records about itself: data set, measures, review, audits, receipts. */
final class ServiceHandlers {
  private final ApiServices services;

  ServiceHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/reports/data-set", this::aggregated);
    api.get("/api/reports/data-set/children", this::children);
    api.get("/api/reports/data-set/schema", call -> reports().dataSets().schema());
    api.get("/api/reports/needs-by-area", this::needsByArea);
    api.get("/api/reports/readiness", this::readiness);
    api.get("/api/reports/measures", this::measures);
    api.get("/api/reports/standards", this::standards);
    api.get("/api/reports/emerging-needs", this::emerging);
    api.get("/api/reports/service-review", this::review);
    api.put("/api/reports/service-review/{requirement}", this::rate);
    api.get("/api/reports/audit-samples", call -> reports().auditSamples().all(call.by()));
    api.post("/api/reports/audit-samples", this::draw);
    api.get("/api/reports/audit-samples/{number}", this::sample);
    api.put("/api/reports/audit-samples/{number}/items/{item}", this::audited);
    api.get("/api/reports/policy-receipts", call -> reports().policyReceipts().of(call.by()));
    api.post("/api/reports/policy-receipts", this::confirm);
  }

  private Reports reports() {
    return services.cases().reports();
  }

  private Object aggregated(ApiCall call) {
    DataSets.Aggregated set =
        reports().dataSets().aggregated(call.by(), call.optionalQuery("group"));
    return call.wantsCsv() ? ApiCsv.of("data-set", DataSets.Count.class, set.counts()) : set;
  }

  private Object needsByArea(ApiCall call) {
    DataSets.Aggregated set = reports().dataSets().aggregated(call.by(), "need");
    return call.wantsCsv() ? ApiCsv.of("needs-by-area", DataSets.Count.class, set.counts()) : set;
  }

  private Object children(ApiCall call) {
    boolean csv = call.wantsCsv();
    DataSets.ChildLevel set = reports().dataSets().children(call.by(), call.optionalQuery("hub"));
    if (!csv) {
      return set;
    }
    List<String> columns =
        new java.util.ArrayList<>(set.fields().stream().map(DataSets.FieldHead::id).toList());
    columns.add(0, "pseudonym");
    return ApiCsv.of(
        "data-set-children",
        columns,
        set.children().stream()
            .map(
                child ->
                    columns.stream()
                        .map(
                            column ->
                                column.equals("pseudonym")
                                    ? child.pseudonym()
                                    : child.values().getOrDefault(column, List.of()))
                        .toList())
            .toList());
  }

  private Object readiness(ApiCall call) {
    boolean csv = call.wantsCsv();
    DataSets.Readiness readiness =
        reports()
            .dataSets()
            .readiness(call.by(), call.optionalQuery("hub"), csv ? Paged.Wanted.ALL : call.page());
    return csv
        ? ApiCsv.of("readiness", DataSets.Lacking.class, readiness.missing().rows())
        : readiness;
  }

  private Object measures(ApiCall call) {
    return call.rows(
        "measures",
        Measures.Measured.class,
        reports().measures().measures(call.by(), call.optionalQuery("hub")));
  }

  private Object standards(ApiCall call) {
    return call.rows(
        "standards",
        Measures.ByStandard.class,
        reports().measures().standards(call.by(), call.optionalQuery("hub")));
  }

  private Object emerging(ApiCall call) {
    return call.rows(
        "emerging-needs",
        Measures.Emerging.class,
        reports().measures().emerging(call.by(), call.optionalQuery("hub")));
  }

  private Object review(ApiCall call) {
    ServiceReviews.Report report = reports().serviceReviews().report(call.by());
    return call.wantsCsv()
        ? ApiCsv.of("service-review", ServiceReviews.Row.class, report.rows())
        : report;
  }

  private Object rate(ApiCall call) {
    int requirement = number(call, "requirement");
    Body body = call.body();
    int rating = required(body.number("rating"), "rating");
    String evidence = body.text("evidence");
    var owner = body.user("owner");
    body.end();
    return reports().serviceReviews().rate(call.by(), requirement, rating, evidence, owner);
  }

  private Object draw(ApiCall call) {
    Body body = call.body();
    String of = body.text("of");
    int size = required(body.number("size"), "size");
    String hub = body.optional("hub");
    Integer seed = body.number("seed");
    body.end();
    return reports().auditSamples().draw(call.by(), of, size, hub, seed);
  }

  private Object sample(ApiCall call) {
    return reports().auditSamples().of(call.by(), number(call, "number"));
  }

  private Object audited(ApiCall call) {
    int sample = number(call, "number");
    int item = number(call, "item");
    Body body = call.body();
    Map<String, String> answers = new HashMap<>();
    for (Body answer : body.objects("answers")) {
      answers.put(answer.text("question"), answer.text("answer"));
      answer.end();
    }
    String result = body.text("result");
    body.end();
    return reports().auditSamples().record(call.by(), sample, item, answers, result);
  }

  private Object confirm(ApiCall call) {
    Body body = call.body();
    String version = body.text("version");
    body.end();
    return reports().policyReceipts().confirm(call.by(), version);
  }

  private static int required(@org.jspecify.annotations.Nullable Integer number, String field) {
    if (number == null) {
      throw Problem.missingParam("The field '" + field + "' is missing: send a whole number.");
    }
    return number;
  }

  private static int number(ApiCall call, String name) {
    String text = call.path(name);
    if (!text.matches("[0-9]{1,6}")) {
      throw Problem.notFound("There is nothing with that number here: check the address.");
    }
    return Integer.parseInt(text);
  }
}
