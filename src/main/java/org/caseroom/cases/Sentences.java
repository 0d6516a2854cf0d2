package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.sharing.ConsentWords;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** One plain sentence or two about each event of casework. */
final class Sentences {
  private final Accounts accounts;
  private final Agencies agencies;

  Sentences(Accounts accounts, Agencies agencies) {
    this.accounts = accounts;
    this.agencies = agencies;
  }

  /** What was done; empty for an event that needs no words. */
  String about(Step step) {
    Event event = step.event();
    String who = accounts.nameOf(event.sender());
    return switch (event.type()) {
      case CaseEvents.CONTACT -> contact(event, who);
      case CaseEvents.NEEDS -> key(event) + " has told us what they need: " + needs(event) + ".";
      case CaseEvents.MEMBER ->
          event.content().path("left").asBoolean()
              ? key(event) + " has left the team: " + text(event, "why") + "."
              : key(event) + " joins the team" + agency(event) + ": " + text(event, "why") + ".";
      case CaseEvents.LEAD ->
          person(event, "person") + " is the lead practitioner: " + text(event, "why") + ".";
      case CaseEvents.ROOM_OPEN -> who + " opened this room.";
      case CaseEvents.CONSENT -> consent(step, who);
      case CaseEvents.STORY ->
          who
              + " wrote §"
              + event.content().path("place").asInt()
              + " of the story (version "
              + event.content().path("version").asInt()
              + "). Those it is meant for can read it there.";
      case CaseEvents.STORY_READ -> who + " has read the story.";
      case CaseEvents.QUESTION_ASK,
          CaseEvents.QUESTION_PASS,
          CaseEvents.QUESTION_CLOSE,
          CaseEvents.QUESTION_ANSWER ->
          question(step, who);
      case CaseEvents.CHECKLIST_TICK -> tick(step, who);
      case CaseEvents.NOTE ->
          "Note by " + who + ": " + text(event, "title") + "\n" + text(event, "text");
      case CaseEvents.SUMMARY ->
          who
              + " wrote a summary for the family: '"
              + text(event, "title")
              + "'. It waits for approval.";
      default -> "";
    };
  }

  private String contact(Event event, String who) {
    boolean planned = event.content().path("planned").asBoolean();
    return who
        + (planned ? " plans a contact with " : " was in contact with ")
        + people(event, "with")
        + " ("
        + text(event, "mode")
        + "): "
        + text(event, "what")
        + event.text("override_reason").map(why -> " Need set aside: " + why).orElse("");
  }

  private static String needs(Event event) {
    return List.of("formats", "communication", "languages").stream()
        .flatMap(field -> Fields.texts(event.content().path(field)).stream())
        .map(word -> word.replace('-', ' '))
        .collect(Collectors.joining(", "))
        .concat(event.text("contact_by").map(by -> "; contact by " + by).orElse(""));
  }

  private String agency(Event event) {
    return event
        .text("agency")
        .flatMap(agencies::find)
        .map(Agency::name)
        .map(name -> " (" + name + ")")
        .orElse("");
  }

  private String consent(Step step, String who) {
    Event event = step.event();
    String purpose =
        step.procedure().consentPurposes().stream()
            .filter(known -> known.id().equals(text(event, "purpose")))
            .map(Procedure.Purpose::title)
            .findFirst()
            .orElse(text(event, "purpose"));
    String whom =
        event
            .text("user")
            .map(user -> ": " + accounts.nameOf(UserId.of(user)))
            .or(
                () ->
                    event.text("agency").flatMap(agencies::find).map(found -> ": " + found.name()))
            .orElse("");
    return "Consent "
        + text(event, "status")
        + " ("
        + purpose.toLowerCase(Locale.ROOT)
        + whom
        + "), signed by "
        + people(event, "signed_by")
        + ", recorded by "
        + who
        + "."
        + ConsentWords.limits(event, step.procedure());
  }

  private String question(Step step, String who) {
    Event event = step.event();
    Optional<Draft> state =
        step.drafts().stream()
            .filter(draft -> draft.type().equals(CaseEvents.QUESTION))
            .findFirst();
    if (state.isEmpty()) {
      return "";
    }
    ObjectNode question = state.get().content();
    String number = state.get().stateKey() + ": ";
    return switch (event.type()) {
      case CaseEvents.QUESTION_ASK ->
          number
              + question.path("text").asText()
              + " Asked by "
              + who
              + ". With "
              + question.path("with").asText()
              + ", answer due "
              + Notices.day(LocalDate.parse(question.path("due").asText()))
              + ".";
      case CaseEvents.QUESTION_ANSWER ->
          number
              + text(event, "text")
              + event.text("card").map(card -> " Source: " + card + ".").orElse("")
              + " ("
              + who
              + "; closed once "
              + accounts.nameOf(UserId.of(question.path("asker").asText()))
              + " says that it is answered)";
      case CaseEvents.QUESTION_PASS ->
          number
              + "now with "
              + question.path("with").asText()
              + ". "
              + who
              + " handed it on: "
              + text(event, "reason");
      default -> number + "closed by " + who + ".";
    };
  }

  private static String tick(Step step, String who) {
    Event event = step.event();
    return step.file()
        .state(CaseEvents.CHECKLIST, text(event, "checklist"))
        .map(
            list ->
                who
                    + (text(event, "status").equals("done")
                        ? " ticked: "
                        : " marked as not relevant: ")
                    + ChecklistContent.item(list, text(event, "item"))
                        .map(item -> item.path("text").asText())
                        .orElse("")
                    + " ("
                    + list.text("title").orElse("")
                    + ").")
        .orElse("");
  }

  private static String text(Event event, String field) {
    return event.text(field).orElse("");
  }

  private String key(Event event) {
    return accounts.nameOf(CaseEvents.person(String.valueOf(event.stateKey())));
  }

  private String person(Event event, String field) {
    return event.text(field).map(user -> accounts.nameOf(UserId.of(user))).orElse("");
  }

  private String people(Event event, String field) {
    return Fields.users(event.content().path(field)).stream()
        .map(accounts::nameOf)
        .collect(Collectors.joining(" and "));
  }
}
