package org.caseroom.ops;

import java.io.PrintWriter;
import java.util.List;
import org.caseroom.cases.ReadersThen;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Rooms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code caseroom audit readers}: on the data of a stopped service; a running one is asked by
 * {@code GET /api/audit/readers}. That it was asked is written to the audit log.
 */
@Command(
    name = "readers",
    description = "Tells who could read an item at a past moment, and why, and who could not.")
final class AuditReadersCommand implements Runnable {
  @ParentCommand private AuditCommand parent;
  @Spec private CommandSpec spec;

  @Option(names = "--item", required = true, paramLabel = "EVENT", description = "An event id.")
  private String item = "";

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      description = "Such as 2025-03-12T14:20 by the case's own clock, or 2025-03-12T14:20:00Z.")
  private String at = "";

  @Override
  public void run() {
    print(parent.<ReadersThen>onData(this::ask), spec.commandLine().getOut());
  }

  private ReadersThen ask(Foundation data) {
    CasePolicy policy = data.policy();
    try (Rooms rooms = data.rooms(policy, new Projections(data.database()))) {
      return data.cases(policy, rooms).readership().at(null, item, at);
    }
  }

  private static void print(ReadersThen then, PrintWriter out) {
    String reference = then.reference();
    out.printf(
        "%s (%s%s), written %s%n",
        then.item(), then.type(), reference == null ? "" : ", " + reference, then.written());
    out.printf(
        "At %s, by position %d of the log and entry %d of the audit log:%n",
        then.at(), then.position(), then.auditEntry());
    people("could read it", then.could(), out);
    people("could not read it", then.couldNot(), out);
  }

  private static void people(String heading, List<ReadersThen.Person> people, PrintWriter out) {
    out.printf("%n%d %s%n", people.size(), heading);
    for (ReadersThen.Person person : people) {
      out.printf(
          "  %s, %s (%s): %s%s%n",
          person.name(),
          person.user(),
          String.join(", ", person.roles().stream().map(Role::title).toList()),
          person.why(),
          person.groundEvent() == null ? "" : " " + person.groundEvent());
    }
  }
}
