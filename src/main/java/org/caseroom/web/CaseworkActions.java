package org.caseroom.web;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Option;

/** Casework from referral form to decision. */
final class CaseworkActions {
  private CaseworkActions() {}

  static List<ActionForm> all(CaseWork services) {
    return List.of(
        referralForm(services),
        openRoom(services),
        visit(services),
        contact(services),
        voice(services),
        note(services),
        summary(services),
        DecisionForms.propose(services));
  }

  private static ActionForm referralForm(CaseWork services) {
    return new ActionForm(
        "referral-form",
        "Write the detailed referral form",
        "Assessment and plan",
        CaseEvents.REFERRAL_FORM,
        RoomKind.PROFESSIONALS,
        List.of("Once it is there, the clock for its sign-off runs. Another person signs it."),
        opened ->
            List.of(
                Field.text("needs", "Needs", "What the child and the family need."),
                Field.text("situation", "Situation", "What is going on now."),
                Field.text("actions", "Proposed actions", "One on each line.")),
        "Save the form",
        (opened, sent) -> {
          String needs = sent.text("needs", "Write what the child and the family need");
          String situation = sent.text("situation", "Write what is going on now");
          List<String> proposed = sent.lines("actions", "Propose at least one action");
          sent.check();
          services
              .intake()
              .screening()
              .detailedReferral(
                  opened.visit().user(), opened.reference(), needs, situation, proposed);
          return "The referral form is saved. A manager can sign it.";
        });
  }

  private static ActionForm openRoom(CaseWork services) {
    return new ActionForm(
        "open-room",
        "Open a room",
        "Team and rooms",
        CaseEvents.ROOM_OPEN,
        RoomKind.PROFESSIONALS,
        List.of(),
        opened -> {
          List<Option> kinds = new ArrayList<>();
          for (RoomKind kind : List.of(RoomKind.FAMILY, RoomKind.VOICE, RoomKind.LETTERBOX)) {
            if (opened.view().rooms().stream().noneMatch(room -> room.kind() == kind)) {
              kinds.add(new Option(kind.word(), kind.title(), hint(kind)));
            }
          }
          return List.of(Field.radios("kind", "Which room?", "", kinds));
        },
        "Open it",
        (opened, sent) -> {
          String kind = sent.text("kind", "Choose which room to open");
          sent.check();
          services.team().openRoom(opened.visit().user(), opened.reference(), RoomKind.of(kind));
          return "The room is open.";
        });
  }

  private static String hint(RoomKind kind) {
    return switch (kind) {
      case FAMILY -> "Where the family and their team talk.";
      case VOICE -> "The child's own: their wishes and feelings.";
      default -> "Contact with the birth family.";
    };
  }

  private static ActionForm visit(CaseWork services) {
    return new ActionForm(
        "visit",
        "Record a visit",
        "Record",
        CaseEvents.VISIT,
        RoomKind.FAMILY,
        List.of("The clock of the assessment counts from the first visit."),
        opened ->
            List.of(
                Field.radios("first", "Was it the first visit?", "", Choices.YES_NO),
                Field.radios("mode", "How did you meet?", "", Choices.MEETING),
                Field.boxes("present", "Who was there?", "", Choices.family(opened)),
                Field.line(
                    "interpreter", "Interpreter", "The name or agency, where one was needed."),
                Field.line(
                    "nobody", "Why did nobody interpret?", "Only when somebody there needs it."),
                Field.text(
                    "how", "How is the assessment done?", "When the family lives out of area.")),
        "Save the visit",
        (opened, sent) -> {
          String first = sent.choice("first", Choices.YES_NO, "Say whether it was the first visit");
          String mode = sent.choice("mode", Choices.MEETING, "Say how you met");
          sent.check();
          services
              .assessing()
              .visit(
                  opened.visit().user(),
                  opened.reference(),
                  new Assessing.Visit(
                      first.equals("yes"),
                      mode,
                      Choices.users(sent.all("present")),
                      List.of(),
                      null,
                      sent.optional("how"),
                      sent.optional("interpreter"),
                      sent.optional("nobody"),
                      null,
                      null));
          return "The visit is recorded.";
        });
  }

