package org.caseroom.matrix.sync;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.matrix.sync.Turn.Recent;
import org.jspecify.annotations.Nullable;

/** Builds answers, up to where memory has been told of things. */
final class SyncAnswers {
  private final News news;
  private final RoomSections rooms;
  private final DeviceSections devices;
  private final Meetings meetings;
  private final PersonSections person;
  private final KnownMembers known;

  SyncAnswers(
      News news,
      RoomSections rooms,
      DeviceSections devices,
      Meetings meetings,
      PersonSections person,
      KnownMembers known) {
    this.news = news;
    this.rooms = rooms;
    this.devices = devices;
    this.meetings = meetings;
    this.person = person;
    this.known = known;
  }

  /** The answer as of now. */
  SyncAnswer build(SyncRequest request) {
    Turn turn = turn(request);
    JsonOut out = new JsonOut();
    out.beginObject();
    person.writeAccountData(turn, out);
    Meetings.Found found = meetings.find(turn, rooms.write(turn, out));
    person.writePresence(turn, found.met(), out);
    devices.write(turn, found, out);
    SyncToken next = turn.next();
    out.name("next_batch").text(next.toString());
    out.endObject();
    return new SyncAnswer(next, out.bytes(), turn.news || turn.since == null);
  }

  private Turn turn(SyncRequest request) {
    Reach reach = news.reach();
    SyncToken since = known(request.since(), reach);
    UserId user = request.caller().user();
    if (since == null) {
      known.forget(request.caller());
    }
    Recent recent = news.recent(since, reach);
    return new Turn(
        request,
        since,
        reach,
        recent,
        changedAccountData(user, since, recent),
        person.ignored(user));
  }

  /**
   * A token from the future is one from before the database was restored from a backup: its client
   * starts afresh, which puts right whatever it has.
   */
  private static @Nullable SyncToken known(@Nullable SyncToken since, Reach reach) {
    boolean future =
        since != null && (since.log() > reach.log() || since.stream() > reach.stream());
    return future ? null : since;
  }

  private List<Item> changedAccountData(UserId user, @Nullable SyncToken since, Recent recent) {
    if (since == null) {
      return person.accountData().since(user, 0);
    }
    return recent.concerns(user, Kind.ACCOUNT_DATA)
        ? person.accountData().since(user, since.stream())
        : List.of();
  }
}
