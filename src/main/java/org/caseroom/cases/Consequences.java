package org.caseroom.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * What follows from an event, in this order: rooms and people, derived state, the stage, clocks,
 * checklists, and words for those who see the room in a plain client.
 */
final class Consequences {
  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final UserId service;
  private final Openings openings;
  private final SignatureFlow signatures;
  private final QuestionFlow questions;
  private final CorrectionFlow corrections;
  private final FundFlow funds;
  private final ClockFlow clocks;
  private final Notices notices;
  private final StoryGuard storyGuard;

  Consequences(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service, Access access) {
    this.rules = rules;
    this.accounts = accounts;
    this.service = service;
    this.openings = new Openings(rules, accounts, service);
    this.signatures = new SignatureFlow(accounts, service);
    this.questions = new QuestionFlow(rules.workingDays(), accounts, agencies, service);
    this.corrections = new CorrectionFlow(accounts, service);
    this.funds = new FundFlow(service);
    this.clocks = new ClockFlow(rules.workingDays(), service);
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
      case CaseEvents.SIGNOFF -> signatures.signed(step);
      case CaseEvents.CONTACT -> signatures.told(step);
      case CaseEvents.SHARE -> {
        signatures.told(step);
        signatures.shared(step);
      }
      case CaseEvents.QUESTION_ASK -> questions.asked(step);
      case CaseEvents.ASSESSMENT_REQUEST -> questions.assessmentAsked(step);
      case CaseEvents.QUESTION_ANSWER, CaseEvents.QUESTION_PASS, CaseEvents.QUESTION_CLOSE ->
          questions.moved(step);
      case CaseEvents.CORRECTION_ASK -> corrections.asked(step);
      case CaseEvents.CORRECTION_ANSWER -> corrections.answered(step);
      case CaseEvents.ASSESSMENT_SECTION -> corrections.corrected(step);
      case CaseEvents.FUND_APPLY -> funds.applied(step);
      case CaseEvents.FUND_OUTCOME -> funds.answered(step);
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
    clocks.follow(step);
    checklists(step);
    retention(step);
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
        || storyGuard.told(event, who.get(), file.get()).isEmpty()) {
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

  // ---- Checklists and stage ----

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

  private void retention(Step step) {
    step.procedure().retention().stream()
        .filter(rule -> rule.on().matches(step.event()))
        .findFirst()
        .ifPresent(
            rule ->
                step.state(
                    step.file().space(),
                    service,
                    CaseEvents.RETENTION,
                    "",
                    Json.object()
                        .put("class", rule.id())
                        .put("title", rule.title())
                        .put("source", rule.source())
                        .put("says", rule.says())
                        .put("since", step.event().originServerTs())));
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
