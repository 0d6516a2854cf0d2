package org.caseroom.cases.procedure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caseroom.base.Problem;

/** Whether what a procedure says about assessing fits together. */
final class AssessmentCheck {
  private final ProcedureCheck check;
  private final Procedure procedure;

  AssessmentCheck(ProcedureCheck check, Procedure procedure) {
    this.check = check;
    this.procedure = procedure;
  }

  /**
   * Checks all of it.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} about the first mistake, with its line
   */
  void all() {
    AssessmentRules rules = procedure.assessment();
    String at = "/assessment";
    Set<String> domains =
        check.unique(at + "/domains", rules.domains(), AssessmentRules.Domain::id, "domain");
    check.unique(
        "/assessment_sections", procedure.assessmentSections(), Procedure.Section::id, "section");
    sections(domains);
    named(rules.caseTypes(), at + "/case_types", "case type");
    named(rules.conditions(), at + "/conditions", "condition");
    named(rules.emergingNeeds(), at + "/emerging_needs", "need");
    check.unique(
        at + "/education", rules.education(), AssessmentRules.EducationKind::id, "education event");
    check.unique(at + "/requests", rules.requests(), AssessmentRules.RequestKind::id, "request");
    check.unique(at + "/services", rules.services(), AssessmentRules.Service::id, "service");
    requests(rules.requests(), at + "/requests/");
    forms(rules.forms(), at + "/forms");
  }

  /** Every section is about known domains, and no domain is left without a section. */
  private void sections(Set<String> domains) {
    Set<String> covered = new HashSet<>();
    for (int i = 0; i < procedure.assessmentSections().size(); i++) {
      List<String> about = procedure.assessmentSections().get(i).domains();
      for (int j = 0; j < about.size(); j++) {
        check.known(domains, about.get(j), "domain", "/assessment_sections/" + i + "/domains/" + j);
        covered.add(about.get(j));
      }
    }
    for (int i = 0; i < procedure.assessment().domains().size(); i++) {
      String domain = procedure.assessment().domains().get(i).id();
      if (!covered.contains(domain)) {
        throw check.wrong(
            "/assessment/domains/" + i,
            "no section of the assessment is about the domain '" + domain + "'.");
      }
    }
  }

  private void named(List<AssessmentRules.Named> list, String pointer, String what) {
    check.unique(pointer, list, AssessmentRules.Named::id, what);
  }

  private void requests(List<AssessmentRules.RequestKind> requests, String pointer) {
    for (int i = 0; i < requests.size(); i++) {
      String consent = requests.get(i).consent();
      if (consent != null) {
        check.known(
            ProcedureCheck.ids(procedure.consentPurposes(), Procedure.Purpose::id),
            consent,
            "consent purpose",
            pointer + i + "/consent");
      }
      Integer again = requests.get(i).againDays();
      if (again != null && again < 1) {
        throw check.wrong(
            pointer + i + "/again_days", "it is chased again after one working day at the least.");
      }
    }
  }

  private void forms(List<AssessmentRules.Form> forms, String pointer) {
    check.unique(pointer, forms, AssessmentRules.Form::id, "form");
    for (int i = 0; i < forms.size(); i++) {
      AssessmentRules.Form form = forms.get(i);
      named(form.items(), pointer + "/" + i + "/items", "item of '" + form.id() + "'");
      if (form.scale().size() < 2 || form.items().isEmpty()) {
        throw check.wrong(
            pointer + "/" + i + "/scale",
            "the form '" + form.id() + "' needs items, and a scale of at least two words.");
      }
    }
  }
}
