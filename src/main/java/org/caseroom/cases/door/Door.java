package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.file.Words;
import org.caseroom.cases.procedure.Gates;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomView;

/**
 * What is refused at the log's door: events without the right, the shape or the ground that they
 * need. The same for every door, since there is one.
 */
public final class Door {
  private static final Set<String> DESCRIBING =
      Set.of("m.room.name", "m.room.topic", "m.room.avatar", "m.room.pinned_events");

  private final CasePolicy.Rules rules;
  private final Accounts accounts;
  private final UserId service;
  private final Access access;
  private final Refusals refusals;
  private final List<CasePart> parts;

  Door(
      CasePolicy.Rules rules,
      Accounts accounts,
      UserId service,
      Access access,
      Refusals refusals,
      List<CasePart> parts) {
    this.rules = rules;
    this.accounts = accounts;
    this.service = service;
    this.access = access;
    this.refusals = refusals;
    this.parts = parts;
  }

  void check(Event event, RoomView before) {
    Optional<RoomKind> kind = CaseFile.kind(before, event.room());
    if (event.sender().equals(service)) {
      house(event, before);
    } else if (kind.isEmpty()) {
      if (isCasework(event.type())) {
        throw Problem.forbidden(
            "Casework events belong in the rooms of a case or a hub; this room is neither.");
      }
    } else {
      person(event, kind.get(), before);
    }
  }

  private static boolean isCasework(String type) {
    return type.startsWith(CaseEvents.PREFIX);
  }

  /** The house keeps to the stages and to consent as everybody does. */
  private void house(Event event, RoomView before) {
    Optional<CaseFile> file = CaseFile.of(before, event.room());
    if (event.type().equals(CaseEvents.STAGE) && file.isPresent()) {
      StageRules.legal(event, procedure(file.get()), file.get());
    }
    if (event.type().equals("m.room.member")
        && file.isPresent()
        && event.stateKey() != null
        && event.text("membership").filter("invite"::equals).isPresent()) {
      invitee(event, file.get(), before);
    }
    if (event.type().equals(CaseEvents.REFERRAL)) {
      Shapes.standard().check(event.type(), event.content());
      referral(event, before);
    }
  }

  /** A referral has no case yet: the procedure is that of the hub's agency. */
  private void referral(Event event, RoomView before) {
    Optional<String> agency =
        before.state(event.room(), CaseEvents.HUB, "").flatMap(hub -> hub.text("agency"));
    if (agency.isPresent()) {
      Procedure procedure = rules.procedures().forAgency(agency.get());
      parts.forEach(part -> part.checkReferral(event, procedure, before));
    }
  }

  private void person(Event event, RoomKind kind, RoomView before) {
    if (kind == RoomKind.REGISTER) {
      throw Problem.forbidden("The register is kept by the service itself.");
    }
    Account who =
        accounts
            .find(event.sender())
            .orElseThrow(() -> Problem.forbidden("Only people of this service write in a case."));
    Optional<CaseFile> file = CaseFile.of(before, event.room());
    if (event.type().equals("m.room.member")) {
      membership(event, kind, who, file, before);
      return;
    }
    if (!access.mayRead(who.id(), event.room(), before)
        && !access.mayWriteUnread(who, event, before)) {
      throw Problem.forbidden(
          refusals.room(who.id(), event.room(), before) + " So you cannot write here.");
    }
    refusals.aboutTopics(event, who.id(), before);
    if (event.type().equals("m.room.tombstone")) {
      throw Problem.forbidden(
          "Rooms of a case are not replaced: its record, its clocks and what people may read hang"
              + " on this room. They stay with the room version that they began with.");
    }
    if (event.type().equals("m.room.third_party_invite")) {
      throw Problem.forbidden(
          "Nobody is invited to a case by e-mail address: families come by their worker's"
              + " invitation, staff by their account, so that consent can be asked for each.");
    }
    if (event.type().equals("m.room.encryption") || event.type().equals("m.room.encrypted")) {
      throw Problem.forbidden(
          "Rooms of a case are not end-to-end encrypted: the record is statutory, newcomers must"
              + " be able to read the story, and the family has a right of access to it. They are"
              + " encrypted in transit and at rest.");
    }
    file.ifPresent(this::ownCase);
    if (kind != RoomKind.COMPLAINT) {
      file.ifPresent(found -> aboutPeople(event, who, found));
      file.ifPresent(found -> StageRules.open(event, procedure(found), found));
    }
    if (isCasework(event.type())) {
      casework(event, kind, who, file, before);
    } else if (DESCRIBING.contains(event.type())) {
      rules.permissions().require(who, Permissions.DESCRIBE, kind);
      file.ifPresent(found -> withoutSurname(event, found));
    } else {
      talk(event, kind, who, file);
    }
  }

