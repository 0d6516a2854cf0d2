package org.caseroom.matrix.sync;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caseroom.base.Problem;
import org.caseroom.identity.Sessions;
import org.caseroom.identity.StreamPositions.Placed;
import org.caseroom.matrix.InvitePermission;
import org.caseroom.matrix.MatrixRequest.Caller;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.push.UnreadCounts;
import org.caseroom.matrix.sync.Turn.Reach;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Typing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers syncs, and holds those that have nothing to tell yet. {@code GET /sync} and the live
 * gateway both ask here.
 *
 * <p>The log's thread only notes that something happened. One thread works out whom it concerns and
 * wakes them; a small pool builds their answers. A held sync costs no thread.
 */
public final class SyncEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

  private final RoomView view;
  private final Typing typing;
  private final PresenceSource presence;
  private final News news;
  private final SyncAnswers answers;
  private final SyncParts parts;
  private final Holding holding;
  private final Watches watches;
  private final ExecutorService notifier;

  private volatile boolean closing;

  /** Starts to follow what happens. */
  public SyncEngine(SyncServices services) {
    this.view = services.rooms().log().view();
    this.typing = services.passing().typing();
    this.news =
        new News(
            services.rooms().log().feed(),
            services.identity().streamPositions(),
            services.passing().typing(),
            services.passing().presence());
    this.presence = services.passing().presence();
    this.holding = new Holding(view, services.passing(), news);
    this.watches = holding.watches();
    Meetings meetings = new Meetings(view, services.rooms().reader());
    PersonSections person =
        new PersonSections(services.identity().accountData(), services.push().rules(), presence);
    DeviceSections devices = new DeviceSections(view, meetings, services.identity());
    Turns turns = new Turns(news, person);
    this.parts =
        new SyncParts(services.rooms(), services.passing(), turns, meetings, person, devices);
    KnownMembers known = new KnownMembers();
    this.answers = new SyncAnswers(turns, rooms(services, known), devices, meetings, person, known);
    this.notifier = Executors.newSingleThreadExecutor(Holding.threads("sync-notify"));
    holding.eachSecond(typing::expire);
    holding.eachSecond(this::tick);
    holding.eachSecond(() -> inOrder(watches::tellDelayed));

    services.rooms().log().feed().subscribe(this::onEvents);
    services.identity().streamPositions().subscribe(this::onChange);
    services.identity().sessions().onEnd(this::onSessionEnd);
    services.identity().standings().onLock(session -> letGo(session, Sessions.locked()));
    typing.subscribe(room -> inOrder(() -> watches.tellTyping(room)));
    presence.subscribe(users -> inOrder(() -> watches.tellPresence(users)));
  }

  private RoomSections rooms(SyncServices services, KnownMembers known) {
    var log = services.rooms().log();
    var reader = services.rooms().reader();
    UnreadCounts unread = services.push().unread();
    RoomExtras extras =
        new RoomExtras(
            services.passing().receipts(), typing, services.identity().accountData(), unread);
    MemberRooms members =
        new MemberRooms(view, reader, new EventWriter(services.events()), extras, known);
    return new RoomSections(
        log,
        reader,
        new ChangedRooms(log, services.passing().receipts(), typing),
        members,
        new StrippedRooms(view, new InvitePermission(services.identity().accountData())));
  }

  /** What other sorts of sync are made of as well. */
  public SyncParts parts() {
    return parts;
  }

  /** Whose devices are others now than at a token: {@code changed} and {@code left}. */
  ObjectNode deviceLists(Caller caller, SyncToken since) {
    return answers.deviceLists(SyncRequest.after(caller, since, SyncFilter.ALL, Duration.ZERO));
  }

  /** A token that stands at this moment: for those who want only what is to come. */
  public SyncToken now() {
    Reach reach = news.reach();
    return new SyncToken(reach.log(), reach.stream(), reach.typing(), reach.presence(), Set.of());
  }

  /**
   * Answers a sync: at once when there is something to tell or the request does not wait, otherwise
   * when something happens or its time is up. Cancelling the future lets go of a held one.
   *
   * @return the answer; fails with a {@link org.caseroom.base.Problem} where the request does
   */
  public CompletableFuture<SyncAnswer> next(SyncRequest request) {
    return answer(new SyncAsking(answers, request), request.patience());
  }

  /**
   * As {@link #next}, for another sort of sync.
   *
   * @param patience how long it may be held
   */
  public <A> CompletableFuture<A> answer(Asking<A> asking, Duration patience) {
    return holding.answer(asking, patience);
  }

  /** Takes note of a device that syncs, with the presence that it wishes to show. */
  public void syncing(Caller caller, String state, Duration patience) {
    presence.syncing(caller, state, patience);
  }

  private void tick() {
    try {
      presence.tick();
    } catch (RuntimeException e) {
      // A database that is away for a moment must not end presence for good.
      LOG.error("Presence could not be brought up to date", e);
    }
  }

  /** How many syncs are held at the moment. */
  public int held() {
    return watches.held();
  }

  private void onEvents(List<Event> events) {
    for (Event event : events) {
      event
          .transaction()
          .ifPresent(transaction -> holding.sent(new Caller(event.sender(), transaction.device())));
    }
    news.add(events);
    inOrder(() -> watches.tell(events));
  }

  private void onChange(Placed placed) {
    news.add(placed);
    inOrder(() -> watches.tell(placed));
  }

  /** Who has signed out, or was, gets nothing more: not even what a held sync would have told. */
  private void onSessionEnd(Sessions.Session session) {
    letGo(
        session,
        Problem.of(401, "M_UNKNOWN_TOKEN", "This sign-in has ended: sign in again.")
            .with("soft_logout", BooleanNode.FALSE));
  }

  private void letGo(Sessions.Session session, Problem reason) {
    watches
        .of(session.user())
        .take(new Caller(session.user(), session.device()))
        .forEach(waiter -> waiter.answer.completeExceptionally(reason));
  }

  private void inOrder(Runnable telling) {
    if (!closing) {
      notifier.execute(telling);
    }
  }

  /** Answers what is held, and stops. */
  @Override
  public void close() {
    closing = true;
    notifier.shutdown();
    holding.close();
  }
}
