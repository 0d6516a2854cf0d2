package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.identity.Role;

/** The people and agencies of the acceptance case IMANI, beside those of every play. */
public final class ImaniCast {
  private final CasePlay play;

  private ImaniCast(CasePlay play) {
    this.play = play;
  }

  /** Brings them in. */
  public static void join(CasePlay play) {
    new ImaniCast(play).westmoorAndTheFamily();
  }

  private void westmoorAndTheFamily() {
    hub("together4children", "stoke-on-trent", "Stoke-on-Trent", "stoke-on-trent");
    agency("westmoor", "Westmoor", "regional-adoption-agency", "westmoor");
    hub("westmoor", "north", "Westmoor North", "westmoor");
    agency("westmoor-virtual-school", "Westmoor Virtual School", "virtual-school", "westmoor");
    agency("hillside", "Hillside School", "education", "westmoor");
    agency("stoke-virtual-school", "Stoke Virtual School", "virtual-school", "stoke-on-trent");
    staff("wanda", "westmoor", "north", Role.TEAM_MANAGER);
    staff("will", "westmoor", "north", Role.PERMANENCY_SUPPORT_SOCIAL_WORKER);
    staff("vic", "westmoor-virtual-school", null, Role.VIRTUAL_SCHOOL_ADVISER);
    staff("tara", "hillside", null, Role.DESIGNATED_TEACHER);
    play.caseroom().createAccount("denise", Role.ADOPTER);
    play.caseroom().createAccount("nasreen", Role.ADOPTER);
    play.caseroom().createAccount("imani", Role.YOUNG_PERSON);
  }

  private void agency(String id, String name, String kind, String area) {
    ObjectNode agency = with(body("name", name, "kind", kind), "areas", List.of(area));
    if (kind.equals("regional-adoption-agency")) {
      agency.putArray("hubs");
    }
    play.put("admin", "/api/agencies/" + id, agency).ok();
  }

  private void hub(String agency, String id, String name, String area) {
    play.put(
            "admin",
            "/api/agencies/" + agency + "/hubs/" + id,
            with(body("name", name), "areas", List.of(area)))
        .ok();
  }

  private void staff(String name, String agency, String hub, Role role) {
    ObjectNode account =
        body(
            "user_name",
            name,
            "display_name",
            Character.toUpperCase(name.charAt(0)) + name.substring(1),
            "agency",
            agency);
    if (hub != null) {
      account.put("hub", hub);
    }
    account.putArray("roles").add(role.word());
    play.post("admin", "/api/accounts", account).ok();
  }
}
