package org.caseroom.cases.statutory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.decisions.Records;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.SealedPack;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Home;
import org.caseroom.cases.procedure.StatutoryRules;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Event;

/** What follows from the steps of a request for statutory services. */
final class StatutoryFlow {
  private final Records records;

  StatutoryFlow(Accounts accounts) {
    this.records = new Records(accounts);
  }

  void follow(Step step) {
    Event event = step.event();
    if (event.type().equals(StatutoryEvents.RAISE)) {
      raised(step);
      return;
    }
    String number = event.text("request").orElse("");
    ObjectNode request = StatutoryChecks.request(step.file(), number);
    switch (event.type()) {
      case StatutoryEvents.DECIDE -> {
        request.put("status", agrees(event) ? "agreed" : "not-agreed").set("decision", said(event));
        record(
            step,
            request,
            number,
            clauses(step).decision(),
            agrees(event) ? "Agreed" : "Not agreed");
      }
      case StatutoryEvents.PACK -> packed(step, request);
      case StatutoryEvents.REFER -> {
        ObjectNode call = said(event);
        wrongArea(step).ifPresent(warning -> call.put("warning", warning));
        request.put("status", "referred").set("referral", call);
      }
      case StatutoryEvents.OUTCOME -> outcome(step, request, number);
      case StatutoryEvents.OVERSIGHT -> {
        String decision = event.text("decision").orElse("");
        request.put("red", false).set("oversight", said(event));
        if (decision.equals("refer-again")) {
          request.put("status", "packed");
        }
        record(step, request, number, clauses(step).refused(), decision.replace('-', ' '));
      }
      case StatutoryEvents.LEAD ->
          lead(step, request, number, "agency", "person", event.text("why").orElse(""));
      case StatutoryEvents.TASK -> request.withArray("tasks").add(said(event));
      default -> {}
    }
    step.state(event.room(), StatutoryEvents.REQUEST, number, request);
  }

  private static StatutoryRules.Clauses clauses(Step step) {
    return StatutoryChecks.rules(step.procedure()).clauses();
  }

  private static boolean agrees(Event event) {
    return event.content().path("agreed").asBoolean();
  }

  /** What somebody said, with who and when. */
  private static ObjectNode said(Event event) {
    ObjectNode content = event.content().deepCopy();
    content.remove("request");
    return content.put("by", event.sender().value()).put("at", event.originServerTs());
  }

  private static void raised(Step step) {
    Event event = step.event();
    ObjectNode request =
        Json.object()
            .put("status", "raised")
            .put("reasons", event.text("reasons").orElse(""))
            .put("raised_by", event.sender().value())
            .put("raised", event.originServerTs())
            .put("red", false);
    request.set("limbs", event.content().path("limbs").deepCopy());
    step.state(event.room(), StatutoryEvents.REQUEST, number(step), request);
  }

  /** The number that a request gets. */
  static String number(Step step) {
    return "T" + Numbers.next(step.file().view(), step.event().room(), StatutoryEvents.REQUEST);
  }

  private static void packed(Step step, ObjectNode request) {
    Event event = step.event();
    List<String> chosen = Fields.texts(event.content().path("items"));
    List<SealedPack.Item> items =
        SealedPack.of(step.procedure(), step.file()).stream()
            .filter(item -> chosen.contains(item.id()))
            .toList();
    ObjectNode pack = said(event);
    pack.setAll(SealedPack.manifest(items));
    request.put("status", "packed").set("pack", pack);
  }

  /** What to note when the called service is another area's. */
  static Optional<String> wrongArea(Step step) {
    StatutoryRules rules = StatutoryChecks.rules(step.procedure());
    CaseFile file = step.file();
    String told = Home.of(file).area();
    String area = Agency.area(told == null ? file.hub() : told);
    return step.event()
        .text("route")
        .flatMap(rules::route)
        .filter(route -> !route.areas().isEmpty() && !route.areas().contains(area))
        .map(
            route ->
                route.title()
                    + " is for "
                    + String.join(", ", route.areas())
                    + "; this family lives in "
                    + area
                    + ".");
  }

  private static void outcome(Step step, ObjectNode request, String number) {
    Event event = step.event();
    boolean accepted = event.text("outcome").filter("accepted"::equals).isPresent();
    request
        .put("status", accepted ? "accepted" : "not-accepted")
        .put("red", !accepted)
        .set("outcome", said(event));
    if (accepted) {
      lead(step, request, number, "lead_agency", "lead_person", "The service accepted.");
    }
  }

  private static void lead(
      Step step, ObjectNode request, String number, String agency, String person, String why) {
    Event event = step.event();
    ObjectNode lead =
        Json.object()
            .put("agency", event.text(agency).orElse(""))
            .put("why", why)
            .put("by", event.sender().value())
            .put("at", event.originServerTs());
    Fields.put(lead, "person", event.text(person).orElse(null));
    request.withArray("leads").add(lead);
    step.state(StatutoryEvents.LEAD_AGENCY, "", lead.deepCopy().put("request", number));
  }

  /** A manager's decision joins the chain of the case's decisions. */
  private void record(Step step, ObjectNode request, String number, String clause, String decided) {
    Event event = step.event();
    ObjectNode content =
        Json.object()
            .put("title", "Request for statutory services " + number)
            .put("decided", decided)
            .put("reasons", event.text("reasons").orElse(""))
            .put("clause", clause)
            .put("document", "statutory")
            .put("document_event", event.id().value())
            .put("signoff", event.id().value());
    records.add(step, content, UserId.of(request.path("raised_by").asText()), event.sender());
  }
}
