package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * A procedure, as its file in {@code config/procedures} says: stages, clocks, gates, documents,
 * checklists. The engine knows none of them by name.
 *
 * @param id the id that cases name
 * @param title what people call it
 * @param source the document that its clauses are of, which the lint reports on
 * @param usual whether agencies without a procedure of their own follow it
 * @param cites the clauses named where no rule of the file is the reason
 * @param zone the time zone of its days
 * @param nation whose bank holidays count, as the calendar library names it, such as {@code eng}
 * @param reminderTime the local time of reminders
 * @param funds what can be applied to for specialist support
 * @param retention how long the record is kept, by what closes the case
 * @param complaints how a family complains; null where no way is named
 * @param statutory when and how statutory services are asked for; null where they are not
 * @param transfer how a case moves to another agency; null where none does
 * @param assessment what it says about assessing, beyond the sections
 * @param sharing topics that consent can leave out, the child's own room, the letterbox, siblings
 * @param support the plan of support, its money, its reviews and its end; null for no such rules
 * @param directory what it says about agencies, the virtual school, what families are told, and the
 *     core offer; null for nothing
 * @param intake the rules of the first contact; null for none
 * @param access how who is not in a case's team opens it in an emergency; null where nobody does
 * @param decisions what decisions have to say, by their kind; null for no such rules
 * @param reminding when people work, and who hears when a reminder is not acknowledged
 */
