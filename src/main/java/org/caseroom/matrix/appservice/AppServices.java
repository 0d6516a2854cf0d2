package org.caseroom.matrix.appservice;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caseroom.base.Secret;
import org.caseroom.base.ServerName;
import org.caseroom.identity.Identity;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixApi;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomView;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;
import org.caseroom.storage.Database;

/** The application services of this server, from {@link #open} to {@link #close}. */
public final class AppServices implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PING = Duration.ofSeconds(15);

  private final Masquerade masquerade;
  private final Couriers couriers;
  private final Threshold threshold;
  private final List<Endpoint> own = new ArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool(AppServices::daemon);

  /**
   * What they work with.
   *
   * @param registrations registration files, and folders of such files
   * @param server this server's name
   * @param matrix the Matrix API
   * @param passing what passes beside the log
   * @param otherNodes whether other nodes work on the same database
   */
  public record Parts(
      List<Path> registrations,
      ServerName server,
      Database database,
      Identity identity,
      Rooms rooms,
      MatrixApi matrix,
      Passing passing,
      InstantSource clock,
      boolean otherNodes) {}

  /** What passes beside the log. */
  public record Passing(Receipts receipts, Typing typing, PresenceSource presence) {}

  private AppServices(Parts parts) {
    Registrations registrations = Registrations.read(parts.registrations(), parts.server());
    Identity identity = parts.identity();
    ServiceUsers users = new ServiceUsers(parts.database(), identity.accounts());
    registrations.all().forEach(users::prepare);
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(executor)
            .build();
    Map<String, ServiceClient> clients = new LinkedHashMap<>();
    registrations
        .all()
        .forEach(each -> clients.put(each.id(), new ServiceClient(http, each, parts.clock())));
    this.masquerade =
        new Masquerade(registrations, users, identity.accounts(), identity.sessions());
    this.threshold =
        new Threshold(
            registrations,
            users,
            new ServiceAccounts(registrations, users, identity.sessions(), parts.server()),
            new Lookups(
                registrations, clients, identity.accounts(), parts.matrix().aliases(), executor),
            new Threshold.Surroundings(
                parts.server(), identity.sessions(), parts.rooms().log().view(), executor));
    this.couriers = new Couriers(registrations.all(), users, clients, world(parts));
    Protocols protocols = new Protocols(registrations, clients, parts.clock());
    own.addAll(new NetworksApi(registrations, clients, protocols).endpoints());
    own.addAll(new PingApi(clients, PING, couriers::isThere).endpoints());
  }

  private static Couriers.World world(Parts parts) {
    RoomView view = parts.rooms().log().view();
    Passing passing = parts.passing();
    return new Couriers.World(
        parts.database(),
        parts.rooms(),
        parts.identity(),
        parts.matrix().aliases(),
        parts.matrix().events(),
        new Ephemeral.Sources(passing.receipts(), passing.typing(), passing.presence(), view),
        parts.clock(),
        parts.otherNodes());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "appservices");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads the registrations and makes the users that the services act as.
   *
   * @throws org.caseroom.base.Problem 500 {@code ORG.CASEROOM_CONFIGURATION} for a registration
   *     that cannot be used
   */
  public static AppServices open(Parts parts) {
    return new AppServices(parts);
  }

  /**
   * Who acts, when a token is an application service's.
   *
   * @param query the request's query, which may name a user and a device of the service
   * @throws org.caseroom.base.Problem when the service may not act as them
   */
  public Optional<MatrixRequest.Caller> authenticate(
      Secret token, Map<String, List<String>> query) {
    return masquerade.caller(token, query);
  }

  /**
   * Puts what application services need in front of endpoints, and adds those that are for them.
   *
   * @param endpoints all other endpoints
   */
  public List<Endpoint> with(List<Endpoint> endpoints) {
    List<Endpoint> all = new ArrayList<>(endpoints);
    all.addAll(own);
    return threshold.before(all);
  }

  /** Looks at the clock now: call it when a settable clock was moved. */
  public void nudge() {
    couriers.nudge();
  }

  /** Stops; what has not been taken in goes on after the next start. */
  @Override
  public void close() {
    // The executor's threads end by themselves when they idle: to interrupt one that writes would
    // make H2 close its file.
    couriers.close();
  }
}
