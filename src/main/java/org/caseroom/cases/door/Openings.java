package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Opens the rooms of cases, and brings people into them. */
public final class Openings {
  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final UserId service;

  /** Makes the openings of these rules. */
  public Openings(CasePolicy.Rules rules, Accounts accounts, UserId service) {
    this.rules = rules;
    this.accounts = accounts;
    this.service = service;
  }

  /** The bots of the house, which are in every case. */
  List<Account> bots() {
    // Few of many: they are put in order once they are found.
    return accounts.stream()
        .filter(
            account ->
                account.isHouseBot()
                    && account.active()
                    && account.agency() == null
                    && !account.id().equals(service))
        .sorted(Accounts.BY_NAME)
        .toList();
  }

  // ---- Rooms ----

  /** The professionals room, unless the screening ended the case. */
  public void professionals(Step step) {
    boolean ends =
        step.procedure().moves().stream()
            .filter(
                move ->
                    move.on().matches(step.event()) && move.from().contains(step.file().stage()))
            .flatMap(move -> step.procedure().stage(move.to()).stream())
            .anyMatch(Procedure.Stage::closed);
    if (ends || step.file().room(RoomKind.PROFESSIONALS).isPresent()) {
      return;
    }
    CaseFile file = step.file();
    RoomPlan room = plan(step, RoomKind.PROFESSIONALS, file.reference() + ", professionals");
    Set<UserId> staff = new TreeSet<>();
    staff.add(step.event().sender());
    for (UserId user : file.view().members(step.event().room(), Membership.JOIN)) {
      if (accounts.find(user).filter(account -> account.is(Role.TEAM_MANAGER)).isPresent()) {
        staff.add(user);
      }
    }
    step.drafts().addAll(room.drafts());
    for (UserId user : staff) {
      accounts.find(user).ifPresent(account -> staffMember(step, room.id(), account));
    }
  }

  /** People of the hub are members from the start: they sit at the queue that it came from. */
  private void staffMember(Step step, RoomId room, Account account) {
    CaseFile file = step.file();
    enter(step.drafts(), file.view(), file.space(), account, "Works at the hub");
    enter(step.drafts(), file.view(), room, account, "Works at the hub");
    if (file.state(CaseEvents.MEMBER, CaseEvents.personKey(account.id())).isEmpty()) {
      step.state(
          CaseEvents.MEMBER,
          CaseEvents.personKey(account.id()),
          memberContent(account, "Works at the hub", Set.of(RoomKind.PROFESSIONALS)));
    }
  }

  /** Any other room: the one who opens it is in, those of the team it is meant for are invited. */
  public void room(Step step) {
    RoomKind kind = RoomKind.of(step.event().text("kind").orElse(""));
    CaseFile file = step.file();
    String name =
        switch (kind) {
          case FAMILY -> file.child() + "'s room";
          case VOICE -> file.child() + "'s own room";
          default -> file.child() + ", " + kind.title().toLowerCase(java.util.Locale.ROOT);
        };
    RoomPlan room = plan(step, kind, name);
    step.drafts().addAll(room.drafts());
    accounts
        .find(step.event().sender())
        .filter(account -> !account.isBot())
        .ifPresent(
            account -> enter(step.drafts(), file.view(), room.id(), account, "Opened the room"));
    for (Event member : file.state(CaseEvents.MEMBER)) {
      if (!Fields.texts(member.content().path("rooms")).contains(kind.word())
          || member.content().path("left").asBoolean()
          || member.stateKey() == null) {
        continue;
      }
      accounts
          .find(CaseEvents.person(member.stateKey()))
          .filter(account -> !account.id().equals(step.event().sender()))
          .ifPresent(
              account ->
                  bring(step.drafts(), file, room.id(), account, member.text("why").orElse("")));
    }
  }

  private RoomPlan plan(Step step, RoomKind kind, String name) {
    CaseFile file = step.file();
    RoomPlan room = RoomPlan.start(kind, service, file.view().now(), Json.object());
    room.state(
        CaseEvents.ROOM,
        "",
        Json.object()
            .put("case", file.space().value())
            .put("kind", kind.word())
            .put("reference", file.reference()));
    room.state("m.room.name", "", Json.object().put("name", name));
    ObjectNode parent = Json.object().put("canonical", true);
    parent.putArray("via").add(service.server().value());
    room.state("m.space.parent", file.space().value(), parent);
    ObjectNode child = Json.object().put(CaseFile.KIND, kind.word());
    child.putArray("via").add(service.server().value());
    room.elsewhere(file.space(), "m.space.child", room.id().value(), child);
    if (kind == RoomKind.FAMILY || kind == RoomKind.PROFESSIONALS) {
      bots().forEach(bot -> room.place(bot.id(), bot.displayName(), "Helps the team"));
    }
    return room;
  }

  // ---- People ----

  /** Somebody is put into the team, or taken out of it. */
  public void member(Step step) {
    CaseFile file = step.file();
    Event event = step.event();
    UserId user = CaseEvents.person(String.valueOf(event.stateKey()));
    Optional<Account> account = accounts.find(user);
    if (account.isEmpty()) {
      return;
    }
    String why = event.text("why").orElse("");
    if (event.content().path("left").asBoolean()) {
      for (RoomId room : file.rooms().values()) {
        leave(step.drafts(), file.view(), room, user, why);
      }
      leave(step.drafts(), file.view(), file.space(), user, why);
      return;
    }
    bring(step.drafts(), file, file.space(), account.get(), why);
    for (String kind : Fields.texts(event.content().path("rooms"))) {
      file.room(RoomKind.of(kind))
          .filter(room -> !room.equals(file.space()))
          .ifPresent(room -> bring(step.drafts(), file, room, account.get(), why));
    }
  }

