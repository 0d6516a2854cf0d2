package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.cases.CaseSummary;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;
import org.caseroom.web.view.Passage;
import org.caseroom.web.view.QueueLine;

/** The queue of a hub: referrals that wait for screening (7.2). */
final class QueuePages {
  private static final int LOOK_BACK = 500;

  private final Cabinet cabinet;

  QueuePages(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/queue", this::queue);
    doors.page("/queue/{case}/screen", visit -> screen(visit, Form.FRESH));
    doors.form("/queue/{case}/screen", this::doScreen);
  }

  private void require(Visit visit) {
    boolean may =
        cabinet
            .services()
            .policy()
            .rules()
            .permissions()
            .allows(visit.account(), CaseEvents.SCREENING, RoomKind.HUB);
    if (!may) {
      throw Problem.forbidden("New referrals are for the duty workers and managers of a hub.");
    }
  }

  private void queue(Visit visit) {
    require(visit);
    List<Event> referrals = referrals(visit);
    List<QueueLine> lines = new ArrayList<>();
    for (CaseSummary summary : cabinet.cases(visit)) {
      if (summary.stage().equals(cabinet.procedure(summary).firstStage().id())) {
        Opened opened = cabinet.open(visit, summary.reference());
        lines.add(line(opened, referral(opened, referrals)));
      }
    }
    visit.show("queue", "New referrals", Map.of("queue", lines));
  }

  /** The referrals in the queues that the visitor sits in, newest first. */
  private List<Event> referrals(Visit visit) {
    List<Event> referrals = new ArrayList<>();
    RoomView view = cabinet.web().log().view();
    for (Event hub : view.stateAround(visit.user(), CaseEvents.HUB, "")) {
      if (view.membership(hub.room(), visit.user()) == Membership.JOIN) {
        cabinet
            .web()
            .reader()
            .page(visit.user(), hub.room(), RoomReader.Direction.BACKWARDS, null, null, LOOK_BACK)
            .events()
            .stream()
            .filter(event -> event.type().equals(CaseEvents.REFERRAL))
            .forEach(referrals::add);
      }
    }
    return referrals;
  }

  private Optional<Event> referral(Opened opened, List<Event> referrals) {
    return cabinet
        .services()
        .cases()
        .file(opened.view().summary().space())
        .flatMap(file -> file.head().text("referral"))
        .flatMap(
            id -> referrals.stream().filter(event -> event.id().value().equals(id)).findFirst());
  }

  private static QueueLine line(Opened opened, Optional<Event> referral) {
    CaseSummary summary = opened.view().summary();
    String from =
        referral
            .map(
                event ->
                    event.text("referrer_name").orElse("")
                        + ", "
                        + channel(event.text("channel").orElse(""))
                        + ", "
                        + Dates.dayAndTime(event.time())
                        + event
                            .text("reply_by")
                            .map(
                                mode ->
                                    ". Answer by "
                                        + NeedsWords.of(mode).toLowerCase(java.util.Locale.UK))
                            .orElse("")
                        + event.text("reply_to").map(to -> ": " + to).orElse(""))
            .orElse("Arrived " + Dates.dayAndTime(summary.opened()));
    return new QueueLine(
        summary.reference(),
        summary.child(),
        from,
        referral.flatMap(event -> event.text("words")).orElse(""),
        opened.words().needs(opened.view()));
  }

  private static String channel(String code) {
    return switch (code) {
      case "telephone" -> "by telephone";
      case "email" -> "by email";
      default -> "on the website";
    };
  }

  private void screen(Visit visit, Form form) {
    require(visit);
    Opened opened = cabinet.open(visit);
    QueueLine line = line(opened, referral(opened, referrals(visit)));
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Screen the referral",
            List.of("Choose exactly one outcome. It cannot be changed afterwards."),
            "/queue/" + opened.reference() + "/screen",
            "screen",
            List.of(
                Field.radios("outcome", "Outcome", "", outcomes(opened)),
                Field.text("reason", "Why?", ""),
                Field.text(
                    "advice",
                    "What was advised?",
                    "The family reads this. Needed when the case ends here.")),
            "Save the outcome",
            "/queue",
            opened.head(),
            List.of(new Passage(line.from(), line.words()))));
  }

  private static List<Option> outcomes(Opened opened) {
    return opened.procedure().screening().outcomes().stream()
        .map(outcome -> new Option(outcome.id(), outcome.title(), "Clause " + outcome.clause()))
        .toList();
  }

  private void doScreen(Visit visit) {
    require(visit);
    visit.submit(
        "screen",
        sent -> {
          Opened opened = cabinet.open(visit);
          String outcome = sent.choice("outcome", outcomes(opened), "Choose one outcome");
          String reason = sent.text("reason", "Say why");
          sent.check();
          cabinet
              .services()
              .intake()
              .screening()
              .screen(visit.user(), opened.reference(), outcome, reason, sent.optional("advice"));
          visit.goTo(
              "/queue",
              opened.view().summary().child() + " (" + opened.reference() + ") is screened.");
        },
        form -> screen(visit, form));
  }
}
