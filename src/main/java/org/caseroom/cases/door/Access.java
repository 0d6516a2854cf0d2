package org.caseroom.cases.door;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * Who may read: membership is Matrix's business; here are consent, audience and topics. The
 * responsible agency's own people and the family need no consent; everybody else needs one that is
 * in force and names their agency, or them, and the room. Consent can leave topics out: what is
 * about one of these is not there for whom it lets in. A young person's own room is for whom they
 * chose.
 *
 * <p>Asked for every read of every event: it looks at memory, and at nothing else for events that
 * have no topic, nor belong to any that might have one.
 */
public final class Access {
  /** The audience word for everybody in the team. */
  public static final String TEAM = "team";

  /** What somebody's reading of a room rests on, or what it fails for. */
  public enum Why {
    HOUSE(true),
    NO_CASE(true),
    FAMILY(true),
    RESPONSIBLE_AGENCY(true),
    CONSENT(true),
    /** The child's own room: they are the child. */
    OWN_ROOM(true),
    /** The child's own room: the child chose them. */
    CHOSEN(true),
    /** The child's own room: opened for a logged reason, until a moment. */
    OPENED(true),
    /** Not in the team: opened the case for a logged reason, until a moment. */
    BREAK_GLASS(true),
    /** They made the complaint, or handle it. */
    COMPLAINT(true),
    /** The case was offered to their agency: the transfer's room alone. */
    TRANSFER_OFFER(true),
    /** The case was their agency's, and they may still read for a while. */
    FORMER_AGENCY(true),
    NO_CONSENT(false),
    /** A complaint that they neither made nor handle. */
    NO_COMPLAINT(false),
    /** The consent was for a meeting that has ended, or has not begun. */
    NO_MEETING(false),
    /** The child's own room: the child has not chosen them. */
    NOT_CHOSEN(false),
    LEFT_TEAM(false),
    /** Not in the team, and the time for which they had opened the case is over. */
    GLASS_SHUT(false),
    NO_ACCOUNT(false);

    private final boolean open;

    Why(boolean open) {
      this.open = open;
    }
  }

  /**
   * The ground of a yes or no.
   *
   * @param event the consent, the choice, or the change of the team, that decides; null where none
   *     does
   */
  public record Ground(Why why, @Nullable Event event) {
    private static final Ground HOUSE = new Ground(Why.HOUSE, null);
    private static final Ground NO_CASE = new Ground(Why.NO_CASE, null);
    private static final Ground FAMILY = new Ground(Why.FAMILY, null);
    private static final Ground RESPONSIBLE = new Ground(Why.RESPONSIBLE_AGENCY, null);
    private static final Ground OWN_ROOM = new Ground(Why.OWN_ROOM, null);
    private static final Ground NO_ACCOUNT = new Ground(Why.NO_ACCOUNT, null);

    boolean open() {
      return why.open;
    }
  }

  /** What keeps an event from somebody who may read its room. */
  public enum Barrier {
    /** A story section's audience. */
    AUDIENCE,
    /** A topic that the consent does not cover. */
    TOPIC,
    /** Something that only some roles read, such as why a room was opened. */
    ROLE
  }

  /**
   * An event that is kept from somebody.
   *
   * @param topic the topic that is not covered; empty for other barriers
   * @param event the consent or paper that decides; null where none does
   */
  public record Kept(Barrier barrier, String topic, @Nullable Event event) {}

  private final Function<UserId, Optional<Account>> people;
  private final UserId service;
  private final Topics topics;
  private final Barriers barriers;

  /**
   * Makes the rule.
   *
   * @param people everybody, as they are at the moment that is looked at
   */
  Access(Function<UserId, Optional<Account>> people, CasePolicy.Rules rules, UserId service) {
    this.people = people;
    this.service = service;
    this.topics = new Topics(rules);
    this.barriers = new Barriers(this, people, rules.permissions(), topics);
  }

  /** Whether membership of a room is enough for somebody to read it now: consent and team agree. */
  public boolean mayRead(UserId reader, RoomId room, RoomView now) {
    return ground(reader, room, now).open();
  }

