package org.caseroom.cases.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.AccessRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * Opening a case from outside of its team: with a reason, for a short time, to be read and not
 * written in. A manager is told at once and looks at it afterwards.
 */
public final class BreakGlassPart implements CasePart {
  static final String OPEN = "open";
  static final String ENDED = "ended";

  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final Managers managers;
  private final ManagerNotices notices;
  private final Stays stays;

  /** Makes the part. */
  public BreakGlassPart(CasePolicy.Rules rules, Accounts accounts, UserId service) {
    this.rules = rules;
    this.accounts = accounts;
    this.managers = new Managers(accounts, rules.permissions());
    this.notices = new ManagerNotices(service);
    this.stays = new Stays(service);
  }

  @Override
  public Set<String> types() {
    Set<String> types = new TreeSet<>(AccessEvents.ACTS);
    types.add(CaseEvents.MEMBER);
    return types;
  }

  // ---- Rules ----

  @Override
  public void checkAny(Event event, Account who, Procedure procedure, CaseFile file) {
    if (!AccessEvents.ACTS.contains(event.type()) && AccessEvents.hasOpen(who.id(), file)) {
      throw Problem.forbidden(
          "You opened this case with a reason, to read it: nothing is written in it that way. To"
              + " take part, ask its social worker or a manager to add you to the team.");
    }
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case AccessEvents.BREAK_GLASS -> opening(event, who, procedure, file);
      case AccessEvents.END -> ending(event, who, file);
      case AccessEvents.REVIEW -> review(event, who, file);
      case AccessEvents.HIDE -> {
        manager(record(event, file), who, file);
        require(!record(event, file).has("hidden"), "It is kept from the family already.");
      }
      case AccessEvents.SHOW -> {
        manager(record(event, file), who, file);
        require(record(event, file).has("hidden"), "The family sees it already.");
      }
      default -> {}
    }
  }

  private static AccessRules.BreakGlass rule(Procedure procedure) {
    AccessRules access = procedure.access();
    if (access == null) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          "The procedure of this case lets nobody open it from outside of its team: ask its social"
              + " worker or a manager to add you.");
    }
    return access.breakGlass();
  }

  private static void opening(Event event, Account who, Procedure procedure, CaseFile file) {
    AccessRules.BreakGlass rule = rule(procedure);
    if (!file.agency().equals(who.agency())) {
      throw Problem.forbidden(
          "Only the people of the responsible agency open a case with a reason. Ring its social"
              + " worker, or in an emergency the duty worker of its hub.");
    }
    if (AccessEvents.hasOpen(who.id(), file)) {
      throw Problem.of(
          409, "ORG.CASEROOM_EXISTS", "You have this case open already: its time is not over yet.");
    }
    boolean inside =
        file.view().membership(file.space(), who.id()) == Membership.JOIN
            && !Stays.isMarked(file.view(), file.space(), who.id());
    require(!inside, "You are in this case already: read it as you do, no reason has to be given.");
    for (String word : Fields.texts(event.content().path("rooms"))) {
      if (!rule.rooms().contains(word)) {
        throw Problem.gate(
            rule.clause(),
            "The procedure lets these rooms be opened with a reason: "
                + String.join(", ", rule.rooms())
                + ".");
      }
      require(
          file.room(RoomKind.of(word)).isPresent(),
          "This case has no room '" + word + "' to open: leave it out.");
    }
  }

  private void ending(Event event, Account who, CaseFile file) {
    ObjectNode record = record(event, file);
    boolean own = record.path("person").asText().equals(who.id().value());
    if (!own && !managers.answersFor(who, file)) {
      throw Problem.forbidden("It is ended by who opened the case, or by a manager.");
    }
    require(
        isOpen(record, file.view().now()), event.text("number").orElse("") + " has ended already.");
  }

  private void review(Event event, Account who, CaseFile file) {
    ObjectNode record = record(event, file);
    manager(record, who, file);
    require(
        !isOpen(record, file.view().now()),
        "The case is still open to them: end it first, then review it.");
    require(!record.has("review"), "It has been reviewed already: the review is in the record.");
  }

  private void manager(ObjectNode record, Account who, CaseFile file) {
    if (!managers.answersFor(who, file)) {
      throw Problem.forbidden("This is for the managers who answer for this case.");
    }
    if (record.path("person").asText().equals(who.id().value())) {
      throw Problem.gate(
          "ours",
          "Who opened a case does not review it or hide it: another manager of the agency does.");
    }
  }

  private static void require(boolean holds, String says) {
    if (!holds) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", says);
    }
  }

  private static ObjectNode record(Event event, CaseFile file) {
    String number = event.text("number").orElse("");
    return file.state(AccessEvents.RECORD, number)
        .map(record -> record.content().deepCopy())
        .orElseThrow(
            () -> Problem.notFound("This case was never opened with the number " + number + "."));
  }

  /** Whether an opening still lets somebody read. */
  static boolean isOpen(ObjectNode record, Instant now) {
    return record.path("status").asText().equals(OPEN)
        && now.toEpochMilli() < record.path("until").asLong();
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case AccessEvents.BREAK_GLASS -> opened(step);
      case AccessEvents.END -> ended(step);
      case AccessEvents.REVIEW -> {
        ObjectNode record = record(step.event(), step.file());
        record.set("review", said(step, "words").put("outcome", outcome(step.event())));
        save(step, record);
      }
      case AccessEvents.HIDE -> {
        ObjectNode record = record(step.event(), step.file());
        record.remove("shown");
        record.set("hidden", said(step, "reason"));
        save(step, record);
      }
      case AccessEvents.SHOW -> {
        ObjectNode record = record(step.event(), step.file());
        record.remove("hidden");
        record.set("shown", said(step, "reason"));
        save(step, record);
      }
      default -> cameIntoTheTeam(step);
    }
  }

  private static String outcome(Event event) {
    return event.text("outcome").orElse("");
  }

  private static ObjectNode said(Step step, String field) {
    Event event = step.event();
    return Json.object()
        .put("by", event.sender().value())
        .put("at", event.originServerTs())
        .put(field, event.text(field).orElse(""));
  }

  private static void save(Step step, ObjectNode record) {
    step.state(AccessEvents.RECORD, record.path("number").asText(), record);
  }

  private void opened(Step step) {
    Event event = step.event();
    CaseFile file = step.file();
    Account who = accounts.require(event.sender());
    AccessRules.BreakGlass rule = rule(step.procedure());
    List<String> words = Fields.texts(event.content().path("rooms"));
    List<String> kinds =
        (words.isEmpty() ? rule.rooms() : words)
            .stream().filter(word -> file.room(RoomKind.of(word)).isPresent()).sorted().toList();
    long until = event.originServerTs() + Duration.ofMinutes(rule.minutes()).toMillis();
    LocalDate today = event.time().atZone(step.procedure().zone()).toLocalDate();
    LocalDate due =
        rules.workingDays().after(today, rule.reviewWorkingDays(), step.procedure().nation());
    String number = "BG-" + (file.state(AccessEvents.RECORD).size() + 1);
    ObjectNode reader =
        Json.object().put("number", number).put("from", event.originServerTs()).put("until", until);
    Fields.put(reader, "rooms", kinds);
    List<Account> told = managers.of(file, who.id());
    ObjectNode record =
        reader
            .deepCopy()
            .put("person", who.id().value())
            .put("role", who.mainRole().word())
            .put("agency", file.agency())
            .put("hub", file.hub())
            .put("reference", file.reference())
            .put("reason", event.text("reason").orElse(""))
            .put("status", OPEN)
            .put("review_due", due.toString())
            .put("because", event.id().value());
    Fields.put(record, "told", told.stream().map(account -> account.id().value()).toList());
    step.state(AccessEvents.READER, CaseEvents.personKey(who.id()), reader);
    save(step, record);
    List<RoomId> rooms = new ArrayList<>();
    rooms.add(file.space());
    kinds.forEach(kind -> file.room(RoomKind.of(kind)).ifPresent(rooms::add));
    step.drafts().addAll(stays.enter(file.view(), rooms, who.id(), who.displayName()));
    for (Account manager : told) {
      notices.tell(step, manager, words(who, file, number, event, rule.minutes(), due));
    }
  }

  /** No name of a child or family: a notice may show on a lock screen. */
  private static String words(
      Account who, CaseFile file, String number, Event event, int minutes, LocalDate due) {
    return who.displayName()
        + " ("
        + who.mainRole().title()
        + "), who is not in the team, has opened "
        + file.reference()
        + " for "
        + minutes
        + " minutes ("
        + number
        + "). Why: "
        + event.text("reason").orElse("")
        + " You can end it at once. Please review it by "
        + Notices.day(due)
        + ". The family sees it under 'Who has looked', unless a manager hides it with a reason.";
  }

  private void ended(Step step) {
    Event event = step.event();
    ObjectNode record = record(event, step.file());
    UserId person = UserId.of(record.path("person").asText());
    save(
        step,
        record
            .put("status", ENDED)
            .put("until", event.originServerTs())
            .put("ended_by", event.sender().value()));
    shut(step, person, event.originServerTs());
    step.drafts().addAll(stays.leave(step.file(), person));
  }

  private static void shut(Step step, UserId person, long at) {
    String key = CaseEvents.personKey(person);
    step.file()
        .state(AccessEvents.READER, key)
        .map(reader -> reader.content().deepCopy())
        .ifPresent(
            reader ->
                step.state(
                    AccessEvents.READER,
                    key,
                    reader.put("until", Math.min(at, reader.path("until").asLong()))));
  }

  /** Who comes into the team while the case is open to them is in it as all others are. */
  private void cameIntoTheTeam(Step step) {
    Event member = step.event();
    UserId person = CaseEvents.person(String.valueOf(member.stateKey()));
    Optional<Event> reader = step.file().state(AccessEvents.READER, CaseEvents.personKey(person));
    if (reader.isEmpty() || member.content().path("left").asBoolean()) {
      return;
    }
    List<RoomId> stay = new ArrayList<>();
    stay.add(step.file().space());
    for (String kind : Fields.texts(member.content().path("rooms"))) {
      step.file().room(RoomKind.of(kind)).ifPresent(stay::add);
    }
    step.drafts().addAll(stays.showIn(step.file(), stay, person, accounts.nameOf(person)));
    step.file()
        .state(AccessEvents.RECORD, reader.get().text("number").orElse(""))
        .map(record -> record.content().deepCopy())
        .filter(record -> isOpen(record, step.event().time()))
        .ifPresent(
            record -> {
              save(step, record.put("status", ENDED).put("until", member.originServerTs()));
              shut(step, person, member.originServerTs());
            });
  }
}
