package org.caseroom.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
  private static final String SIGNAL = "agency";
  private static final int LONGEST = 500;
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Database database;
  private final Records records;
  private final InstantSource clock;
  private final Consumer<@Nullable UserId> guard;

  private final Map<String, Agency> byId = new ConcurrentHashMap<>();

  /**
   * Opens the agencies.
   *
   * @param clock tells the day on which an agreement is recorded
   * @param guard refuses who may not change them
   */
  Agencies(
      Database database, AuditLog audit, InstantSource clock, Consumer<@Nullable UserId> guard) {
    this.database = database;
    this.records = new Records(audit);
    this.clock = clock;
    this.guard = guard;
    load();
    database.signals().subscribe(SIGNAL, changed -> load());
    database.signals().onGap(this::load);
  }

  private void load() {
    database
        .read(tx -> new AgencyDao(tx).all(today()))
        .forEach(agency -> byId.put(agency.id(), agency));
  }

  /**
   * Adds an agency, or changes one; written to the audit log. What the agency does not say (its
   * cards, its agreement) stays as it was. With a new agency an agreement is taken as read, to be
   * reviewed in a year.
   *
   * @param by the administrator who does it (null: the operator's command line)
   * @throws Problem 403 for anybody else, {@code M_INVALID_PARAM} for an id that is no short word,
   *     an empty name, a kind that there is not, or two hubs of one id
   */
  public Agency save(Agency agency, @Nullable UserId by) {
    guard.accept(by);
    check(agency);
    Agency whole = completed(agency);
    ObjectNode facts = Json.object().put("agency", whole.id()).put("name", whole.name());
    whole.hubs().forEach(hub -> facts.withArray("hubs").add(hub.id()));
    return write(whole, "agency-saved", by, facts);
  }

  private Agency completed(Agency agency) {
    Optional<Agency> before = find(agency.id());
    Agency.Card contact = agency.contact();
    Agency.Card adviser = agency.adviser();
    Agency.Agreement agreement = agency.agreement();
    if (before.isPresent()) {
      contact = contact == null ? before.get().contact() : contact;
      adviser = adviser == null ? before.get().adviser() : adviser;
      agreement = agreement == null ? before.get().agreement() : agreement;
    } else if (agreement == null) {
      agreement = Agency.Agreement.assumed(today());
    }
    return new Agency(
        agency.id(),
        agency.name(),
        agency.kind(),
        words(agency.areas()),
        agency.hubs().stream()
            .map(
                hub ->
                    new Agency.Hub(
                        hub.id(), hub.name(), hub.email(), hub.telephone(), words(hub.areas())))
            .toList(),
        contact,
        adviser,
        agreement);
  }

  private static List<String> words(List<String> areas) {
    return areas.stream().map(Agency::area).filter(word -> !word.isEmpty()).distinct().toList();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Agency write(Agency agency, String action, @Nullable UserId by, ObjectNode facts) {
    database.writing(
        tx -> {
          new AgencyDao(tx).save(agency);
          records.permission(tx, action, by, facts);
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

  /**
   * Says how people reach an agency.
   *
   * @throws Problem 404 when there is no such agency
   */
  public Agency saveContact(String agencyId, Agency.Card card, @Nullable UserId by) {
    Agency agency = require(agencyId);
    check(card);
    return save(with(agency, card, agency.adviser(), agency.agreement()), by);
  }

  /**
   * Names an agency's Adoption Support Services Adviser, with address and telephone number (4.2).
   *
   * @throws Problem 404 when there is no such agency
   */
  public Agency saveAdviser(String agencyId, Agency.Card card, @Nullable UserId by) {
    Agency agency = require(agencyId);
    check(card);
    return save(with(agency, agency.contact(), card, agency.agreement()), by);
  }

  /**
   * Records the information-sharing agreement with an agency, or its end.
   *
   * @throws Problem 404 when there is no such agency, {@code M_INVALID_PARAM} for a review before
   *     the agreement
   */
  public Agency saveAgreement(String agencyId, Agency.Agreement agreement, @Nullable UserId by) {
    guard.accept(by);
    Agency agency = require(agencyId);
    if (agreement.review().isBefore(agreement.signed())) {
      throw Problem.invalidParam("An agreement is reviewed after it was signed: check the dates.");
    }
    checkLength(agreement.document());
    ObjectNode facts =
        Json.object()
            .put("agency", agencyId)
            .put("signed", agreement.signed().toString())
            .put("review", agreement.review().toString());
    if (agreement.ended() != null) {
      facts.put("ended", agreement.ended().toString());
    }
    return write(
        with(agency, agency.contact(), agency.adviser(), agreement),
        agreement.holds() ? "agreement-recorded" : "agreement-ended",
        by,
        facts);
  }

  private static Agency with(
      Agency agency,
      Agency.@Nullable Card contact,
      Agency.@Nullable Card adviser,
      Agency.@Nullable Agreement agreement) {
    return new Agency(
        agency.id(),
        agency.name(),
        agency.kind(),
        agency.areas(),
        agency.hubs(),
        contact,
        adviser,
        agreement);
  }

  private static void check(Agency.Card card) {
    if (card.name().isBlank() || card.address().isBlank() || card.telephone().isBlank()) {
      throw Problem.invalidParam("A contact card has a name, an address and a telephone number.");
    }
    List.of(card.name(), card.address(), card.telephone(), card.email())
        .forEach(Agencies::checkLength);
  }

  private static void checkLength(String text) {
    if (text.length() > LONGEST) {
      throw Problem.invalidParam("That is too long: use at most " + LONGEST + " characters.");
    }
  }

  private static void check(Agency agency) {
    checkWord(agency.id(), "agency");
    AgencyKind.of(agency.kind());
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
