package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.caseroom.web.view.Paper;
import org.caseroom.web.view.Passage;

/** The small forms on a case's pages: ticks, questions, signatures, "I have read it". */
final class CaseForms {
  private final Cabinet cabinet;
  private final CasePages pages;
  private final PaperText papers;

  CaseForms(Cabinet cabinet, CasePages pages, PaperText papers) {
    this.cabinet = cabinet;
    this.pages = pages;
    this.papers = papers;
  }

  void register(Doors doors) {
    doors.form("/cases/{case}/checklists/{list}/{item}", this::tick);
    doors.form("/cases/{case}/checklists/{list}/{item}/give", this::give);
    doors.form("/cases/{case}/checklists/{list}/{item}/receive", this::receive);
    doors.form("/cases/{case}/questions", this::ask);
    doors.page("/cases/{case}/questions/{number}/answer", visit -> answer(visit, Form.FRESH));
    doors.form("/cases/{case}/questions/{number}/answer", this::doAnswer);
    doors.page("/cases/{case}/questions/{number}/pass", visit -> pass(visit, Form.FRESH));
    doors.form("/cases/{case}/questions/{number}/pass", this::doPass);
    doors.form("/cases/{case}/questions/{number}/close", this::close);
    doors.form("/cases/{case}/story/read", this::storyRead);
    doors.page("/cases/{case}/sign/<document>", visit -> sign(visit, Form.FRESH));
    doors.form("/cases/{case}/sign/<document>", this::doSign);
  }

  private void tick(Visit visit) {
    visit.submit(
        "tick",
        sent -> {
          cabinet
              .services()
              .checklists()
              .tick(visit.user(), visit.path("case"), visit.path("list"), visit.path("item"), null);
          visit.goTo(back(visit, "/checklists") + "#list-" + visit.path("list"), "");
        },
        form -> pages.checklists(visit, form));
  }

  private void give(Visit visit) {
    visit.submit(
        "give",
        sent -> {
          String to = sent.text("to", "Choose who has it from now on");
          sent.check();
          cabinet
              .services()
              .checklists()
              .give(
                  visit.user(),
                  visit.path("case"),
                  visit.path("list"),
                  visit.path("item"),
                  UserId.of(to),
                  null);
          visit.goTo(back(visit, "/checklists") + "#list-" + visit.path("list"), "");
        },
        form -> pages.checklists(visit, form));
  }

  private void receive(Visit visit) {
    visit.submit(
        "receive",
        sent -> {
          cabinet
              .services()
              .checklists()
              .receive(visit.user(), visit.path("case"), visit.path("list"), visit.path("item"));
          visit.goTo(back(visit, "/checklists") + "#list-" + visit.path("list"), "");
        },
        form -> pages.checklists(visit, form));
  }

  /** The family's ticks stand on its one page, a professional's on the page of checklists. */
  private static String back(Visit visit, String page) {
    String path = "/cases/" + visit.path("case");
    return visit.account().isFamily() ? path : path + page;
  }

  private void ask(Visit visit) {
    visit.submit(
        "question",
        sent -> {
          String text = sent.text("text", "Write your question first");
          sent.check();
          Opened opened = cabinet.open(visit);
          RoomKind room =
              opened.may(CaseEvents.QUESTION_ASK, RoomKind.FAMILY)
                  ? RoomKind.FAMILY
                  : RoomKind.PROFESSIONALS;
          cabinet
              .services()
              .questions()
              .ask(visit.user(), opened.reference(), room, text, null, sent.ticked("again"));
          visit.goTo(
              back(visit, "/questions") + "#questions",
              "Your question is sent. You see below who has it and by when they answer.");
        },
        form -> {
          if (visit.account().isFamily()) {
            pages.home(visit, form);
          } else {
            pages.questions(visit, form);
          }
        });
  }

