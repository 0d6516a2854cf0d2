package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** The organisations that people work for, and their hubs. Read from memory. */
public final class Agencies {
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Database database;
  private final Records records;
  private final Consumer<@Nullable UserId> guard;
  private static final String SIGNAL = "agency";

  private final Map<String, Agency> byId = new ConcurrentHashMap<>();

  /**
   * Opens the agencies.
   *
   * @param guard refuses who may not change them
   */
  Agencies(Database database, AuditLog audit, Consumer<@Nullable UserId> guard) {
    this.database = database;
    this.records = new Records(audit);
    this.guard = guard;
    load();
    database.signals().subscribe(SIGNAL, changed -> load());
    database.signals().onGap(this::load);
  }

  private void load() {
    database.read(tx -> new AgencyDao(tx).all()).forEach(agency -> byId.put(agency.id(), agency));
  }

  /**
   * Adds an agency, or changes one; written to the audit log.
   *
   * @param by the administrator who does it (null: the operator's command line)
   * @throws Problem 403 for anybody else, {@code M_INVALID_PARAM} for an id that is no short word,
   *     an empty name, or two hubs of one id
   */
  public Agency save(Agency agency, @Nullable UserId by) {
    guard.accept(by);
    check(agency);
    ObjectNode facts = Json.object().put("agency", agency.id()).put("name", agency.name());
    agency.hubs().forEach(hub -> facts.withArray("hubs").add(hub.id()));
    database.writing(
        tx -> {
          new AgencyDao(tx).save(agency);
          records.permission(tx, "agency-saved", by, facts);
          tx.afterCommit(() -> byId.put(agency.id(), agency));
          database.signals().send(tx, SIGNAL, "");
        });
    return agency;
  }

  /**
   * Adds a hub to an agency, or changes it.
   *
   * @throws Problem 404 when there is no such agency
   */
  public Agency saveHub(String agencyId, Agency.Hub hub, @Nullable UserId by) {
    Agency agency = require(agencyId);
    List<Agency.Hub> hubs = new java.util.ArrayList<>(agency.hubs());
    hubs.removeIf(other -> other.id().equals(hub.id()));
    hubs.add(hub);
    return save(
        new Agency(agency.id(), agency.name(), agency.kind(), agency.areas(), List.copyOf(hubs)),
        by);
  }

  private static void check(Agency agency) {
    checkWord(agency.id(), "agency");
    if (agency.name().isBlank()) {
      throw Problem.invalidParam("An agency needs a name that people can read.");
    }
    Set<String> hubs = new HashSet<>();
    for (Agency.Hub hub : agency.hubs()) {
      checkWord(hub.id(), "hub");
      if (!hubs.add(hub.id())) {
        throw Problem.invalidParam("Two hubs of an agency have the id '" + hub.id() + "'.");
      }
    }
  }

  private static void checkWord(String id, String what) {
    if (!WORD.matcher(id).matches()) {
      throw Problem.invalidParam(
          "The id of an " + what + " is a short word of a-z, 0-9 and hyphens.");
    }
  }

  /** An agency, from memory. */
  public Optional<Agency> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * An agency, from memory.
   *
   * @throws Problem 404 when there is none
   */
  public Agency require(String id) {
    return find(id)
        .orElseThrow(
            () -> Problem.notFound("There is no agency with this id: add the agency first."));
  }

  /** All agencies, by name. */
  public List<Agency> all() {
    return byId.values().stream().sorted(Comparator.comparing(Agency::name)).toList();
  }
}
