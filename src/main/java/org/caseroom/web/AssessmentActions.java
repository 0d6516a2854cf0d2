package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.plan.Plans;
import org.caseroom.cases.plan.Reviews;
import org.caseroom.cases.procedure.SupportRules;
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

  private static final List<Option> DELIVERY =
      List.of(
          Option.of("", "Not specialist support, or not started"),
          Option.of("internal", "The agency itself"),
          Option.of("external", "Somebody outside"));

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
                Field.list("delivery", "Who delivers specialist support?", "", DELIVERY),
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
              .plans()
              .plans()
              .item(
                  opened.visit().user(),
                  opened.reference(),
                  word(title),
                  new Plans.Item(
                      title,
                      kind,
                      status,
                      sent.optional("provider"),
                      sent.optional("delivery"),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      sent.optional("reason")));
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
        List.of("Each item of the plan has its own progress, impact and changes."),
        opened -> reviewFields(opened, modes),
        "Save the review",
        (opened, sent) -> {
          String mode = sent.choice("mode", modes, "Say how it was held");
          List<String> attended = List.of(sent.text("attended", "Say who took part").split("\\R"));
          Reviews.Parts whole = parts(sent, "");
          String peer = sent.text("peer", "Write about peer support");
          List<Reviews.Action> actions =
              reviewed(opened).stream()
                  .map(item -> new Reviews.Action(item.id(), parts(sent, "-" + item.id())))
                  .toList();
          sent.check();
          services
              .plans()
              .reviews()
              .write(
                  opened.visit().user(),
                  opened.reference(),
                  new Reviews.Review(
                      mode,
                      null,
                      attended,
                      sent.optional("early_reason"),
                      whole,
                      peer,
                      actions,
                      null,
                      sent.optional("interpreter"),
                      sent.optional("override")));
          return "The review is saved and waits for signatures.";
        });
  }

  private static List<Field> reviewFields(Opened opened, List<Option> modes) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.radios("mode", "How was it held?", "", modes));
    fields.add(Field.text("attended", "Who took part?", "One on each line, with their role."));
    fields.add(
        Field.line("interpreter", "Who interpreted?", "If somebody who took part needs it."));
    fields.add(
        Field.text(
            "override", "If a need was set aside, why?", "For example a call with a Deaf parent."));
    fields.add(Field.text("early_reason", "If it is early, which needs require it?", ""));
    parts(fields, "", "the plan as a whole");
    for (CaseView.PlanItem item : reviewed(opened)) {
      parts(fields, "-" + item.id(), item.title());
    }
    fields.add(
        Field.text("peer", "Peer support", "What was offered, and what the family thinks of it."));
    return fields;
  }

  /** Of a plan of one item, the whole is that item. */
  private static List<CaseView.PlanItem> reviewed(Opened opened) {
    List<CaseView.PlanItem> items = opened.view().plan();
    return items.size() <= 1
        ? List.of()
        : items.stream().filter(item -> !item.status().equals("done")).toList();
  }

  private static void parts(List<Field> fields, String of, String what) {
    fields.add(Field.text("progress" + of, "Progress: " + what, ""));
    fields.add(Field.text("impact" + of, "Impact on the family: " + what, ""));
    fields.add(Field.text("changes" + of, "Changes and further actions: " + what, ""));
  }

  private static Reviews.Parts parts(Sent sent, String of) {
    return new Reviews.Parts(
        sent.text("progress" + of, "Write about progress"),
        sent.text("impact" + of, "Write about the impact"),
        sent.text("changes" + of, "Write about changes and further actions"));
  }

  private static ActionForm closure(CaseWork services) {
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
                Field.radios("point", "Why now?", "", points(opened)),
                Field.text("reason", "Reasons", "The family reads this.")),
        "Save the form",
        (opened, sent) -> {
          String closure = sent.choice("closure", CLOSURE, "Choose what kind of closure");
          String point = sent.choice("point", points(opened), "Say why now");
          String reason = sent.text("reason", "Write the reasons");
          sent.check();
          services
              .plans()
              .closures()
              .form(opened.visit().user(), opened.reference(), closure, point, reason);
          return "The closure form is saved and waits for a signature.";
        });
  }

  private static List<Option> points(Opened opened) {
    SupportRules support = opened.procedure().support();
    if (support == null || support.closing() == null) {
      return List.of(Option.of("no-longer-needed", "No more support is needed"));
    }
    return support.closing().points().stream()
        .map(point -> Option.of(point.id(), point.title()))
        .toList();
  }
}
