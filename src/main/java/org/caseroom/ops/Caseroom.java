package org.caseroom.ops;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Problem;
import org.caseroom.bots.BotServices;
import org.caseroom.bots.Bots;
import org.caseroom.cases.CasePolicy;
import org.caseroom.cases.CaseWork;
import org.caseroom.edge.Edge;
import org.caseroom.edge.EdgeSettings;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.mail.Mailer;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Letters;
import org.caseroom.matrix.MatrixApi;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.matrix.MatrixServices;
import org.caseroom.matrix.MatrixSettings;
import org.caseroom.matrix.People;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.SearchApi;
import org.caseroom.matrix.account.AccountEndpoints;
import org.caseroom.matrix.account.AccountRules;
import org.caseroom.matrix.appservice.AppServices;
import org.caseroom.matrix.media.MediaApi;
import org.caseroom.matrix.presence.Presence;
import org.caseroom.matrix.presence.PresenceApi;
import org.caseroom.matrix.preview.PreviewApi;
import org.caseroom.matrix.push.Push;
import org.caseroom.matrix.sync.SyncApi;
import org.caseroom.matrix.sync.SyncEngine;
import org.caseroom.matrix.sync.SyncServices;
import org.caseroom.matrix.sync.sliding.SlidingApi;
import org.caseroom.ops.demo.Demo;
import org.caseroom.rooms.AccountPolicy;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.RoomsContext;
import org.caseroom.rooms.Typing;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.rooms.search.Search;
import org.caseroom.rooms.search.SearchIndex;
import org.caseroom.storage.Database;
import org.caseroom.web.Web;
import org.caseroom.web.WebServices;
import org.caseroom.web.WebSettings;
import org.caseroom.web.api.ApiServices;
import org.jspecify.annotations.Nullable;

/** The whole service, running from {@link #start} to {@link #close}. */
public final class Caseroom implements AutoCloseable {
  private final Closing closing = new Closing();
  private final InstantSource clock;
  private final Foundation foundation;
  private final Projections projections;
  private final CasePolicy policy;
  private final Rooms rooms;
  private final SearchIndex searchIndex;
  private final CaseWork cases;
  private final Bots bots;
  private final FirstStart firstStart;
  private final SyncEngine syncs;
  private final AppServices appServices;
  private final List<Endpoint> endpoints;
  private final MediaStore media;
  private final Mailer mailer;
  private final @Nullable Presence presence;
  private final Edge edge;

