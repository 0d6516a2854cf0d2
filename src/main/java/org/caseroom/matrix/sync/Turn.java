package org.caseroom.matrix.sync;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** One answer in the making: what was asked, and how far it reaches. */
final class Turn {
  final SyncRequest request;
  final Caller caller;
  final UserId user;
  final SyncFilter filter;

  /** Where the client stands; null when it gets everything. */
  final @Nullable SyncToken since;

  /**
   * How far the answer reaches in the log, in the streams, and in the counts of typing and
   * presence.
   */
  final long log;

  final long stream;
  final long typing;
  final long presence;

  /** What happened in the log since; null when memory does not reach back that far. */
  final @Nullable List<Event> events;

  /** What happened in the streams since; null when memory does not reach back that far. */
  final @Nullable List<Placed> changes;

  /** The user's account data that changed since; all of it on an initial sync. */
  final List<Item> accountData;

  /** Whose messages the user does not want to see. */
  final Set<String> ignored;

  /** The joined rooms that are closed to the user, as the next token will hold them. */
  final Set<Long> closed = new TreeSet<>();

  /** How far the streams are told: short of {@link #stream} when not all messages fitted. */
  long streamTold;

  /** Whether there is anything in the answer. */
  boolean news;

  /**
   * How far an answer reaches.
   *
   * @param log in the log
   * @param stream in the streams
   * @param typing in the typing count
   * @param presence in the presence count
   */
  record Reach(long log, long stream, long typing, long presence) {}

  /**
   * What memory holds of the time since.
   *
   * @param events what happened in the log; null when memory does not reach back that far
   * @param changes what happened in the streams; null likewise
   */
  record Recent(@Nullable List<Event> events, @Nullable List<Placed> changes) {
    /** Whether a change of the user's own of some kind may have happened. */
    boolean concerns(UserId user, Kind kind) {
      return changes == null
          || changes.stream()
              .map(Placed::change)
              .anyMatch(change -> change.kind() == kind && change.user().equals(user));
    }
  }

  Turn(
      SyncRequest request,
      @Nullable SyncToken since,
      Reach reach,
      Recent recent,
      List<Item> accountData,
      Set<String> ignored) {
    this.request = request;
    this.caller = request.caller();
    this.user = request.caller().user();
    this.filter = request.filter();
    this.since = since;
    this.log = reach.log();
    this.stream = reach.stream();
    this.typing = reach.typing();
    this.presence = reach.presence();
    this.streamTold = reach.stream();
    this.events = recent.events();
    this.changes = recent.changes();
    this.accountData = accountData;
    this.ignored = ignored;
  }

  /** The log position where the client stands, 0 when it gets everything. */
  long sinceLog() {
    return since == null ? 0 : since.log();
  }

  /** The stream position where the client stands, 0 when it gets everything. */
  long sinceStream() {
    return since == null ? 0 : since.stream();
  }

  SyncToken next() {
    return new SyncToken(log, streamTold, typing, presence, closed);
  }
}
