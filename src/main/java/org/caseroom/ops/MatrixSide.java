package org.caseroom.ops;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.caseroom.identity.Identity;
import org.caseroom.mail.Mailer;
import org.caseroom.matrix.Endpoint;
import org.caseroom.matrix.Letters;
import org.caseroom.matrix.MatrixApi;
import org.caseroom.matrix.MatrixServices;
import org.caseroom.matrix.MatrixSettings;
import org.caseroom.matrix.People;
import org.caseroom.matrix.PresenceSource;
import org.caseroom.matrix.Relations;
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
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.Typing;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.rooms.search.Search;
import org.caseroom.rooms.search.SearchIndex;
import org.jspecify.annotations.Nullable;

/**
 * The Matrix side of the service: its API, syncs, push, presence and application services, put
 * together.
 */
final class MatrixSide {
  private final Parts parts;
  private final Foundation foundation;
  private final Rooms rooms;
  private final InstantSource clock;
  private final Closing closing;
  private final boolean shared;
  private final Receipts receipts;
  private final Typing typing;
  private final Mailer mailer;
  private final @Nullable Presence presence;
  private final SyncEngine syncs;
  private final AppServices appServices;
  private final List<Endpoint> endpoints;

  /**
   * What it is put together from.
   *
   * @param url the address that clients use, once there is a port
   */
  record Parts(
      Foundation foundation,
      Rooms rooms,
      Relations relations,
      SearchIndex searchIndex,
      MediaStore media,
      Mailer mailer,
      Receipts receipts,
      InstantSource clock,
      Supplier<String> url) {}

  /**
   * Puts it together and starts what works by itself.
   *
   * @param shared whether other nodes may work on the same database
   * @param closing takes what has to be closed, but for the syncs
   */
  MatrixSide(Parts parts, boolean shared, Closing closing) {
    this.parts = parts;
    this.foundation = parts.foundation();
    this.rooms = parts.rooms();
    this.clock = parts.clock();
    this.closing = closing;
    this.shared = shared;
    mailer = parts.mailer();
    typing = new Typing(clock);
    receipts = parts.receipts();
    Push push = closing.add(openPush());
    presence = openPresence();
    MatrixServices services = matrixServices(push);
    MatrixApi matrix = new MatrixApi(services, matrixSettings());
    SyncServices synced = syncServices(matrix, push);
    syncs = new SyncEngine(synced);
    SlidingApi sliding = new SlidingApi(synced, syncs, clock);
    appServices = closing.add(openAppServices(matrix));
    endpoints = endpoints(matrix, services, push, sliding);
  }

  /** All that the Matrix API offers. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** What answers and holds syncs. */
  SyncEngine syncs() {
    return syncs;
  }

  /** The application services, which come with tokens of their own. */
  AppServices appServices() {
    return appServices;
  }

  private Identity identity() {
    return foundation.identity();
  }

  /** Follows who is there; null where the deployment does without. */
  private @Nullable Presence openPresence() {
    if (!foundation.settings().matrix().presence()) {
      return null;
    }
    Presence opened =
        new Presence(
            foundation.database(), rooms.log().view(), rooms.reader().rights()::isUnseen, clock);
    rooms.log().feed().subscribe(opened::onEvents);
    identity().sessions().onEnd(opened::onSessionEnd);
    return closing.add(opened);
  }

  private PresenceSource passingPresence() {
    return presence == null ? PresenceSource.NONE : presence;
  }

  private SyncServices syncServices(MatrixApi matrix, Push push) {
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

  private MatrixServices matrixServices(Push push) {
    return new MatrixServices(
        foundation.database(),
        rooms,
        parts.relations(),
        receipts,
        typing,
        passingPresence(),
        parts.media(),
        identity(),
        new Letters(mailer, foundation.settings().server().name(), parts.url()),
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
    Search search = new Search(parts.searchIndex(), rooms.reader());
    all.addAll(new SearchApi(rooms.reader(), matrix.events(), search).endpoints());
    return new AccountRules(identity().accounts(), identity().sessions())
        .over(appServices.with(all));
  }

  private AppServices openAppServices(MatrixApi matrix) {
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
                shared));
    if (clock instanceof SettableClock settable) {
      settable.onSet(now -> opened.nudge());
    }
    return opened;
  }

  private Push openPush() {
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
}