  private static ActionForm contact(CaseWork services) {
    List<Option> modes =
        List.of(
            Option.of("text", "Text message"),
            Option.of("email", "Email"),
            Option.of("letter", "Letter"),
            Option.of("video", "Video call"),
            Option.of("phone", "Telephone call"),
            Option.of("in-person", "In person"));
    return new ActionForm(
        "contact",
        "Plan or record a contact",
        "Record",
        CaseEvents.CONTACT,
        RoomKind.PROFESSIONALS,
        List.of(),
        opened ->
            List.of(
                Field.boxes("people", "With whom?", "", Choices.family(opened)),
                Field.radios("mode", "How?", "", modes),
                Field.text("what", "What about, or what was said?", ""),
                Field.radios("planned", "Is it still to come?", "", Choices.YES_NO),
                Field.text(
                    "override",
                    "Why set a need aside?",
                    "Only when this way of contact does not fit what the person needs.")),
        "Save",
        (opened, sent) -> {
          List<UserId> people = Choices.users(sent.all("people"));
          if (people.isEmpty()) {
            sent.wrong("people", "Choose at least one person");
          }
          String mode = sent.choice("mode", modes, "Choose how");
          String what = sent.text("what", "Say what it is about");
          String planned =
              sent.choice("planned", Choices.YES_NO, "Say whether it is still to come");
          sent.check();
          services
              .contacts()
              .contact(
                  opened.visit().user(),
                  opened.reference(),
                  people,
                  mode,
                  what,
                  planned.equals("yes"),
                  null,
                  sent.optional("override"),
                  null);
          return "The contact is recorded.";
        });
  }

  private static ActionForm voice(CaseWork services) {
    return new ActionForm(
        "voice",
        "Record the child’s wishes and feelings",
        "Record",
        CaseEvents.VOICE,
        RoomKind.VOICE,
        List.of(),
        opened ->
            List.of(
                Field.radios("seen", "Was the child seen?", "", Choices.YES_NO),
                Field.line(
                    "method", "How were they heard?", "For example: picture cards, play, a walk."),
                Field.text("words", "What did they say or show?", ""),
                Field.text("reason", "If not seen, why not?", "")),
        "Save",
        (opened, sent) -> {
          String seen = sent.choice("seen", Choices.YES_NO, "Say whether the child was seen");
          sent.check();
          services
              .assessing()
              .voice(
                  opened.visit().user(),
                  opened.reference(),
                  new Assessing.Voice(
                      seen.equals("yes"),
                      sent.optional("method"),
                      sent.optional("words"),
                      sent.optional("reason"),
                      null,
                      null));
          return "Recorded in the child’s own room.";
        });
  }

  private static ActionForm note(CaseWork services) {
    return new ActionForm(
        "note",
        "Write a note for the professionals",
        "Record",
        CaseEvents.NOTE,
        RoomKind.PROFESSIONALS,
        List.of("It stays in the professionals room. For the family, propose a summary."),
        opened -> List.of(Field.line("title", "Title", ""), Field.text("text", "Note", "")),
        "Save the note",
        (opened, sent) -> {
          String title = sent.text("title", "Give the note a title");
          String text = sent.text("text", "Write the note");
          sent.check();
          services.contacts().note(opened.visit().user(), opened.reference(), title, text);
          return "The note is saved.";
        });
  }

  private static ActionForm summary(CaseWork services) {
    return new ActionForm(
        "summary",
        "Propose a plain summary for the family",
        "Record",
        CaseEvents.SUMMARY,
        RoomKind.PROFESSIONALS,
        List.of("It reaches the family room once another person approves it."),
        opened ->
            List.of(
                Field.line("title", "Title", ""),
                Field.text(
                    "text", "Summary", "In plain words, as you would say it to the family.")),
        "Propose it",
        (opened, sent) -> {
          String title = sent.text("title", "Give the summary a title");
          String text = sent.text("text", "Write the summary");
          sent.check();
          services.contacts().summary(opened.visit().user(), opened.reference(), title, text, null);
          return "The summary waits for approval.";
        });
  }
}