  private Caseroom(Settings settings) {
    clock =
        settings.clock() == Settings.Clock.SETTABLE || settings.demo()
            ? KeptClock.open(settings.data(), InstantSource.system())
            : InstantSource.system();
    try {
      foundation = closing.add(Foundation.open(settings, clock));
      projections = new Projections(foundation.database());
      policy = openPolicy();
      rooms = closing.add(openRooms());
      searchIndex = closing.add(openSearch());
      cases = openCases();
      bots = closing.add(openBots());
      firstStart = new FirstStart(identity(), settings.data());
      firstStart.demo(settings.demo(), this::playDemo);
      media =
          new MediaStore(
              foundation.database(), foundation.folder().media(), foundation.keys().media(), clock);
      mailer = closing.add(openMailer());
      Web web = closing.add(openWeb());
      Typing typing = new Typing(clock);
      Receipts receipts = new Receipts(foundation.database(), identity().streamPositions(), clock);
      Push push = closing.add(openPush(receipts));
      presence = openPresence();
      MatrixServices services = matrixServices(receipts, typing, push);
      MatrixApi matrix = new MatrixApi(services, matrixSettings());
      SyncServices synced = syncServices(matrix, receipts, typing, push);
      syncs = new SyncEngine(synced);
      SlidingApi sliding = new SlidingApi(synced, syncs, clock);
      appServices = closing.add(openAppServices(matrix, receipts, typing));
      endpoints = endpoints(matrix, services, push, sliding);
      edge = closing.add(openEdge(web));
      // At the end: nobody new is let in, those who wait are answered, the door is shut.
      closing.add(syncs);
      closing.add(edge::refuse);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /**
   * Starts the service; it is ready when this returns.
   *
   * @throws org.caseroom.base.Problem when it cannot start, with one sentence that says what to do
   */
  public static Caseroom start(Settings settings) {
    return new Caseroom(settings);
  }

  /** The port that it listens on. */
  public int port() {
    return edge.port();
  }

  /** The address that clients use. */
  public String url() {
    return foundation.settings().publicUrl(port());
  }

  /** The clock, when it is settable. */
  public SettableClock settableClock() {
    if (clock instanceof SettableClock settable) {
      return settable;
    }
    throw new IllegalStateException("This service runs by the system's clock.");
  }

  /** How many syncs and live pages are held at the moment. */
  public int waiting() {
    return syncs.held();
  }

  /** What the first start has to tell whoever started it, such as a password; else nothing. */
  List<String> firstStart() {
    return firstStart.lines();
  }

  /** Casework. */
  public CaseWork cases() {
    return cases;
  }

  /** The bots. */
  public Bots bots() {
    return bots;
  }

  /** The database. */
  Database database() {
    return foundation.database();
  }

  /** The audit log. */
  AuditLog audit() {
    return foundation.audit();
  }

  /** The people. */
  public Identity identity() {
    return foundation.identity();
  }

  /** The rooms. */
  public Rooms rooms() {
    return rooms;
  }

  /** All that the Matrix API offers. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Ends: those who wait are answered, what was accepted is written. */
  @Override
  public void close() {
    closing.close();
  }

  private Rooms openRooms() {
    Settings settings = foundation.settings();
    return Rooms.open(
        new RoomsContext(
            foundation.database(),
            foundation.audit(),
            EventSigner.open(settings.server().name(), foundation.keys().signing()),
            new AccountPolicy(policy, identity().accounts()),
            identity().accounts()::isErased,
            projections.all(),
            clock,
            isShared()));
  }

  /** Whether other nodes may work on the same database. */
  private boolean isShared() {
    String url = foundation.settings().database().url();
    return url != null && url.startsWith("jdbc:postgresql:");
  }

  private SearchIndex openSearch() {
    SearchIndex index =
        new SearchIndex(
            foundation.folder().search(),
            foundation.keys().search(),
            rooms.whole(),
            rooms.log().feed());
    index.start();
    return index;
  }

  private CasePolicy openPolicy() {
    Path procedures = foundation.settings().procedures().toAbsolutePath();
    Path config = procedures.getParent();
    return new CasePolicy(
        CasePolicy.Rules.load(config == null ? procedures : config),
        identity().accounts(),
        identity().agencies(),
        foundation.house());
  }

  private CaseWork openCases() {
    return CaseWork.open(
        new CaseWork.House(
            foundation.database(),
            rooms.log(),
            identity().accounts(),
            identity().agencies(),
            foundation.audit()),
        policy);
  }

  private Bots openBots() {
    Bots started =
        Bots.start(
            new BotServices(
                foundation.settings().bots(),
                foundation.settings().server().name(),
                clock,
                foundation.database(),
                rooms.log(),
                rooms.reader(),
                identity().accounts(),
                identity().agencies(),
                foundation.audit(),
                cases));
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> started.nudge());
    }
    return started;
  }

  private void playDemo() {
    Demo.play(
        new Demo.Stage(
            foundation.settings().server().name(),
            identity(),
            rooms,
            cases,
            bots,
            settableClock()::set));
  }

