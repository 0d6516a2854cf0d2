package org.caseroom.ops;

import java.util.List;
import org.caseroom.identity.Agency;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code caseroom agency}. */
@Command(
    name = "agency",
    description = "The organisations that people work for.",
    subcommands = {AgencyCommand.Create.class, AgencyCommand.Show.class})
final class AgencyCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    main.run();
  }

  /** {@code caseroom agency create}. */
  @Command(name = "create", description = "Adds an agency, or changes one.")
  static final class Create implements Runnable {
    @ParentCommand private AgencyCommand parent;

    @Parameters(paramLabel = "ID", description = "A short word, such as together4children.")
    private String id = "";

    @Option(names = "--name", required = true, description = "The name that people read.")
    private String name = "";

    @Option(
        names = "--kind",
        required = true,
        description =
            "regional-adoption-agency, local-authority, health, virtual-school,"
                + " educational-psychology, education-support, education (a school or nursery),"
                + " voluntary or therapy-provider.")
    private String kind = "";

    @Option(
        names = "--area",
        split = ",",
        description = "The council areas that it serves, as words.")
    private List<String> areas = List.of();

    @Override
    public void run() {
      Agency saved =
          parent.main.onData(
              foundation -> {
                var agencies = foundation.identity().agencies();
                List<Agency.Hub> hubs = agencies.find(id).map(Agency::hubs).orElse(List.of());
                return agencies.save(new Agency(id, name, kind, areas, hubs), null);
              });
      parent.spec.commandLine().getOut().println("Saved " + saved.id() + ": " + saved.name());
    }
  }

  /** {@code caseroom agency list}. */
  @Command(name = "list", description = "Lists the agencies and their hubs.")
  static final class Show implements Runnable {
    @ParentCommand private AgencyCommand parent;

    @Override
    public void run() {
      var out = parent.spec.commandLine().getOut();
      for (Agency agency : parent.main.onData(data -> data.identity().agencies().all())) {
        out.println(agency.id() + "  " + agency.kind() + "  " + agency.name());
        agency.hubs().forEach(hub -> out.println("  " + hub.id() + "  " + hub.name()));
      }
    }
  }
}
