package org.caseroom.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;
import org.junit.jupiter.api.Test;

/** The pages of a case under a procedure that has no assessment, no plan and one clock. */
class SecondProcedurePagesTest {
  @Test
  void everyPageOfTheCaseOpensForTheFamilyAndTheDutyWorker() {
    try (CasePlay play = new CasePlay()) {
      var agency = Json.object().put("name", "Early").put("kind", "regional-adoption-agency");
      agency.putArray("hubs").addObject().put("id", "north").put("name", "North");
      play.put("admin", "/api/agencies/early-permanence", agency).ok();
      play.caseroom().createAccount("dora", "early-permanence", Role.DUTY_WORKER);
      var work = Json.object().put("agency", "early-permanence").put("hub", "north");
      work.putArray("roles").add("duty-worker");
      play.put("admin", "/api/accounts/" + play.id("dora").value(), work).ok();
      var referral = Json.object().put("agency", "early-permanence").put("hub", "north");
      referral.put("child", "Wren").put("surname", "Hale").put("words", "Does not turn to sounds.");
      play.post("jo", "/api/referrals", referral.put("referrer_name", "Jo").put("reply_by", "text"))
          .ok();
      play.act(
              "dora", "/screening", Json.object().put("outcome", "need-noticed").put("reason", "r"))
          .ok();
      play.act("dora", "/rooms", Json.object().put("kind", "family")).ok();
      play.act("jo", "/join", Json.object()).ok();
      for (String who : new String[] {"dora", "jo"}) {
        Set<String> seen = Pages.signedIn(play.caseroom().http().base(), who).crawl("/cases/REF-1");
        assertTrue(seen.size() > 3, who + " sees " + seen);
      }
    }
  }
}
