package org.caseroom.cases.reports;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.procedure.ProcedureVersion;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Who has confirmed that they read the procedure, version by version (13.1: all staff follow it,
 * managers enforce it). A changed figure makes a new version, which wants to be read again.
 */
public final class PolicyReceipts {
  /**
   * Somebody and what they confirmed.
   *
   * @param readAt when they confirmed this version; null while they have not
   */
  public record Reader(
      String user,
      String name,
      List<String> roles,
      @Nullable String hub,
      @Nullable Instant readAt) {}

  /**
   * A version of the procedure and who has read it.
   *
   * @param missing how many have not
   * @param readers all staff that work by it, those who have not read it first
   */
  public record Receipts(
      String procedure, String title, String version, int missing, List<Reader> readers) {}

  private final Desk desk;
  private final Database database;
  private final AuditLog audit;
  private final ReportReaders readers;

  PolicyReceipts(Desk desk, Database database, AuditLog audit, ReportReaders readers) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.readers = readers;
  }

  /**
   * Confirms that somebody has read the version that holds now.
   *
   * @param version the version that they read
   * @throws Problem 403 for who is no staff of an agency, 409 when another version holds
   */
  public Reader confirm(UserId by, String version) {
    Account account = readers.account(by);
    String agency = account.agency();
    if (agency == null || !account.isStaff()) {
      throw Problem.forbidden("The procedure is confirmed by the staff of an agency.");
    }
    ProcedureVersion current = current(agency);
    if (!current.version().equals(version)) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_VERSION",
          "The procedure's version is "
              + current.version()
              + " now: read that one, then confirm it. The text is at GET /api/procedures.");
    }
    Instant now = desk.log().view().now();
    database.writing(
        tx -> {
          boolean first =
              new ServiceRecordDao(tx)
                  .receipt(by.value(), current.procedure().id(), version, now.toEpochMilli());
          if (first) {
            audit.append(
                tx,
                List.of(
                    new AuditEntry(
                        AuditEntry.Kind.SERVICE,
                        Json.object()
                            .put("what", "procedure-read")
                            .put("who", by.value())
                            .put("procedure", current.procedure().id())
                            .put("version", version))));
          }
        });
    return reader(account, receipts(current));
  }

  /**
   * Who of an agency has read the version that holds now, and who has not; a worker sees their own
   * line.
   */
  public Receipts of(UserId by) {
    Account account = readers.account(by);
    String agency = account.agency();
    if (agency == null || !account.isStaff()) {
      throw Problem.forbidden("The procedure is confirmed by the staff of an agency.");
    }
    ProcedureVersion current = current(agency);
    Map<String, Long> receipts = receipts(current);
    boolean manages = readers.in(account, ReportReaders.READERS);
    Scope scope = manages ? readers.wide(by, null) : null;
    List<Reader> lines =
        desk.accounts().all().stream()
            .filter(who -> who.active() && agency.equals(who.agency()) && who.isStaff())
            .filter(who -> scope == null ? who.id().equals(by) : inScope(scope, who))
            .map(who -> reader(who, receipts))
            .sorted(
                Comparator.comparing((Reader line) -> line.readAt() != null)
                    .thenComparing(Reader::name))
            .toList();
    return new Receipts(
        current.procedure().id(),
        current.procedure().title(),
        current.version(),
        (int) lines.stream().filter(line -> line.readAt() == null).count(),
        lines);
  }

  private static boolean inScope(Scope scope, Account who) {
    return scope.hub() == null || scope.hub().equals(who.hub());
  }

  private Map<String, Long> receipts(ProcedureVersion current) {
    return database.read(
        tx -> new ServiceRecordDao(tx).receipts(current.procedure().id(), current.version()));
  }

  private static Reader reader(Account who, Map<String, Long> receipts) {
    Long at = receipts.get(who.id().value());
    return new Reader(
        who.id().value(),
        who.displayName(),
        who.roles().stream().sorted().map(Role::word).collect(Collectors.toList()),
        who.hub(),
        at == null ? null : Instant.ofEpochMilli(at));
  }

  private ProcedureVersion current(String agency) {
    var procedures = desk.policy().rules().procedures();
    return procedures.newest(procedures.forAgency(agency).id()).orElseThrow();
  }
}