  private static CaseView.Question question(Opened opened) {
    String number = opened.visit().path("number");
    return opened.view().questions().stream()
        .filter(question -> question.number().equals(number))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("There is no such question in this case."));
  }

  private void answer(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    CaseView.Question question = question(opened);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Answer the question",
            List.of(
                "“" + question.text() + "”",
                "Asked by " + question.askerName() + " on " + Dates.day(question.asked()) + "."),
            opened.path() + "/questions/" + question.number() + "/answer",
            "answer",
            List.of(
                Field.text(
                    "text",
                    "Your answer",
                    "In plain words. Who asked decides whether it is answered."),
                Field.line(
                    "card",
                    "Where does it come from?",
                    "The title of an answer card, or the address of a link. You can leave this"
                        + " empty.")),
            "Send the answer",
            opened.path() + "/questions",
            opened.head()));
  }

  private void doAnswer(Visit visit) {
    visit.submit(
        "answer",
        sent -> {
          String text = sent.text("text", "Write the answer first");
          sent.check();
          cabinet
              .services()
              .questions()
              .answer(
                  visit.user(),
                  visit.path("case"),
                  visit.path("number"),
                  text,
                  sent.optional("card"));
          visit.goTo("/cases/" + visit.path("case") + "/questions", "Your answer is sent.");
        },
        form -> answer(visit, form));
  }

  private void pass(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    CaseView.Question question = question(opened);
    List<Option> people = new ArrayList<>();
    for (CaseView.TeamMember member : opened.view().team()) {
      if (!member.family() && !member.user().equals(visit.user())) {
        people.add(Option.of(member.user().value(), member.name() + ", " + member.roleTitle()));
      }
    }
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Pass the question on",
            List.of(
                "“" + question.text() + "”",
                "A question is never dropped: it goes to another person, and the family sees to"
                    + " whom and why."),
            opened.path() + "/questions/" + question.number() + "/pass",
            "pass",
            List.of(
                Field.list("to", "Who should answer it?", "", people),
                Field.text("reason", "Why is it theirs to answer?", "The family reads this.")),
            "Pass it on",
            opened.path() + "/questions",
            opened.head()));
  }

  private void doPass(Visit visit) {
    visit.submit(
        "pass",
        sent -> {
          String to = sent.text("to", "Choose who should answer it");
          String reason = sent.text("reason", "Say why it is theirs to answer");
          sent.check();
          cabinet
              .services()
              .questions()
              .pass(visit.user(), visit.path("case"), visit.path("number"), UserId.of(to), reason);
          visit.goTo("/cases/" + visit.path("case") + "/questions", "The question is passed on.");
        },
        form -> pass(visit, form));
  }

  private void close(Visit visit) {
    visit.submit(
        "question",
        sent -> {
          cabinet
              .services()
              .questions()
              .close(visit.user(), visit.path("case"), visit.path("number"));
          visit.goTo(back(visit, "/questions") + "#questions", "The question is closed.");
        },
        form -> pages.questions(visit, form));
  }

  private void storyRead(Visit visit) {
    visit.submit(
        "storyread",
        sent -> {
          cabinet.services().stories().acknowledge(visit.user(), visit.path("case"));
          String back = SignInPages.local(sent.text("back"));
          visit.goTo(
              back.equals("/") ? "/cases/" + visit.path("case") : back,
              "Thank you. The family sees that you have read their story.");
        },
        form -> pages.home(visit, form));
  }

  private void sign(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    String id = visit.path("document");
    Paper paper =
        opened.words().papers(opened.view()).stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("There is no such paper to sign in this case."));
    List<Field> fields = new ArrayList<>();
    fields.add(Field.text("decided", "What do you decide?", "For a form: what is agreed."));
    fields.add(Field.text("reasons", "Why?", ""));
    if (paper.late()) {
      fields.add(
          Field.text(
              "late_reason",
              "Why is it late?",
              "The deadline has passed. The reason stands in the document and the family reads"
                  + " it."));
    }
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Sign: " + paper.title(),
            List.of(paper.written() + ". " + paper.clause() + "."),
            opened.path() + "/sign/" + id,
            "sign",
            fields,
            "Sign",
            opened.path() + "/decisions",
            opened.head(),
            passages(opened, id)));
  }

  private List<Passage> passages(Opened opened, String id) {
    return opened.view().documents().stream()
        .filter(document -> document.id().equals(id))
        .findFirst()
        .map(document -> papers.of(opened, document))
        .orElse(List.of());
  }

  private void doSign(Visit visit) {
    visit.submit(
        "sign",
        sent -> {
          String decided = sent.text("decided", "Say what you decide");
          String reasons = sent.text("reasons", "Say why");
          sent.check();
          cabinet
              .services()
              .decisions()
              .sign(
                  visit.user(),
                  visit.path("case"),
                  visit.path("document"),
                  new Decisions.Signature(decided, reasons, sent.optional("late_reason")));
          visit.goTo("/cases/" + visit.path("case") + "/decisions", "Signed, and in the record.");
        },
        form -> sign(visit, form));
  }
}
