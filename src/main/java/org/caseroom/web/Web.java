package org.caseroom.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import org.caseroom.web.api.Api;
import org.caseroom.web.api.ApiServices;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The pages' server. */
public final class Web implements AutoCloseable {
  private static final long LARGEST_FORM = 1_000_000;

  private final Javalin javalin;

  private Web(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts it; ready when this returns.
   *
   * @param api what the case API works with, which is served beside the pages
   */
  public static Web start(WebServices services, WebSettings settings, ApiServices api) {
    Frame frame = new Frame(new Templates(), new Assets());
    Javalin javalin =
        Javalin.create(
            config -> {
              serve(config, settings);
              new Api(api).register(config.routes);
              Doors doors =
                  new Doors(config.routes, frame, services.sessions(), services.accounts());
              config.routes.before(SecurityHeaders::set);
              config.routes.get(Assets.PATH + "{name}", frame.assets()::serve);
              new ErrorPages(doors, frame).register(config.routes);
              register(doors, frame, services, settings);
            });
    javalin.start(settings.host(), settings.port());
    return new Web(javalin);
  }

  private static void register(
      Doors doors, Frame frame, WebServices services, WebSettings settings) {
    new SignInPages(frame, services.sessions(), settings).register(doors);
    new InvitationPages(services, frame, settings).register(doors);
    new EmailPages(services.addressChecks()).register(doors);
    new AccountPages(services).register(doors);
    new HelpPages().register(doors);
    new AdminPages(services).register(doors);
    new MediaPages(services).register(doors);
    Cabinet cabinet = new Cabinet(services);
    Timeline timeline =
        new Timeline(
            services.reader(),
            services.receipts(),
            services.accounts(),
            services.cases().policy().service());
    RoomPages rooms =
        new RoomPages(
            cabinet, timeline, services.log(), new Attachments(services.media(), settings));
    CaseActions actions = new CaseActions(cabinet);
    CasePages pages = new CasePages(cabinet, rooms, actions);
    rooms.register(doors);
    actions.register(doors);
    pages.register(doors);
    new CaseForms(cabinet, pages, new PaperText(services.reader())).register(doors);
    new FamilyForms(cabinet).register(doors);
    new DecisionPages(cabinet).register(doors);
    new CorrectionPages(cabinet).register(doors);
    new PackPages(cabinet).register(doors);
    new AccessPages(cabinet).register(doors);
    new BreakGlassPages(cabinet).register(doors);
    new ReferralPages(cabinet, frame).register(doors);
    new QueuePages(cabinet).register(doors);
    new ReachPages(services.delivery().notices()).register(doors);
    new CalendarPages(services.cases().calendars(), services.delivery()).register(doors);
    new ManagerPages(cabinet).register(doors);
  }

  private static void serve(JavalinConfig config, WebSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = LARGEST_FORM;
    config.http.prefer405over404 = true;
    config.jetty.multipartConfig.cacheDirectory(settings.uploads().toString());
    // A little over the limit, so that a file just above it is refused with a sentence.
    config.jetty.multipartConfig.maxFileSize(settings.largestFile() * 2, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxTotalRequestSize(settings.largestFile() * 2, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
    // Pages are a small part of the load; the front door holds the many connections.
    config.jetty.threadPool = new QueuedThreadPool(32, 2);
    // Jetty's header cache costs about 100 KB for every persistent connection.
    config.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheSize(0));
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
