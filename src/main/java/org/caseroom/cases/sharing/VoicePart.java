package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.RoomPlan;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.SharingRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;

/**
 * A young person's own room: they choose who reads it, and are told who else may open it; who has
 * that duty opens it for a time, with a reason that the young person sees.
 */
public final class VoicePart implements CasePart {
  private final Accounts accounts;

  /** Makes the part. */
  public VoicePart(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Set<String> types() {
    return Set.of(
        SharingEvents.VOICE_READER,
        SharingEvents.VOICE_OPENING,
        CaseEvents.MEMBER,
        CaseEvents.ROOM_OPEN);
  }

  // ---- Rules ----

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case SharingEvents.VOICE_READER -> choice(event, who, file);
      case SharingEvents.VOICE_OPENING -> opening(event, who, procedure, file);
      default -> {}
    }
  }

  private void choice(Event event, Account who, CaseFile file) {
    String key = String.valueOf(event.stateKey());
    Optional<Account> adult =
        UserId.isValid("@" + key) ? accounts.find(CaseEvents.person(key)) : Optional.empty();
    boolean chooses = event.text("status").filter("chosen"::equals).isPresent();
    boolean fits =
        adult
            .filter(account -> !account.id().equals(who.id()))
            .filter(account -> account.isStaff() || account.is(Role.ADOPTER))
            .filter(account -> !chooses || Door.inCase(file, account.id()))
            .isPresent();
    if (!fits) {
      throw Problem.invalidParam(
          "You can choose an adult of your team, or of your family: the state key is their user id"
              + " without its @.");
    }
  }

  private static void opening(Event event, Account who, Procedure procedure, CaseFile file) {
    SharingRules.Voice rule = rule(procedure);
    if (file.room(RoomKind.VOICE).isEmpty()) {
      throw Problem.of(
          409, "ORG.CASEROOM_NO_ROOM", "This case has no room of the child's own to open.");
    }
    if (rule.safeguarding().stream().noneMatch(who::is)) {
      throw Problem.gate(
          rule.clause(),
          "The young person's room is opened only by: "
              + titles(rule.safeguarding())
              + ". Tell one of them what worries you, at once if a child is at risk.");
    }
    if (event.content().path("hours").asInt() > rule.hours()) {
      throw Problem.gate(
          rule.clause(),
          "It is opened for at most " + rule.hours() + " hours at a time ('hours').");
    }
  }

  private static SharingRules.Voice rule(Procedure procedure) {
    SharingRules.Voice rule = procedure.sharing().voice();
    if (rule == null) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          "The procedure of this case lets nobody open a young person's room.");
    }
    return rule;
  }

  private static String titles(List<Role> roles) {
    return roles.stream().map(Role::title).collect(Collectors.joining(", "));
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case SharingEvents.VOICE_READER -> chosen(step);
      case SharingEvents.VOICE_OPENING -> opened(step);
      case CaseEvents.MEMBER -> youngPersonCame(step);
      default -> roomOpened(step);
    }
  }

  private void chosen(Step step) {
    Event event = step.event();
    UserId adult = CaseEvents.person(String.valueOf(event.stateKey()));
    if (event.text("status").filter("chosen"::equals).isPresent()) {
      bring(step, adult, "The young person chose them", false);
    }
  }

  /** Who opens it reads at once: their duty does not wait for an invitation to be taken. */
  private void opened(Step step) {
    Event event = step.event();
    Optional<RoomId> room = step.file().room(RoomKind.VOICE);
    if (room.isEmpty()) {
      return;
    }
    long until =
        event.originServerTs()
            + Duration.ofHours(event.content().path("hours").asLong()).toMillis();
    ObjectNode content =
        Json.object()
            .put("by", event.sender().value())
            .put("reason", event.text("reason").orElse(""))
            .put("from", event.originServerTs())
            .put("until", until)
            .put("because", event.id().value());
    step.state(
        room.get(), SharingEvents.VOICE_OPENED, CaseEvents.personKey(event.sender()), content);
    bring(step, event.sender(), "Opened the room for a logged reason", true);
  }

  private void bring(Step step, UserId user, String why, boolean joins) {
    Optional<RoomId> room = step.file().room(RoomKind.VOICE);
    Optional<Account> account = accounts.find(user);
    if (room.isEmpty() || account.isEmpty()) {
      return;
    }
    Membership now = step.file().view().membership(room.get(), user);
    String name = account.get().displayName();
    if (now != Membership.JOIN && now != Membership.INVITE) {
      step.state(
          room.get(),
          "m.room.member",
          user.value(),
          RoomPlan.member("invite", name).put("reason", why));
    }
    boolean own = step.file().agency().equals(account.get().agency());
    if (now != Membership.JOIN && (joins || own)) {
      step.drafts().add(RoomPlan.join(room.get(), user, name));
    }
  }

  private void youngPersonCame(Step step) {
    Event member = step.event();
    boolean comes =
        member.text("role").filter(Role.YOUNG_PERSON.word()::equals).isPresent()
            && Fields.texts(member.content().path("rooms")).contains(RoomKind.VOICE.word())
            && !member.content().path("left").asBoolean();
    if (comes) {
      step.file().room(RoomKind.VOICE).ifPresent(room -> explain(step, room));
    }
  }

  private void roomOpened(Step step) {
    boolean theirs =
        step.event().text("kind").filter(RoomKind.VOICE.word()::equals).isPresent()
            && youngPerson(step.file()).isPresent();
    if (theirs) {
      step.room(RoomKind.VOICE).ifPresent(room -> explain(step, room));
    }
  }

  private static Optional<Event> youngPerson(CaseFile file) {
    return file.state(CaseEvents.MEMBER).stream()
        .filter(member -> member.text("role").filter(Role.YOUNG_PERSON.word()::equals).isPresent())
        .findFirst();
  }

  /** What the young person is told before they write a word. */
  private static void explain(Step step, RoomId room) {
    SharingRules.Voice rule = step.procedure().sharing().voice();
    String opening =
        rule == null
            ? " Nobody else can open it."
            : " If somebody may be in danger, these people can open it for at most "
                + rule.hours()
                + " hours: "
                + titles(rule.safeguarding()).toLowerCase(Locale.UK)
                + ". They have to write down why, and you see who it was, when and why.";
    step.drafts()
        .add(
            Notices.notice(
                room,
                step.service(),
                "This is your own room. Only you read it, and the adults you choose. You can change"
                    + " your mind about them at any time. Everybody else sees that the room is"
                    + " there, and nothing in it."
                    + opening,
                step.event()));
  }

  // ---- Words ----

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    return switch (event.type()) {
      case SharingEvents.VOICE_READER -> {
        String adult = accounts.nameOf(CaseEvents.person(String.valueOf(event.stateKey())));
        yield Optional.of(
            event.text("status").filter("chosen"::equals).isPresent()
                ? adult + " can read here now: " + accounts.nameOf(event.sender()) + " chose them."
                : adult + " cannot read here any more.");
      }
      case SharingEvents.VOICE_OPENING ->
          Optional.of(
              accounts.nameOf(event.sender())
                  + " opened this room for "
                  + event.content().path("hours").asInt()
                  + " hours. Why: "
                  + event.text("reason").orElse(""));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<RoomId> place(Step step) {
    return step.event().type().equals(SharingEvents.VOICE_OPENING)
        ? step.file().room(RoomKind.VOICE)
        : Optional.empty();
  }
}
