package org.caseroom.web;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.caseroom.cases.access.AccessView;
import org.caseroom.cases.reports.Paged;
import org.caseroom.web.api.ApiCsv;
import org.caseroom.web.api.ApiFile;
import org.caseroom.web.view.Link;
import org.caseroom.web.view.LookLine;
import org.caseroom.web.view.Pages;
import org.jspecify.annotations.Nullable;

/** Who has looked at a case: for its family, and for the professionals of it. */
final class AccessPages {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

  private final Cabinet cabinet;

  AccessPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/who-has-looked", this::show);
    doors.page("/cases/{case}/who-has-looked/file", this::file);
  }

  private void show(Visit visit) {
    Opened opened = cabinet.open(visit);
    AccessView view = view(visit, cabinet.wanted(visit));
    String path = opened.path() + "/who-has-looked";
    String here = path + "?month=" + view.month();
    Map<String, Object> model = new HashMap<>();
    model.put("head", opened.head());
    model.put("month", month(view.month()));
    model.put("easy", view.easyRead());
    model.put("lines", view.rows().stream().map(AccessPages::line).toList());
    put(model, "previous", path, view.previous());
    put(model, "next", path, view.next());
    model.put("file", path + "/file?month=" + view.month());
    model.put("pages", Pages.of(here, "Lines", view.page(), view.size(), view.total()));
    visit.show("access", "Who has looked", model);
  }

  private AccessView view(Visit visit, Paged.Wanted wanted) {
    String month = visit.query("month");
    return cabinet
        .services()
        .accessLog()
        .of(
            visit.user(),
            visit.path("case"),
            month.isEmpty() ? null : month,
            wanted.number(),
            wanted.size());
  }

  private void file(Visit visit) {
    AccessView view = view(visit, Paged.Wanted.ALL);
    ApiFile file =
        ApiCsv.of(
            "who-has-looked-" + view.reference() + "-" + view.month(),
            AccessView.Line.class,
            view.rows());
    visit
        .http()
        .header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
        .contentType(file.type())
        .result(file.content());
  }

  private static void put(
      Map<String, Object> model, String name, String path, @Nullable String month) {
    if (month != null) {
      model.put(name, new Link(path + "?month=" + month, month(month), false));
    }
  }

  private static String month(String month) {
    return MONTH.format(YearMonth.parse(month));
  }

  private static LookLine line(AccessView.Line line) {
    return new LookLine(
        Dates.day(line.day()),
        line.name()
            + (line.role().isEmpty() ? "" : ", " + line.role())
            + (line.agency() == null ? "" : ", " + line.agency()),
        line.says(),
        line.breakGlass(),
        line.hidden());
  }
}
