package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says about agencies, the virtual school, the information that families are given
 * and the core offer. A procedure that leaves out a part has no such rule.
 *
 * @param agreement whose people may be added to a case
 * @param virtualSchool which virtual school is the right one
 * @param pack what families have to be told
 * @param coreOffer what is offered before specialist support
 * @param readiness by finding of the readiness check, the clause that asks for what is missing
 */
public record DirectoryRules(
    @Nullable Rule agreement,
    @JsonProperty("virtual_school") @Nullable SchoolRule virtualSchool,
    @Nullable PackRule pack,
    @JsonProperty("core_offer") @Nullable OfferRule coreOffer,
    Map<String, String> readiness) {

  /** A procedure that leaves the clauses out asks for none of it. */
  public DirectoryRules {
    readiness = readiness == null ? Map.of() : Map.copyOf(readiness);
  }

  /** A rule, and what its refusal says. */
  public record Rule(String clause, String says) {}

  /**
   * The virtual school of a case is that of the area of the child's school.
   *
   * @param roles the roles of its advisers
   * @param says the rule in words
   */
  public record SchoolRule(String clause, List<Role> roles, String says) {}

  /**
   * What families have to be told: a checklist, and what belongs to each of its items.
   *
   * @param checklist the checklist whose items have to be ticked before the pack is sent
   */
  public record PackRule(String clause, String checklist, List<PackItem> items) {
    /** What belongs to an item. */
    public Optional<PackItem> item(String id) {
      return items.stream().filter(item -> item.item().equals(id)).findFirst();
    }
  }

  /**
   * What belongs to an item of the pack.
   *
   * @param item the checklist's item
   * @param cards ids of answer cards
   * @param services kinds of services: those of the family's area
   * @param links ids of links
   * @param adviser whether the card of the Adoption Support Services Adviser belongs to it
   */
  public record PackItem(
      String item, List<String> cards, List<String> services, List<String> links, boolean adviser) {
    /** Lists that the file leaves out are empty. */
    public PackItem {
      cards = ClockRule.listOrEmpty(cards);
      services = ClockRule.listOrEmpty(services);
      links = ClockRule.listOrEmpty(links);
    }
  }

  /** The core offer: a checklist of which each item is given or declined, with its source. */
  public record OfferRule(String clause, String checklist) {}
}
