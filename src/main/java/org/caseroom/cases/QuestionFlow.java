package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Words;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
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

  QuestionFlow(WorkingDays workingDays, Accounts accounts, Agencies agencies) {
    this.workingDays = workingDays;
    this.accounts = accounts;
    this.agencies = agencies;
  }

  void asked(Step step) {
    open(step, step.event().text("text").orElse(""), owner(step));
  }

  /**
   * The right to an assessment holds at any time (4.2): before there is a team, or when it has
   * gone, the request is the hub's, who come into the case's space to answer it.
   */
  void assessmentAsked(Step step) {
    CaseFile file = step.file();
    Account owner =
        lead(file)
            .filter(
                account -> file.view().membership(file.space(), account.id()) == Membership.JOIN)
            .or(() -> withRole(step, step.procedure().questions().defaultRoles()))
            .or(() -> atHub(file))
            .orElseThrow(
                () ->
                    Problem.of(
                        409,
                        "ORG.CASEROOM_NO_OWNER",
                        "The hub of this case has no duty worker or manager now: ring it."));
    if (file.view().membership(file.space(), owner.id()) != Membership.JOIN) {
      bringIn(step, owner);
    }
    open(step, "Request for an assessment: " + step.event().text("text").orElse(""), owner);
  }

  /** Into the team and the case's space: they are of the agency that is responsible. */
  private void bringIn(Step step, Account owner) {
    CaseFile file = step.file();
    String why = "Answers the family's request for an assessment";
    ObjectNode member =
        Json.object()
            .put("role", owner.mainRole().word())
            .put("agency", file.agency())
            .put("why", why);
    member.putArray("rooms");
    step.state(CaseEvents.MEMBER, CaseEvents.personKey(owner.id()), member);
    if (file.view().membership(file.space(), owner.id()) != Membership.INVITE) {
      ObjectNode invite = RoomPlan.member("invite", owner.displayName()).put("reason", why);
      step.state("m.room.member", owner.id().value(), invite);
    }
    step.drafts().add(RoomPlan.join(file.space(), owner.id(), owner.displayName()));
  }

  /** The duty workers come before the managers. */
  private Optional<Account> atHub(CaseFile file) {
    return accounts.stream()
        .filter(account -> Hubs.worksAt(account, file.agency(), file.hub()))
        .min(Comparator.comparing(Account::mainRole).thenComparing(Account::id));
  }

  private void open(Step step, String text, Account owner) {
    Event event = step.event();
    CaseFile file = step.file();
    LocalDate asked = LocalDate.ofInstant(event.time(), step.procedure().zone());
    LocalDate due =
        workingDays.after(
            asked, step.procedure().questions().targetWorkingDays(), step.procedure().nation());
    ObjectNode content =
        Json.object()
            .put("text", text)
            .put("asker", event.sender().value())
            .put("asked", event.originServerTs())
            .put("ask", event.id().value())
            .put("room", event.room().value())
            .put("status", "open")
            .put("due", due.toString());
    hand(content, owner);
    content.putArray("passed");
    step.state(
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
  private Account owner(Step step) {
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
    return lead(step.file())
        .or(() -> withRole(step, step.procedure().questions().defaultRoles()))
        .orElseThrow(
            () ->
                Problem.of(
                    409,
                    "ORG.CASEROOM_NO_OWNER",
                    "Nobody in the team can own this question yet: name an owner."));
  }

  private Optional<Account> lead(CaseFile file) {
    return file.state(CaseEvents.LEAD, "")
        .flatMap(lead -> lead.text("person"))
        .map(UserId::of)
        .flatMap(accounts::find);
  }

  /** The first of the room's members, by the order of the roles, who may read the room. */
  private Optional<Account> withRole(Step step, List<Role> roles) {
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

  void moved(Step step) {
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
    step.state(CaseEvents.QUESTION, number, content);
  }
}
