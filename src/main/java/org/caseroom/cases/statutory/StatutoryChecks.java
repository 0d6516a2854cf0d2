package org.caseroom.cases.statutory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.cases.door.SealedPack;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.StatutoryRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/** What the steps of a request for statutory services need in order to be allowed. */
final class StatutoryChecks {
  private final Agencies agencies;

  StatutoryChecks(Agencies agencies) {
    this.agencies = agencies;
  }

  static StatutoryRules rules(Procedure procedure) {
    StatutoryRules rules = procedure.statutory();
    if (rules == null) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_GATE",
          "This case's procedure knows no request for statutory services.");
    }
    return rules;
  }

  void check(Event event, Account who, Procedure procedure, CaseFile file) {
    StatutoryRules rules = rules(procedure);
    ObjectNode content = event.content();
    if (event.type().equals(StatutoryEvents.RAISE)) {
      limbs(content, rules);
      return;
    }
    ObjectNode request = request(file, content.path("request").asText());
    switch (event.type()) {
      case StatutoryEvents.DECIDE -> decide(request, who, rules);
      case StatutoryEvents.PACK -> pack(content, request, rules, procedure, file);
      case StatutoryEvents.REFER -> refer(content, request, rules);
      case StatutoryEvents.OUTCOME -> outcome(content, request, rules, file);
      case StatutoryEvents.OVERSIGHT ->
          status(request, Set.of("not-accepted"), rules.clauses().refused());
      case StatutoryEvents.LEAD -> {
        status(request, Set.of("accepted"), rules.clauses().joint());
        notTheTeam(content.path("agency").asText(), rules, file);
      }
      case StatutoryEvents.TASK -> task(content, request, rules, file);
      default -> {}
    }
  }

  /** A request as it stands. */
  static ObjectNode request(CaseFile file, String number) {
    return file.state(RoomKind.PROFESSIONALS, StatutoryEvents.REQUEST, number)
        .map(event -> event.content().deepCopy())
        .orElseThrow(
            () ->
                Problem.notFound("This case has no such request: requests are T1, T2 and so on."));
  }

  private static void limbs(ObjectNode content, StatutoryRules rules) {
    List<String> known = rules.limbs().stream().map(StatutoryRules.Limb::id).toList();
    List<String> told = Fields.texts(content.path("limbs"));
    Problem.require(
        known.containsAll(told), "'limbs' are of this list: " + String.join(", ", known) + ".");
  }

  private static void status(ObjectNode request, Set<String> wanted, String clause) {
    String status = request.path("status").asText();
    if (!wanted.contains(status)) {
      throw Problem.gate(
          clause,
          "The request is '"
              + status.replace('-', ' ')
              + "'; this belongs to '"
              + String.join("' or '", wanted).replace('-', ' ')
              + "'.");
    }
  }

  private static void decide(ObjectNode request, Account who, StatutoryRules rules) {
    status(request, Set.of("raised"), rules.clauses().decision());
    if (request.path("raised_by").asText().equals(who.id().value())) {
      throw Problem.gate(
          rules.clauses().decision(),
          "Who raised the request cannot decide on it: another team manager does.");
    }
  }

  private static void agreed(ObjectNode request, StatutoryRules rules) {
    if (!request.path("decision").path("agreed").asBoolean()) {
      throw Problem.gate(
          rules.clauses().decision(),
          request.has("decision")
              ? "The team manager did not agree to this request: raise a new one when something"
                  + " has changed."
              : "The team manager's decision is not on record yet: the worker discusses the"
                  + " request with them, and a team manager records the decision.");
    }
  }

  private static void pack(
      ObjectNode content,
      ObjectNode request,
      StatutoryRules rules,
      Procedure procedure,
      CaseFile file) {
    agreed(request, rules);
    List<String> there = SealedPack.of(procedure, file).stream().map(SealedPack.Item::id).toList();
    List<String> chosen = Fields.texts(content.path("items"));
    Problem.require(
        there.containsAll(chosen),
        "'items' are ids of the pack: " + String.join(", ", there) + ".");
    boolean complete = rules.always().stream().filter(there::contains).allMatch(chosen::contains);
    if (!complete && content.path("left_out").asText().isBlank()) {
      throw Problem.gate(
              rules.clauses().pack(),
              "These go with every request, where they are there: "
                  + String.join(", ", rules.always())
                  + ". Add them, or say why they stay out (left_out).")
          .with("org.caseroom.missing", "left_out");
    }
  }

  private static void refer(ObjectNode content, ObjectNode request, StatutoryRules rules) {
    agreed(request, rules);
    if (!request.has("pack")) {
      throw Problem.gate(
          rules.clauses().pack(),
          "Nobody has confirmed yet what goes with the request: the worker confirms the list of"
              + " the pack.");
    }
    status(request, Set.of("packed"), rules.clauses().call());
    Problem.require(
        rules.route(content.path("route").asText()).isPresent(),
        "'route' is one of "
            + String.join(", ", rules.routes().stream().map(StatutoryRules.Route::id).toList())
            + ".");
  }

  private void outcome(
      ObjectNode content, ObjectNode request, StatutoryRules rules, CaseFile file) {
    status(request, Set.of("referred"), rules.clauses().refused());
    if (content.path("outcome").asText().equals("accepted")) {
      String lead = content.path("lead_agency").asText();
      if (lead.isBlank()) {
        throw Problem.gate(
                rules.clauses().joint(),
                "Say which agency leads the statutory work (lead_agency): the service that"
                    + " accepted says it.")
            .with("org.caseroom.missing", "lead_agency");
      }
      notTheTeam(lead, rules, file);
    }
  }

  private void notTheTeam(String agency, StatutoryRules rules, CaseFile file) {
    if (isTeam(agency, file)) {
      throw Problem.gate(
          rules.clauses().joint(),
          "The Permanency Support Team does not lead statutory work: name the agency that does.");
    }
  }

  private boolean isTeam(String agency, CaseFile file) {
    String told = agency.strip().toLowerCase(Locale.ROOT);
    return told.equals(file.agency())
        || agencies
            .find(file.agency())
            .map(Agency::name)
            .filter(name -> name.toLowerCase(Locale.ROOT).equals(told))
            .isPresent();
  }

  private void task(ObjectNode content, ObjectNode request, StatutoryRules rules, CaseFile file) {
    StatutoryRules.TaskType type =
        rules
            .taskType(content.path("type").asText())
            .orElseThrow(
                () ->
                    Problem.invalidParam(
                        "'type' is one of "
                            + String.join(
                                ", ",
                                rules.taskTypes().stream()
                                    .map(StatutoryRules.TaskType::id)
                                    .toList())
                            + "."));
    if (!type.team() && isTeam(content.path("agency").asText(), file)) {
      throw Problem.gate(
          rules.clauses().duty(),
          "The Permanency Support Team has no duty under "
              + type.id()
              + " and is given no such task: name the local authority's service that has it.");
    }
    status(request, Set.of("accepted"), rules.clauses().joint());
  }
}
