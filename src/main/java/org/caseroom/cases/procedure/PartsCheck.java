package org.caseroom.cases.procedure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.Shapes;

/** Whether what a procedure says for the parts of casework names things that it has. */
final class PartsCheck {
  private static final String RECORD = ".record";

  private final ProcedureCheck check;
  private final Procedure procedure;

  PartsCheck(ProcedureCheck check, Procedure procedure) {
    this.check = check;
    this.procedure = procedure;
  }

  /**
   * Checks all of it.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} about the first mistake, with its
   *     line
   */
  void all() {
    intake();
    sharing();
    transfer();
    statutory();
    complaints();
    access();
    directory();
    decisions();
    reminding();
  }

  /** Steps that nobody hears, or whose time is not told, would leave a reminder unanswered. */
  private void reminding() {
    RemindingRules rules = procedure.reminding();
    if (!rules.workingHours().from().isBefore(rules.workingHours().until())) {
      throw check.wrong(
          "/reminding/working_hours", "the working hours end before they begin: correct them.");
    }
    if (rules.unanswered().isEmpty() || rules.managers().isEmpty()) {
      throw check.wrong(
          "/reminding",
          "'unanswered' names who hears next, and 'managers' which roles are the manager: neither"
              + " is empty.");
    }
    for (int i = 0; i < rules.unanswered().size(); i++) {
      RemindingRules.Step step = rules.unanswered().get(i);
      boolean days = step.workingDays() != null;
      boolean hours = step.workingHours() != null;
      if (i == 0 ? days || hours : days == hours) {
        throw check.wrong(
            "/reminding/unanswered/" + i,
            i == 0
                ? "the first step has no time of its own: it comes after the reminder's"
                    + " acknowledge_within."
                : "a step has either working_days or working_hours, after the step before it.");
      }
    }
  }

  /** A topic that names what there is not would hide nothing, and nobody would see that. */
  private void sharing() {
    List<SharingRules.Topic> topics = procedure.sharing().topics();
    check.unique("/sharing/topics", topics, SharingRules.Topic::id, "topic");
    Set<String> sections =
        ProcedureCheck.ids(procedure.assessmentSections(), Procedure.Section::id);
    for (int i = 0; i < topics.size(); i++) {
      String at = "/sharing/topics/" + i;
      List<String> named = topics.get(i).sections();
      for (int j = 0; j < named.size(); j++) {
        check.known(sections, named.get(j), "section", at + "/sections/" + j);
      }
      List<String> events = topics.get(i).events();
      for (int j = 0; j < events.size(); j++) {
        record(events.get(j), at + "/events/" + j);
      }
    }
  }

  /** What people send is known by its shape; what the house records of it, by what they send. */
  private void record(String type, String at) {
    String stem = type.endsWith(RECORD) ? type.substring(0, type.length() - RECORD.length()) : "";
    boolean ofSomething =
        stem.startsWith(CaseEvents.PREFIX)
            && Shapes.standard().types().stream()
                .anyMatch(known -> known.equals(stem) || known.startsWith(stem + "."));
    if (!ofSomething) {
      check.event(type, at);
    }
  }

  private void statutory() {
    StatutoryRules rules = procedure.statutory();
    if (rules == null) {
      return;
    }
    StatutoryRules.Clauses clauses = rules.clauses();
    check.listed(clauses.threshold(), "/statutory/clauses/threshold");
    check.listed(clauses.decision(), "/statutory/clauses/decision");
    check.listed(clauses.pack(), "/statutory/clauses/pack");
    check.listed(clauses.call(), "/statutory/clauses/call");
    check.listed(clauses.refused(), "/statutory/clauses/refused");
    check.listed(clauses.joint(), "/statutory/clauses/joint");
    check.listed(clauses.duty(), "/statutory/clauses/duty");
    check.unique("/statutory/limbs", rules.limbs(), StatutoryRules.Limb::id, "limb");
    check.unique("/statutory/routes", rules.routes(), StatutoryRules.Route::id, "route");
    check.unique(
        "/statutory/task_types", rules.taskTypes(), StatutoryRules.TaskType::id, "type of task");
  }

  private void complaints() {
    ComplaintRules rules = procedure.complaints();
    if (rules != null) {
      check.unique("/complaints/routes", rules.routes(), ComplaintRules.Route::id, "way");
    }
  }

  private void access() {
    AccessRules rules = procedure.access();
    if (rules == null) {
      return;
    }
    AccessRules.BreakGlass glass = rules.breakGlass();
    String at = "/access/break_glass";
    if (glass.minutes() < 1 || glass.minutes() > AccessRules.LONGEST_MINUTES) {
      throw check.wrong(
          at + "/minutes", "'minutes' is from 1 to " + AccessRules.LONGEST_MINUTES + ".");
    }
    if (glass.reviewWorkingDays() < 1) {
      throw check.wrong(
          at + "/review_working_days", "a review takes one working day at the least.");
    }
    for (int i = 0; i < glass.rooms().size(); i++) {
      check.known(AccessRules.ROOMS, glass.rooms().get(i), "room", at + "/rooms/" + i);
    }
  }

