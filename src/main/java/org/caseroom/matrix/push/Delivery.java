package org.caseroom.matrix.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.caseroom.base.UserId;
import org.caseroom.identity.StreamPositions;
import org.caseroom.matrix.push.Gateway.Answer;
import org.caseroom.matrix.push.Line.Due;
import org.caseroom.matrix.push.UnreadCounts.Badge;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells push gateways of events, in order for each pusher. One thread follows the log and knows
 * what waits for whom; a few others talk to gateways. How far each gateway has been told is stored
 * before it is told of the next event, so that a restart loses nothing and repeats nothing.
 */
final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int GROUPS_WAITING = 4096;
  private static final long TICK_MS = 1_000;
  private static final long SAVE_EVERY_MS = 60_000;

  /** What is older is no news any more, when a gateway comes back. */
  private static final long OLD_MS = 86_400_000;

  private final Pushers pushers;
  private final RoomLog log;
  private final RoomView view;
  private final RoomReader reader;
  private final Rulesets rules;
  private final UnreadCounts unread;
  private final Missed missed;
  private final Audience audience;
  private final Payloads payloads;
  private final InstantSource clock;

  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger groups = new AtomicInteger();
  private final Talkers talkers;
  private final Thread thread = new Thread(this::run, "push");

  // Of the one thread.
  private final Map<UserId, Map<Pusher.Id, Line>> lines = new HashMap<>();
  private final Set<Line> active = new LinkedHashSet<>();
  private long seen;
  private long savedAtMs;

  private volatile boolean followed;
  private volatile boolean overrun;
  private volatile boolean closed;
  private Feed.@Nullable Subscription subscription;

  /** What deliveries are made of. */
  record Parts(
      Pushers pushers, Rooms rooms, Rulesets rules, UnreadCounts unread, InstantSource clock) {}

  Delivery(Parts parts, PushSettings settings) {
    this.pushers = parts.pushers();
    this.log = parts.rooms().log();
    this.view = log.view();
    this.reader = parts.rooms().reader();
    this.rules = parts.rules();
    this.unread = parts.unread();
    this.missed = new Missed(parts.rooms(), rules);
    this.audience = new Audience(view);
    this.payloads = new Payloads(view, reader, settings);
    this.clock = parts.clock();
    this.talkers = new Talkers(settings, inbox::add);
    thread.setDaemon(true);
  }

  /** Takes up where it was left. */
  void start(StreamPositions streams) {
    subscription = log.feed().subscribe(this::accept);
    streams.subscribe(this::accept);
    savedAtMs = clock.millis();
    inbox.add(
        () -> {
          seen = log.feed().position();
          for (UserId user : pushers.users()) {
            pushers.prune(user);
            load(user);
          }
        });
    thread.start();
  }

  /** A user's pushers, or the devices that they hang on, are others now. */
  void changed(UserId user) {
    inbox.add(() -> load(user));
  }

  /** A device may be gone. */
  void deviceGone(UserId user) {
    if (followed) {
      inbox.add(
          () -> {
            if (lines.containsKey(user)) {
              pushers.prune(user);
              load(user);
            }
          });
    }
  }

  /** Looks at the clock now. */
  void nudge() {
    inbox.add(() -> {});
  }

  // ---- What happens, on the threads of others ----

  private void accept(List<Event> events) {
    if (!followed) {
      return;
    }
    if (groups.incrementAndGet() > GROUPS_WAITING) {
      groups.decrementAndGet();
      overrun = true;
      return;
    }
    inbox.add(
        () -> {
          groups.decrementAndGet();
          follow(events);
        });
  }

  private void accept(StreamPositions.Placed placed) {
    StreamPositions.Kind kind = placed.change().kind();
    if (followed
        && (kind == StreamPositions.Kind.RECEIPT || kind == StreamPositions.Kind.PRIVATE_RECEIPT)) {
      inbox.add(() -> each(placed.change().user(), Line::wantBadge));
    }
  }

  // ---- The one thread ----

  private void run() {
    while (!closed || talkers.areTalking()) {
      try {
        Runnable task = inbox.poll(TICK_MS, TimeUnit.MILLISECONDS);
        while (task != null) {
          task.run();
          task = inbox.poll();
        }
        round();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("A round of push deliveries failed; the next one goes on from here", e);
      }
    }
    save();
  }

  private void round() {
    if (overrun) {
      overrun = false;
      seen = Math.max(seen, log.feed().position());
      forEach(Line::fallBehind);
    }
    List.copyOf(active).forEach(line -> alone(line, this::catchUp));
    save();
    if (!closed) {
      List.copyOf(active).forEach(line -> alone(line, this::advance));
    }
  }

  /** One pusher's fault must not keep the notifications of the others. */
  private void alone(Line line, Consumer<Line> work) {
    try {
      work.accept(line);
    } catch (RuntimeException e) {
      LOG.warn("{} is not told for now", line.pusher().id().user().value(), e);
    }
  }

  private void load(UserId user) {
    Map<Pusher.Id, Line> before = lines.getOrDefault(user, Map.of());
    Map<Pusher.Id, Line> now = new HashMap<>();
    for (Pusher pusher : pushers.of(user)) {
      Line line = before.get(pusher.id());
      if (line == null) {
        line = new Line(pusher);
      } else if (line.pusher().setAt() != pusher.setAt()) {
        line.replace(pusher);
      }
      now.put(pusher.id(), line);
      active.add(line);
    }
    before.forEach(
        (id, line) -> {
          if (!now.containsKey(id)) {
            active.remove(line);
          }
        });
    if (now.isEmpty()) {
      lines.remove(user);
    } else {
      lines.put(user, now);
    }
    followed = !lines.isEmpty();
  }

  private void each(UserId user, Consumer<Line> work) {
    for (Line line : lines.getOrDefault(user, Map.of()).values()) {
      work.accept(line);
      active.add(line);
    }
  }

  private void forEach(Consumer<Line> work) {
    lines.keySet().forEach(user -> each(user, work));
  }

  private void follow(List<Event> events) {
    for (Event event : events) {
      if (event.position() > seen) {
        for (UserId user : audience.of(event, lines.keySet())) {
          follow(user, event);
        }
        seen = event.position();
      }
    }
  }

  private void follow(UserId user, Event event) {
    if (event.sender().equals(user)) {
      // To send is to have read.
      each(user, Line::wantBadge);
      return;
    }
    PushEvaluator.Outcome outcome = rules.of(user).evaluate(event, user, view);
    if (outcome.notifies()) {
      for (Line line : lines.getOrDefault(user, Map.of()).values()) {
        if (line.follows(event.position()) && line.offer(new Due(event, outcome))) {
          active.add(line);
        }
      }
    }
  }

  private void catchUp(Line line) {
    if (!line.isBehind() || line.next() != null) {
      return;
    }
    UserId user = line.pusher().id().user();
    line.caughtUp(missed.find(user, line.seen(), log.feed().position()));
  }

  /** Sends what may be sent next. */
  private void advance(Line line) {
    while (line.isFree(clock.millis()) && talkers.mayTell(line.pusher())) {
      Due due = line.next();
      if (due != null && !isDue(line, due)) {
        line.done();
      } else if (due != null || line.isBadgeDue()) {
        Badge badge = unread.badge(line.pusher().id().user());
        if (due != null || !line.knows(badge)) {
          send(line, due, badge);
          break;
        }
        line.skipBadge();
      } else {
        break;
      }
    }
    if (!line.isActive()) {
      active.remove(line);
    }
  }

  /** Whether it is still news, and the user may see it and has not read it meanwhile. */
  private boolean isDue(Line line, Due due) {
    UserId user = line.pusher().id().user();
    Event event = due.event();
    boolean old = clock.millis() - event.originServerTs() > OLD_MS;
    if (old || !pushers.mayBeTold(user) || !reader.rights().mayRead(user, event.room())) {
      return false;
    }
    if (user.value().equals(event.stateKey())
        && view.membership(event.room(), user) == Membership.INVITE) {
      return true;
    }
    return view.membership(event.room(), user) == Membership.JOIN
        && reader.maySee(user, event)
        && !unread.isRead(user, event);
  }

  private void send(Line line, @Nullable Due due, Badge badge) {
    Pusher pusher = line.pusher();
    ObjectNode payload =
        due == null
            ? payloads.badge(pusher, badge)
            : payloads.event(pusher, due.event(), due.outcome().actions(), badge);
    if (talkers.tell(pusher, payload, answer -> answered(line, due, badge, answer))) {
      line.sending();
      // To the end: those whose turn it was not go first, when another place becomes free.
      active.remove(line);
      active.add(line);
    }
  }

  private void answered(Line line, @Nullable Due due, Badge badge, Answer answer) {
    if (!answer.taken()) {
      line.failed(clock.millis());
      return;
    }
    line.taken(badge);
    if (due != null) {
      line.done();
    }
    Pusher pusher = line.pusher();
    if (answer.rejected().contains(pusher.id().key())) {
      LOG.info("The push gateway of {} wants no more", pusher.id().user().value());
      pushers.remove(pusher.id());
      load(pusher.id().user());
    }
  }

  /** Stores how far gateways have been told: at once when they were, else once in a while. */
  private void save() {
    Map<Pusher.Id, Long> positions = new HashMap<>();
    long now = clock.millis();
    boolean all = closed || Math.abs(now - savedAtMs) >= SAVE_EVERY_MS;
    if (all) {
      savedAtMs = now;
    }
    for (Line line : all ? all() : active) {
      long position = line.unsaved(seen);
      if (position > 0) {
        positions.put(line.pusher().id(), position);
      }
    }
    pushers.delivered(positions);
    positions.forEach(
        (id, position) -> {
          Line line = lines.getOrDefault(id.user(), Map.of()).get(id);
          if (line != null) {
            line.saved(position);
          }
        });
  }

  private List<Line> all() {
    return lines.values().stream().flatMap(of -> of.values().stream()).toList();
  }

  /** Waits a moment for gateways that are being told, and notes how far it came. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    closed = true;
    talkers.close();
    nudge();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
