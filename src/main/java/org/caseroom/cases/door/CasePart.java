package org.caseroom.cases.door;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;

/**
 * One part of casework at the log's door: the rules of its event types, and what follows from them.
 * Shape, permission, stage, gates and late clocks are checked by the {@link Door} for all parts
 * alike; a part adds what is its own. Parts keep no state: they look at the case as it is.
 */
public interface CasePart {
  /**
   * The types of events that this part is asked about. Several parts may name one type: each may
   * refuse it, and each adds what follows, in the order of the parts.
   */
  Set<String> types();

  /**
   * Refuses whatever somebody sends in the rooms of a case, of any type, their own comings and
   * goings apart: a rule about people, not about events.
   */
  default void checkAny(Event event, Account who, Procedure procedure, CaseFile file) {}

  /**
   * Refuses an event of one of the types.
   *
   * @param who its sender
   * @param file the case before it
   * @throws org.caseroom.base.Problem that says what is missing, who can supply it, and the clause
   */
  default void check(Event event, Account who, Procedure procedure, CaseFile file) {}

  /** Adds what follows from an accepted event of one of the types. */
  default void follow(Step step) {}

  /**
   * Refuses an event of one of the types that is about a hub, and names no case.
   *
   * @param before the hub's room and all others
   */
  default void checkAtHub(Event event, Account who, RoomView before) {}

  /** What to tell in a hub about an event of one of the types that names no case. */
  default Optional<String> wordsAtHub(Event event) {
    return Optional.empty();
  }

  /**
   * Refuses a referral, before there is a case: whoever sends it, the house for a public form too.
   *
   * @param procedure the procedure that the case would follow
   * @throws org.caseroom.base.Problem that says what is wrong
   */
  default void checkReferral(Event referral, Procedure procedure, RoomView before) {}

  /** Adds what follows from a referral, beside the case that it opens. */
  default void opened(Opening opening) {}

  /** What to tell about an event of one of the types, in a sentence or two; empty for nothing. */
  default Optional<String> words(Step step) {
    return Optional.empty();
  }

  /**
   * Where the words go when not into the event's own room; empty for no opinion.
   *
   * @param step with all that follows in it, rooms that it opens included
   */
  default Optional<RoomId> place(Step step) {
    return Optional.empty();
  }

  /**
   * Refuses an invitation that somebody sends from a plain client, after consent was asked for.
   *
   * @param invited who is invited
   * @throws org.caseroom.base.Problem that says what is missing and who can supply it
   */
  default void checkInvite(Account invited, Procedure procedure, CaseFile file) {}

  /**
   * Refuses or holds an ordinary message in a room of a case: {@code m.room.message}, an edit, a
   * reaction.
   *
   * @throws org.caseroom.base.Problem that says why and what to do instead
   */
  default void checkTalk(
      Event message, Account who, RoomKind room, Procedure procedure, CaseFile file) {}

  /** What follows from an ordinary message ({@code m.room.message}) in a room of a case. */
  default List<Draft> followTalk(Event message, Account who, CaseFile file) {
    return List.of();
  }
}
