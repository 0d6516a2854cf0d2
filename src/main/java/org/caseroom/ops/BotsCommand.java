package org.caseroom.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.caseroom.bots.Bots;
import org.caseroom.bots.runtime.BotFile;
import org.caseroom.rooms.Rooms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom bots}. */
@Command(
    name = "bots",
    description = "The bots, and the files that say what they are.",
    subcommands = {BotsCommand.Check.class, BotsCommand.Reload.class, BotsCommand.Schema.class})
final class BotsCommand implements Runnable {
  /** What the service is asked for. */
  static final String RELOAD = "bots reload";

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
  }

  /** The bots in a sentence. */
  static String named(String begin, List<Bots.BotView> bots) {
    return begin + String.join(", ", bots.stream().map(Bots.BotView::name).toList()) + ".";
  }

  /** {@code caseroom bots check}. */
  @Command(
      name = "check",
      description =
          "Reads the bots' files as a start would, and names the first mistake with file and line."
              + " Touches no data and no running service.")
  static final class Check implements Runnable {
    @ParentCommand private BotsCommand parent;

    @Override
    public void run() {
      parent.say(named("The files are right. Bots: ", onNothing(parent.main.settings())));
    }

    /** An empty house in a folder that goes again: the same code as a start, and nobody's data. */
    private static List<Bots.BotView> onNothing(Settings settings) {
      try {
        Path folder = Files.createTempDirectory("caseroom-check-");
        try (Foundation house =
            Foundation.open(
                settings.withData(folder).withDatabase(Settings.DEFAULT.database()),
                InstantSource.system())) {
          return check(house);
        } finally {
          remove(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<Bots.BotView> check(Foundation house) {
      var policy = house.policy();
      try (Rooms rooms = house.rooms(policy, new Projections(house.database()))) {
        return Bots.check(house.botServices(rooms, house.cases(policy, rooms)));
      }
    }

    private static void remove(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** {@code caseroom bots reload}. */
  @Command(
      name = "reload",
      description =
          "Has the running service read the bots' files anew. A mistake in one is named, and the"
              + " bots go on by the old files.")
  static final class Reload implements Runnable {
    @ParentCommand private BotsCommand parent;

    @Override
    public void run() {
      parent.say(RequestBox.ask(parent.main.settings().data(), RELOAD));
    }
  }

  /** {@code caseroom bots schema}. */
  @Command(name = "schema", description = "Prints the JSON Schema of bot.yaml, for editors.")
  static final class Schema implements Runnable {
    @ParentCommand private BotsCommand parent;

    @Override
    public void run() {
      try {
        parent.say(
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(BotFile.schema()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
