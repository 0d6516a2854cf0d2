package org.caseroom.web.api;

import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.reports.Board;
import org.caseroom.cases.reports.CaseHead;
import org.caseroom.cases.reports.CaseReports;
import org.caseroom.cases.reports.Paged;
import org.caseroom.cases.reports.Reports;
import org.caseroom.cases.reports.Timeliness;
import org.jspecify.annotations.Nullable;

/** Reports over all cases of a hub or an agency, as JSON or CSV. */
final class ReportHandlers {
  private static final int MOST_DAYS = 366;

  /** The board with a page of the cases. */
  record BoardAnswer(Board.View board, Paged<CaseSummary> cases) {}

  private final ApiServices services;

  ReportHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get("/api/reports/board", this::board);
    api.get("/api/reports/caseload", this::caseload);
    api.get("/api/reports/late", this::late);
    api.get("/api/reports/soon-late", this::soonLate);
    api.get("/api/reports/unanswered", this::unanswered);
    api.get("/api/reports/timeliness", this::timeliness);
  }

  private Reports reports() {
    return services.cases().reports();
  }

  private Object board(ApiCall call) {
    call.staff();
    List<CaseHead> cases = reports().list().of(call.by());
    Paged<CaseHead> page = Paged.of(cases, call.page());
    return new BoardAnswer(
        reports().board().of(call.by(), cases),
        new Paged<>(
            services.cases().cases().summaries(page.rows()),
            page.page(),
            page.size(),
            page.total()));
  }

  private Object caseload(ApiCall call) {
    return call.rows(
        "caseload",
        CaseReports.Caseload.class,
        reports().cases().caseload(call.by(), call.optionalQuery("hub")));
  }

  private Object late(ApiCall call) {
    String status = call.optionalQuery("status");
    if (status != null && !status.equals("running") && !status.equals("all")) {
      throw Problem.invalidParam("'status' is running (still open) or all (met late too).");
    }
    return call.rows(
        "late",
        CaseReports.Deadline.class,
        reports().cases().late(call.by(), call.optionalQuery("hub"), "running".equals(status)));
  }

  private Object soonLate(ApiCall call) {
    return call.rows(
        "soon-late",
        CaseReports.Deadline.class,
        reports().cases().soonLate(call.by(), call.optionalQuery("hub"), days(call)));
  }

  private static @Nullable Integer days(ApiCall call) {
    String days = call.optionalQuery("days");
    if (days == null) {
      return null;
    }
    if (!days.matches("[0-9]{1,3}") || Integer.parseInt(days) > MOST_DAYS) {
      throw Problem.invalidParam("'days' is a number from 0 to " + MOST_DAYS + ".");
    }
    return Integer.valueOf(days);
  }

  private Object unanswered(ApiCall call) {
    return call.rows(
        "unanswered",
        CaseReports.Unanswered.class,
        reports().cases().unanswered(call.by(), call.optionalQuery("hub")));
  }

  private Object timeliness(ApiCall call) {
    return call.rows(
        "timeliness",
        Timeliness.class,
        reports().cases().timeliness(call.by(), call.optionalQuery("hub")));
  }
}
