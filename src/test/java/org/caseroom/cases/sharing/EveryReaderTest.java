package org.caseroom.cases.sharing;

import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/**
 * For each minute in which something happens in a case, each person and each event: what every door
 * shows is what the rules allow. The acceptance cases ask the same after each of their rows.
 */
class EveryReaderTest {
  @Test
  void everyDoorShowsEverybodyWhatConsentAllowsAtEachMinute() {
    try (CasePlay play = new CasePlay()) {
      CaseReplay replay = CaseReplay.robin();
      replay.people(play);
      EveryDoor doors = null;
      for (CaseReplay.Step step : replay.steps(play)) {
        play.at(step.at());
        step.happens().run();
        doors = doors == null ? doors(play) : doors;
        doors.check(step.at());
      }
      doors.assertAllowed(100_000);
    }
  }

  private static EveryDoor doors(CasePlay play) {
    String t4c = "together4children";
    return new EveryDoor(play, "priya")
        .person("jo", Role.ADOPTER, null)
        .person("sam", Role.ADOPTER, null)
        .person("young", Role.YOUNG_PERSON, null)
        .person("stranger", Role.ADOPTER, null)
        .person("dana", Role.DUTY_WORKER, t4c)
        .person("tess", Role.TEAM_MANAGER, t4c)
        .person("lina", Role.LINE_MANAGER, t4c)
        .person("priya", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER, t4c)
        .person("pam", Role.POST_BOX_WORKER, t4c)
        .person("clara", Role.PSYCHOLOGIST, "nscht")
        .person("oti", Role.OCCUPATIONAL_THERAPIST, "nscht")
        .person("ada", Role.ADVOCATE, "nscht")
        .person("nina", Role.DESIGNATED_TEACHER, "acorn-nursery")
        .person("vera", Role.VIRTUAL_SCHOOL_ADVISER, "stoke-virtual-school");
  }
}
