package org.caseroom.web;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.UserId;
import org.caseroom.cases.CaseView;
import org.caseroom.cases.Consents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agency;
import org.caseroom.web.view.Field;
import org.caseroom.web.view.Option;

/** Who is in the team, who leads it, and what the family agreed to. */
final class TeamActions {
  private TeamActions() {}

  static List<ActionForm> all(Cabinet cabinet) {
    return List.of(consent(cabinet), add(cabinet), remove(cabinet), lead(cabinet));
  }

  private static ActionForm consent(Cabinet cabinet) {
    return new ActionForm(
        "consent",
        "Fill in the consent form",
        "Team and rooms",
        CaseEvents.CONSENT,
        RoomKind.CASE,
        List.of(
            "Talk it through first. Each line can be yes or no, and the family can take any of them"
                + " back later."),
        opened -> consentFields(cabinet, opened),
        "Save the form",
        (opened, sent) -> {
          List<UserId> signedBy = Choices.users(sent.all("signed_by"));
          if (signedBy.isEmpty()) {
            sent.wrong("signed_by", "Say who signed");
          }
          String version = sent.text("form_version", "Say which version of the form they had");
          List<Consents.Line> lines = consentLines(cabinet, opened, sent);
          if (lines.isEmpty()) {
            sent.wrong(
                "purpose-" + opened.procedure().consentPurposes().get(0).id(),
                "Answer at least one line with yes or no");
          }
          sent.check();
          cabinet
              .services()
              .consents()
              .sign(opened.visit().user(), opened.reference(), lines, signedBy, version);
          return "The consent form is recorded.";
        });
  }

  private static List<Field> consentFields(Cabinet cabinet, Opened opened) {
    List<Field> fields = new ArrayList<>();
    for (Procedure.Purpose purpose : opened.procedure().consentPurposes()) {
      if (!purpose.id().equals("share")) {
        fields.add(Field.radios("purpose-" + purpose.id(), purpose.title(), "", Choices.YES_NO));
      }
    }
    for (Agency agency : others(cabinet, opened)) {
      fields.add(
          Field.radios(
              "agency-" + agency.id(),
              "May " + agency.name() + " see the case?",
              "",
              Choices.YES_NO));
    }
    fields.add(
        Field.boxes(
                "rooms",
                "Which rooms are open to the agencies with a yes?",
                "",
                List.of(
                    Option.of(RoomKind.FAMILY.word(), RoomKind.FAMILY.title()),
                    Option.of(RoomKind.PROFESSIONALS.word(), RoomKind.PROFESSIONALS.title())))
            .with(List.of(RoomKind.FAMILY.word(), RoomKind.PROFESSIONALS.word())));
    fields.add(Field.boxes("signed_by", "Who signed?", "", Choices.family(opened)));
    fields.add(Field.line("form_version", "Version of the form", "As printed on it."));
    return fields;
  }

  /** Agencies other than the one that is responsible. */
  private static List<Agency> others(Cabinet cabinet, Opened opened) {
    return cabinet.web().agencies().all().stream()
        .filter(agency -> !agency.id().equals(opened.view().summary().agency()))
        .toList();
  }

  private static List<Consents.Line> consentLines(Cabinet cabinet, Opened opened, Sent sent) {
    List<Consents.Line> lines = new ArrayList<>();
    Set<RoomKind> rooms = EnumSet.noneOf(RoomKind.class);
    sent.all("rooms").forEach(word -> rooms.add(RoomKind.of(word)));
    for (Procedure.Purpose purpose : opened.procedure().consentPurposes()) {
      String answer = sent.text("purpose-" + purpose.id());
      if (!answer.isEmpty()) {
        lines.add(
            new Consents.Line(
                purpose.id(), purpose.id(), null, null, Set.of(), answer.equals("yes")));
      }
    }
    for (Agency agency : others(cabinet, opened)) {
      String answer = sent.text("agency-" + agency.id());
      if (!answer.isEmpty()) {
        lines.add(
            new Consents.Line(
                agency.id(), "share", agency.id(), null, rooms, answer.equals("yes")));
      }
    }
    return lines;
  }

