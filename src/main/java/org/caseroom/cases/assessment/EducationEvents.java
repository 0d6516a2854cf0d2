package org.caseroom.cases.assessment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.AssessmentRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * What happens at school and is counted. Some of it asks the manager a question, which has one
 * owner and a day for its answer as every question has.
 */
final class EducationEvents {
  private final Checks checks;
  private final WorkingDays days;

  EducationEvents(Checks checks, WorkingDays days) {
    this.checks = checks;
    this.days = days;
  }

  static void check(ObjectNode content, Procedure procedure, CaseFile file) {
    List<AssessmentRules.EducationKind> kinds = procedure.assessment().education();
    AssessmentRules.EducationKind kind =
        procedure.assessment().educationKind(content.path("kind").asText()).orElse(null);
    if (kind == null) {
      Problem.require(
          false,
          Checks.oneOf("kind", kinds.stream().map(AssessmentRules.EducationKind::id).toList()));
      return;
    }
    Checks.past(content, "on", file, procedure);
    Problem.require(
        kind.days() == content.has("days"),
        kind.days()
            ? "Say for how many school days ('days')."
            : "'days' belongs to what lasts a number of days; leave it out here.");
  }

  void follow(Step step) {
    Event event = step.event();
    String number =
        "E" + Numbers.next(step.file().view(), event.room(), AssessmentEvents.EDUCATION_RECORD);
    step.state(
        event.room(),
        AssessmentEvents.EDUCATION_RECORD,
        number,
        event
            .content()
            .deepCopy()
            .put("recorded_by", event.sender().value())
            .put("recorded", event.originServerTs()));
    step.procedure()
        .assessment()
        .educationKind(event.text("kind").orElse(""))
        .map(AssessmentRules.EducationKind::asks)
        .ifPresent(asks -> ask(step, asks + " (" + number + ")"));
  }

  /** The number says which record it is about: the question itself tells nothing of the child. */
  private void ask(Step step, String text) {
    Event event = step.event();
    Optional<Account> manager = manager(step.file());
    if (manager.isEmpty()) {
      return;
    }
    LocalDate due =
        days.after(
            LocalDate.ofInstant(event.time(), step.procedure().zone()),
            step.procedure().questions().targetWorkingDays(),
            step.procedure().nation());
    String agency = manager.get().agency();
    ObjectNode question =
        Json.object()
            .put("text", text)
            .put("asker", event.sender().value())
            .put("asked", event.originServerTs())
            .put("ask", event.id().value())
            .put("room", event.room().value())
            .put("status", "open")
            .put("due", due.toString())
            .put("owner", manager.get().id().value())
            .put("with", agency == null ? manager.get().displayName() : checks.agencyName(agency));
    question.putArray("passed");
    step.state(
        CaseEvents.QUESTION,
        "Q" + Numbers.next(step.file().view(), step.file().space(), CaseEvents.QUESTION),
        question);
  }

  /** The manager in the case; before there is one, the hub's. */
  private Optional<Account> manager(CaseFile file) {
    return checks.accounts().stream()
        .filter(account -> account.active() && account.is(Role.TEAM_MANAGER))
        .filter(
            account ->
                Door.inCase(file, account.id()) || Hubs.worksAt(account, file.agency(), file.hub()))
        .min(
            Comparator.comparing((Account account) -> !Door.inCase(file, account.id()))
                .thenComparing(account -> !file.agency().equals(account.agency()))
                .thenComparing(Account::id));
  }

  String words(Step step, String who) {
    Event event = step.event();
    StringBuilder words = new StringBuilder(who).append(" recorded: ");
    words.append(
        step.procedure()
            .assessment()
            .educationKind(event.text("kind").orElse(""))
            .map(AssessmentRules.EducationKind::title)
            .orElse(""));
    if (event.content().has("days")) {
      int count = event.content().path("days").asInt();
      words.append(", ").append(count).append(count == 1 ? " school day" : " school days");
    }
    words.append(", ").append(Notices.day(Checks.day(event.content(), "on"))).append('.');
    event.text("setting").ifPresent(setting -> words.append(' ').append(setting).append('.'));
    event.text("note").ifPresent(note -> words.append(' ').append(note));
    step.drafts().stream()
        .filter(draft -> draft.type().equals(CaseEvents.QUESTION))
        .findFirst()
        .ifPresent(draft -> words.append(asked(draft)));
    return words.toString();
  }

  private String asked(Draft draft) {
    ObjectNode question = draft.content();
    return " "
        + draft.stateKey()
        + ", for "
        + checks.name(question, "owner")
        + ": "
        + question.path("text").asText()
        + " Answer due "
        + Notices.day(LocalDate.parse(question.path("due").asText()))
        + ".";
  }
}
