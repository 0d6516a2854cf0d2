package org.caseroom.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.caseroom.base.Problem;

/** What somebody is in the team around a child. An account has one or more. */
public enum Role {
  DUTY_WORKER("Duty worker"),
  PERMANENCY_SUPPORT_SOCIAL_WORKER("Permanency Support Social Worker"),
  TEAM_MANAGER("Team manager"),
  LINE_MANAGER("Line manager"),
  PSYCHOLOGIST("Clinical psychologist"),
  EDUCATIONAL_PSYCHOLOGIST("Educational psychologist"),
  OCCUPATIONAL_THERAPIST("Occupational therapist"),
  VIRTUAL_SCHOOL_ADVISER("Virtual school adviser"),
  DESIGNATED_TEACHER("Designated teacher"),
  MEDICAL_ADVISER("Medical adviser"),
  INDEPENDENT_REVIEWING_OFFICER("Independent reviewing officer"),
  ADOPTION_SUPPORT_SERVICES_ADVISER("Adoption Support Services Adviser"),
  CHILDRENS_SOCIAL_WORKER("Children's social worker"),
  DISABLED_CHILDRENS_WORKER("Disabled children's team worker"),
  SEN_OFFICER("SEN team officer"),
  VOLUNTARY_AGENCY_WORKER("Voluntary adoption agency worker"),
  MENTAL_HEALTH_PRACTITIONER("Mental health practitioner"),
  THERAPIST("Therapist"),
  ADVOCATE("Advocate"),
  POST_BOX_WORKER("Post-box worker"),
  AUDITOR("Auditor"),
  /** Takes the service's data set along, child by child under pseudonyms. */
  DATA_MANAGER("Data manager"),
  ADMINISTRATOR("Administrator"),
  ADOPTER("Adopter"),
  YOUNG_PERSON("Young person"),
  BOT("Bot"),
  /** A program of somebody else's, which an application service acts as. */
  OUTSIDE_BOT("Outside bot"),
  /** Who registered by themselves: nobody's worker and of no family that the house knows. */
  PUBLIC("Member of the public"),
  /** Who came without a name or password and may do little. */
  GUEST("Guest");

  private final String title;

  Role(String title) {
    this.title = title;
  }

  /**
   * Reads the word used in JSON and on the command line, such as {@code team-manager}.
   *
   * @throws Problem {@code M_INVALID_PARAM} when there is no such role
   */
  @JsonCreator
  public static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "There is no such role: use one of "
                        + String.join(", ", Arrays.stream(values()).map(Role::word).toList())
                        + "."));
  }

  /** The word used in JSON and on the command line. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words that people read. */
  public String title() {
    return title;
  }

  /** Whether it is the role of somebody who works with families, or for the house. */
  public boolean isStaff() {
    return !isFamily() && this != BOT && this != OUTSIDE_BOT && this != PUBLIC && this != GUEST;
  }

  /** Whether it is a role of the family side. */
  public boolean isFamily() {
    return this == ADOPTER || this == YOUNG_PERSON;
  }
}