  private static ActionForm add(Cabinet cabinet) {
    List<Option> rooms =
        List.of(
            Option.of(RoomKind.FAMILY.word(), RoomKind.FAMILY.title()),
            Option.of(RoomKind.PROFESSIONALS.word(), RoomKind.PROFESSIONALS.title()));
    return new ActionForm(
        "add-member",
        "Invite somebody to the team",
        "Team and rooms",
        CaseEvents.MEMBER,
        RoomKind.CASE,
        List.of("Their agency needs the family's consent first."),
        opened ->
            List.of(
                Field.list("person", "Who?", "", people(cabinet, opened)),
                Field.line("why", "Why do they join?", "The family reads this."),
                Field.boxes(
                    "rooms", "Which rooms?", "Professionals room: professionals only.", rooms)),
        "Invite",
        (opened, sent) -> {
          String person = sent.choice("person", people(cabinet, opened), "Choose a person");
          String why = sent.text("why", "Say why they join");
          Set<RoomKind> kinds = EnumSet.noneOf(RoomKind.class);
          sent.all("rooms").forEach(word -> kinds.add(RoomKind.of(word)));
          sent.check();
          cabinet
              .services()
              .team()
              .add(opened.visit().user(), opened.reference(), UserId.of(person), null, why, kinds);
          return "The invitation is sent.";
        });
  }

  private static List<Option> people(Cabinet cabinet, Opened opened) {
    Set<UserId> there =
        opened.view().team().stream()
            .map(CaseView.TeamMember::user)
            .collect(java.util.stream.Collectors.toSet());
    return cabinet.web().accounts().all().stream()
        .filter(
            account ->
                account.active()
                    && (account.isStaff() || account.isFamily())
                    && !there.contains(account.id()))
        .map(account -> Option.of(account.id().value(), words(cabinet, account)))
        .toList();
  }

  private static String words(Cabinet cabinet, Account account) {
    String agency = account.agency();
    String name =
        agency == null
            ? ""
            : ", " + cabinet.web().agencies().find(agency).map(Agency::name).orElse(agency);
    return account.displayName() + ", " + Menus.role(account) + name;
  }

  private static ActionForm remove(Cabinet cabinet) {
    return new ActionForm(
        "remove-member",
        "Take somebody out of the team",
        "Team and rooms",
        CaseEvents.MEMBER,
        RoomKind.CASE,
        List.of("They stop reading at once."),
        opened ->
            List.of(
                Field.list("person", "Who?", "", Choices.professionals(opened)),
                Field.line("why", "Why?", "The family reads this.")),
        "Take out",
        (opened, sent) -> {
          String person = sent.choice("person", Choices.professionals(opened), "Choose a person");
          String why = sent.text("why", "Say why");
          sent.check();
          cabinet
              .services()
              .team()
              .remove(opened.visit().user(), opened.reference(), UserId.of(person), why);
          return "They are no longer in the team.";
        });
  }

  private static ActionForm lead(Cabinet cabinet) {
    return new ActionForm(
        "lead",
        "Name the lead practitioner",
        "Team and rooms",
        CaseEvents.LEAD,
        RoomKind.CASE,
        List.of(),
        opened ->
            List.of(
                Field.list("person", "Who?", "", Choices.professionals(opened)),
                Field.line("why", "Why?", "The family reads this.")),
        "Save",
        (opened, sent) -> {
          String person = sent.choice("person", Choices.professionals(opened), "Choose a person");
          String why = sent.text("why", "Say why");
          sent.check();
          cabinet
              .services()
              .team()
              .lead(opened.visit().user(), opened.reference(), UserId.of(person), why);
          return "The lead is named.";
        });
  }
}
