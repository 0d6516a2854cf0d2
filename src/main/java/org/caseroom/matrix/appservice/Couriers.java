package org.caseroom.matrix.appservice;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caseroom.base.DeviceId;
import org.caseroom.identity.Identity;
import org.caseroom.identity.StreamPositions;
import org.caseroom.matrix.Aliases;
import org.caseroom.matrix.ClientEvents;
import org.caseroom.rooms.Feed;
import org.caseroom.rooms.RoomView;
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
      Registration service, Interest interest, Ephemeral passing, KeyNews keys, Courier courier) {}

  Couriers(
      List<Registration> services,
      ServiceUsers users,
      Map<String, ServiceClient> clients,
      World world) {
    tail = new LogTail(world.rooms().whole());
    List<Listener> listeners = new ArrayList<>();
    for (Registration service : services) {
      ServiceClient client = clients.get(service.id());
      if (client == null || !client.hasUrl()) {
        continue;
      }
      Listener listener = listener(service, users, client, world);
      listeners.add(listener);
      couriers.put(service.id(), listener.courier());
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

  private Listener listener(
      Registration service, ServiceUsers users, ServiceClient client, World world) {
    Identity identity = world.identity();
    RoomView view = world.rooms().log().view();
    Interest interest = new Interest(service, users, world.rooms().reader(), view, world.aliases());
    Ephemeral passing = new Ephemeral(service, interest, world.passing());
    KeyNews keys = new KeyNews(interest, identity.deviceLists(), identity.deviceKeys());
    Batches batches =
        new Batches(
            service,
            users,
            interest,
            new Batches.Beside(passing, keys),
            new Batches.Sources(
                tail,
                new ServiceEvents(world.events(), view),
                identity.streamPositions(),
                identity.toDevice()));
    Courier courier = new Courier(service, client, batches, outbox(service, world), world.clock());
    return new Listener(service, interest, passing, keys, courier);
  }

  private static Outbox outbox(Registration service, World world) {
    Delivery.Reached now =
        new Delivery.Reached(
            world.rooms().log().feed().position(), world.identity().streamPositions().current());
    return new Outbox(world.database(), service.id(), now, world.clock(), world.otherNodes());
  }

  private static void listen(Listener listener, World world) {
    world.aliases().onChange(listener.interest()::aliasesChanged);
    if (listener.service().wants().ephemeral()) {
      world
          .passing()
          .typing()
          .subscribe(
              room -> {
                listener.passing().typed(room);
                listener.courier().wake();
              });
      world
          .passing()
          .presence()
          .subscribe(
              users -> {
                users.forEach(listener.passing()::moved);
                listener.courier().wake();
              });
    }
    world
        .identity()
        .streamPositions()
        .subscribe(
            placed -> {
              if (concerns(placed.change(), listener)) {
                listener.courier().wake();
              }
            });
  }

  /** Whether a change is for a service, and what is to be looked at for it. */
  private static boolean concerns(StreamPositions.Change change, Listener listener) {
    Registration.Wants wants = listener.service().wants();
    boolean theirs = listener.service().covers(change.user());
    return switch (change.kind()) {
      case RECEIPT -> wants.ephemeral();
      case PRIVATE_RECEIPT -> wants.ephemeral() && theirs;
      case TO_DEVICE -> {
        if (wants.ephemeral() && theirs) {
          listener.passing().messageSent();
        }
        yield wants.ephemeral() && theirs;
      }
      case KEY_COUNTS -> {
        DeviceId device = change.device();
        if (wants.encryption() && theirs && device != null) {
          listener.keys().counted(change.user(), device);
        }
        yield wants.encryption() && theirs;
      }
      case DEVICE_LIST -> wants.encryption();
      case ACCOUNT_DATA, OWN_DEVICE_LIST -> false;
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
