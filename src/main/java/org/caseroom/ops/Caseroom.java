package org.caseroom.ops;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Problem;
import org.caseroom.bots.Bots;
import org.caseroom.bots.reminders.Reminders;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.edge.Edge;
import org.caseroom.edge.EdgeSettings;
import org.caseroom.identity.Identity;
import org.caseroom.identity.Sessions;
import org.caseroom.mail.Mailer;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.MatrixRequest;
import org.caseroom.notices.Notices;
import org.caseroom.ops.demo.Demo;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.media.MediaUses;
import org.caseroom.rooms.search.SearchIndex;
import org.caseroom.storage.Database;
import org.caseroom.web.Web;
import org.caseroom.web.WebServices;
import org.caseroom.web.WebSettings;
import org.caseroom.web.api.ApiServices;
import org.caseroom.web.api.DeliveryServices;
import org.caseroom.web.api.RecordServices;

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
  private final MediaStore media;
  private final Mailer mailer;
  private final Receipts receipts;
  private final Notices notices;
  private final MatrixSide matrix;
  private final Edge edge;
  private final DailyCheckpoint dailyCheckpoint;

  private Caseroom(Settings settings) {
    clock =
        settings.clock() == Settings.Clock.SETTABLE || settings.demo()
            ? KeptClock.open(settings.data(), InstantSource.system())
            : InstantSource.system();
    try {
      foundation = closing.add(Foundation.open(settings, clock));
      projections = new Projections(foundation.database());
      policy = foundation.policy();
      rooms = closing.add(foundation.rooms(policy, projections));
      searchIndex = closing.add(openSearch());
      cases = foundation.cases(policy, rooms);
      WarmUp warmUp = WarmUp.begin(cases, identity().accounts());
      bots = closing.add(openBots());
      openDueWork();
      firstStart = new FirstStart(identity(), settings.data());
      firstStart.demo(settings.demo(), this::playDemo);
      media =
          new MediaStore(
              foundation.database(), foundation.folder().media(), foundation.keys().media(), clock);
      mailer = closing.add(openMailer());
      receipts = new Receipts(foundation.database(), identity().streamPositions(), clock);
      notices = closing.add(openNotices());
      Web web = closing.add(openWeb());
      matrix = openMatrix();
      dailyCheckpoint =
          closing.add(
              new DailyCheckpoint(
                  cases.checkpointNotices(), settings.audit().checkpoints(), clock));
      edge = closing.add(openEdge(web));
      warmUp.end(web.port());
      closing.add(RequestBox.open(settings.data(), this::asked));
      // At the end: nobody new is let in, those who wait are answered, the door is shut.
      closing.add(matrix.syncs());
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
    return matrix.syncs().held();
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

  /** What people are told outside of the service. */
  public Notices notices() {
    return notices;
  }

  /** The database. */
  Database database() {
    return foundation.database();
  }

  /** The audit log. */
  public AuditLog audit() {
    return foundation.audit();
  }

  /** What posts and writes a checkpoint each day. */
  DailyCheckpoint dailyCheckpoint() {
    return dailyCheckpoint;
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
    return matrix.endpoints();
  }

  /** Ends: those who wait are answered, what was accepted is written. */
  @Override
  public void close() {
    closing.close();
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

  private Bots openBots() {
    Bots started = Bots.start(botServices());
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> started.nudge());
    }
    return started;
  }

  /** What the bots work with. */
  BotServices botServices() {
    return foundation.botServices(rooms, cases);
  }

  private void openDueWork() {
    DueWork work = closing.add(DueWork.start(cases));
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> work.now());
    }
  }

  /** What a command line asks of the running service. */
  private String asked(String what) {
    if (what.equals(BotsCommand.RELOAD)) {
      return BotsCommand.named("Read anew. Bots: ", bots.reload("operator"));
    }
    throw Problem.invalidParam("This Caseroom does not know how to do this: is it an older one?");
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
    boolean sends = settings.mail().given() || settings.notices().enabled();
    if (sends && !settings.isReachable()) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_SETTINGS",
          (settings.mail().given() ? "mail.host" : "notices.enabled")
              + " is set, but not server.publicUrl, which the links in messages lead to: set it"
              + " too.");
    }
    return Mailer.open(settings.mail(), Mailer.USUAL_PAUSES, clock);
  }

  private Notices openNotices() {
    Notices opened =
        Notices.open(
            new Notices.Parts(
                foundation.database(),
                foundation.audit(),
                identity(),
                rooms,
                policy,
                receipts,
                mailer,
                clock,
                this::url,
                foundation.quietTimes()),
            foundation.settings().notices());
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> opened.nudge());
    }
    return opened;
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
            receipts,
            delivery(),
            clock),
        WebSettings.DEFAULT.withUploads(foundation.folder().uploads()),
        caseApi());
  }

  /** What people get outside of the pages. */
  public DeliveryServices delivery() {
    return new DeliveryServices(notices, identity().calendarSecrets(), this::url);
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
        new RecordServices(foundation.audit(), foundation.settings().audit(), rooms.reader()),
        delivery(),
        new Reminders(foundation.database(), rooms.log(), identity().accounts(), cases),
        foundation.quietTimes(),
        bots,
        clock,
        settable ? settableClock()::set : null);
  }

  private static MatrixRequest.Caller caller(Sessions.Session session) {
    return new MatrixRequest.Caller(session.user(), session.device());
  }

  private MatrixSide openMatrix() {
    return new MatrixSide(
        new MatrixSide.Parts(
            foundation,
            rooms,
            projections.relations(),
            searchIndex,
            media,
            mailer,
            receipts,
            clock,
            this::url),
        foundation.isShared(),
        closing);
  }

  private Edge openEdge(Web web) {
    EdgeSettings settings = foundation.settings().edgeSettings();
    // Whoever tries the service out with the demo may do so as fast as they like.
    return Edge.open(
        firstStart.isDemo() ? settings.unlimited() : settings,
        new Edge.Behind(
            matrix.endpoints(),
            (token, address, query) ->
                matrix
                    .appServices()
                    .authenticate(token, query)
                    .or(() -> Optional.of(caller(identity().sessions().require(token, address)))),
            new SyncFrames(matrix.syncs(), identity().accounts()),
            foundation.folder().uploads(),
            new InetSocketAddress(WebSettings.DEFAULT.host(), web.port())));
  }
}
