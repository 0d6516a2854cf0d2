package org.caseroom.ops;

import java.util.List;
import org.caseroom.identity.Agency;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom hub}. */
@Command(
    name = "hub",
    description = "The front doors of an agency.",
    subcommands = HubCommand.Create.class)
final class HubCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  /** {@code caseroom hub create}. */
  @Command(name = "create", description = "Adds a hub to an agency, or changes one.")
  static final class Create implements Runnable {
    @ParentCommand private HubCommand parent;

    @Parameters(index = "0", paramLabel = "AGENCY", description = "The agency's id.")
    private String agency = "";

    @Parameters(index = "1", paramLabel = "ID", description = "A short word.")
    private String id = "";

    @Option(names = "--name", required = true, description = "The name that people read.")
    private String name = "";

    @Option(names = "--email", defaultValue = "", description = "Where families write.")
    private String email = "";

    @Option(names = "--telephone", defaultValue = "", description = "Where families call.")
    private String telephone = "";

    @Option(
        names = "--area",
        split = ",",
        description = "The council areas that it is the nearest hub for, as words.")
    private List<String> areas = List.of();

    @Override
    public void run() {
      parent.main.onData(
          data ->
              data.identity()
                  .agencies()
                  .saveHub(agency, new Agency.Hub(id, name, email, telephone, areas), null));
      parent.spec.commandLine().getOut().println("Saved " + id + " of " + agency + ": " + name);
    }
  }
}
