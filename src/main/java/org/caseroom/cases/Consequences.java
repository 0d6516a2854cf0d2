package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/**
 * What follows from an event, in this order: rooms and people, derived state, the stage, clocks,
 * checklists, and words for those who see the room in a plain client.
 */
final class Consequences {
  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final Agencies agencies;
  private final UserId service;
  private final Openings openings;
  private final Notices notices;
  private final StoryGuard storyGuard;

  Consequences(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service, Access access) {
    this.rules = rules;
    this.accounts = accounts;
    this.agencies = agencies;
    this.service = service;
    this.openings = new Openings(rules, accounts, service);
    this.notices = new Notices(accounts, agencies);
    this.storyGuard = new StoryGuard(access);
  }

  List<Draft> of(Event event, RoomView after) {
    String type = event.type();
    if (type.equals("m.room.member")) {
      return invited(event, after);
    }
    if (type.equals("m.room.message")) {
      return askedAgain(event, after);
    }
    if (!Shapes.standard().knows(type)) {
      return List.of();
    }
    if (type.equals(CaseEvents.REFERRAL)) {
      return openings.caseFor(event, after);
    }
    // The copy of a plan item that the house puts where the family sees it has no consequences.
    if (event.sender().equals(service)) {
      return List.of();
    }
    Optional<CaseFile> file =
        CaseFile.of(after, event.room())
            .or(
                () ->
                    event
                        .text("reference")
                        .flatMap(name -> HubFiles.find(after, event.room(), name)));
    return file.map(found -> ofCasework(event, found)).orElse(List.of());
  }

  private List<Draft> ofCasework(Event event, CaseFile file) {
    Procedure procedure =
        rules
            .procedures()
            .find(file.procedure())
            .orElseGet(() -> rules.procedures().forAgency(file.agency()));
    Step step = new Step(event, file, procedure, new ArrayList<>());
    switch (event.type()) {
      case CaseEvents.SCREENING -> openings.professionals(step);
      case CaseEvents.ROOM_OPEN -> openings.room(step);
      case CaseEvents.MEMBER -> openings.member(step);
      case CaseEvents.SIGNOFF -> signed(step);
      case CaseEvents.SHARE -> shared(step);
      case CaseEvents.QUESTION_ASK -> asked(step);
      case CaseEvents.QUESTION_ANSWER, CaseEvents.QUESTION_PASS, CaseEvents.QUESTION_CLOSE ->
          questionMoves(step);
      case CaseEvents.CHECKLIST_TICK -> ticked(step);
      case CaseEvents.VOICE ->
          step.state(
              file.space(),
              service,
              CaseEvents.VOICE_HEARD,
              "",
              Json.object()
                  .put("seen", event.content().path("seen").asBoolean())
                  .put("at", event.originServerTs()));
      default -> {}
    }
    stage(step);
    clocks(step);
    checklists(step);
    notices.about(step, service);
    return step.drafts();
  }

  /** What is being put together for one event. */
  record Step(Event event, CaseFile file, Procedure procedure, List<Draft> drafts) {
    void state(RoomId room, UserId by, String type, String key, ObjectNode content) {
      drafts.add(Draft.state(room, by, type, key, content));
    }

    /** The room of a kind, even when this very step opens it. */
    Optional<RoomId> room(RoomKind kind) {
      return file.room(kind)
          .or(
              () ->
                  drafts.stream()
                      .filter(
                          draft ->
                              draft.type().equals(CaseEvents.ROOM)
                                  && draft.content().path("kind").asText().equals(kind.word()))
                      .map(Draft::room)
                      .findFirst());
    }
  }

  // ---- People ----

  /** An invitation that somebody sent from a plain client makes a member of the team. */
  private List<Draft> invited(Event event, RoomView after) {
    String key = event.stateKey();
    Optional<CaseFile> file = CaseFile.of(after, event.room());
    if (key == null
        || file.isEmpty()
        || event.sender().equals(service)
        || event.text("membership").filter("invite"::equals).isEmpty()) {
      return List.of();
    }
    UserId user = UserId.of(key);
    Optional<Account> account = accounts.find(user);
    RoomKind kind = CaseFile.kind(after, event.room()).orElse(RoomKind.CASE);
    if (account.isEmpty() || account.get().isBot()) {
      return List.of();
    }
    return openings.memberByInvitation(
        file.get(), account.get(), kind, event.sender(), event.text("reason").orElse(null));
  }