public record Procedure(
    String id,
    String title,
    boolean usual,
    Source source,
    Cites cites,
    ZoneId zone,
    String nation,
    List<Stage> stages,
    List<Move> moves,
    List<ClockRule> clocks,
    @JsonProperty("reminder_time") LocalTime reminderTime,
    List<DocumentRule> documents,
    List<Gate> gates,
    List<Gate> warnings,
    ScreeningRule screening,
    @JsonProperty("consent_purposes") List<Purpose> consentPurposes,
    @JsonProperty("assessment_sections") List<Section> assessmentSections,
    @JsonProperty("plan_kinds") List<PlanKind> planKinds,
    List<ChecklistRule> checklists,
    QuestionRules questions,
    NeedsRules needs,
    List<Fund> funds,
    List<Retention> retention,
    @Nullable TransferRules transfer,
    AssessmentRules assessment,
    SharingRules sharing,
    @Nullable SupportRules support,
    @Nullable DirectoryRules directory,
    @Nullable IntakeRules intake,
    @Nullable StatutoryRules statutory,
    @Nullable ComplaintRules complaints,
    @Nullable AccessRules access,
    @Nullable DecisionRules decisions,
    RemindingRules reminding) {

  /** Lists that the file leaves out are empty: a small procedure has few. */
  public Procedure {
    stages = ClockRule.listOrEmpty(stages);
    moves = ClockRule.listOrEmpty(moves);
    clocks = ClockRule.listOrEmpty(clocks);
    documents = ClockRule.listOrEmpty(documents);
    gates = ClockRule.listOrEmpty(gates);
    warnings = ClockRule.listOrEmpty(warnings);
    consentPurposes = ClockRule.listOrEmpty(consentPurposes);
    assessmentSections = ClockRule.listOrEmpty(assessmentSections);
    planKinds = ClockRule.listOrEmpty(planKinds);
    checklists = ClockRule.listOrEmpty(checklists);
    funds = ClockRule.listOrEmpty(funds);
    retention = ClockRule.listOrEmpty(retention);
    assessment = assessment == null ? AssessmentRules.none() : assessment;
    sharing = SharingRules.orNone(sharing);
    reminding = RemindingRules.orUsual(reminding);
  }

  /**
   * Clauses for what the service asks for in every procedure.
   *
   * @param referral under which a case opens
   * @param consent under which a family consents
   * @param voice under which a child is heard
   */
  public record Cites(String referral, String consent, String voice) {}

  /**
   * A class of retention: a record is kept as its class says, and never deleted by itself.
   *
   * @param source the law or decision that it rests on
   * @param on the event that puts the record into the class
   * @param says the rule in words
   */
  public record Retention(String id, String title, String source, Trigger on, String says) {}

  /**
   * A fund that can be applied to.
   *
   * @param limit what it pays for a child in the year, in pounds
   * @param year the financial year that the limit is of, such as {@code 2025-26}
   * @param within limits inside the limit, for parts of it
   */
  public record Fund(
      String id, String clause, String title, int limit, String year, List<Part> within) {
    /** Parts that the file leaves out are none. */
    public Fund {
      within = ClockRule.listOrEmpty(within);
    }

    /**
     * What a fund pays for one kind of thing, inside its limit.
     *
     * @param limit in pounds
     */
    public record Part(String id, String title, int limit) {}
  }

  /**
   * A stage.
   *
   * @param closed whether it is an end
   * @param only the events that people may still send; null for no such limit
   */
  public record Stage(String id, String title, boolean closed, @Nullable List<String> only) {}

  /** A legal move between stages, and the event that makes it. */
  public record Move(List<String> from, String to, String clause, Trigger on) {}

  /** A paper that somebody else than its author has to sign. */
  public record DocumentRule(
      String id,
      String clause,
      String title,
      String event,
      @JsonProperty("signed_by") List<Role> signedBy) {}

  /** A condition on an event; {@code says} is what a refusal tells. */
  public record Gate(
      String id, String clause, Trigger on, Map<String, JsonNode> needs, String says) {}

  /** The screening and its outcomes. */
  public record ScreeningRule(String clause, List<Outcome> outcomes) {
    /**
     * One of them.
     *
     * @param advice whether what was advised has to be listed; null as for false
     */
    public record Outcome(String id, String clause, String title, @Nullable Boolean advice) {}

    /** An outcome by id. */
    public Optional<Outcome> outcome(String id) {
      return outcomes.stream().filter(outcome -> outcome.id().equals(id)).findFirst();
    }
  }

  /** What consent can be for. */
  public record Purpose(String id, String clause, String title) {}

  /**
   * A section of the assessment.
   *
   * @param domains the domains that it is about
   * @param onRequest whether it is owed only once somebody was asked for it
   * @param contributors who can be asked for it, besides the agency's own caseworkers; empty for
   *     anybody in the team
   */
  public record Section(
      String id,
      String title,
      List<String> domains,
      @JsonProperty("on_request") boolean onRequest,
      List<Role> contributors) {
    /** Lists that the file leaves out are empty. */
    public Section {
      domains = ClockRule.listOrEmpty(domains);
      contributors = ClockRule.listOrEmpty(contributors);
    }
  }

  /** A kind of plan item and the tier it is of. */
  public record PlanKind(String id, String tier, String title) {}

  /** A checklist and what opens it. */
  public record ChecklistRule(
      String id, String clause, String title, List<Trigger> opens, Owner owner, List<Item> items) {
    /** A list that nothing opens has no triggers. */
    public ChecklistRule {
      opens = ClockRule.listOrEmpty(opens);
    }

    /** Whose items they are: the family's, or those of the first role that the team has. */
    public record Owner(boolean family, @Nullable List<Role> roles) {}

    /**
     * An item.
     *
     * @param receipt whether the family says that it has what the item promises; null as for false
     * @param when a fact of the case that the item is asked for with, a word of {@link
     *     ChecklistFacts}; null for always
     */
    public record Item(String id, String text, @Nullable Boolean receipt, @Nullable String when) {}
  }

  /** How questions find an owner, and how long an answer may take. */
  public record QuestionRules(
      @JsonProperty("target_working_days") int targetWorkingDays,
      @JsonProperty("default_roles") List<Role> defaultRoles,
      List<Route> routes) {
    /** Without routes every question goes to the first of the usual roles that the team has. */
    public QuestionRules {
      routes = ClockRule.listOrEmpty(routes);
    }

    /** Words that lead to roles. */
    public record Route(List<Role> roles, List<String> words) {}
  }

  /** The fixed lists of accessible-information needs, and what they rule out. */
  public record NeedsRules(
      List<String> formats,
      List<String> communication,
      List<String> languages,
      List<String> contact,
      List<Block> blocks) {
    /** Lists that the file leaves out are empty. */
    public NeedsRules {
      formats = ClockRule.listOrEmpty(formats);
      communication = ClockRule.listOrEmpty(communication);
      languages = ClockRule.listOrEmpty(languages);
      contact = ClockRule.listOrEmpty(contact);
      blocks = ClockRule.listOrEmpty(blocks);
    }

    /**
     * Who is to be reached so, or needs this, is not met in these modes.
     *
     * @param contactBy how they want to be reached; null where a need rules it out
     * @param need the need, a word of the lists; null where the way of reaching them does
     * @param unless the field of an event that meets the need, such as {@code interpreter}
     */
    public record Block(
        @JsonProperty("contact_by") @Nullable String contactBy,
        @Nullable String need,
        List<String> modes,
        @Nullable String unless,
        String clause) {}
  }

  /** The rules of the first contact; without any, there is nothing in them. */
  public IntakeRules intakeRules() {
    return intake == null ? IntakeRules.NONE : intake;
  }

  /** A stage by id. */
  public Optional<Stage> stage(String stageId) {
    return stages.stream().filter(stage -> stage.id().equals(stageId)).findFirst();
  }

  /** The first stage: where a case begins. */
  public Stage firstStage() {
    return stages.get(0);
  }

  /** A clock by id. */
  public Optional<ClockRule> clock(String clockId) {
    return clocks.stream().filter(clock -> clock.id().equals(clockId)).findFirst();
  }

  /** A document by id. */
  public Optional<DocumentRule> document(String documentId) {
    return documents.stream().filter(document -> document.id().equals(documentId)).findFirst();
  }

  /** A section of the assessment by id. */
  public Optional<Section> section(String sectionId) {
    return assessmentSections.stream().filter(part -> part.id().equals(sectionId)).findFirst();
  }

  /** A kind of plan item by id. */
  public Optional<PlanKind> planKind(String kindId) {
    return planKinds.stream().filter(kind -> kind.id().equals(kindId)).findFirst();
  }

  /** A fund by id. */
  public Optional<Fund> fund(String fundId) {
    return funds.stream().filter(fund -> fund.id().equals(fundId)).findFirst();
  }

  /** A checklist by id. */
  public Optional<ChecklistRule> checklist(String checklistId) {
    return checklists.stream().filter(list -> list.id().equals(checklistId)).findFirst();
  }
}