  /** Why somebody may read a room, or may not. */
  public Ground ground(UserId reader, RoomId room, RoomView now) {
    if (reader.equals(service)) {
      return Ground.HOUSE;
    }
    Optional<CaseFile> file = CaseFile.of(now, room);
    if (file.isEmpty()) {
      return Ground.NO_CASE;
    }
    if (CaseFile.kind(now, room).filter(RoomKind.COMPLAINT::equals).isPresent()) {
      return complaint(reader, room, now);
    }
    Optional<Event> glass = file.get().state(AccessEvents.READER, CaseEvents.personKey(reader));
    if (glass.isPresent()) {
      if (AccessEvents.reader(reader, file.get()).isPresent()) {
        return opened(reader, room, file.get(), glass.get());
      }
      // In the team now; in a room that they were in by their opening alone, they are no more.
      if (now.state(room, "m.room.member", reader.value())
          .filter(AccessEvents::isMarked)
          .isPresent()) {
        return new Ground(Why.GLASS_SHUT, glass.get());
      }
    }
    Optional<Event> left = left(reader, file.get());
    if (left.isPresent()) {
      return new Ground(Why.LEFT_TEAM, left.get());
    }
    RoomKind kind = CaseFile.kind(now, room).orElse(RoomKind.CASE);
    return people
        .apply(reader)
        .filter(Account::active)
        .map(account -> cover(account, file.get(), kind))
        .orElse(Ground.NO_ACCOUNT);
  }

  /** Who opened the case reads what they opened, as long as it is open. */
  private Ground opened(UserId reader, RoomId room, CaseFile file, Event glass) {
    RoomKind kind = CaseFile.kind(file.view(), room).orElse(RoomKind.CASE);
    boolean reads =
        AccessEvents.isOpen(glass, file.view().now())
            && (kind == RoomKind.CASE
                || Fields.texts(glass.content().path("rooms")).contains(kind.word()))
            && people
                .apply(reader)
                .filter(account -> account.active() && file.agency().equals(account.agency()))
                .isPresent();
    return new Ground(reads ? Why.BREAK_GLASS : Why.GLASS_SHUT, glass);
  }

  /** Whether somebody reads a room by having opened the case with a reason. */
  boolean isBreakGlass(UserId reader, RoomId room, RoomView now) {
    return CaseFile.of(now, room).filter(file -> AccessEvents.hasOpen(reader, file)).isPresent();
  }

  /** A complaint is read by whom it names, whatever their agency or team, and by nobody else. */
  private Ground complaint(UserId reader, RoomId room, RoomView now) {
    Optional<Account> account = people.apply(reader).filter(Account::active);
    if (account.isEmpty()) {
      return Ground.NO_ACCOUNT;
    }
    if (isHouse(account.get())) {
      return Ground.HOUSE;
    }
    Optional<Event> complaint = now.state(room, CaseEvents.COMPLAINT, "");
    boolean named =
        complaint
            .filter(
                state -> Fields.users(state.content().path("readers")).contains(account.get().id()))
            .isPresent();
    return new Ground(named ? Why.COMPLAINT : Why.NO_COMPLAINT, complaint.orElse(null));
  }

  /** Who was taken out of the team no longer reads what they read before, either. */
  private static Optional<Event> left(UserId reader, CaseFile file) {
    return file.state(CaseEvents.MEMBER, CaseEvents.personKey(reader))
        .filter(member -> member.content().path("left").asBoolean());
  }

  /** Whether consent, or no need of one, lets an account into a kind of room. */
  public boolean covered(Account account, CaseFile file, RoomKind kind) {
    return cover(account, file, kind).open();
  }

  /**
   * Whether somebody may write an event though they do not read the room: caseworkers tell what a
   * child said to them, in a room that the child keeps to others; and who opened a case once can
   * open it again.
   */
  boolean mayWriteUnread(Account who, Event event, RoomView now) {
    Why why = ground(who.id(), event.room(), now).why();
    return (event.type().equals(CaseEvents.VOICE) && why == Why.NOT_CHOSEN)
        || (AccessEvents.ACTS.contains(event.type()) && why == Why.GLASS_SHUT);
  }

