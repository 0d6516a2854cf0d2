package org.caseroom.cases.door;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.ChecklistContent;
import org.caseroom.cases.procedure.ChecklistFacts;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
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
  private final NewCase newCase;
  private final ClockFlow clocks;
  private final Notices notices;
  private final List<CasePart> parts;

  Consequences(
      CasePolicy.Rules rules,
      Accounts accounts,
      UserId service,
      Openings openings,
      List<CasePart> parts) {
    this.rules = rules;
    this.accounts = accounts;
    this.service = service;
    this.openings = openings;
    this.newCase = new NewCase(rules, accounts, service, openings);
    this.clocks = new ClockFlow(rules.workingDays());
    this.parts = parts;
    this.notices = new Notices(accounts, parts);
  }

  List<Draft> of(Event event, RoomView after) {
    String type = event.type();
    if (type.equals("m.room.member")) {
      return invited(event, after);
    }
    if (type.equals("m.room.message")) {
      return talked(event, after);
    }
    if (!Shapes.standard().knows(type)) {
      return List.of();
    }
    if (type.equals(CaseEvents.REFERRAL)) {
      return opened(event, after);
    }
    // The copy of a plan item that the house puts where the family sees it has no consequences.
    if (event.sender().equals(service)) {
      return List.of();
    }
    return HubFiles.about(after, event)
        .map(found -> ofCasework(event, found))
        .orElseGet(() -> atHub(event));
  }

  private List<Draft> atHub(Event event) {
    return parts.stream()
        .filter(part -> part.types().contains(event.type()))
        .flatMap(part -> part.wordsAtHub(event).stream())
        .map(words -> Notices.notice(event.room(), service, words, event))
        .toList();
  }

  /** A referral opens a case, with the clocks and checklists that start with it. */
  private List<Draft> opened(Event event, RoomView after) {
    List<Draft> drafts = new ArrayList<>(newCase.of(event, after));
    Optional<Draft> entry =
        drafts.stream().filter(draft -> draft.type().equals(CaseEvents.REGISTER_CASE)).findFirst();
    Optional<Event> hub = after.state(event.room(), CaseEvents.HUB, "");
    if (entry.isEmpty() || hub.isEmpty()) {
      return drafts;
    }
    String agency = hub.get().text("agency").orElse("");
    Opening opening =
        new Opening(
            event,
            agency,
            hub.get().text("hub").orElse(""),
            RoomId.of(entry.get().content().path("space").asText()),
            String.valueOf(entry.get().stateKey()),
            rules.procedures().forAgency(agency),
            after,
            service,
            drafts);
    clocks.opened(opening);
    for (Procedure.ChecklistRule rule : opening.procedure().checklists()) {
      if (Triggers.any(rule.opens(), event)) {
        opening.state(
            CaseEvents.CHECKLIST, rule.id(), ChecklistContent.open(rule, List.of(), event.time()));
      }
    }
    parts.forEach(part -> part.opened(opening));
    return drafts;
  }

  private List<Draft> ofCasework(Event event, CaseFile file) {
    Step step = new Step(event, file, rules.procedure(file), service, new ArrayList<>());
    for (CasePart part : parts) {
      if (part.types().contains(event.type())) {
        part.follow(step);
      }
    }
    stage(step);
    clocks.follow(step);
    checklists(step);
    retention(step);
    notices.about(step);
    return step.drafts();
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

  private List<Draft> talked(Event event, RoomView after) {
    Optional<CaseFile> file = CaseFile.of(after, event.room());
    Optional<Account> who = accounts.find(event.sender());
    if (file.isEmpty() || who.isEmpty()) {
      return List.of();
    }
    List<Draft> drafts = new ArrayList<>();
    for (CasePart part : parts) {
      drafts.addAll(part.followTalk(event, who.get(), file.get()));
    }
    return drafts;
  }

  // ---- Checklists and stage ----

  private void stage(Step step) {
    for (Procedure.Move move : step.procedure().moves()) {
      if (move.on().matches(step.event()) && move.from().contains(step.file().stage())) {
        step.state(CaseEvents.STAGE, "", NewCase.stage(move.to(), move.clause(), step.event()));
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
                    CaseEvents.RETENTION,
                    "",
                    Json.object()
                        .put("class", rule.id())
                        .put("title", rule.title())
                        .put("source", rule.source())
                        .put("says", rule.says())
                        .put("since", step.event().originServerTs())));
  }

  /** Lists that the event opens, and items of open ones that a fact asks for since. */
  private void checklists(Step step) {
    CaseFile facts = withFacts(step);
    LocalDate today = LocalDate.ofInstant(step.event().time(), step.procedure().zone());
    for (Procedure.ChecklistRule rule : step.procedure().checklists()) {
      Predicate<Procedure.ChecklistRule.Item> asked =
          item -> ChecklistFacts.asks(item, facts, today);
      Optional<Event> list = step.file().state(CaseEvents.CHECKLIST, rule.id());
      if (list.isEmpty() && Triggers.any(rule.opens(), step.event())) {
        List<UserId> owners = openings.owners(rule, step);
        step.state(
            CaseEvents.CHECKLIST,
            rule.id(),
            ChecklistContent.open(rule, owners, step.event().time(), asked));
      } else if (list.isPresent() && !isWritten(step, rule.id())) {
        ChecklistContent.grown(
                list.get(), rule, openings.owners(rule, step), step.event().time(), asked)
            .ifPresent(content -> step.state(CaseEvents.CHECKLIST, rule.id(), content));
      }
    }
  }

  /** The case with the facts that this very step has written. */
  private static CaseFile withFacts(Step step) {
    CaseFile file = step.file();
    for (Draft draft : step.drafts()) {
      if (draft.type().equals(CaseEvents.CASE)) {
        file = file.withContent(draft.content());
      }
    }
    return file;
  }

  private static boolean isWritten(Step step, String checklist) {
    return step.drafts().stream()
        .anyMatch(
            draft ->
                draft.type().equals(CaseEvents.CHECKLIST) && checklist.equals(draft.stateKey()));
  }
}
