package org.caseroom.ops;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom serve}. */
@Command(name = "serve", description = "Runs the service until it is stopped (the default).")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:CASEROOM_PORT}",
      description = "The port to listen on; 0 for any free one.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "${env:CASEROOM_HOST}",
      description = "The address to listen on.")
  private @Nullable String host;

  @Option(names = "--empty", description = "On the first start, no demo: an administrator only.")
  private boolean empty;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = settings();
    long started = System.nanoTime();
    Caseroom caseroom = Caseroom.start(settings);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  caseroom.close();
                  LOG.info("Stopped");
                  stopped.countDown();
                },
                "caseroom-stop"));
    PrintWriter out = spec.commandLine().getOut();
    new Welcome(caseroom, settings).print(out);
    LOG.info("Ready after {} ms", (System.nanoTime() - started) / 1_000_000);
    stopped.await();
    return 0;
  }

  private Settings settings() {
    Settings settings = main.settings();
    Settings.Server server = settings.server();
    Settings listening =
        settings.listeningOn(
            host == null ? server.host() : host, port == null ? server.port() : port);
    return empty ? listening.withDemo(false) : listening;
  }
}
