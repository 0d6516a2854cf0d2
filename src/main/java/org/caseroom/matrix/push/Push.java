package org.caseroom.matrix.push;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.matrix.Endpoint;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.storage.Database;

/** Push notifications, put together. Delivers from {@link #start} to {@link #close}. */
public final class Push implements AutoCloseable {
  private final Identity identity;
  private final PushSettings settings;
  private final PushRules rules;
  private final UnreadCounts unread;
  private final Notifications notifications;
  private final Pushers pushers;
  private final Delivery delivery;

  /** Makes it over these services. */
  public Push(
      Database database,
      Rooms rooms,
      Receipts receipts,
      Identity identity,
      InstantSource clock,
      PushSettings settings) {
    this.identity = identity;
    this.settings = settings;
    this.rules = new PushRules(identity.accountData());
    Rulesets rulesets = new Rulesets(rules, identity.accountData());
    this.unread = new UnreadCounts(database, rooms, receipts, rulesets);
    this.notifications = new Notifications(rooms, unread, rulesets, clock);
    this.pushers = new Pushers(database, identity, rooms.log(), clock);
    this.delivery =
        new Delivery(new Delivery.Parts(pushers, rooms, rulesets, unread, clock), settings);
  }

  /** Begins to tell gateways. */
  public void start() {
    delivery.start(identity.streamPositions());
    identity.sessions().onEnd(session -> delivery.deviceGone(session.user()));
  }

  /** Everybody's push rules. */
  public PushRules rules() {
    return rules;
  }

  /** What everybody has not read. */
  public UnreadCounts unread() {
    return unread;
  }

  /** The endpoints. */
  public List<Endpoint> endpoints(ClientEvents events) {
    List<Endpoint> endpoints =
        new ArrayList<>(new PushApi(rules, notifications, events).endpoints());
    endpoints.addAll(new PushersApi(pushers, delivery, settings).endpoints());
    return endpoints;
  }

  /** Looks at the clock now: it was set. */
  public void nudge() {
    delivery.nudge();
  }

  @Override
  public void close() {
    delivery.close();
    unread.close();
  }
}
