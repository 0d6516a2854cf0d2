package org.caseroom.matrix.appservice;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.identity.Identity;
import org.caseroom.identity.StreamPositions;
import org.caseroom.matrix.Aliases;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.Rooms;
import org.caseroom.storage.Database;

/** Tells all application services that listen what happens. */
final class Couriers implements AutoCloseable {
  private final Map<String, Courier> couriers = new LinkedHashMap<>();
  private final LogTail tail;
  private final Feed.Subscription subscription;

  /**
   * What they tell of.
   *
   * @param otherNodes whether other nodes work on the same database, of which one tells a service
   */
  record World(
      Database database,
      Rooms rooms,
      Identity identity,
      Aliases aliases,
      ClientEvents events,
      Ephemeral.Sources passing,
      InstantSource clock,
      boolean otherNodes) {}

  /** One service, put together. */
  private record Listener(
      Registration service, ServiceUsers users, Interest interest, Ephemeral passing) {}

  Couriers(
      List<Registration> services,
      ServiceUsers users,
      Map<String, ServiceClient> clients,
      World world) {
    tail = new LogTail(world.rooms().whole());
    List<Listener> listeners = new ArrayList<>();
    Batches.Sources sources =
        new Batches.Sources(
            tail,
            new ServiceEvents(world.events(), world.rooms().log().view()),
            world.identity().streamPositions(),
            world.identity().toDevice());
    for (Registration service : services) {
      ServiceClient client = clients.get(service.id());
      if (client == null || !client.hasUrl()) {
        continue;
      }
      Interest interest =
          new Interest(
              service, users, world.rooms().reader(), world.rooms().log().view(), world.aliases());
      Ephemeral passing = new Ephemeral(service, users, interest, world.passing());
      listeners.add(new Listener(service, users, interest, passing));
      couriers.put(
          service.id(),
          new Courier(
              service,
              client,
              new Batches(service, users, interest, passing, sources),
              outbox(service, world),
              world.clock()));
    }
    subscription = world.rooms().log().feed().subscribe(tail::add);
    if (couriers.isEmpty()) {
      subscription.close();
      return;
    }
    tail.start(world.rooms().log().feed().position());
    tail.onNews(this::nudge);
    listeners.forEach(listener -> listen(listener, world));
    couriers.values().forEach(Courier::start);
  }

  private static Outbox outbox(Registration service, World world) {
    Delivery.Reached now =
        new Delivery.Reached(
            world.rooms().log().feed().position(), world.identity().streamPositions().current());
    return new Outbox(world.database(), service.id(), now, world.clock(), world.otherNodes());
  }

  private void listen(Listener listener, World world) {
    world.aliases().onChange(listener.interest()::aliasesChanged);
    if (!listener.service().wants().ephemeral()) {
      return;
    }
    Ephemeral passing = listener.passing();
    Courier courier = couriers.get(listener.service().id());
    if (courier == null) {
      return;
    }
    world
        .passing()
        .typing()
        .subscribe(
            room -> {
              passing.typed(room);
              courier.wake();
            });
    world
        .passing()
        .presence()
        .subscribe(
            users -> {
              users.forEach(passing::moved);
              courier.wake();
            });
    world
        .identity()
        .streamPositions()
        .subscribe(
            placed -> {
              if (concerns(placed.change(), listener)) {
                courier.wake();
              }
            });
  }

  private static boolean concerns(StreamPositions.Change change, Listener listener) {
    return switch (change.kind()) {
      case RECEIPT -> true;
      case PRIVATE_RECEIPT -> listener.service().covers(change.user());
      case TO_DEVICE -> {
        boolean theirs = listener.service().covers(change.user());
        if (theirs) {
          listener.passing().messageSent();
        }
        yield theirs;
      }
      case ACCOUNT_DATA, DEVICE_LIST, OWN_DEVICE_LIST, KEY_COUNTS -> false;
    };
  }

  /** Looks at the log and the clock now. */
  void nudge() {
    couriers.values().forEach(Courier::wake);
  }

  /** A service has shown that it is there. */
  void isThere(String service) {
    Courier courier = couriers.get(service);
    if (courier != null) {
      courier.isThere();
    }
  }

  @Override
  public void close() {
    subscription.close();
    couriers.values().forEach(Courier::close);
  }
}
