package org.caseroom.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Names and words from the directory and the procedure.
 *
 * @param accounts people
 * @param agencies agencies
 * @param procedure the procedure of the case
 */
record PeopleNames(Accounts accounts, Agencies agencies, Procedure procedure) implements Names {
  private static final Map<String, String> GROUPS =
      Map.of(
          "team", "everybody in the team",
          "casework", "social workers and their managers",
          "managers", "managers",
          "specialists", "specialists such as psychologists and the virtual school",
          "helpers", "advocates and post-box workers",
          "family", "the family",
          "bots", "Caseroom's helpers");

  @Override
  public String of(UserId user) {
    return accounts.nameOf(user);
  }

  @Override
  public boolean isFamily(UserId user) {
    return accounts.find(user).map(Account::isFamily).orElse(false);
  }

  @Override
  public String agency(@Nullable String id) {
    return id == null ? "" : agencies.find(id).map(Agency::name).orElse(id);
  }

  @Override
  public String purpose(String code) {
    return procedure.consentPurposes().stream()
        .filter(purpose -> purpose.id().equals(code))
        .map(Procedure.Purpose::title)
        .findFirst()
        .orElse(code);
  }

  @Override
  public boolean signingMeets(String clock, String document) {
    ObjectNode signature = Json.object().put("document", document.replaceAll("/.*", ""));
    return procedure
        .clock(clock)
        .map(rule -> Stream.concat(rule.metBy().stream(), rule.reasonOn().stream()))
        .orElse(Stream.empty())
        .anyMatch(
            trigger -> trigger.event().equals(CaseEvents.SIGNOFF) && trigger.matches(signature));
  }

  @Override
  public String planKind(String code) {
    return procedure.planKind(code).map(Procedure.PlanKind::title).orElse(code);
  }

  @Override
  public String audience(List<String> codes) {
    return codes.isEmpty()
        ? "the family only"
        : "the family, " + String.join(", ", codes.stream().map(this::audience).toList());
  }

  private String audience(String code) {
    String group = GROUPS.get(code);
    if (group != null) {
      return group;
    }
    return agencies.find(code).map(Agency::name).orElseGet(() -> role(code));
  }

  @Override
  public String roles(List<String> codes) {
    return String.join(" or ", codes.stream().map(PeopleNames::role).toList());
  }

  private static String role(String code) {
    try {
      return Role.of(code).title().toLowerCase(java.util.Locale.UK);
    } catch (Problem unknown) {
      return code;
    }
  }
}
