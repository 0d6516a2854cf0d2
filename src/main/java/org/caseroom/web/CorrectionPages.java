package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.CorrectionLine;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.caseroom.web.view.Passage;

/** Documents that the family was given, what they say is wrong in them, and what came of it. */
final class CorrectionPages {
  private final Cabinet cabinet;

  CorrectionPages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/corrections", this::list);
    doors.page("/cases/{case}/corrections/new", visit -> ask(visit, Form.FRESH));
    doors.form("/cases/{case}/corrections/new", this::doAsk);
    doors.page("/cases/{case}/corrections/{number}/issue", visit -> issue(visit, Form.FRESH));
    doors.form("/cases/{case}/corrections/{number}/issue", this::doIssue);
    doors.page("/cases/{case}/corrections/{number}/answer", visit -> answer(visit, Form.FRESH));
    doors.form("/cases/{case}/corrections/{number}/answer", this::doAnswer);
  }

  private static String page(Opened opened) {
    return opened.path() + "/corrections";
  }

  private void list(Visit visit) {
    Opened opened = cabinet.open(visit);
    visit.show(
        "corrections",
        "Documents and corrections",
        Map.of(
            "head",
            opened.head(),
            "given",
            opened.view().given().stream()
                .map(given -> given.title() + ", on " + Dates.day(given.at()))
                .toList(),
            "corrections",
            opened.view().corrections().stream().map(line -> line(opened, line)).toList(),
            "mayAsk",
            opened.may(CaseEvents.CORRECTION_ASK, RoomKind.FAMILY)));
  }

  private static CorrectionLine line(Opened opened, CaseView.Correction correction) {
    boolean open = correction.status().equals("open");
    return new CorrectionLine(
        correction.number(),
        correction.documentTitle(),
        correction.text(),
        open ? "govuk-tag--yellow" : "govuk-tag--green",
        switch (correction.status()) {
          case "corrected" -> "Corrected";
          case "declined" -> "Stays as it is";
          default -> "With " + correction.ownerName();
        },
        correction.askerName() + " asked on " + Dates.dayAndTime(correction.asked()),
        outcome(correction),
        open && mayIssue(opened, correction),
        open && opened.may(CaseEvents.CORRECTION_ANSWER, RoomKind.FAMILY));
  }

  private static boolean mayIssue(Opened opened, CaseView.Correction correction) {
    return opened.may(CaseEvents.ASSESSMENT_SECTION, RoomKind.PROFESSIONALS)
        && correction.document().equals("assessment");
  }

  private static String outcome(CaseView.Correction correction) {
    String by = correction.answeredBy();
    if (by == null || correction.answered() == null) {
      return "";
    }
    String when = by + ", on " + Dates.day(correction.answered());
    Integer version = correction.version();
    return version == null
        ? Objects.requireNonNullElse(correction.reasons(), "") + " (" + when + ")"
        : "Version "
            + version
            + " holds now; version "
            + (version - 1)
            + " stays in the record. ("
            + when
            + ")";
  }

  private void ask(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Ask for a correction",
            List.of(
                "Say what is wrong in a document that you were given, and what is right. What you"
                    + " say is kept beside the document. Its author answers with a corrected"
                    + " version, or says why it stays as it is."),
            page(opened) + "/new",
            "correction",
            List.of(
                Field.radios("document", "Which document?", "", documents(opened)),
                Field.text("text", "What is wrong, and what is right?", "")),
            "Ask for a correction",
            page(opened),
            opened.head()));
  }

  /** Each document, and each section of the assessment by itself. */
  private static List<Option> documents(Opened opened) {
    List<Option> options = new ArrayList<>();
    for (CaseView.Given given : opened.view().given()) {
      options.add(Option.of(given.id(), given.title()));
      if (given.id().equals("assessment")) {
        opened
            .procedure()
            .assessmentSections()
            .forEach(
                section ->
                    options.add(
                        Option.of(
                            given.id() + "/" + section.id(),
                            given.title() + ": " + section.title())));
      }
    }
    return options;
  }

  private void doAsk(Visit visit) {
    visit.submit(
        "correction",
        sent -> {
          Opened opened = cabinet.open(visit);
          String chosen = sent.choice("document", documents(opened), "Choose a document");
          String text = sent.text("text", "Say what is wrong, and what is right");
          sent.check();
          String[] parts = chosen.split("/", 2);
          cabinet
              .services()
              .corrections()
              .ask(
                  visit.user(),
                  opened.reference(),
                  parts[0],
                  parts.length > 1 ? parts[1] : null,
                  text);
          visit.goTo(page(opened), "We have it. It is kept beside the document.");
        },
        form -> ask(visit, form));
  }

  private static CaseView.Correction correction(Opened opened) {
    return opened.view().corrections().stream()
        .filter(known -> known.number().equals(opened.visit().path("number")))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("There is no such correction in this case."));
  }

  private void issue(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    CaseView.Correction correction = correction(opened);
    CaseView.Assessment assessment = opened.view().assessment();
    if (assessment == null || !mayIssue(opened, correction)) {
      throw Problem.forbidden("A corrected version is issued by who writes the assessment.");
    }
    List<Passage> passages = new ArrayList<>();
    passages.add(new Passage("What the family says", correction.text()));
    List<Field> fields = new ArrayList<>();
    Field text = Field.text("text", "The whole section as it reads now", "");
    if (correction.section() == null) {
      fields.add(Field.list("section", "Which section?", "", sections(opened)));
      assessment
          .sections()
          .forEach(part -> passages.add(new Passage(part.title(), said(part.text()))));
      fields.add(text);
    } else {
      assessment.sections().stream()
          .filter(part -> part.id().equals(correction.section()))
          .forEach(
              part -> {
                passages.add(new Passage(part.title() + " now", said(part.text())));
                fields.add(text.with(said(part.text())));
              });
    }
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Issue a corrected version",
            List.of("The version that holds now stays in the record, with its hash."),
            page(opened) + "/" + correction.number() + "/issue",
            "issue",
            fields,
            "Issue the new version",
            page(opened),
            opened.head(),
            passages));
  }

  private static String said(@org.jspecify.annotations.Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static List<Option> sections(Opened opened) {
    return opened.procedure().assessmentSections().stream()
        .map(section -> Option.of(section.id(), section.title()))
        .toList();
  }

  private void doIssue(Visit visit) {
    visit.submit(
        "issue",
        sent -> {
          Opened opened = cabinet.open(visit);
          String section =
              correction(opened).section() == null
                  ? sent.choice("section", sections(opened), "Choose the section")
                  : null;
          String text = sent.text("text", "Write the section as it reads now");
          sent.check();
          cabinet
              .services()
              .corrections()
              .issue(visit.user(), opened.reference(), visit.path("number"), section, text);
          visit.goTo(page(opened), "The new version holds from now on.");
        },
        form -> issue(visit, form));
  }

  private void answer(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    CaseView.Correction correction = correction(opened);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Say why it stays as it is",
            List.of("The family reads this. What they say stays beside the document."),
            page(opened) + "/" + correction.number() + "/answer",
            "answer",
            List.of(Field.text("reasons", "Reasons", "")),
            "Answer",
            page(opened),
            opened.head(),
            List.of(new Passage("What the family says", correction.text()))));
  }

  private void doAnswer(Visit visit) {
    visit.submit(
        "answer",
        sent -> {
          String reasons = sent.text("reasons", "Give the reasons");
          sent.check();
          Opened opened = cabinet.open(visit);
          cabinet
              .services()
              .corrections()
              .decline(visit.user(), opened.reference(), visit.path("number"), reasons);
          visit.goTo(page(opened), "Answered.");
        },
        form -> answer(visit, form));
  }
}
