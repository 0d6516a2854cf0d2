package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.decisions.DecisionEvents;
import org.caseroom.cases.decisions.DecisionView;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.decisions.FamilyNotices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.paper.DecisionPaper;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Passage;

/** Decisions: proposed and talked over, on record with their proof, told to the family. */
final class DecisionPages {
  private final Cabinet cabinet;
  private final DecisionPaper paper = new DecisionPaper();

  DecisionPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/decisions", this::list);
    doors.page("/cases/{case}/decisions/{number}", this::html);
    doors.page("/cases/{case}/decisions/{number}/record.pdf", this::pdf);
    doors.page("/cases/{case}/decisions/{number}/amend", visit -> amend(visit, Form.FRESH));
    doors.form("/cases/{case}/decisions/{number}/amend", this::doAmend);
    doors.page("/cases/{case}/decisions/{number}/withdraw", visit -> withdraw(visit, Form.FRESH));
    doors.form("/cases/{case}/decisions/{number}/withdraw", this::doWithdraw);
    doors.page("/cases/{case}/decisions/{number}/notice", visit -> notice(visit, Form.FRESH));
    doors.form("/cases/{case}/decisions/{number}/notice", this::doNotice);
    doors.page("/cases/{case}/decisions/{number}/think", visit -> say(visit, Form.FRESH, true));
    doors.form("/cases/{case}/decisions/{number}/think", visit -> doSay(visit, true));
    doors.page("/cases/{case}/decisions/{number}/reply", visit -> say(visit, Form.FRESH, false));
    doors.form("/cases/{case}/decisions/{number}/reply", visit -> doSay(visit, false));
  }

  private Decisions decisions() {
    return cabinet.services().decisions();
  }

  private FamilyNotices notices() {
    return cabinet.services().familyNotices();
  }

  private DecisionView view(Opened opened) {
    return decisions().all(opened.visit().user(), opened.reference(), "page");
  }

  private void list(Visit visit) {
    Opened opened = cabinet.open(visit);
    visit.show(
        "decisions",
        "Decisions",
        Map.of(
            "head", opened.head(),
            "papers", opened.words().papers(opened.view()),
            "decisions", view(opened),
            "reader", visit.user().value(),
            "mayPropose", opened.may(CaseEvents.DECISION, RoomKind.PROFESSIONALS),
            "mayNotice", opened.may(DecisionEvents.NOTICE, RoomKind.PROFESSIONALS)));
  }

  // ---- On paper ----

  private DecisionPaper.Print print(Visit visit) {
    return DecisionPaper.Print.of(visit.query("print"));
  }

  private Decisions.OnPaper onPaper(Visit visit) {
    return decisions().record(visit.user(), visit.path("case"), visit.path("number"));
  }

  private void html(Visit visit) {
    Decisions.OnPaper decision = onPaper(visit);
    visit
        .http()
        .header("Content-Security-Policy", paper.contentSecurityPolicy())
        .html(paper.html(decision, print(visit)));
  }

  private void pdf(Visit visit) {
    Decisions.OnPaper decision = onPaper(visit);
    visit
        .http()
        .header(
            "Content-Disposition",
            "inline; filename=\""
                + decision.reference()
                + "-decision-"
                + decision.record().number()
                + ".pdf\"")
        .contentType("application/pdf")
        .result(paper.pdf(decision, print(visit)));
  }

  // ---- Before it is signed ----

  private DecisionView.Proposal proposal(Opened opened) {
    String number = opened.visit().path("number");
    return view(opened).proposals().stream()
        .filter(each -> each.number().equals(number))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("There is no such proposal in this case."));
  }

  private void amend(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    DecisionView.Proposal proposal = proposal(opened);
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("amended", "What do you change, and why?", ""));
    for (Field field : DecisionForms.fields(opened)) {
      fields.add(filled(field, proposal).map(field::with).orElse(field));
    }
    show(opened, form, "Change " + proposal.number(), "amend", fields, "Change it", List.of());
  }

  private static Optional<String> filled(Field field, DecisionView.Proposal proposal) {
    return switch (field.name()) {
      case "title" -> Optional.of(proposal.title());
      case "decided" -> Optional.of(proposal.decided());
      case "reasons" -> Optional.of(proposal.reasons());
      case "kind" -> Optional.ofNullable(proposal.kind());
      case "corrects" -> Optional.ofNullable(proposal.corrects()).map(String::valueOf);
      default ->
          proposal.says().stream()
              .filter(said -> said.id().equals(field.name()))
              .map(DecisionView.Said::text)
              .map(
                  text ->
                      field.options().stream()
                          .filter(option -> option.label().equals(text))
                          .findFirst()
                          .map(option -> option.code())
                          .orElse(text))
              .findFirst();
    };
  }

  private void doAmend(Visit visit) {
    visit.submit(
        "amend",
        sent -> {
          Opened opened = cabinet.open(visit);
          String change = sent.text("amended", "Say what you change, and why");
          Decisions.Proposed proposed = DecisionForms.read(opened, sent);
          decisions()
              .amend(visit.user(), opened.reference(), visit.path("number"), proposed, change);
          done(opened, "Changed. It waits for a signature.");
        },
        form -> amend(visit, form));
  }

  private void withdraw(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    DecisionView.Proposal proposal = proposal(opened);
    show(
        opened,
        form,
        "Withdraw " + proposal.number() + ": " + proposal.title(),
        "withdraw",
        List.of(Field.text("reason", "Why?", "It stays to be read, with your reason.")),
        "Withdraw it",
        List.of());
  }

  private void doWithdraw(Visit visit) {
    visit.submit(
        "withdraw",
        sent -> {
          Opened opened = cabinet.open(visit);
          String reason = sent.text("reason", "Say why");
          sent.check();
          decisions().withdraw(visit.user(), opened.reference(), visit.path("number"), reason);
          done(opened, "Withdrawn.");
        },
        form -> withdraw(visit, form));
  }

  // ---- The family ----

  private int number(Visit visit) {
    String number = visit.path("number");
    if (!number.matches("[1-9]\\d{0,5}")) {
      throw Problem.notFound("There is no such decision in this case.");
    }
    return Integer.parseInt(number);
  }

  private void notice(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    int number = number(visit);
    List<Passage> passages =
        view(opened).records().stream()
            .filter(record -> record.number() == number)
            .findFirst()
            .map(
                record ->
                    List.of(
                        new Passage("Decided", record.decided()),
                        new Passage("Reasons", record.reasons())))
            .orElseThrow(() -> Problem.notFound("There is no such decision in this case."));
    show(
        opened,
        form,
        "Tell the family of decision " + number,
        "notice",
        List.of(
            Field.text("decided", "What is decided?", "In words for the family."),
            Field.text("reasons", "Why?", "In words for the family.")),
        "Tell the family",
        passages);
  }

  private void doNotice(Visit visit) {
    visit.submit(
        "notice",
        sent -> {
          Opened opened = cabinet.open(visit);
          String decided = sent.text("decided", "Say what is decided");
          String reasons = sent.text("reasons", "Say why");
          sent.check();
          notices().notice(visit.user(), opened.reference(), number(visit), decided, reasons, null);
          done(opened, "The family is told, and can say what it thinks.");
        },
        form -> notice(visit, form));
  }

  private void say(Visit visit, Form form, boolean family) {
    Opened opened = cabinet.open(visit);
    int number = number(visit);
    DecisionView.Notice notice =
        view(opened).notices().stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .orElseThrow(() -> Problem.notFound("The family was told of no such decision."));
    List<Passage> passages = new ArrayList<>();
    passages.add(new Passage("Decided", notice.decided()));
    passages.add(new Passage("Reasons", notice.reasons()));
    notice
        .representations()
        .forEach(
            said ->
                passages.add(
                    new Passage(
                        said.name() + " said on " + Dates.day(said.at()),
                        said.text()
                            + "\nAnswer: "
                            + Objects.requireNonNullElse(said.answer(), "none yet"))));
    show(
        opened,
        form,
        family ? "Say what you think of decision " + number : "Answer the family",
        family ? "think" : "reply",
        List.of(
            Field.text(
                "text",
                family ? "What do you think of it?" : "Your answer",
                family
                    ? "You can do so until the end of "
                        + Dates.day(notice.until())
                        + ". What you say later is kept as well."
                    : "In words for the family.")),
        "Send",
        passages);
  }

  private void doSay(Visit visit, boolean family) {
    visit.submit(
        family ? "think" : "reply",
        sent -> {
          Opened opened = cabinet.open(visit);
          String text = sent.text("text", "Write it first");
          sent.check();
          if (family) {
            notices().represent(visit.user(), opened.reference(), number(visit), text);
            visit.goTo(opened.path() + "#decisions", "We have it. Somebody answers you.");
          } else {
            notices().reply(visit.user(), opened.reference(), number(visit), text);
            done(opened, "Answered.");
          }
        },
        form -> say(visit, form, family));
  }

  private static void show(
      Opened opened,
      Form form,
      String heading,
      String id,
      List<Field> fields,
      String button,
      List<Passage> passages) {
    boolean family = opened.reader().isFamily();
    FormPage.show(
        opened.visit(),
        form,
        new FormPage.Shape(
            heading,
            List.of(),
            opened.path() + "/decisions/" + opened.visit().path("number") + "/" + id,
            id,
            fields,
            button,
            family ? opened.path() : opened.path() + "/decisions",
            opened.head(),
            passages));
  }

  private static void done(Opened opened, String notice) {
    opened.visit().goTo(opened.path() + "/decisions", notice);
  }
}
