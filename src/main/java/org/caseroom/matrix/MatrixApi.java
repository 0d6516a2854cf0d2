package org.caseroom.matrix;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.identity.Identity;
import org.caseroom.rooms.RoomLog;
import org.caseroom.rooms.RoomReader;

/** The Matrix client-server API, but for sync and push: all endpoints, put together. */
public final class MatrixApi {
  private final ClientEvents events;
  private final Aliases aliases;
  private final Members members;
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
    EmailStage email = new EmailStage(services.identity().addressChecks(), services.letters());
    InteractiveAuth auth = AuthStages.over(services.identity(), email, services.clock());
    Reauthentication reauthentication = new Reauthentication(auth);

    AddressInvites invites = new AddressInvites(services, members);
    endpoints.addAll(new DiscoveryApi(settings, services.clock()).endpoints());
    addAccounts(services, settings, new Asking(auth, reauthentication, email), invites);
    addRooms(services, settings, invites);
    addPersonal(services, settings, reauthentication);
  }

  /** Rooms: making them, being in them, writing, reading, finding them. */
  private void addRooms(MatrixServices services, MatrixSettings settings, AddressInvites invites) {
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

  /** How people are asked who they are. */
  private record Asking(InteractiveAuth auth, Reauthentication again, EmailStage email) {}

  /** Coming in, going out, and one's own account. */
  private void addAccounts(
      MatrixServices services, MatrixSettings settings, Asking asking, AddressInvites invites) {
    Identity identity = services.identity();
    InteractiveAuth auth = asking.auth();
    Reauthentication reauthentication = asking.again();
    SignIns signIns = new SignIns(settings);
    endpoints.addAll(new LoginApi(identity, reauthentication, signIns).endpoints());
    endpoints.addAll(
        new ThirdPartyApi(identity.addresses(), reauthentication, services.letters(), invites)
            .endpoints());
    endpoints.addAll(new OpenIdApi(identity.openIdTokens(), settings.server()).endpoints());
    endpoints.addAll(new AddressTokenApi(identity, services.letters()).endpoints());
    endpoints.addAll(
        new RegisterApi(
                identity.registrations(),
                identity.sessions(),
                auth,
                signIns,
                asking.email(),
                invites)
            .endpoints());
    endpoints.addAll(new LoginFallbackApi().endpoints());
    endpoints.addAll(new AuthFallbackApi(auth).endpoints());
    endpoints.addAll(new SharedSecretApi(identity, signIns).endpoints());
    Departure departure = new Departure(services.rooms(), members, identity.standings());
    PasswordReset reset = new PasswordReset(identity, auth, asking.email(), services.letters());
    endpoints.addAll(new AccountApi(identity, reauthentication, reset, departure).endpoints());
    endpoints.addAll(new AdminApi(identity, settings.server()).endpoints());
    endpoints.addAll(
        new CapabilitiesApi(identity.accounts(), services.letters().canSend()).endpoints());
  }

  /** What belongs to a person and not to a room. */
  private void addPersonal(
      MatrixServices services, MatrixSettings settings, Reauthentication reauthentication) {
    Identity identity = services.identity();
    RoomLog log = services.rooms().log();
    People people = new People(identity.accounts(), log.view());
    endpoints.addAll(new ProfileApi(log, identity.profiles(), people).endpoints());
    endpoints.addAll(new UserDirectoryApi(identity.accounts(), people).endpoints());
    endpoints.addAll(
        new AccountDataApi(identity.accountData(), identity.filters(), services.pushRules())
            .endpoints());
    endpoints.addAll(
        new KeysApi(identity, reauthentication, people, settings.server()).endpoints());
    endpoints.addAll(new KeyBackupApi(services.database()).endpoints());
    identity.standings().onClose((tx, user) -> new KeyBackupDao(tx, user).deleteAll());
    endpoints.addAll(new EphemeralApi(services).endpoints());
  }

  /** All endpoints but sync and push. */
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
}