  private Mailer openMailer() {
    Settings settings = foundation.settings();
    if (settings.mail().given() && !settings.isReachable()) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_SETTINGS",
          "mail.host is set, but not server.publicUrl, which the links in messages lead to: set it"
              + " too.");
    }
    return Mailer.open(settings.mail(), Mailer.USUAL_PAUSES, clock);
  }

  private Web openWeb() {
    Identity identity = foundation.identity();
    return Web.start(
        new WebServices(
            identity.sessions(),
            identity.accounts(),
            identity.credentials(),
            identity.agencies(),
            identity.invitations(),
            identity.addressChecks(),
            cases,
            rooms.log(),
            rooms.reader(),
            media,
            new MediaUses(foundation.database()),
            clock),
        WebSettings.DEFAULT.withUploads(foundation.folder().uploads()),
        caseApi());
  }

  private ApiServices caseApi() {
    boolean settable = foundation.settings().clock() == Settings.Clock.SETTABLE;
    return new ApiServices(
        cases,
        identity().sessions(),
        identity().accounts(),
        identity().agencies(),
        identity().invitations(),
        rooms.reports(),
        clock,
        settable ? settableClock()::set : null);
  }

  /** Follows who is there; null where the deployment does without. */
  private @Nullable Presence openPresence() {
    if (!foundation.settings().matrix().presence()) {
      return null;
    }
    Presence opened = new Presence(foundation.database(), rooms.log().view(), clock);
    rooms.log().feed().subscribe(opened::onEvents);
    identity().sessions().onEnd(opened::onSessionEnd);
    return closing.add(opened);
  }

  private PresenceSource passingPresence() {
    return presence == null ? PresenceSource.NONE : presence;
  }

  private SyncServices syncServices(MatrixApi matrix, Receipts receipts, Typing typing, Push push) {
    return new SyncServices(
        rooms,
        identity(),
        new SyncServices.Passing(receipts, typing, passingPresence()),
        matrix.events(),
        push);
  }

  private PreviewApi openPreviews(MatrixServices services) {
    return new PreviewApi(
        services, foundation.settings().previews(), foundation.folder().uploads());
  }

  private MatrixServices matrixServices(Receipts receipts, Typing typing, Push push) {
    return new MatrixServices(
        foundation.database(),
        rooms,
        projections.relations(),
        receipts,
        typing,
        passingPresence(),
        media,
        identity(),
        new Letters(mailer, foundation.settings().server().name(), this::url),
        push.rules(),
        clock);
  }

  private MatrixSettings matrixSettings() {
    Settings settings = foundation.settings();
    return new MatrixSettings(
        settings.server().name(),
        settings.server().publicUrl(),
        settings.edgeSettings().limits().fileBytes(),
        settings.matrix().turn().turn(),
        settings.matrix().support());
  }

  private List<Endpoint> endpoints(
      MatrixApi matrix, MatrixServices services, Push push, SlidingApi sliding) {
    List<Endpoint> all = new ArrayList<>(matrix.endpoints());
    all.addAll(
        new AccountEndpoints(
                services,
                matrixSettings(),
                new AccountEndpoints.Shared(matrix.members(), matrix.invites()))
            .endpoints());
    all.addAll(new MediaApi(services, matrixSettings(), foundation.settings().media()).endpoints());
    if (foundation.settings().previews().enabled()) {
      all.addAll(closing.add(openPreviews(services)).endpoints());
    }
    all.addAll(push.endpoints(matrix.events()));
    People people = new People(identity().accounts(), rooms.log().view());
    all.addAll(new PresenceApi(people, presence).endpoints());
    all.addAll(new SyncApi(syncs, identity().filters()).endpoints());
    all.addAll(sliding.endpoints());
    Search search = new Search(searchIndex, rooms.reader());
    all.addAll(new SearchApi(rooms.reader(), matrix.events(), search).endpoints());
    return new AccountRules(identity().accounts(), identity().sessions())
        .over(appServices.with(all));
  }

  private AppServices openAppServices(MatrixApi matrix, Receipts receipts, Typing typing) {
    Settings settings = foundation.settings();
    AppServices opened =
        AppServices.open(
            new AppServices.Parts(
                settings.matrix().applicationServices(),
                settings.server().name(),
                foundation.database(),
                identity(),
                rooms,
                matrix,
                new AppServices.Passing(receipts, typing, passingPresence()),
                clock,
                isShared()));
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> opened.nudge());
    }
    return opened;
  }

  private static MatrixRequest.Caller caller(Sessions.Session session) {
    return new MatrixRequest.Caller(session.user(), session.device());
  }

  private Push openPush(Receipts receipts) {
    Push started =
        new Push(
            foundation.database(),
            rooms,
            receipts,
            identity(),
            clock,
            foundation.settings().push());
    started.start();
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> started.nudge());
    }
    return started;
  }

  private Edge openEdge(Web web) {
    EdgeSettings settings = foundation.settings().edgeSettings();
    // Whoever tries the service out with the demo may do so as fast as they like.
    return Edge.open(
        firstStart.isDemo() ? settings.unlimited() : settings,
        new Edge.Behind(
            endpoints,
            (token, address, query) ->
                appServices
                    .authenticate(token, query)
                    .or(() -> Optional.of(caller(identity().sessions().require(token, address)))),
            new SyncFrames(syncs, identity().accounts()),
            foundation.folder().uploads(),
            new InetSocketAddress(WebSettings.DEFAULT.host(), web.port())));
  }
}
