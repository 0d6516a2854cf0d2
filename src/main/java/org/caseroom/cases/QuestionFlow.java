package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** The way of a question: to one owner, on to another, to its answer and its end. */
final class QuestionFlow {
  private final WorkingDays workingDays;
  private final Accounts accounts;
  private final Agencies agencies;
  private final UserId service;

  QuestionFlow(WorkingDays workingDays, Accounts accounts, Agencies agencies, UserId service) {
    this.workingDays = workingDays;
    this.accounts = accounts;
    this.agencies = agencies;
    this.service = service;
  }

  void asked(Consequences.Step step) {
    Event event = step.event();
    CaseFile file = step.file();
    Account owner = owner(step);
    LocalDate asked = LocalDate.ofInstant(event.time(), step.procedure().zone());
    LocalDate due =
        workingDays.after(
            asked, step.procedure().questions().targetWorkingDays(), step.procedure().nation());
    ObjectNode content =
        Json.object()
            .put("text", event.text("text").orElse(""))
            .put("asker", event.sender().value())
            .put("asked", event.originServerTs())
            .put("ask", event.id().value())
            .put("room", event.room().value())
            .put("status", "open")
            .put("due", due.toString());
    hand(content, owner);
    content.putArray("passed");
    step.state(
        file.space(),
        service,
        CaseEvents.QUESTION,
        "Q" + Numbers.next(file.view(), file.space(), CaseEvents.QUESTION),
        content);
  }

  private void hand(ObjectNode content, Account owner) {
    content.put("owner", owner.id().value());
    String agency = owner.agency();
    content.put(
        "with",
        agency == null
            ? owner.displayName()
            : agencies.find(agency).map(Agency::name).orElse(owner.displayName()));
  }

  /** The named owner; else whom the routes lead to; else the lead; else the usual roles. */
  private Account owner(Consequences.Step step) {
    Optional<Account> named = step.event().text("owner").map(UserId::of).flatMap(accounts::find);
    if (named.isPresent()) {
      return named.get();
    }
    Set<String> stems = Words.stems(step.event().text("text").orElse(""), Set.of());
    for (Procedure.QuestionRules.Route route : step.procedure().questions().routes()) {
      Set<String> words = new TreeSet<>();
      route.words().forEach(word -> words.add(Words.stem(word)));
      if (stems.stream().anyMatch(words::contains)) {
        Optional<Account> routed = withRole(step, route.roles());
        if (routed.isPresent()) {
          return routed.get();
        }
      }
    }
    return step.file()
        .state(CaseEvents.LEAD, "")
        .flatMap(lead -> lead.text("person"))
        .map(UserId::of)
        .flatMap(accounts::find)
        .or(() -> withRole(step, step.procedure().questions().defaultRoles()))
        .orElseThrow(
            () ->
                Problem.of(
                    409,
                    "ORG.CASEROOM_NO_OWNER",
                    "Nobody in the team can own this question yet: name an owner."));
  }

  /** The first of the room's members, by the order of the roles, who may read the room. */
  private Optional<Account> withRole(Consequences.Step step, List<Role> roles) {
    for (Role role : roles) {
      Optional<Account> found =
          step.file().view().members(step.event().room(), Membership.JOIN).stream()
              .sorted()
              .flatMap(user -> accounts.find(user).stream())
              .filter(account -> account.is(role))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  void moved(Consequences.Step step) {
    Event event = step.event();
    String number = event.text("question").orElse("");
    ObjectNode content =
        step.file()
            .state(CaseEvents.QUESTION, number)
            .map(state -> state.content().deepCopy())
            .orElseGet(Json::object);
    switch (event.type()) {
      case CaseEvents.QUESTION_ANSWER -> {
        content
            .put("status", "answered")
            .put("answer", event.text("text").orElse(""))
            .put("answer_event", event.id().value())
            .put("answered_by", event.sender().value())
            .put("answered", event.originServerTs());
        content.remove("card");
        event.text("card").ifPresent(card -> content.put("card", card));
      }
      case CaseEvents.QUESTION_PASS -> {
        ArrayNode passed = content.withArrayProperty("passed");
        passed
            .addObject()
            .put("from", content.path("owner").asText())
            .put("to", event.text("to").orElse(""))
            .put("reason", event.text("reason").orElse(""))
            .put("at", event.originServerTs());
        event
            .text("to")
            .map(UserId::of)
            .flatMap(accounts::find)
            .ifPresent(account -> hand(content, account));
        content.put("status", "open");
      }
      default -> content.put("status", "closed").put("closed", event.originServerTs());
    }
    step.state(step.file().space(), service, CaseEvents.QUESTION, number, content);
  }
}
