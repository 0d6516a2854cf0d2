package org.caseroom.cases.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Handover;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Permissions;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.cases.procedure.Triggers;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** What the steps of a transfer need in order to be allowed. */
final class TransferChecks {
  private static final String FINAL = "ORG.CASEROOM_FINAL";

  private final Accounts accounts;
  private final Agencies agencies;
  private final Permissions permissions;
  private final Areas areas;

  TransferChecks(Accounts accounts, Agencies agencies, Permissions permissions) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.permissions = permissions;
    this.areas = new Areas(agencies);
  }

  void check(Event event, Account who, Procedure procedure, CaseFile file) {
    TransferRules rules = rules(procedure);
    ObjectNode content = event.content();
    switch (event.type()) {
      case TransferEvents.FORM -> notUnderWay(file);
      case TransferEvents.OFFER -> offer(content, rules, procedure, file);
      case TransferEvents.CLARIFY -> {
        receiver(who, file);
        status(file, Set.of(TransferState.OFFERED, TransferState.CLARIFYING));
      }
      case TransferEvents.ANSWER -> answer(who, file);
      case TransferEvents.ACCEPT -> accept(content, who, file);
      case TransferEvents.DECLINE -> {
        receiver(who, file);
        status(file, Set.of(TransferState.OFFERED, TransferState.CLARIFYING));
      }
      case TransferEvents.CHECK -> tick(content, who, rules, file);
      case TransferEvents.MOVE -> move(content, rules, procedure, file);
      default -> {}
    }
  }

  static TransferRules rules(Procedure procedure) {
    TransferRules rules = procedure.transfer();
    if (rules == null) {
      throw Problem.of(409, "ORG.CASEROOM_GATE", "This case's procedure has no transfer.");
    }
    return rules;
  }

  private static void notUnderWay(CaseFile file) {
    String status = TransferState.status(file).orElse("");
    if (TransferState.OPEN.contains(status)) {
      throw Problem.of(
          409,
          FINAL,
          "The transfer is "
              + status
              + " already: the receiving agency has the form and the pack as they were offered."
              + " It can decline, and then they are written again.");
    }
  }

  // ---- The offer ----

  private void offer(ObjectNode content, TransferRules rules, Procedure procedure, CaseFile file) {
    notUnderWay(file);
    Agency agency =
        agencies
            .find(content.path("agency").asText())
            .orElseThrow(
                () -> Problem.invalidParam("There is no agency with this id: see /api/agencies."));
    Problem.require(!agency.id().equals(file.agency()), "That agency has the case already.");
    Problem.require(
        rules.agencyKinds().contains(agency.kind()),
        "A case goes to an agency of these kinds: " + String.join(", ", rules.agencyKinds()) + ".");
    servesHome(agency, rules, file);
    if (file.state(RoomKind.PROFESSIONALS, TransferEvents.FORM_PAPER, "").isEmpty()) {
      throw Problem.gate(
          rules.clause(),
          "The Adoption Support Transfer Form is not written yet: the social worker writes it.");
    }
    basis(content, agency, rules, file);
    if (managers(agency.id()).isEmpty()) {
      throw Problem.gate(
          rules.clause(),
          agency.name()
              + " has no manager with an account here who could accept: an administrator adds"
              + " one.");
    }
    day(content, rules, procedure, file);
  }

  /** The case goes to the agency in whose area the family lives, where one is known. */
  private void servesHome(Agency agency, TransferRules rules, CaseFile file) {
    String area = Home.of(file).area();
    if (area == null) {
      return;
    }
    Optional<Agency> serving = areas.agency(area, rules.agencyKinds());
    if (serving.isPresent() && !areas.serves(agency.id(), area)) {
      throw Problem.gate(
          rules.clause(),
          "The family lives in "
              + area
              + ", which "
              + serving.get().name()
              + " serves: offer the case to that agency.");
    }
  }

  private static void basis(ObjectNode content, Agency agency, TransferRules rules, CaseFile file) {
    boolean stated = !content.path("lawful_basis").asText().isBlank();
    if (!stated && consent(agency.id(), rules, file).isEmpty()) {
      throw Problem.gate(
              rules.clause(),
              "The family has not agreed that "
                  + agency.name()
                  + " gets the pack. A parent can consent to sharing with that agency; without"
                  + " consent the lawful basis has to stand in the offer (lawful_basis).")
          .with("org.caseroom.missing", "lawful_basis");
    }
  }

  /** The family's consent to sharing with an agency. */
  static Optional<Event> consent(String agency, TransferRules rules, CaseFile file) {
    return file.state(CaseEvents.CONSENT).stream()
        .filter(consent -> consent.text("purpose").filter(rules.consent()::equals).isPresent())
        .filter(consent -> consent.text("agency").filter(agency::equals).isPresent())
        .filter(consent -> consent.text("status").filter("given"::equals).isPresent())
        .findFirst();
  }

  private static void day(
      ObjectNode content, TransferRules rules, Procedure procedure, CaseFile file) {
    String told = Fields.text(content, "on");
    if (told == null) {
      return;
    }
    LocalDate on =
        Home.day(told).orElseThrow(() -> Problem.invalidParam("'on' is no day of the calendar."));
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    Problem.require(!on.isBefore(today), "'on' lies in the past: name a day to come.");
    Optional<LocalDate> ends = Home.of(file).order().map(rules::ends);
    if (ends.filter(on::isBefore).isPresent()) {
      throw Problem.gate(
          rules.clause(),
          "Responsibility does not move before "
              + Notices.day(ends.get())
              + ", "
              + rules.years()
              + " years after the order: name that day or a later one.");
    }
  }

  /** Those of an agency who can accept a case. */
  List<Account> managers(String agency) {
    Set<Role> roles = permissions.group("managers").orElse(Set.of());
    return accounts.all().stream()
        .filter(account -> account.active() && agency.equals(account.agency()))
        .filter(account -> account.roles().stream().anyMatch(roles::contains))
        .toList();
  }

  // ---- The answer ----

  private void receiver(Account who, CaseFile file) {
    if (!TransferState.agency(file).equals(who.agency())) {
      throw Problem.forbidden(
          "This is for "
              + areas.name(TransferState.agency(file))
              + ", the agency that the case is offered to.");
    }
  }

  private static void status(CaseFile file, Set<String> wanted) {
    String status = TransferState.status(file).orElse("not offered");
    if (!wanted.contains(status)) {
      throw Problem.of(409, FINAL, "The transfer is " + status + ": this comes before that.");
    }
  }

  private static void answer(Account who, CaseFile file) {
    if (!file.agency().equals(who.agency())) {
      throw Problem.forbidden("The agency that offers the case answers the clarification.");
    }
    if (TransferState.status(file).filter(TransferState.CLARIFYING::equals).isEmpty()) {
      throw Problem.of(409, FINAL, "No clarification waits for an answer.");
    }
  }

  private void accept(ObjectNode content, Account who, CaseFile file) {
    receiver(who, file);
    status(file, Set.of(TransferState.OFFERED, TransferState.CLARIFYING));
    String agency = TransferState.agency(file);
    Set<Role> casework = permissions.group("casework").orElse(Set.of());
    boolean fit =
        accounts
            .find(UserId.of(content.path("worker").asText()))
            .filter(account -> account.active() && agency.equals(account.agency()))
            .filter(account -> account.roles().stream().anyMatch(casework::contains))
            .isPresent();
    Problem.require(fit, "'worker' is a caseworker of your agency, who will support the family.");
    String hub = content.path("hub").asText();
    Problem.require(
        hub.isEmpty()
            || agencies.require(agency).hubs().stream().anyMatch(each -> each.id().equals(hub)),
        "Your agency has no such hub: see /api/agencies.");
  }

  private static void tick(ObjectNode content, Account who, TransferRules rules, CaseFile file) {
    status(file, Set.of(TransferState.ACCEPTED, TransferState.MOVED));
    String id = content.path("check").asText();
    TransferRules.Check check =
        rules.checks().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.invalidParam("This procedure has no such check."));
    boolean family = check.by().equals("family");
    boolean fit = family ? who.isFamily() : TransferState.agency(file).equals(who.agency());
    if (!fit) {
      throw Problem.forbidden(
          "'"
              + check.title()
              + "' is ticked by "
              + (family ? "the family." : "the receiving agency."));
    }
  }

  // ---- The move ----

  private static void move(
      ObjectNode content, TransferRules rules, Procedure procedure, CaseFile file) {
    status(file, Set.of(TransferState.ACCEPTED));
    String on = TransferState.of(file).flatMap(event -> event.text("on")).orElse("");
    Problem.require(on.equals(content.path("on").asText()), "'on' is the day that was agreed.");
    Instant due = due(LocalDate.parse(on), rules, procedure);
    if (file.view().now().isBefore(due)) {
      throw Problem.gate(
          rules.clause(), "Responsibility moves on " + Notices.day(LocalDate.parse(on)) + ".");
    }
  }

  /** The moment at which responsibility moves. */
  static Instant due(LocalDate on, TransferRules rules, Procedure procedure) {
    return on.atTime(rules.movesAt()).atZone(procedure.zone()).toInstant();
  }

  // ---- Afterwards ----

  /** The agency that a case has left reads for a while, and writes what closes its own part. */
  void former(Event event, Account who, Procedure procedure, CaseFile file) {
    TransferRules rules = procedure.transfer();
    if (rules == null || !Handover.isFormer(file, who)) {
      return;
    }
    boolean mayTalk = TransferState.room(file).filter(event.room()::equals).isPresent();
    if (!mayTalk && !Triggers.any(rules.firstAgencyMay(), event)) {
      throw Problem.gate(
          rules.clause(),
          areas.name(file.agency())
              + " is responsible for "
              + file.reference()
              + " now. Your agency can still read for a while, and close its own part: closure"
              + " form, signature and letter.");
    }
  }

  /** The first agency closes its own part, and only that; nobody else has such a part. */
  static void closure(Event event, Account who, Procedure procedure, CaseFile file) {
    boolean ownPart = event.content().path("closure").asText().equals("transferred");
    boolean former = Handover.isFormer(file, who);
    boolean closes =
        event.type().equals(CaseEvents.CLOSURE)
            || event.content().path("document").asText().equals("closure");
    if (closes && ownPart != former && event.content().has("closure")) {
      throw Problem.gate(
          rules(procedure).clause(),
          former
              ? "The case goes on with another agency: you close your agency's own part"
                  + " ('closure': 'transferred')."
              : "'transferred' closes the part of an agency that the case has left; this case is"
                  + " your agency's.");
    }
  }
}
