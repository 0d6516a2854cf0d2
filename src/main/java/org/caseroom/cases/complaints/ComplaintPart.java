package org.caseroom.cases.complaints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Words;
import org.caseroom.cases.procedure.ComplaintRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/** Complaints: the way to them from a family's words, and their own procedure. */
public final class ComplaintPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          ComplaintEvents.MAKE,
          ComplaintEvents.ANSWER,
          ComplaintEvents.ESCALATE,
          ComplaintEvents.CLOSE,
          ComplaintEvents.HANDLER,
          CaseEvents.QUESTION_ASK);

  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final ComplaintRooms rooms;
  private final UserId service;

  /** Makes the part. */
  public ComplaintPart(CasePolicy.Rules rules, Accounts accounts, UserId service) {
    this.rules = rules;
    this.accounts = accounts;
    this.rooms = new ComplaintRooms(accounts, service);
    this.service = service;
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  // ---- The way there ----

  @Override
  public List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return asks(message.text("body").orElse(""), message, who, file);
  }

  private List<Draft> asks(String text, Event event, Account who, CaseFile file) {
    ComplaintRules complaints = rules.procedure(file).complaints();
    boolean family =
        who.isFamily()
            && CaseFile.kind(file.view(), event.room()).filter(RoomKind.FAMILY::equals).isPresent();
    if (complaints == null
        || !family
        || Words.of(text).stream().noneMatch(complaints.words()::contains)) {
      return List.of();
    }
    Optional<Event> there = ComplaintRooms.open(file, who.id(), "started");
    if (there.isEmpty()) {
      return rooms.open(file, who, Optional.of(event)).drafts();
    }
    ObjectNode content = there.get().content().deepCopy();
    ComplaintRooms.asked(content, event);
    return List.of(
        Draft.state(there.get().room(), service, ComplaintEvents.COMPLAINT, "", content));
  }

  // ---- Rules ----

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    if (event.type().equals(CaseEvents.QUESTION_ASK)) {
      return;
    }
    ObjectNode complaint = complaint(event, file);
    String status = complaint.path("status").asText();
    switch (event.type()) {
      case ComplaintEvents.MAKE -> {
        complainant(complaint, who);
        require(status.equals("started"), "This complaint is made already: write in its room.");
        complainedOf(event, who);
      }
      case ComplaintEvents.ANSWER -> {
        handler(complaint, who);
        require(
            status.equals("received") || status.equals("stage-2"),
            "The complaint is '" + status + "': an answer belongs to 'received' or 'stage-2'.");
      }
      case ComplaintEvents.ESCALATE -> {
        complainant(complaint, who);
        require(
            status.equals("answered") && complaint.path("stage").asInt() == 1,
            "Stage 2 follows the answer of stage 1. After that the Ombudsman is the way.");
      }
      case ComplaintEvents.CLOSE ->
          require(
              complaint.path("complainant").asText().equals(who.id().value())
                  || status.equals("answered"),
              "Only the complainant ends a complaint that is not answered.");
      default -> {
        handler(complaint, who);
        UserId to = UserId.of(event.text("to").orElse(""));
        boolean fit =
            accounts.find(to).filter(account -> fits(account, procedure, file)).isPresent();
        if (!fit || complainedOf(complaint).contains(to)) {
          throw Problem.gate(
              clause(procedure),
              "A complaint is handled by a manager of the responsible agency who is not"
                  + " complained of: name another one.");
        }
      }
    }
  }

  private static ObjectNode complaint(Event event, CaseFile file) {
    return file.view()
        .state(event.room(), ComplaintEvents.COMPLAINT, "")
        .map(state -> state.content().deepCopy())
        .filter(content -> !content.path("status").asText().equals("closed"))
        .orElseThrow(
            () ->
                Problem.of(409, "ORG.CASEROOM_FINAL", "This complaint is closed: make a new one."));
  }

  private static void require(boolean holds, String says) {
    if (!holds) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", says);
    }
  }

  private static void complainant(ObjectNode complaint, Account who) {
    if (!complaint.path("complainant").asText().equals(who.id().value())) {
      throw Problem.forbidden("This is for who complains.");
    }
  }

  private static void handler(ObjectNode complaint, Account who) {
    if (!complaint.path("handler").asText().equals(who.id().value())) {
      throw Problem.forbidden("This is for who handles the complaint.");
    }
  }

  private void complainedOf(Event event, Account who) {
    for (UserId person : Fields.users(event.content().path("complained_of"))) {
      boolean worker =
          accounts.find(person).filter(Account::isStaff).isPresent() && !person.equals(who.id());
      if (!worker) {
        throw Problem.invalidParam("'complained_of' names people who work for an agency.");
      }
    }
  }

  private static List<UserId> complainedOf(ObjectNode complaint) {
    return Fields.users(complaint.path("complained_of"));
  }

  private static String clause(Procedure procedure) {
    ComplaintRules complaints = procedure.complaints();
    return complaints == null ? "ours" : complaints.clause();
  }

  private static boolean fits(Account account, Procedure procedure, CaseFile file) {
    ComplaintRules complaints = procedure.complaints();
    return complaints != null
        && account.active()
        && file.agency().equals(account.agency())
        && complaints.handlers().stream().anyMatch(account::is);
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    Event event = step.event();
    if (event.type().equals(CaseEvents.QUESTION_ASK)) {
      accounts
          .find(event.sender())
          .ifPresent(
              who ->
                  step.drafts()
                      .addAll(asks(event.text("text").orElse(""), event, who, step.file())));
      return;
    }
    ObjectNode complaint = complaint(event, step.file());
    long at = event.originServerTs();
    switch (event.type()) {
      case ComplaintEvents.MAKE -> {
        complaint
            .put("status", "received")
            .put("received", at)
            .put("words", event.text("words").orElse(""));
        Fields.put(complaint, "wanted", event.text("wanted").orElse(null));
        Fields.put(complaint, "complained_of", Fields.users(event.content().path("complained_of")));
        assign(step, complaint, Optional.empty());
      }
      case ComplaintEvents.ANSWER ->
          complaint
              .put("status", "answered")
              .put("answered", at)
              .put("outcome", event.text("outcome").orElse(""))
              .put("answer", event.text("text").orElse(""));
      case ComplaintEvents.ESCALATE -> {
        UserId first = UserId.of(complaint.path("handler").asText());
        complaint.put("status", "stage-2").put("stage", 2).put("escalated", at);
        complaint.put("unanswered", event.text("reason").orElse(""));
        assign(step, complaint, Optional.of(first));
      }
      case ComplaintEvents.CLOSE ->
          complaint
              .put("status", "closed")
              .put("closed", at)
              .put("closed_because", event.text("reason").orElse(""));
      default -> complaint.put("handler", event.text("to").orElse(""));
    }
    step.state(event.room(), ComplaintEvents.COMPLAINT, "", ComplaintRooms.readers(complaint));
    bringIn(step, complaint);
  }

  /** The first of the roles that handle complaints who is neither complained of nor was at it. */
  private void assign(Step step, ObjectNode complaint, Optional<UserId> notAgain) {
    ComplaintRules complaints = step.procedure().complaints();
    List<UserId> complainedOf = complainedOf(complaint);
    complaint.remove("handler");
    for (Role role : complaints == null ? List.<Role>of() : complaints.handlers()) {
      Optional<Account> handler =
          accounts.all().stream()
              .filter(account -> account.is(role) && fits(account, step.procedure(), step.file()))
              .filter(account -> !complainedOf.contains(account.id()))
              .filter(account -> notAgain.filter(account.id()::equals).isEmpty())
              .findFirst();
      if (handler.isPresent()) {
        complaint.put("handler", handler.get().id().value());
        return;
      }
    }
  }

  private void bringIn(Step step, ObjectNode complaint) {
    String handler = Fields.text(complaint, "handler");
    Optional<Account> account =
        handler == null ? Optional.empty() : accounts.find(UserId.of(handler));
    if (account.isEmpty()
        || step.file().view().membership(step.event().room(), account.get().id())
            == Membership.JOIN) {
      return;
    }
    List<Draft> drafts = new ArrayList<>();
    drafts.add(
        Draft.state(
            step.event().room(),
            service,
            "m.room.member",
            account.get().id().value(),
            RoomPlan.member("invite", account.get().displayName())
                .put("reason", "Handles the complaint")));
    drafts.add(RoomPlan.join(step.event().room(), account.get().id(), account.get().displayName()));
    step.drafts().addAll(drafts);
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    return switch (event.type()) {
      case ComplaintEvents.MAKE, ComplaintEvents.ESCALATE ->
          Optional.of(
              step.drafts().stream()
                  .filter(draft -> draft.type().equals(ComplaintEvents.COMPLAINT))
                  .findFirst()
                  .map(draft -> Fields.text(draft.content(), "handler"))
                  .map(handler -> "Complaint received. It is handled by " + name(handler) + ".")
                  .orElse(
                      "Complaint received. Nobody at the agency is free to handle it: take it to"
                          + " the council, or to the Ombudsman."));
      case ComplaintEvents.ANSWER ->
          Optional.of(
              "The complaint is answered ("
                  + event.text("outcome").orElse("").replace('-', ' ')
                  + "): "
                  + event.text("text").orElse("")
                  + " If this does not settle it, ask for stage 2, or go to the Ombudsman.");
      case ComplaintEvents.CLOSE ->
          Optional.of("The complaint is closed: " + event.text("reason").orElse(""));
      case ComplaintEvents.HANDLER ->
          Optional.of("The complaint is handled by " + name(event.text("to").orElse("")) + " now.");
      default -> Optional.empty();
    };
  }

  private String name(String user) {
    UserId id = UserId.of(user);
    return accounts.find(id).map(Account::displayName).orElse(id.localpart());
  }
}
