package org.caseroom.ops;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Register;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.pack.PackImport;
import org.caseroom.cases.pack.PackReport;
import org.caseroom.cases.pack.PackVerifier;
import org.caseroom.rooms.EventSigner;
import org.caseroom.rooms.Rebuild;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.search.SearchIndex;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code caseroom pack}: on the data of a stopped service, but for {@code verify}, which needs
 * none; a running service is asked by {@code POST /api/cases/REF/export}.
 */
@Command(
    name = "pack",
    description = "A whole case as one file, with the proofs of it.",
    subcommands = {
      PackCommand.Export.class,
      PackCommand.Verify.class,
      PackCommand.Import.class,
      PackCommand.Appoint.class
    })
final class PackCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  private void print(String text, Object... values) {
    spec.commandLine().getOut().printf(text + "%n", values);
  }

  /** {@code caseroom pack export}. */
  @Command(name = "export", description = "Writes a case into a file; the audit log notes it.")
  static final class Export implements Runnable {
    @ParentCommand private PackCommand parent;

    @Parameters(paramLabel = "REF", description = "The case, such as REF-1.")
    private String reference = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file.")
    private Path to = Path.of("");

    @Option(
        names = "--reason",
        defaultValue = "Exported by the operator",
        description = "Why; it stands in the audit log and in the pack.")
    private String reason = "";

    @Override
    public void run() {
      parent.main.<Boolean>onData(
          data -> {
            CasePolicy policy = data.policy();
            try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
              data.cases(policy, rooms).wholePacks().export(null, reference, reason, to);
            }
            return true;
          });
      parent.print(
          "%s is in %s. Check it with: scripts/caseroom pack verify %s", reference, to, to);
    }
  }

  /** {@code caseroom pack verify}. */
  @Command(
      name = "verify",
      description = "Checks every byte of a pack, without a service, and names what was changed.")
  static final class Verify implements Runnable {
    @ParentCommand private PackCommand parent;

    @Parameters(paramLabel = "FILE", description = "The pack.")
    private Path file = Path.of("");

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "The key of the log it comes from, name+hash+key; else the pack's own.")
    private @Nullable String key;

    @Override
    public void run() {
      verify(parent.spec.commandLine().getOut(), file, key);
    }

    /** Verifies a pack and says what came of it. */
    static void verify(PrintWriter out, Path file, @Nullable String key) {
      PackReport report = require(PackVerifier.verify(file, key));
      out.printf(
          "The pack of %s from %s is whole: %d files, %d events, each in the log of its"
              + " checkpoint. Key: %s%n",
          report.reference(),
          report.server(),
          report.files(),
          report.events(),
          report.checkpointKey());
      if (key == null) {
        out.printf(
            "That is the key that the pack names itself: compare it with the one that %s shows"
                + " (GET /api/audit/checkpoint), or give it with --key.%n",
            report.server());
      }
    }

    /** Fails with the first finding of a report that has any. */
    static PackReport require(PackReport report) {
      PackReport.Finding bad = report.first().orElse(null);
      if (bad != null) {
        throw Problem.of(
            500,
            "ORG.CASEROOM_PACK",
            "The pack is NOT whole. First change: "
                + bad.file()
                + (bad.event() == null ? "" : ", event " + bad.event())
                + ", at byte "
                + bad.offset()
                + ". "
                + bad.what()
                + " "
                + bad.meaning()
                + (report.findings().size() > 1
                    ? " There are " + (report.findings().size() - 1) + " further findings."
                    : ""));
      }
      return report;
    }
  }

  /** {@code caseroom pack import}. */
  @Command(
      name = "import",
      description =
          "Takes a verified pack into an empty service, as a record to be read: the same events"
              + " under the same ids.")
  static final class Import implements Runnable {
    @ParentCommand private PackCommand parent;

    @Parameters(paramLabel = "FILE", description = "The pack.")
    private Path file = Path.of("");

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "The key of the log it comes from, name+hash+key; else the pack's own.")
    private @Nullable String key;

    @Override
    public void run() {
      Verify.require(PackVerifier.verify(file, key));
      PackImport.Imported taken = parent.main.onData(this::take);
      parent.print(
          "%s from %s is here: %d events, %d people (nobody can sign in as them), %d files. Appoint"
              + " who may read it: scripts/caseroom pack appoint %s USER",
          taken.reference(),
          taken.server(),
          taken.events(),
          taken.people(),
          taken.files(),
          taken.reference());
    }

    private PackImport.Imported take(Foundation data) {
      Map.Entry<String, RoomId> theCase = PackImport.caseOf(file);
      CasePolicy policy = data.policy();
      refuseKnown(data, policy, theCase.getKey());
      PackImport.Imported taken = importer(data).take(file);
      rebuild(data);
      try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
        new Register(rooms.log(), policy.service()).adopt(theCase.getKey(), theCase.getValue());
      }
      return taken;
    }

    /** Before anything is written. */
    private static void refuseKnown(Foundation data, CasePolicy policy, String reference) {
      try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
        Register register = new Register(rooms.log(), policy.service());
        if (register.space(rooms.log().view(), reference).isPresent()) {
          throw Problem.of(
              409,
              "ORG.CASEROOM_EXISTS",
              "There is a case " + reference + " here already: import into an empty service.");
        }
      }
    }
  }

  /** {@code caseroom pack appoint}. */
  @Command(
      name = "appoint",
      description = "Lets a manager of this service read a case that was taken in.")
  static final class Appoint implements Runnable {
    @ParentCommand private PackCommand parent;

    @Parameters(index = "0", paramLabel = "REF", description = "The case, such as REF-1.")
    private String reference = "";

    @Parameters(index = "1", paramLabel = "USER", description = "The manager's user name.")
    private String manager = "";

    @Option(names = "--all-rooms", description = "The child's own room and the letterbox too.")
    private boolean all;

    @Override
    public void run() {
      parent.main.<Boolean>onData(
          data -> {
            CasePolicy policy = data.policy();
            UserId user =
                manager.startsWith("@")
                    ? UserId.of(manager)
                    : UserId.local(manager, data.settings().server().name());
            try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
              CaseFile file =
                  Optional.of(new Register(rooms.log(), policy.service()))
                      .flatMap(register -> register.space(rooms.log().view(), reference))
                      .flatMap(space -> CaseFile.of(rooms.log().view(), space))
                      .orElseThrow(
                          () -> Problem.notFound("There is no case " + reference + " here."));
              importer(data).appoint(file, user, all);
            }
            rebuild(data);
            return true;
          });
      parent.print("%s can read %s now.", manager, reference);
    }
  }

  private static PackImport importer(Foundation data) {
    return new PackImport(
        new PackImport.House(
            data.database(),
            data.audit(),
            EventSigner.open(data.settings().server().name(), data.keys().signing()),
            data.identity().accounts(),
            data.identity().agencies(),
            data.media(),
            data.folder().uploads(),
            data.clock()));
  }

  /** What follows from the log is made anew; the search index behind the next start. */
  private static void rebuild(Foundation data) {
    SearchIndex.remove(data.folder().search());
    new Rebuild(data.database(), new Projections(data.database()).all()).run();
  }
}
