package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caseroom.cases.access.BreakGlassView;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Link;
import org.caseroom.web.view.OpeningLine;
import org.caseroom.web.view.Option;

/** Opening a case from outside of its team, and what managers do about it. */
final class BreakGlassPages {
  private static final String LIST = "/openings";
  private static final List<Option> OUTCOMES =
      List.of(
          Option.of("justified", "It was right to open it"),
          Option.of("not-justified", "It was not right"),
          Option.of("follow-up", "It wants following up"));

  private final Cabinet cabinet;

  BreakGlassPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/open-in-emergency", visit -> ask(visit, Form.FRESH));
    doors.form("/open-in-emergency", this::open);
    doors.page(LIST, this::list);
    for (Step step : Step.values()) {
      doors.page(
          "/cases/{case}/openings/{number}/" + step.path, visit -> form(visit, step, Form.FRESH));
      doors.form("/cases/{case}/openings/{number}/" + step.path, visit -> take(visit, step));
    }
  }

  /** Whether somebody's role lets them open a case that they are not in. */
  static boolean mayOpen(Cabinet cabinet, Account account) {
    return cabinet
        .services()
        .policy()
        .rules()
        .permissions()
        .allows(account, AccessEvents.BREAK_GLASS, RoomKind.CASE);
  }

  // ---- Opening ----

  private void ask(Visit visit, Form form) {
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Open a case in an emergency",
            List.of(
                "For a case of your agency that you are not in, when it cannot wait for its team."
                    + " You read it for a short time and write nothing.",
                "The managers are told at once, everything that you read is noted, and the family"
                    + " reads your name and your reason. A manager reviews it.",
                "If somebody is in danger now, call 999 first."),
            "/open-in-emergency",
            "opening",
            List.of(
                Field.line("reference", "Which case?", "Its reference, such as REF-1."),
                Field.text("reason", "Why, in words that the family can read?", "")),
            "Open the case",
            "/cases",
            null));
  }

  /** What the visitor has open now, each with the way to end it. */
  static List<Link> own(Cabinet cabinet, Visit visit) {
    return cabinet.services().breakGlass().openBy(visit.user()).stream()
        .map(
            each ->
                new Link(
                    "/cases/" + each.reference() + "/openings/" + each.number() + "/end",
                    "Stop reading " + each.child() + " (" + each.reference() + ")",
                    false))
        .toList();
  }

  private void open(Visit visit) {
    visit.submit(
        "opening",
        sent -> {
          String reference = sent.text("reference", "Enter the reference of the case");
          String reason = sent.text("reason", "Say why you have to open it");
          sent.check();
          BreakGlassView opened =
              cabinet.services().breakGlass().open(visit.user(), reference, reason, List.of());
          visit.goTo(
              "/cases/" + opened.reference(),
              "You can read this case until " + Dates.time(opened.until()) + ".");
        },
        form -> ask(visit, form));
  }

  // ---- Managers ----

  private enum Step {
    REVIEW("review", "Review it", "Say what you found"),
    HIDE("hide", "Keep it from the family", "Say why it would not be safe"),
    SHOW("show", "Let the family see it", "Say why it is safe now"),
    END("end", "End it now", "");

    private final String path;
    private final String title;
    private final String missing;

    Step(String path, String title, String missing) {
      this.path = path;
      this.title = title;
      this.missing = missing;
    }
  }

  private void list(Visit visit) {
    List<OpeningLine> lines =
        cabinet.services().breakGlass().all(visit.user()).stream()
            .map(each -> line(visit, each))
            .toList();
    visit.show("openings", "Opened in an emergency", Map.of("openings", lines));
  }

  private static OpeningLine line(Visit visit, BreakGlassView each) {
    boolean own = each.person().equals(visit.user().value());
    boolean manager = Menus.isManager(visit.account());
    boolean open = each.status().equals("open");
    List<Link> actions = new ArrayList<>();
    String base = "/cases/" + each.reference() + "/openings/" + each.number() + "/";
    if (open && (manager || own)) {
      actions.add(new Link(base + Step.END.path, Step.END.title, false));
    }
    if (manager && !own) {
      if (!open && each.review() == null) {
        actions.add(new Link(base + Step.REVIEW.path, Step.REVIEW.title, false));
      }
      Step step = each.hidden() ? Step.SHOW : Step.HIDE;
      actions.add(new Link(base + step.path, step.title, false));
    }
    return new OpeningLine(
        each.reference() + "-" + each.number(),
        each.child() + " (" + each.reference() + "), by " + each.name() + ", " + each.role(),
        each.reviewLate()
            ? "govuk-tag--red"
            : each.review() == null ? "govuk-tag--yellow" : "govuk-tag--green",
        open
            ? "Open now"
            : each.review() != null
                ? "Reviewed"
                : each.reviewLate() ? "Review is late" : "To be reviewed",
        Dates.dayAndTime(each.from())
            + " to "
            + Dates.time(each.until())
            + ". Review by "
            + Dates.day(each.reviewDue())
            + "."
            + (each.hidden() ? " The family does not see it." : ""),
        each.reason(),
        outcome(each),
        actions);
  }

  private static String outcome(BreakGlassView each) {
    StringBuilder text = new StringBuilder();
    BreakGlassView.Said review = each.review();
    if (review != null) {
      text.append(
          OUTCOMES.stream()
              .filter(option -> option.code().equals(each.outcome()))
              .map(Option::label)
              .findFirst()
              .orElse(""));
      text.append(" (").append(review.by()).append("): ").append(review.words());
    }
    BreakGlassView.Said hiding = each.hiding();
    if (hiding != null) {
      text.append(each.hidden() ? " Kept from the family by " : " Shown to the family again by ");
      text.append(hiding.by()).append(": ").append(hiding.words());
    }
    return text.toString();
  }

  private void form(Visit visit, Step step, Form form) {
    String reference = visit.path("case");
    BreakGlassView each =
        cabinet.services().breakGlass().one(visit.user(), reference, visit.path("number"));
    List<Field> fields = new ArrayList<>();
    if (step == Step.REVIEW) {
      fields.add(Field.radios("outcome", "What did you find?", "", OUTCOMES));
    }
    if (step != Step.END) {
      fields.add(Field.text("words", step.missing + ".", ""));
    }
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            step.title,
            List.of(each.name() + " opened " + each.child() + "’s case: " + each.reason()),
            "/cases/" + each.reference() + "/openings/" + each.number() + "/" + step.path,
            "opening",
            fields,
            step.title,
            back(visit),
            null));
  }

  private static String back(Visit visit) {
    return Menus.isManager(visit.account()) ? LIST : "/cases";
  }

  private void take(Visit visit, Step step) {
    visit.submit(
        "opening",
        sent -> {
          String reference = visit.path("case");
          String number = visit.path("number");
          String outcome =
              step == Step.REVIEW ? sent.choice("outcome", OUTCOMES, "Choose what you found") : "";
          String words = step == Step.END ? "" : sent.text("words", step.missing);
          sent.check();
          var glass = cabinet.services().breakGlass();
          switch (step) {
            case REVIEW -> glass.review(visit.user(), reference, number, outcome, words);
            case END -> glass.end(visit.user(), reference, number);
            default -> glass.hide(visit.user(), reference, number, step == Step.HIDE, words);
          }
          visit.goTo(back(visit), "It is recorded.");
        },
        form -> form(visit, step, form));
  }
}