  private void intake() {
    IntakeRules intake = procedure.intakeRules();
    Set<String> checklists =
        ProcedureCheck.ids(procedure.checklists(), Procedure.ChecklistRule::id);
    IntakeRules.Inform inform = intake.inform();
    if (inform != null) {
      check.known(checklists, inform.checklist(), "checklist", "/intake/inform/checklist");
      check.unique("/intake/inform/triggers", inform.triggers(), IntakeRules.Reason::id, "trigger");
    }
    IntakeRules.Placement placement = intake.placement();
    if (placement != null) {
      check.known(checklists, placement.checklist(), "checklist", "/intake/placement/checklist");
    }
    IntakeRules.Form form = intake.form();
    if (form != null) {
      check.document(form.document(), "/intake/form/document");
    }
    for (int i = 0; i < intake.map().size(); i++) {
      for (String stage : intake.map().get(i).stages()) {
        check.known(
            ProcedureCheck.ids(procedure.stages(), Procedure.Stage::id),
            stage,
            "stage",
            "/intake/map/" + i + "/stages");
      }
    }
    IntakeRules.Tell tell = intake.tell();
    if (tell != null) {
      check.document(tell.document(), "/intake/tell/document");
      check.known(checklists, tell.checklist(), "checklist", "/intake/tell/checklist");
    }
  }

  private void transfer() {
    TransferRules rules = procedure.transfer();
    if (rules == null) {
      return;
    }
    for (int i = 0; i < rules.recent().size(); i++) {
      check.document(rules.recent().get(i), "/transfer/recent/" + i);
    }
    check.known(
        ProcedureCheck.ids(procedure.consentPurposes(), Procedure.Purpose::id),
        rules.consent(),
        "consent purpose",
        "/transfer/consent");
    check.triggers(rules.firstAgencyMay(), "/transfer/first_agency_may/");
    check.unique("/transfer/papers", rules.papers(), TransferRules.Paper::id, "paper");
    check.unique("/transfer/checks", rules.checks(), TransferRules.Check::id, "check");
    for (int i = 0; i < rules.checks().size(); i++) {
      check.known(
          Set.of("receiver", "family"),
          rules.checks().get(i).by(),
          "side",
          "/transfer/checks/" + i + "/by");
    }
  }

  /** The pack and the core offer rest on checklists of the procedure. */
  private void directory() {
    DirectoryRules rules = procedure.directory();
    if (rules == null) {
      return;
    }
    Set<String> lists = ProcedureCheck.ids(procedure.checklists(), Procedure.ChecklistRule::id);
    DirectoryRules.PackRule pack = rules.pack();
    if (pack != null) {
      check.known(lists, pack.checklist(), "checklist", "/directory/pack/checklist");
      Set<String> items =
          procedure
              .checklist(pack.checklist())
              .map(list -> ProcedureCheck.ids(list.items(), Procedure.ChecklistRule.Item::id))
              .orElse(Set.of());
      for (int i = 0; i < pack.items().size(); i++) {
        check.known(
            items, pack.items().get(i).item(), "item", "/directory/pack/items/" + i + "/item");
      }
    }
    for (Map.Entry<String, String> finding : rules.readiness().entrySet()) {
      check.listed(finding.getValue(), "/directory/readiness/" + finding.getKey());
    }
    DirectoryRules.OfferRule offer = rules.coreOffer();
    if (offer != null) {
      check.known(lists, offer.checklist(), "checklist", "/directory/core_offer/checklist");
    }
  }

  /** A kind that asks for a field that there is not would ask for nothing. */
  private void decisions() {
    DecisionRules rules = procedure.decisions();
    if (rules == null) {
      return;
    }
    check.unique("/decisions/fields", rules.fields(), DecisionRules.Field::id, "field");
    check.unique("/decisions/kinds", rules.kinds(), DecisionRules.Kind::id, "kind");
    Set<String> kinds = ProcedureCheck.ids(rules.kinds(), DecisionRules.Kind::id);
    check.known(kinds, rules.usual(), "kind", "/decisions/usual");
    Set<String> fields = ProcedureCheck.ids(rules.fields(), DecisionRules.Field::id);
    for (int i = 0; i < rules.kinds().size(); i++) {
      List<String> needs = rules.kinds().get(i).needs();
      for (int j = 0; j < needs.size(); j++) {
        check.known(fields, needs.get(j), "field", "/decisions/kinds/" + i + "/needs/" + j);
      }
    }
    for (int i = 0; i < rules.fields().size(); i++) {
      Map<String, String> conditions = rules.fields().get(i).onlyIf();
      for (String other : conditions == null ? Set.<String>of() : conditions.keySet()) {
        check.known(fields, other, "field", "/decisions/fields/" + i + "/only_if/" + other);
      }
    }
  }
}