  /**
   * A case that was taken in from another service is a record: what follows is not ours to write.
   */
  private void ownCase(CaseFile file) {
    UserId opener = file.head().sender();
    if (!opener.equals(service)) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_FINAL",
          file.reference()
              + " was taken in as a record from "
              + opener.server().value()
              + ": it can be read here, and no more is written in it.");
    }
  }

  private void aboutPeople(Event event, Account who, CaseFile file) {
    for (CasePart part : parts) {
      part.checkAny(event, who, procedure(file), file);
    }
  }

  private void talk(Event event, RoomKind kind, Account who, Optional<CaseFile> file) {
    rules.permissions().require(who, Permissions.TALK, kind);
    if (file.isPresent()) {
      for (CasePart part : parts) {
        part.checkTalk(event, who, kind, procedure(file.get()), file.get());
      }
    }
  }

  /** What the procedure rests on is corrected by a new version, not emptied. */
  void checkRedaction(Event redaction, Event target, RoomView before) {
    boolean record =
        isCasework(target.type()) || target.type().equals("m.room.member") || target.isState();
    if (record && CaseFile.kind(before, redaction.room()).isPresent()) {
      throw Problem.forbidden(
          "This is part of the case's record: write a new version, or a correction beside it. The"
              + " earlier one stays in the log.");
    }
    // What is emptied tells no more what it was about, so that its reason could not be kept.
    boolean reason = redaction.text("reason").filter(text -> !text.isBlank()).isPresent();
    if (reason && !access.topics(target, before).isEmpty()) {
      throw Problem.invalidParam(
          "This message has a topic that consent can leave out: empty it without a reason. The"
              + " reason would be read by everybody in the room.");
    }
  }

  private static void withoutSurname(Event event, CaseFile file) {
    String name = event.text("name").or(() -> event.text("topic")).orElse("");
    boolean told =
        file.surname()
            .filter(
                surname ->
                    Words.of(name).stream()
                        .anyMatch(word -> word.equalsIgnoreCase(surname.strip())))
            .isPresent();
    if (told) {
      throw Problem.forbidden(
          "A room's name carries no surname: notifications show it outside of the service. Use the"
              + " given name or the reference.");
    }
  }

  // ---- Membership ----

  private void membership(
      Event event, RoomKind kind, Account who, Optional<CaseFile> file, RoomView before) {
    String membership = event.text("membership").orElse("");
    boolean own = who.id().value().equals(event.stateKey());
    if (membership.equals("leave") && own) {
      marked(event, who, file, before);
      return;
    }
    if (membership.equals("join") || membership.equals("knock")) {
      // Who is in already only changes their name or picture.
      boolean in = before.membership(event.room(), who.id()) == Membership.JOIN;
      marked(event, who, file, before);
      if (file.isPresent() && !in && !access.covered(who, file.get(), kind)) {
        if (access.ground(who.id(), event.room(), before).why() == Access.Why.NOT_CHOSEN) {
          throw Problem.forbidden(refusals.room(who.id(), event.room(), before));
        }
        throw noConsent(who, file.get(), procedure(file.get()));
      }
      return;
    }
    if (membership.equals("invite")) {
      rules.permissions().require(who, Permissions.INVITE, kind);
      if (file.isPresent()) {
        aboutPeople(event, who, file.get());
        Account invited = invitee(event, file.get(), before);
        for (CasePart part : parts) {
          part.checkInvite(invited, procedure(file.get()), file.get());
        }
      }
      return;
    }
    throw Problem.forbidden(
        "Somebody is taken out of a case through its team, with the reason, and then out of all of"
            + " its rooms at once.");
  }

  /** A mark that keeps somebody out of sight in a room is the house's to give, and to take. */
  private static void marked(Event event, Account who, Optional<CaseFile> file, RoomView before) {
    boolean given =
        before
            .state(event.room(), "m.room.member", who.id().value())
            .filter(AccessEvents::isMarked)
            .isPresent();
    boolean kept = AccessEvents.isMarked(event);
    if (kept && !given) {
      throw Problem.forbidden(
          "'" + AccessEvents.MARK + "' in a membership is written by the service itself.");
    }
    // Who has come into the team meanwhile steps into sight.
    if (given && !kept && file.flatMap(found -> AccessEvents.reader(who.id(), found)).isPresent()) {
      throw Problem.forbidden(
          "You are in this room by having opened the case with a reason, and the others do not see"
              + " you in it: the service takes you out once your time is over. To be out before,"
              + " end it ("
              + AccessEvents.END
              + ").");
    }
  }

  private Account invitee(Event event, CaseFile file, RoomView before) {
    Account invited =
        accounts
            .find(UserId.of(String.valueOf(event.stateKey())))
            .orElseThrow(
                () ->
                    Problem.forbidden(
                        "Only people with an account of this service are invited to a case: ask an"
                            + " administrator for one."));
    RoomKind kind = CaseFile.kind(before, event.room()).orElse(RoomKind.CASE);
    if (!access.covered(invited, file, kind)) {
      throw noConsent(invited, file, procedure(file));
    }
    return invited;
  }

  /** The refusal of somebody whom the family has not agreed to, with the clause of consent. */
  public static Problem noConsent(Account who, CaseFile file, Procedure procedure) {
    return Problem.gate(
        procedure.cites().consent(),
        "The family has not agreed that "
            + who.displayName()
            + "'s agency takes part in "
            + file.reference()
            + " here. A parent can give consent; the social worker talks it through with them.");
  }

  // ---- Casework ----

  private void casework(
      Event event, RoomKind kind, Account who, Optional<CaseFile> file, RoomView before) {
    String type = event.type();
    if (!Shapes.standard().knows(type)) {
      throw Problem.forbidden(
          "'"
              + type.replaceAll("[^a-z_.]", "?")
              + "' is written by the service itself, as what follows from other events.");
    }
    if (Shapes.standard().isState(type) != event.isState()) {
      throw Problem.invalidParam(
          Shapes.standard().isState(type)
              ? "This is a state event: send it with a state key."
              : "This is a message event: send it without a state key.");
    }
    rules.permissions().require(who, type, kind);
    ObjectNode content = event.content();
    Shapes.standard().check(type, content);
    CaseFile found = file.or(() -> named(event, before)).orElse(null);
    if (type.equals(CaseEvents.REFERRAL)) {
      referral(event, before);
    }
    if (found == null) {
      for (CasePart part : parts) {
        if (part.types().contains(type)) {
          part.checkAtHub(event, who, before);
        }
      }
      return;
    }
    if (file.isEmpty()) {
      // From a hub's queue, which is no room of the case.
      aboutPeople(event, who, found);
    }
    Procedure procedure = procedure(found);
    for (CasePart part : parts) {
      if (part.types().contains(type)) {
        part.check(event, who, procedure, found);
      }
    }
    StageRules.allows(event, procedure, found);
    Gates.check(procedure, found, event);
    StageRules.lateNeedsReason(event, procedure, found);
  }

  /** In a hub, an event names the case that it is about. */
  private static Optional<CaseFile> named(Event event, RoomView before) {
    Optional<String> reference = event.text("reference");
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    Optional<CaseFile> file = HubFiles.find(before, event.room(), reference.get());
    if (file.isEmpty()) {
      throw Problem.notFound("This hub has no case with that reference: check it.");
    }
    return file;
  }

  private Procedure procedure(CaseFile file) {
    return rules.procedure(file);
  }

  /**
   * Whether somebody is in a case, joined or invited. Who has it open with a reason is not: what is
   * said to somebody who names them must be what is said of any stranger.
   */
  public static boolean inCase(CaseFile file, UserId user) {
    return looksInto(file, user)
        && file.view()
            .state(file.space(), "m.room.member", user.value())
            .filter(AccessEvents::isMarked)
            .isEmpty();
  }

  /** Whether somebody looks into a case, being in it or having it open. */
  public static boolean looksInto(CaseFile file, UserId user) {
    Membership membership = file.view().membership(file.space(), user);
    return membership == Membership.JOIN || membership == Membership.INVITE;
  }
}
