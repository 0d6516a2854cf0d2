package org.caseroom.cases.directory;

import java.util.ArrayList;
import java.util.List;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Hubs;
import org.caseroom.cases.procedure.DirectoryRules;
import org.caseroom.cases.procedure.Procedures;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.identity.AgencyKind;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/** What is missing before an agency can go live. Reads only. */
public final class Readiness {
  /** The clauses that findings cite: of the policy, or 'ours' where it is silent. */
  private static final String OURS = "ours";

  /**
   * The check.
   *
   * @param ready whether nothing blocks any agency
   * @param agencies agency by agency
   * @param warnings what concerns all of them: links, cards
   */
  public record Report(boolean ready, List<AgencyReport> agencies, List<Finding> warnings) {}

  /** One agency: it is ready when nothing blocks it. */
  public record AgencyReport(
      String agency,
      String name,
      String kind,
      boolean ready,
      List<Finding> blocks,
      List<Finding> warnings) {}

  /**
   * Something that is missing or late.
   *
   * @param what a short word, such as {@code adviser-card}
   * @param clause the clause that asks for it, or {@code ours}
   * @param says what is missing, and who can supply it
   */
  public record Finding(String what, String clause, String says) {}

  private final Shelf shelf;
  private final Ledger ledger;
  private final Desk desk;
  private final Agencies agencies;
  private final Links links;
  private final VirtualSchools virtualSchools;

