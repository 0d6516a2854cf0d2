package org.caseroom.web;

import java.util.List;
import java.util.Locale;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Option;

/** Assessment, plan, review and closure. */
final class AssessmentActions {
  private static final List<Option> PLAN_STATUS =
      List.of(
          Option.of("planned", "Planned"),
          Option.of("started", "Started"),
          Option.of("done", "Done"));
  private static final List<Option> CLOSURE =
      List.of(
          Option.of("full", "Closed"),
          Option.of(
              "subject-to-review", "Closed, subject to review: only outside therapy goes on"));

  private AssessmentActions() {}

  static List<ActionForm> all(CaseWork services) {
    return List.of(
        assessment(services),
        section(services),
        plan(services),
        share(services),
        review(services),
        closure(services));
  }

  private static ActionForm assessment(CaseWork services) {
    List<Option> status =
        List.of(
            Option.of("start", "Start the assessment"),
            new Option(
                "complete",
                "The assessment and the plan are complete",
                "They then want a manager's signature."));
    return new ActionForm(
        "assessment",
        "Start or complete the assessment",
        "Assessment and plan",
        CaseEvents.ASSESSMENT,
        RoomKind.PROFESSIONALS,
        List.of("An assessment starts with the family's signed consent."),
        opened -> List.of(Field.radios("status", "What is true now?", "", status)),
        "Save",
        (opened, sent) -> {
          String chosen = sent.choice("status", status, "Choose one");
          sent.check();
          if (chosen.equals("start")) {
            services.assessments().start(opened.visit().user(), opened.reference());
            return "The assessment has started.";
          }
          services.assessments().complete(opened.visit().user(), opened.reference());
          return "The assessment is complete and waits for a signature.";
        });
  }

  private static ActionForm section(CaseWork services) {
    return new ActionForm(
        "assessment-section",
        "Write a section of the assessment",
        "Assessment and plan",
        CaseEvents.ASSESSMENT_SECTION,
        RoomKind.PROFESSIONALS,
        List.of(),
        opened ->
            List.of(
                Field.list("section", "Section", "", sections(opened)),
                Field.text("text", "Text", "It replaces what the section says now."),
                Field.radios("done", "Is it finished?", "", Choices.YES_NO)),
        "Save the section",
        (opened, sent) -> {
          String section = sent.choice("section", sections(opened), "Choose a section");
          String text = sent.text("text", "Write the section");
          String done = sent.choice("done", Choices.YES_NO, "Say whether it is finished");
          sent.check();
          services
              .assessments()
              .section(
                  opened.visit().user(), opened.reference(), section, text, done.equals("yes"));
          return "The section is saved.";
        });
  }

  private static List<Option> sections(Opened opened) {
    CaseView.Assessment assessment = opened.view().assessment();
    return opened.procedure().assessmentSections().stream()
        .map(
            section -> {
              boolean done =
                  assessment != null
                      && assessment.sections().stream()
                          .anyMatch(part -> part.id().equals(section.id()) && part.done());
              return Option.of(section.id(), section.title() + (done ? " (finished)" : ""));
            })
        .toList();
  }

  private static ActionForm plan(CaseWork services) {
    return new ActionForm(
        "plan",
        "Write an item of the support plan",
        "Assessment and plan",
        CaseEvents.PLAN,
        RoomKind.PROFESSIONALS,
        List.of("Peer support belongs in every plan. Stability comes before specialist support."),
        opened ->
            List.of(
                Field.line("title", "What is it?", ""),
                Field.list("kind", "Kind", "", kinds(opened)),
                Field.radios("status", "Where is it?", "", PLAN_STATUS),
                Field.line("provider", "Who provides it?", ""),
                Field.text(
                    "reason",
                    "A manager's reason",
                    "Only for specialist support before the earlier steps have started.")),
        "Save the item",
        (opened, sent) -> {
          String title = sent.text("title", "Say what it is");
          String kind = sent.choice("kind", kinds(opened), "Choose a kind");
          String status = sent.choice("status", PLAN_STATUS, "Say where it is");
          sent.check();
          services
              .assessments()
              .planItem(
                  opened.visit().user(),
                  opened.reference(),
                  word(title),
                  title,
                  kind,
                  status,
                  sent.optional("provider"),
                  sent.optional("reason"));
          return "The item is saved.";
        });
  }

