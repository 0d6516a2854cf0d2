package org.caseroom.matrix.sync;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.identity.AccountData.Item;
import org.caseroom.identity.StreamPositions.Kind;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.matrix.sync.Turn.Recent;
import org.jspecify.annotations.Nullable;

/** Begins answers: with what has happened since, as far as memory has been told of it. */
final class Turns {
  private final News news;
  private final PersonSections person;

  Turns(News news, PersonSections person) {
    this.news = news;
    this.person = person;
  }

  /** How far an answer can reach now. */
  Reach reach() {
    return news.reach();
  }

  Turn begin(SyncRequest request, Reach reach) {
    SyncToken since = known(request.since(), reach);
    UserId user = request.caller().user();
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
