package org.caseroom.matrix;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;

/** What the Matrix API has for rooms, and what it says of itself: the endpoints put together. */
public final class MatrixApi {
  private final ClientEvents events;
  private final Aliases aliases;
  private final Members members;
  private final AddressInvites invites;
  private final List<Endpoint> endpoints = new ArrayList<>();

  /** Makes the endpoints over these services. */
  public MatrixApi(MatrixServices services, MatrixSettings settings) {
    this.events =
        new ClientEvents(
            services.rooms().reader(),
            services.relations(),
            new IgnoredUsers(services.identity().accountData()),
            services.clock());
    this.members =
        new Members(
            services.identity().accounts(),
            new InvitePermission(services.identity().accountData()),
            settings.server());
    this.aliases = new Aliases(services.database(), settings.server(), services.clock());
    this.invites = new AddressInvites(services, members);
    endpoints.addAll(new DiscoveryApi(settings, services.clock()).endpoints());
    addRooms(services, settings);
    endpoints.addAll(new EphemeralApi(services).endpoints());
  }

  /** Rooms: making them, being in them, writing, reading, finding them. */
  private void addRooms(MatrixServices services, MatrixSettings settings) {
    RoomLog log = services.rooms().log();
    RoomReader reader = services.rooms().reader();
    IgnoredUsers ignoredUsers = new IgnoredUsers(services.identity().accountData());
    RoomSummaries summaries = new RoomSummaries(log, reader);
    Successors successors = new Successors(log.view(), services.identity().accountData());
    endpoints.addAll(
        new CreateRoomApi(log, members, invites, aliases, successors, settings.server())
            .endpoints());
    endpoints.addAll(
        new UpgradeApi(log, members, aliases, successors, settings.server()).endpoints());
    endpoints.addAll(
        new MembershipApi(log, reader, members, invites, aliases, successors).endpoints());
    endpoints.addAll(
        new SendApi(log, members, aliases, new RelationRules(services.database(), reader))
            .endpoints());
    endpoints.addAll(new ReportsApi(services.rooms(), services.identity().accounts()).endpoints());
    endpoints.addAll(new StateApi(log, reader, events).endpoints());
    endpoints.addAll(
        new EventStreamApi(services.rooms(), events, services.identity().accounts()).endpoints());
    endpoints.addAll(new InitialSyncApi(services, events, aliases).endpoints());
    endpoints.addAll(new TimelineApi(services.rooms(), events, ignoredUsers).endpoints());
    endpoints.addAll(
        new RelationsApi(services.database(), services.rooms(), events, ignoredUsers).endpoints());
    endpoints.addAll(new DirectoryApi(log, reader, aliases, settings.server()).endpoints());
    endpoints.addAll(new PublicRoomsApi(log, aliases, summaries, settings.server()).endpoints());
    endpoints.addAll(new MutualRoomsApi(log, reader).endpoints());
    endpoints.addAll(new SpacesApi(log, summaries, aliases).endpoints());
  }

  /** All of them. */
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /** Events as clients see them: for sync, which shares it. */
  public ClientEvents events() {
    return events;
  }

  /** The names that lead to rooms: for application services, which keep some of them. */
  public Aliases aliases() {
    return aliases;
  }

  /** What people are in rooms as: for those who are closing their account. */
  public Members members() {
    return members;
  }

  /** Invitations by e-mail address: for who confirms an address. */
  public AddressInvites invites() {
    return invites;
  }
}
