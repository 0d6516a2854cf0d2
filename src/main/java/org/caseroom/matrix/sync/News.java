package org.caseroom.matrix.sync;

import java.util.List;
import org.caseroom.identity.StreamPositions;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.matrix.sync.Turn.Recent;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.Typing;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately, of the log and of the streams beside it, in memory. An answer reaches as
 * far as this has been told, so that it can find by a few array reads what its client has missed.
 */
final class News {
  private static final int EVENTS = 8192;
  private static final int CHANGES = 8192;

  private final RecentRing<Event> events;
  private final RecentRing<Placed> changes;
  private final Typing typing;
  private final PresenceSource presence;

  News(Feed feed, StreamPositions streams, Typing typing, PresenceSource presence) {
    this.events = new RecentRing<>(EVENTS, feed.position());
    this.changes = new RecentRing<>(CHANGES, streams.current());
    this.typing = typing;
    this.presence = presence;
  }

  void add(List<Event> fresh) {
    fresh.forEach(event -> events.add(event.position(), event));
  }

  void add(Placed change) {
    changes.add(change.position(), change);
  }

  Reach reach() {
    return new Reach(events.position(), changes.position(), typing.position(), presence.position());
  }

  Recent recent(@Nullable SyncToken since, Reach reach) {
    return since == null
        ? new Recent(null, null)
        : new Recent(
            events.between(since.log(), reach.log()),
            changes.between(since.stream(), reach.stream()));
  }
}