  /** Makes a colleague the one who has the case: in the team, in its rooms, and its lead. */
  public void allocate(Step step, Account account, String why) {
    CaseFile file = step.file();
    Set<RoomKind> kinds = Set.of(RoomKind.FAMILY, RoomKind.PROFESSIONALS);
    step.state(
        CaseEvents.MEMBER, CaseEvents.personKey(account.id()), memberContent(account, why, kinds));
    bring(step.drafts(), file, file.space(), account, why);
    for (RoomKind kind : new TreeSet<>(kinds)) {
      file.room(kind).ifPresent(room -> bring(step.drafts(), file, room, account, why));
    }
    step.state(
        CaseEvents.LEAD, "", Json.object().put("person", account.id().value()).put("why", why));
  }

  /** The member that an invitation from a plain client makes. */
  List<Draft> memberByInvitation(
      CaseFile file, Account account, RoomKind kind, UserId by, @Nullable String reason) {
    List<Draft> drafts = new ArrayList<>();
    String why =
        reason == null || reason.isBlank()
            ? "Invited by " + accounts.find(by).map(Account::displayName).orElse(by.localpart())
            : reason;
    String key = CaseEvents.personKey(account.id());
    Set<RoomKind> rooms = new TreeSet<>();
    Optional<Event> before = file.state(CaseEvents.MEMBER, key);
    before.ifPresent(
        member ->
            Fields.texts(member.content().path("rooms"))
                .forEach(word -> rooms.add(RoomKind.of(word))));
    if (kind != RoomKind.CASE) {
      rooms.add(kind);
    }
    ObjectNode content = memberContent(account, why, rooms);
    before
        .filter(member -> !member.content().path("left").asBoolean())
        .ifPresent(
            member -> {
              content.put("why", member.text("why").orElse(why));
              content.put("role", member.text("role").orElse(content.path("role").asText()));
            });
    drafts.add(Draft.state(file.space(), service, CaseEvents.MEMBER, key, content));
    if (kind != RoomKind.CASE) {
      bring(drafts, file, file.space(), account, why);
    }
    return drafts;
  }

  static ObjectNode memberContent(Account account, String why, Set<RoomKind> rooms) {
    ObjectNode content = Json.object().put("role", account.mainRole().word()).put("why", why);
    Fields.put(content, "agency", account.agency());
    Fields.put(content, "rooms", rooms.stream().map(RoomKind::word).sorted().toList());
    return content;
  }

  /** The agency's own caseworkers are put in, as it is their job; everybody else is invited. */
  private void bring(List<Draft> drafts, CaseFile file, RoomId room, Account account, String why) {
    boolean own =
        file.agency().equals(account.agency())
            && rules
                .permissions()
                .group("casework")
                .filter(group -> account.roles().stream().anyMatch(group::contains))
                .isPresent();
    if (own) {
      enter(drafts, file.view(), room, account, why);
    } else {
      invite(drafts, file.view(), room, account, why);
    }
  }

  private void invite(List<Draft> drafts, RoomView view, RoomId room, Account account, String why) {
    Membership membership = view.membership(room, account.id());
    if (membership != Membership.JOIN && membership != Membership.INVITE) {
      drafts.add(
          Draft.state(
              room,
              service,
              "m.room.member",
              account.id().value(),
              RoomPlan.member("invite", account.displayName()).put("reason", why)));
    }
  }

  private void enter(List<Draft> drafts, RoomView view, RoomId room, Account account, String why) {
    if (view.membership(room, account.id()) != Membership.JOIN) {
      invite(drafts, view, room, account, why);
      drafts.add(RoomPlan.join(room, account.id(), account.displayName()));
    }
  }

  private void leave(List<Draft> drafts, RoomView view, RoomId room, UserId user, String why) {
    Membership membership = view.membership(room, user);
    if (membership == Membership.JOIN || membership == Membership.INVITE) {
      drafts.add(
          Draft.state(
              room,
              service,
              "m.room.member",
              user.value(),
              Json.object().put("membership", "leave").put("reason", why)));
    }
  }

  /** Whose items a checklist has: the family's members, or the first role that the team has. */
  List<UserId> owners(Procedure.ChecklistRule rule, Step step) {
    if (rule.owner().family()) {
      return team(step, Account::isFamily);
    }
    List<Role> roles = rule.owner().roles() == null ? List.of() : rule.owner().roles();
    for (Role role : roles) {
      List<UserId> owners = team(step, account -> account.is(role));
      if (!owners.isEmpty()) {
        return owners.subList(0, 1);
      }
      if (accounts.find(step.event().sender()).filter(who -> who.is(role)).isPresent()) {
        return List.of(step.event().sender());
      }
    }
    return List.of();
  }

  private List<UserId> team(Step step, Predicate<Account> wanted) {
    return step.file().state(CaseEvents.MEMBER).stream()
        .filter(member -> !member.content().path("left").asBoolean() && member.stateKey() != null)
        .map(member -> CaseEvents.person(String.valueOf(member.stateKey())))
        .flatMap(user -> accounts.find(user).stream())
        .filter(wanted)
        .map(Account::id)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
