package org.caseroom.ops;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done; 1 could not be done, for the one reason printed; 2 the
 * command was not understood; 3 {@code procedure lint} or {@code directory check} found something.
 */
@Command(
    name = "caseroom",
    description = "A messaging service for the team around a child.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = false,
    subcommands = {
      ServeCommand.class,
      AgencyCommand.class,
      HubCommand.class,
      DirectoryCommand.class,
      AccountCommand.class,
      BotsCommand.class,
      RebuildCommand.class,
      BackupCommand.class,
      AuditCommand.class,
      MailCommand.class,
      NotifyCommand.class,
      PackCommand.class,
      ProcedureCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Path USUAL_FILE = Path.of("config/caseroom.yaml");

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      defaultValue = "${env:CASEROOM_CONFIG}",
      description = "The configuration file; config/caseroom.yaml when there is one.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "FOLDER",
      defaultValue = "${env:CASEROOM_DATA}",
      description = "The folder with the database, media and keys; ./data otherwise.")
  private @Nullable Path data;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  static int run(String... args) {
    return run(writer(System.out), writer(System.err), args);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  /** Runs a command that writes to these. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::notUnderstood)
        .setExecutionExceptionHandler(Main::notDone)
        .execute(args.length == 0 ? new String[] {"serve"} : withDefault(args));
  }

  /** Flags alone are flags of {@code serve}. */
  private static String[] withDefault(String[] args) {
    if (!args[0].startsWith("-") || args[0].equals("--help") || args[0].equals("--version")) {
      return switch (args[0]) {
        case "--help" -> new String[] {"help"};
        case "--version" -> new String[] {"version"};
        default -> args;
      };
    }
    String[] serve = new String[args.length + 1];
    serve[0] = "serve";
    System.arraycopy(args, 0, serve, 1, args.length);
    return serve;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command");
  }

  /** The settings: defaults, then the file, then the environment and the flags. */
  Settings settings() {
    Path file = config;
    Settings settings =
        file != null
            ? SettingsFile.read(file)
            : Files.exists(USUAL_FILE) ? SettingsFile.read(USUAL_FILE) : Settings.DEFAULT;
    return data == null ? settings : settings.withData(data);
  }

  /** Does something with the data of a stopped service. */
  <T> T onData(Function<Foundation, T> work) {
    try (Foundation foundation = Foundation.open(settings(), InstantSource.system())) {
      return work.apply(foundation);
    }
  }

  private static int notUnderstood(CommandLine.ParameterException e, String[] args) {
    e.getCommandLine()
        .getErr()
        .println(
            "caseroom: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                + ". Type 'scripts/caseroom help' for what can be asked.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int notDone(
      Exception e, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
    if (e instanceof Problem problem) {
      command.getErr().println("caseroom: " + problem.message());
    } else {
      command.getErr().println("caseroom: this failed in a way that was not foreseen: " + e);
      LOG.error("Not foreseen", e);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