  Readiness(
      Shelf shelf,
      Ledger ledger,
      Desk desk,
      Agencies agencies,
      Links links,
      VirtualSchools virtualSchools) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.desk = desk;
    this.agencies = agencies;
    this.links = links;
    this.virtualSchools = virtualSchools;
  }

  /** Checks all agencies. */
  public Report check() {
    List<AgencyReport> reports = agencies.all().stream().map(this::check).toList();
    return new Report(
        reports.stream().allMatch(AgencyReport::ready), reports, List.copyOf(ofTheHouse()));
  }

  private AgencyReport check(Agency agency) {
    List<Finding> blocks = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    agreement(agency, blocks, warnings);
    if (agency.contact() == null) {
      warnings.add(
          finding(
              agency,
              "contact-card",
              "No contact card: an administrator adds its address and telephone number."));
    }
    if (takesReferrals(agency)) {
      adviser(agency, blocks);
      hubs(agency, blocks, warnings);
    }
    if (VirtualSchools.isVirtualSchool(agency)) {
      virtualSchool(agency, blocks, warnings);
    }
    return new AgencyReport(
        agency.id(),
        agency.name(),
        agency.kind(),
        blocks.isEmpty(),
        List.copyOf(blocks),
        List.copyOf(warnings));
  }

  /** Adoption agencies and councils hold cases; the others take part in them. */
  private static boolean takesReferrals(Agency agency) {
    return agency.kind().equals(AgencyKind.REGIONAL_ADOPTION_AGENCY.word())
        || agency.kind().equals(AgencyKind.LOCAL_AUTHORITY.word())
        || !agency.hubs().isEmpty();
  }

  /** A finding with the clause that asks for it in the agency's procedure, or in the usual one. */
  private Finding finding(@Nullable Agency agency, String what, String says) {
    Procedures procedures = desk.policy().rules().procedures();
    DirectoryRules rules =
        (agency == null ? procedures.usual() : procedures.forAgency(agency.id())).directory();
    return new Finding(
        what, rules == null ? OURS : rules.readiness().getOrDefault(what, OURS), says);
  }

  private void agreement(Agency agency, List<Finding> blocks, List<Finding> warnings) {
    Agency.Agreement agreement = agency.agreement();
    if (agreement == null || !agreement.holds()) {
      blocks.add(
          finding(
              agency,
              "agreement",
              "No information-sharing agreement holds: its people are not added to a case. An"
                  + " administrator records the agreement."));
      return;
    }
    if (agreement.assumed()) {
      warnings.add(
          finding(
              agency,
              "agreement-assumed",
              "The information-sharing agreement was taken as read when the agency was added. An"
                  + " administrator records the paper and its dates."));
    }
    if (ledger.today().isAfter(agreement.review())) {
      warnings.add(
          finding(
              agency,
              "agreement-review",
              "The information-sharing agreement was to be reviewed by "
                  + agreement.review()
                  + ". An administrator records the review."));
    }
  }

  private void adviser(Agency agency, List<Finding> blocks) {
    if (agency.adviser() == null) {
      blocks.add(
          finding(
              agency,
              "adviser-card",
              "No card of the Adoption Support Services Adviser: families have to be given the"
                  + " address and telephone number. An administrator adds name, address and"
                  + " telephone."));
    }
  }

  private void hubs(Agency agency, List<Finding> blocks, List<Finding> warnings) {
    if (agency.hubs().isEmpty()) {
      blocks.add(
          finding(agency, "hub", "No hub: referrals have no door. An administrator adds one."));
    }
    for (Agency.Hub hub : agency.hubs()) {
      String name = "The hub " + hub.name();
      List<Account> people =
          desk.accounts().all().stream()
              .filter(account -> Hubs.worksAt(account, agency.id(), hub.id()))
              .toList();
      long managers = people.stream().filter(account -> account.is(Role.TEAM_MANAGER)).count();
      if (managers == 0) {
        blocks.add(
            finding(
                agency,
                "manager",
                name
                    + " has no team manager: nobody can sign referrals off. An administrator adds"
                    + " one."));
      } else if (managers == 1) {
        warnings.add(
            finding(
                agency,
                "deputy",
                name
                    + " has one team manager and no second who stands in: while they are away, only"
                    + " a deputy who was named for those days signs. An administrator adds a second"
                    + " manager."));
      }
      if (people.stream().noneMatch(account -> account.is(Role.DUTY_WORKER))) {
        blocks.add(
            finding(
                agency,
                "duty-worker",
                name + " has no duty worker: nobody screens. An administrator adds one."));
      }
      if (hub.areas().isEmpty()) {
        warnings.add(
            finding(
                agency,
                "hub-areas",
                name
                    + " names no areas: referrals are not led to it by where the family lives. An"
                    + " administrator adds them."));
      }
      if (hub.email().isBlank() || hub.telephone().isBlank()) {
        warnings.add(
            finding(
                agency,
                "hub-contact",
                name
                    + " lacks a telephone number or an e-mail address: families refer by both. An"
                    + " administrator adds them."));
      }
    }
  }

  private void virtualSchool(Agency agency, List<Finding> blocks, List<Finding> warnings) {
    if (agency.areas().isEmpty()) {
      warnings.add(
          finding(
              agency,
              "virtual-school-areas",
              "The virtual school names no areas: no child's school leads to it. An administrator"
                  + " adds them."));
    }
    virtualSchools.all().stream()
        .filter(view -> view.agency().equals(agency.id()))
        .forEach(
            view -> {
              if (view.advisers().isEmpty()) {
                blocks.add(
                    finding(
                        agency,
                        "virtual-school-adviser",
                        "The virtual school has no adviser: an administrator adds one."));
              }
              if (view.overdue()) {
                warnings.add(
                    finding(
                        agency,
                        "training",
                        view.due() == null
                            ? "The annual training for designated teachers was never recorded."
                            : "The annual training for designated teachers was due on "
                                + view.due()
                                + "."));
              }
              if (view.link() == null) {
                warnings.add(
                    finding(
                        agency,
                        "link-role",
                        "Nobody of the adoption service is named as the link with this virtual"
                            + " school."));
              }
            });
  }

  private List<Finding> ofTheHouse() {
    List<Finding> warnings = new ArrayList<>();
    for (Links.LinkView link : links.all()) {
      if (link.flag() != null) {
        warnings.add(
            finding(
                null,
                link.stale() ? "stale-link" : "link",
                link.title()
                    + " ("
                    + link.id()
                    + "): "
                    + link.flag()
                    + " Looked after by: "
                    + link.ownerRole().title()
                    + "."));
      }
    }
    if (shelf.cards().cards().isEmpty()) {
      warnings.add(
          finding(null, "cards", "There are no cards: config/directory holds the Passport."));
    }
    return warnings;
  }
}