  private static List<Option> kinds(Opened opened) {
    return opened.procedure().planKinds().stream()
        .map(kind -> Option.of(kind.id(), kind.title()))
        .toList();
  }

  private static String word(String title) {
    String word =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return word.isEmpty() ? "item" : word.substring(0, Math.min(40, word.length()));
  }

  private static ActionForm share(CaseWork services) {
    return new ActionForm(
        "share",
        "Record that a signed document was shared",
        "Assessment and plan",
        CaseEvents.SHARE,
        RoomKind.PROFESSIONALS,
        List.of(),
        opened ->
            List.of(
                Field.radios("document", "Which document?", "", signed(opened)),
                Field.boxes("people", "With whom?", "", Choices.family(opened)),
                Field.boxes(
                    "formats",
                    "In which formats?",
                    "",
                    opened.procedure().needs().formats().stream()
                        .map(code -> Option.of(code, NeedsWords.of(code)))
                        .toList()),
                Field.text("late_reason", "If it is late, why?", "The family reads this.")),
        "Save",
        (opened, sent) -> {
          String document = sent.choice("document", signed(opened), "Choose a document");
          sent.check();
          services
              .decisions()
              .share(
                  opened.visit().user(),
                  opened.reference(),
                  document,
                  Choices.users(sent.all("people")),
                  sent.all("formats"),
                  sent.optional("late_reason"));
          return "Recorded.";
        });
  }

  private static List<Option> signed(Opened opened) {
    return opened.view().documents().stream()
        .filter(document -> document.signedBy() != null && !document.id().contains("/"))
        .map(document -> Option.of(document.id(), document.title()))
        .toList();
  }

  private static ActionForm review(CaseWork services) {
    List<Option> modes =
        List.of(
            Option.of("in-person", "Face to face"),
            Option.of("video", "By video"),
            Option.of("phone", "By telephone"));
    return new ActionForm(
        "review",
        "Write the review of the plan",
        "Assessment and plan",
        CaseEvents.REVIEW,
        RoomKind.PROFESSIONALS,
        List.of(),
        opened ->
            List.of(
                Field.radios("mode", "How was it held?", "", modes),
                Field.text("progress", "Progress", ""),
                Field.text("impact", "Impact of the support", ""),
                Field.text("changes", "Changes and further actions", ""),
                Field.text(
                    "peer", "Peer support", "What was offered, and what the family thinks of it.")),
        "Save the review",
        (opened, sent) -> {
          String mode = sent.choice("mode", modes, "Say how it was held");
          String progress = sent.text("progress", "Write about progress");
          String impact = sent.text("impact", "Write about the impact");
          String changes = sent.text("changes", "Write about changes and further actions");
          String peer = sent.text("peer", "Write about peer support");
          sent.check();
          services
              .decisions()
              .review(
                  opened.visit().user(), opened.reference(), mode, progress, impact, changes, peer);
          return "The review is saved and waits for a signature.";
        });
  }

  private static ActionForm closure(CaseWork services) {
    List<Option> points =
        List.of(
            Option.of("needs-met", "The needs are met"),
            Option.of("family-choice", "The family does not want more support"),
            Option.of("failure-to-engage", "No contact after three different ways were tried"),
            Option.of("moved-on", "Another service has taken over"));
    return new ActionForm(
        "closure",
        "Write the closure form",
        "Assessment and plan",
        CaseEvents.CLOSURE,
        RoomKind.PROFESSIONALS,
        List.of("Another person signs it."),
        opened ->
            List.of(
                Field.radios("closure", "What kind of closure?", "", CLOSURE),
                Field.radios("point", "Why now?", "", points),
                Field.text("reason", "Reasons", "The family reads this.")),
        "Save the form",
        (opened, sent) -> {
          String closure = sent.choice("closure", CLOSURE, "Choose what kind of closure");
          String point = sent.choice("point", points, "Say why now");
          String reason = sent.text("reason", "Write the reasons");
          sent.check();
          services
              .decisions()
              .closure(opened.visit().user(), opened.reference(), closure, point, reason);
          return "The closure form is saved and waits for a signature.";
        });
  }
}