  private List<Draft> askedAgain(Event event, RoomView after) {
    if (!event.content().path(CaseEvents.ASK_AGAIN).asBoolean()) {
      return List.of();
    }
    Optional<CaseFile> file = CaseFile.of(after, event.room());
    Optional<Account> who = accounts.find(event.sender()).filter(account -> !account.isFamily());
    if (file.isEmpty()
        || who.isEmpty()
        || storyGuard.told(event.text("body").orElse(""), who.get(), file.get()).isEmpty()) {
      return List.of();
    }
    int count =
        file.get()
            .state(CaseEvents.REPEAT_ASKS, "")
            .map(state -> state.content().path("count").asInt())
            .orElse(0);
    return List.of(
        Draft.state(
            file.get().space(),
            service,
            CaseEvents.REPEAT_ASKS,
            "",
            Json.object().put("count", count + 1).put("last", event.id().value())));
  }

  // ---- Signatures ----

  private void signed(Step step) {
    Event event = step.event();
    String kind = event.text("document").orElse("");
    String number = event.text("number").orElse("");
    String document = number.isEmpty() ? kind : kind + "/" + number;
    Optional<Event> paper = Documents.paper(step.procedure(), step.file(), document);
    if (paper.isEmpty()) {
      return;
    }
    step.state(
        event.room(),
        service,
        CaseEvents.SIGNED,
        document,
        Json.object()
            .put("document_event", paper.get().id().value())
            .put("signer", event.sender().value())
            .put("signoff", event.id().value()));
    if (kind.equals("summary")) {
      publish(step, paper.get());
    } else {
      record(step, kind, paper.get());
    }
  }

  private void publish(Step step, Event summary) {
    ObjectNode content =
        Json.object()
            .put("title", summary.text("title").orElse(""))
            .put("text", summary.text("text").orElse(""))
            .put("author", summary.sender().value())
            .put("approved_by", step.event().sender().value());
    step.room(RoomKind.FAMILY)
        .ifPresent(
            room -> {
              step.drafts()
                  .add(Draft.message(room, service, CaseEvents.SUMMARY_PUBLISHED, content));
              step.drafts()
                  .add(
                      Notices.notice(
                          room,
                          service,
                          content.path("title").asText() + "\n" + content.path("text").asText(),
                          summary));
            });
  }

  /** The record of a decision names the one before it by event id, which is a hash: a chain. */
  private void record(Step step, String kind, Event paper) {
    Event event = step.event();
    Procedure.DocumentRule rule = step.procedure().document(kind).orElseThrow();
    int number = Numbers.next(step.file().view(), event.room(), CaseEvents.DECISION_RECORD);
    boolean decision = paper.type().equals(CaseEvents.DECISION);
    ObjectNode content =
        Json.object()
            .put("number", number)
            .put("title", decision ? paper.text("title").orElse("") : rule.title() + ": signed off")
            .put("decided", decision ? paper.text("decided").orElse("") : said(event, "decided"))
            .put("reasons", decision ? paper.text("reasons").orElse("") : said(event, "reasons"))
            .put("clause", decision ? paper.text("clause").orElse(rule.clause()) : rule.clause())
            .put("document", kind)
            .put("document_event", paper.id().value())
            .put("signoff", event.id().value())
            .put("author", paper.sender().value())
            .put("author_role", role(paper.sender()))
            .put("signer", event.sender().value())
            .put("signer_role", role(event.sender()));
    for (String field : List.of("options", "lawful_basis", "views")) {
      paper.text(field).ifPresent(text -> content.put(field, text));
    }
    if (paper.content().has("corrects")) {
      content.set("corrects", paper.content().get("corrects"));
    }
    event.text("late_reason").ifPresent(text -> content.put("late_reason", text));
    step.file()
        .view()
        .state(event.room(), CaseEvents.DECISION_RECORD, String.valueOf(number - 1))
        .ifPresent(previous -> content.put("previous", previous.id().value()));
    step.state(event.room(), service, CaseEvents.DECISION_RECORD, String.valueOf(number), content);
  }

