package org.caseroom.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Role;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Form;
import org.caseroom.web.view.Option;

/** What a family writes: its story, its needs, what it takes back, and the wish to be assessed. */
final class FamilyForms {
  private final Cabinet cabinet;

  FamilyForms(Cabinet cabinet) {
    this.cabinet = cabinet;
  }

  void register(Doors doors) {
    doors.page("/cases/{case}/story/{section}", visit -> section(visit, Form.FRESH));
    doors.form("/cases/{case}/story/{section}", this::writeSection);
    doors.page("/cases/{case}/needs", visit -> needs(visit, Form.FRESH));
    doors.form("/cases/{case}/needs", this::writeNeeds);
    doors.page("/cases/{case}/consent/{consent}/withdraw", visit -> withdraw(visit, Form.FRESH));
    doors.form("/cases/{case}/consent/{consent}/withdraw", this::doWithdraw);
    doors.page("/assessment-request", this::anyAssessment);
    doors.page("/cases/{case}/assessment-request", visit -> assessment(visit, Form.FRESH));
    doors.form("/cases/{case}/assessment-request", this::askForAssessment);
  }

  private void section(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    if (!opened.mayInCase(CaseEvents.STORY)) {
      throw Problem.forbidden("The story is the family's own: only they write it.");
    }
    String id = visit.path("section");
    CaseView.StorySection known = known(opened, id);
    Field title =
        Field.line(
            "title",
            "What is this section about?",
            "For example: routines, what helps, words we use, what we do not want to be asked"
                + " again.");
    Field text = Field.text("text", "Tell it in your own words", "");
    Field audience =
        Field.boxes(
            "audience",
            "Who may read this section?",
            "You and the family always can. Tick none to keep it to the family.",
            audiences(opened));
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            known == null ? "Write a section of our story" : "Change “" + known.title() + "”",
            List.of(
                "You write it once. Earlier versions stay in the record, so nothing is lost when"
                    + " you change it."),
            opened.path() + "/story/" + id,
            "storysection",
            known == null
                ? List.of(title, text, audience.with("team"))
                : List.of(
                    title.with(known.title()),
                    text.with(known.text()),
                    audience.with(known.audience())),
            "Save",
            opened.path() + "/story",
            opened.head()));
  }

  private static CaseView.@org.jspecify.annotations.Nullable StorySection known(
      Opened opened, String id) {
    return opened.view().story().stream()
        .filter(section -> section.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private List<Option> audiences(Opened opened) {
    List<Option> options = new ArrayList<>();
    options.add(Option.of("team", "Everybody in the team"));
    options.add(Option.of("casework", "Our social workers and their managers"));
    Set<String> roles = new LinkedHashSet<>();
    for (Role role :
        List.of(
            Role.PSYCHOLOGIST,
            Role.OCCUPATIONAL_THERAPIST,
            Role.VIRTUAL_SCHOOL_ADVISER,
            Role.DESIGNATED_TEACHER)) {
      roles.add(role.word());
    }
    opened.view().team().stream()
        .filter(member -> !member.family())
        .map(CaseView.TeamMember::role)
        .filter(
            role ->
                !Set.of(
                        Role.DUTY_WORKER.word(),
                        Role.PERMANENCY_SUPPORT_SOCIAL_WORKER.word(),
                        Role.TEAM_MANAGER.word(),
                        Role.LINE_MANAGER.word(),
                        Role.BOT.word())
                    .contains(role))
        .forEach(roles::add);
    roles.forEach(role -> options.add(Option.of(role, Role.of(role).title())));
    return options;
  }

  private void writeSection(Visit visit) {
    visit.submit(
        "storysection",
        sent -> {
          String title = sent.text("title", "Say what this section is about");
          String text = sent.text("text", "Write something before you save");
          sent.check();
          Opened opened = cabinet.open(visit);
          String path = visit.path("section");
          String id = path.equals("new") ? sectionId(opened, title) : path;
          List<String> audience = sent.all("audience");
          cabinet
              .services()
              .stories()
              .write(visit.user(), opened.reference(), id, title, text, audience);
          visit.goTo(opened.path() + "/story", "Your story is saved.");
        },
        form -> section(visit, form));
  }

  private static String sectionId(Opened opened, String title) {
    String word =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = word.isEmpty() ? "section" : word.substring(0, Math.min(40, word.length()));
    String id = stem;
    for (int i = 2; known(opened, id) != null || id.equals("new") || id.equals("read"); i++) {
      id = stem + "-" + i;
    }
    return id;
  }

  private void needs(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    UserId person = person(opened);
    CaseView.Needs known =
        opened.view().needs().stream()
            .filter(
                need ->
                    need.person().equals(person.value())
                        || need.person().equals(CaseEvents.personKey(person)))
            .findFirst()
            .orElse(null);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "How information should reach you",
            List.of(
                "Everybody in the team sees this. Caseroom warns them before they do something that"
                    + " does not fit it."),
            opened.path() + "/needs",
            "needs",
            needsFields(opened.procedure().needs(), known),
            "Save",
            opened.path(),
            opened.head()));
  }

  /** The fields of the fixed list of needs (policy, preface). */
  static List<Field> needsFields(
      Procedure.NeedsRules rules, CaseView.@org.jspecify.annotations.Nullable Needs known) {
    Field formats = Field.boxes("formats", "Written information in", "", options(rules.formats()));
    Field communication =
        Field.boxes(
            "communication", "People to communicate with", "", options(rules.communication()));
    Field languages = Field.boxes("languages", "Other languages", "", options(rules.languages()));
    Field contact =
        Field.radios("contact_by", "How should we contact you?", "", options(rules.contact()));
    Field notes = Field.text("notes", "Anything else", "");
    if (known == null) {
      return List.of(contact, communication, formats, languages, notes);
    }
    return List.of(
        contact.with(known.contactBy() == null ? List.of() : List.of(known.contactBy())),
        communication.with(known.communication()),
        formats.with(known.formats()),
        languages.with(known.languages()),
        notes.with(known.notes() == null ? "" : known.notes()));
  }

  private static List<Option> options(List<String> codes) {
    return codes.stream().map(code -> Option.of(code, NeedsWords.of(code))).toList();
  }

  private static UserId person(Opened opened) {
    String asked = opened.visit().query("person");
    return UserId.isValid(asked) ? UserId.of(asked) : opened.reader().id();
  }

  private void writeNeeds(Visit visit) {
    visit.submit(
        "needs",
        sent -> {
          Opened opened = cabinet.open(visit);
          cabinet
              .services()
              .contacts()
              .needs(
                  visit.user(),
                  opened.reference(),
                  person(opened),
                  sent.all("formats"),
                  sent.all("communication"),
                  sent.all("languages"),
                  sent.text("contact_by").isEmpty() ? null : sent.text("contact_by"),
                  sent.text("notes").isEmpty() ? null : sent.text("notes"));
          visit.goTo(opened.path(), "Saved. Everybody in the team sees it.");
        },
        form -> needs(visit, form));
  }

  private void withdraw(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    String id = visit.path("consent");
    CaseView.Consent consent =
        opened.view().consents().stream()
            .filter(line -> line.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("There is no such consent."));
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Take back what you agreed to",
            List.of(
                opened.words().consents(opened.view()).stream()
                    .filter(line -> line.id().equals(consent.id()))
                    .map(line -> line.purpose() + (line.who().isEmpty() ? "" : ": " + line.who()))
                    .findFirst()
                    .orElse(id),
                "Whom it lets in can read nothing from the moment you press the button. What they"
                    + " have read before stays in the record of who read what."),
            opened.path() + "/consent/" + id + "/withdraw",
            "withdraw",
            List.of(Field.text("reason", "Why? You do not have to say.", "")),
            "Take it back",
            opened.path() + "/team",
            opened.head()));
  }

  private void doWithdraw(Visit visit) {
    visit.submit(
        "withdraw",
        sent -> {
          String reason = sent.text("reason");
          cabinet
              .services()
              .consents()
              .withdraw(
                  visit.user(),
                  visit.path("case"),
                  visit.path("consent"),
                  reason.isEmpty() ? null : reason);
          visit.goTo(
              "/cases/" + visit.path("case") + "/team", "Taken back. It counts from this moment.");
        },
        form -> withdraw(visit, form));
  }

  /** From the menu: the form of the family's open case, or the front door when there is none. */
  private void anyAssessment(Visit visit) {
    visit.goTo(
        cabinet.cases(visit).stream()
            .findFirst()
            .map(summary -> "/cases/" + summary.reference() + "/assessment-request")
            .orElse("/referral"),
        "");
  }

  private void assessment(Visit visit, Form form) {
    Opened opened = cabinet.open(visit);
    FormPage.show(
        visit,
        form,
        new FormPage.Shape(
            "Ask for an assessment",
            List.of(
                "You have the right to ask for an assessment of your adoption support needs at any"
                    + " time, also after your case has been closed.",
                "Your request goes to one person, who has to answer. You see who that is and by"
                    + " when."),
            opened.path() + "/assessment-request",
            "assess",
            List.of(Field.text("text", "What has changed, or what do you need?", "")),
            "Ask for an assessment",
            opened.path(),
            opened.head()));
  }

  private void askForAssessment(Visit visit) {
    visit.submit(
        "assess",
        sent -> {
          String text = sent.text("text", "Say in a few words what you need");
          sent.check();
          Opened opened = cabinet.open(visit);
          cabinet.services().questions().requestAssessment(visit.user(), opened.reference(), text);
          visit.goTo(
              opened.path() + "/questions", "We have your request. You see below who has it.");
        },
        form -> assessment(visit, form));
  }
}
