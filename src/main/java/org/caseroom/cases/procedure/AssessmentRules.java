package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says about assessing: how visits are recorded, the domains that an assessment
 * covers, and the lists that records of a child's health and education choose from. All of it is
 * optional: a list that is left out is empty, and what would choose from it is refused.
 *
 * @param visits what a record of a visit has to say; null for nothing beyond its shape
 * @param domains what an assessment is to understand, across its sections
 * @param caseTypes what kind of placement a case can be about
 * @param conditions the diagnoses that can be recorded
 * @param emergingNeeds the kinds of need that can show after placement
 * @param education what can happen at school that the case counts
 * @param requests what is asked of others and waited for, such as a referral to CAMHS
 * @param forms screening forms with a scale
 * @param services services that a main contact and a clinician give together
 */
public record AssessmentRules(
    @Nullable VisitRules visits,
    List<Domain> domains,
    @JsonProperty("case_types") List<Named> caseTypes,
    List<Named> conditions,
    @JsonProperty("emerging_needs") List<Named> emergingNeeds,
    List<EducationKind> education,
    List<RequestKind> requests,
    List<Form> forms,
    List<Service> services) {

  /** Lists that the file leaves out are empty. */
  public AssessmentRules {
    domains = ClockRule.listOrEmpty(domains);
    caseTypes = ClockRule.listOrEmpty(caseTypes);
    conditions = ClockRule.listOrEmpty(conditions);
    emergingNeeds = ClockRule.listOrEmpty(emergingNeeds);
    education = ClockRule.listOrEmpty(education);
    requests = ClockRule.listOrEmpty(requests);
    forms = ClockRule.listOrEmpty(forms);
    services = ClockRule.listOrEmpty(services);
  }

  /** The rules of a procedure that says nothing about assessing. */
  static AssessmentRules none() {
    return new AssessmentRules(
        null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of());
  }

  /**
   * What a record of a visit has to say.
   *
   * @param clause under which a family outside the area is assessed
   * @param interpreterClause under which an interpreter is needed
   * @param interpreted the needs that want somebody to interpret, such as {@code bsl-interpreter}
   */
  public record VisitRules(
      String clause,
      @JsonProperty("interpreter_clause") String interpreterClause,
      List<String> interpreted) {
    /** Lists that the file leaves out are empty. */
    public VisitRules {
      interpreted = ClockRule.listOrEmpty(interpreted);
    }
  }

  /** A domain of the assessment. */
  public record Domain(String id, String title) {}

  /** An entry of a list. */
  public record Named(String id, String title) {}

  /**
   * Something that happens at school.
   *
   * @param days whether it lasts a number of days that are counted
   * @param asks what the manager is asked each time; null for nothing
   */
  public record EducationKind(String id, String title, boolean days, @Nullable String asks) {}

  /**
   * Something asked of others and waited for.
   *
   * @param consent the purpose that a parent must have agreed to before it is sent; null for none
   * @param answerDays in how many working days an answer is looked for; null for no such time
   * @param againDays after how many working days more it is chased again, each time; null for once
   */
  public record RequestKind(
      String id,
      String clause,
      String title,
      @Nullable String consent,
      @JsonProperty("answer_days") @Nullable Integer answerDays,
      @JsonProperty("again_days") @Nullable Integer againDays) {}

  /**
   * A screening form: each item is answered with a word of the scale.
   *
   * @param filledBy who is trained to fill it in
   */
  public record Form(
      String id,
      String clause,
      String title,
      @JsonProperty("filled_by") List<Role> filledBy,
      List<String> scale,
      List<Named> items) {
    /** Lists that the file leaves out are empty. */
    public Form {
      filledBy = ClockRule.listOrEmpty(filledBy);
      scale = ClockRule.listOrEmpty(scale);
      items = ClockRule.listOrEmpty(items);
    }
  }

  /**
   * A service that a main contact and a clinician give together.
   *
   * @param model how its clinicians come to it: employed, commissioned or hosted
   * @param mainContact who can be the family's main contact
   * @param clinician who can be the clinician beside them
   * @param consultationFirst whether a consultation is held before a clinician is named
   */
  public record Service(
      String id,
      String clause,
      String title,
      Model model,
      @JsonProperty("main_contact") List<Role> mainContact,
      List<Role> clinician,
      @JsonProperty("consultation_first") boolean consultationFirst) {
    /** How clinicians come to a service. */
    public enum Model {
      /** The adoption agency employs them itself. */
      @JsonProperty("employed")
      EMPLOYED,
      /** Another agency is paid to provide them. */
      @JsonProperty("commissioned")
      COMMISSIONED,
      /** They work in the team and stay with the agency that they come from. */
      @JsonProperty("hosted")
      HOSTED
    }

    /** Lists that the file leaves out are empty. */
    public Service {
      mainContact = ClockRule.listOrEmpty(mainContact);
      clinician = ClockRule.listOrEmpty(clinician);
    }
  }

  /** A kind of education event by id. */
  public Optional<EducationKind> educationKind(String id) {
    return find(education, EducationKind::id, id);
  }

  /** A kind of request by id. */
  public Optional<RequestKind> request(String id) {
    return find(requests, RequestKind::id, id);
  }

  /** A form by id. */
  public Optional<Form> form(String id) {
    return find(forms, Form::id, id);
  }

  /** A service by id. */
  public Optional<Service> service(String id) {
    return find(services, Service::id, id);
  }

  /** An entry of one of the lists by id. */
  public static Optional<Named> named(List<Named> list, String id) {
    return find(list, Named::id, id);
  }

  private static <T> Optional<T> find(List<T> list, Function<T, String> idOf, String id) {
    return list.stream().filter(each -> idOf.apply(each).equals(id)).findFirst();
  }
}
