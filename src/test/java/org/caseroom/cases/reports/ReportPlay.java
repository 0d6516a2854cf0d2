package org.caseroom.cases.reports;

import static org.caseroom.cases.CasePlay.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Role;

/** The small cast of {@link CasePlay} with those who read reports, and a second agency. */
final class ReportPlay implements AutoCloseable {
  final CasePlay cases = new CasePlay();

  ReportPlay() {
    agency("westmoor", "Westmoor", "west");
    hub("together4children", "staffordshire");
    staff("lena", "together4children", null, Role.LINE_MANAGER);
    staff("audra", "together4children", "stoke-on-trent", Role.AUDITOR);
    staff("datta", "together4children", null, Role.DATA_MANAGER);
    staff("stan", "together4children", "staffordshire", Role.TEAM_MANAGER);
    staff("wes", "westmoor", "west", Role.TEAM_MANAGER);
    staff("wanda", "westmoor", "west", Role.DUTY_WORKER);
  }

  private void agency(String id, String name, String hub) {
    ObjectNode body = Json.object().put("name", name).put("kind", "regional-adoption-agency");
    body.putArray("hubs").add(Json.object().put("id", hub).put("name", hub));
    cases.put("admin", "/api/agencies/" + id, body).ok();
  }

  private void hub(String agency, String hub) {
    cases.put("admin", "/api/agencies/" + agency + "/hubs/" + hub, body("name", hub)).ok();
  }

  void staff(String name, String agency, String hub, Role role) {
    ObjectNode body =
        Json.object()
            .put("user_name", name)
            .put("display_name", name.substring(0, 1).toUpperCase() + name.substring(1))
            .put("agency", agency);
    if (hub != null) {
      body.put("hub", hub);
    }
    body.putArray("roles").add(role.word());
    cases.post("admin", "/api/accounts", body).ok();
  }

  /** A referral to a hub, by website. */
  String refer(String agency, String hub, String child, String born) {
    return cases
        .post(
            "sam",
            "/api/referrals",
            body(
                "agency", agency,
                "hub", hub,
                "child", child,
                "born", born,
                "order_date", "2023-01-10",
                "words", "Please help.",
                "referrer_name", "Sam"))
        .ok()
        .path("reference")
        .asText();
  }

  @Override
  public void close() {
    cases.close();
  }
}