  private static String said(Event event, String field) {
    return event.text(field).orElse("");
  }

  private String role(UserId user) {
    return accounts.find(user).map(Readers::mainRole).map(Role::word).orElse("");
  }

  /** The plan goes where the family sees it, with the assessment that it belongs to. */
  private void shared(Step step) {
    if (step.event().text("document").filter("assessment"::equals).isEmpty()) {
      return;
    }
    for (Event item : step.file().state(RoomKind.PROFESSIONALS, CaseEvents.PLAN)) {
      step.state(
          step.file().space(),
          service,
          CaseEvents.PLAN,
          String.valueOf(item.stateKey()),
          item.content().deepCopy());
    }
  }

  // ---- Questions ----

  private void asked(Step step) {
    Event event = step.event();
    CaseFile file = step.file();
    Account owner = owner(step);
    LocalDate asked = LocalDate.ofInstant(event.time(), step.procedure().zone());
    LocalDate due =
        rules
            .workingDays()
            .after(
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
    return step.file()
        .state(CaseEvents.LEAD, "")
        .flatMap(lead -> lead.text("person"))
        .map(UserId::of)
        .flatMap(accounts::find)
        .or(() -> withRole(step, step.procedure().questions().defaultRoles()))
        .orElseThrow(
            () ->
                org.caseroom.base.Problem.of(
                    409,
                    "ORG.CASEROOM_NO_OWNER",
                    "Nobody in the team can own this question yet: name an owner."));
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

  private void questionMoves(Step step) {
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

  // ---- Checklists, stage, clocks ----

  private void ticked(Step step) {
    step.event()
        .text("checklist")
        .flatMap(id -> step.file().state(CaseEvents.CHECKLIST, id))
        .ifPresent(
            list ->
                step.state(
                    step.file().space(),
                    service,
                    CaseEvents.CHECKLIST,
                    String.valueOf(list.stateKey()),
                    ChecklistContent.tick(list, step.event())));
  }

  private void stage(Step step) {
    for (Procedure.Move move : step.procedure().moves()) {
      if (move.on().matches(step.event()) && move.from().contains(step.file().stage())) {
        step.state(
            step.file().space(),
            service,
            CaseEvents.STAGE,
            "",
            openings.stage(move.to(), move.clause(), step.event()));
        return;
      }
    }
  }

  private void clocks(Step step) {
    Event event = step.event();
    for (ClockRule rule : step.procedure().clocks()) {
      Optional<ClockState> clock =
          step.file().state(CaseEvents.CLOCK, rule.id()).map(ClockContent::read);
      boolean running = clock.filter(ClockState::running).isPresent();
      if (running && Triggers.any(rule.metBy(), event)) {
        clock(
            step,
            ClockMath.meet(
                clock.get(),
                step.procedure(),
                rules.workingDays(),
                event.time(),
                event.text("late_reason").orElse(null)));
        running = false;
      } else if (running && Triggers.any(rule.stoppedBy(), event)) {
        clock(
            step, ClockMath.stop(clock.get(), step.procedure(), rules.workingDays(), event.time()));
        running = false;
      } else if (running
          && Triggers.any(rule.reasonOn(), event)
          && event.text("late_reason").isPresent()
          && clock.get().overdue(event.time())) {
        clock(step, clock.get().because(event.text("late_reason").get()));
      }
      // A clock that runs is not wound up again: handing a form in twice wins no time.
      if (!running && Triggers.any(rule.starts(), event)) {
        clock(
            step,
            ClockMath.start(rule, step.procedure(), rules.workingDays(), event.id(), event.time()));
      }
    }
  }

  private void clock(Step step, ClockState clock) {
    step.state(
        step.file().space(), service, CaseEvents.CLOCK, clock.id(), ClockContent.write(clock));
  }

  private void checklists(Step step) {
    for (Procedure.ChecklistRule rule : step.procedure().checklists()) {
      if (Triggers.any(rule.opens(), step.event())
          && step.file().state(CaseEvents.CHECKLIST, rule.id()).isEmpty()) {
        step.state(
            step.file().space(),
            service,
            CaseEvents.CHECKLIST,
            rule.id(),
            ChecklistContent.open(rule, openings.owners(rule, step), step.event().time()));
      }
    }
  }
}