  private Ground cover(Account account, CaseFile file, RoomKind kind) {
    return kind == RoomKind.VOICE && VoiceRoom.isOwned(file) && !isHouse(account)
        ? voice(account, file)
        : usual(account, file, kind);
  }

  /** Bots of the house have no agency; an agency's own bot needs what its people need. */
  boolean isHouse(Account account) {
    return account.id().equals(service) || (account.isHouseBot() && account.agency() == null);
  }

  private Ground usual(Account account, CaseFile file, RoomKind kind) {
    if (isHouse(account)) {
      return Ground.HOUSE;
    }
    if (kind == RoomKind.COMPLAINT) {
      // The house alone brings people into its room; what they read there is asked with the room.
      return new Ground(Why.COMPLAINT, null);
    }
    if (account.isFamily()) {
      return Ground.FAMILY;
    }
    if (file.agency().equals(account.agency())) {
      return Ground.RESPONSIBLE;
    }
    Optional<Ground> moving =
        Handover.mayStillRead(account, file)
            .map(head -> new Ground(Why.FORMER_AGENCY, head))
            .or(
                () ->
                    Handover.offered(account, file, kind)
                        .map(offer -> new Ground(Why.TRANSFER_OFFER, offer)));
    if (moving.isPresent()) {
      return moving.get();
    }
    return consented(account, file, kind);
  }

  /** Chosen or not, nobody reads here who has no business in the case. */
  private Ground voice(Account account, CaseFile file) {
    if (VoiceRoom.owns(account, file)) {
      return Ground.OWN_ROOM;
    }
    Ground business = usual(account, file, RoomKind.CASE);
    if (!business.open()) {
      return business;
    }
    Optional<Event> choice = VoiceRoom.choice(account.id(), file);
    if (choice.filter(VoiceRoom::isChosen).isPresent()) {
      return new Ground(Why.CHOSEN, choice.get());
    }
    return VoiceRoom.opening(account.id(), file, file.view().now())
        .map(opened -> new Ground(Why.OPENED, opened))
        .orElseGet(() -> new Ground(Why.NOT_CHOSEN, choice.orElse(null)));
  }

  private static Ground consented(Account account, CaseFile file, RoomKind kind) {
    Event decides = ConsentLines.deciding(account, file, kind);
    Instant now = file.view().now();
    if (decides == null || !ConsentLines.opens(decides, kind, now)) {
      boolean over =
          decides != null
              && ConsentLines.opens(decides, kind)
              && !ConsentLines.isDuring(decides, now);
      return new Ground(over ? Why.NO_MEETING : Why.NO_CONSENT, decides);
    }
    return new Ground(Why.CONSENT, decides);
  }

  // ---- Events ----

  /**
   * Whether somebody who may read the room may read this event: a story section has an audience,
   * and consent may leave a topic out.
   */
  public boolean mayRead(UserId reader, Event event, RoomView now) {
    return kept(reader, event, now) == null;
  }

  /** What keeps an event from somebody who may read its room; null for nothing. */
  public @Nullable Kept kept(UserId reader, Event event, RoomView now) {
    return reader.equals(service) ? null : barriers.of(reader, event, now);
  }

  /**
   * Whether a topic is kept from somebody in a room that they may read, and by which consent.
   *
   * @param topic a topic of the procedure
   */
  public @Nullable Kept kept(UserId reader, RoomId room, String topic, RoomView now) {
    return barriers.topic(reader, room, Set.of(topic), now);
  }

  /**
   * Whether consent lets somebody read what a question's paper repeats, in the room or not: for the
   * queues of an agency, whose people stand in for one another.
   */
  public boolean mayStandIn(UserId reader, Event question, RoomView now) {
    RoomId room = question.text("room").map(RoomId::of).orElse(question.room());
    Set<String> about = topics.of(question, now);
    return mayRead(reader, room, now)
        && (about.isEmpty() || barriers.topic(reader, room, about, now) == null);
  }

  /** The topic that an event gives itself, or its new content where it is an edit. */
  static Optional<String> ownTopic(Event event) {
    return Topics.own(event);
  }

  /** The topics of an event and of what it belongs to. */
  public Set<String> topics(Event event, RoomView now) {
    return topics.of(event, now);
  }
}
