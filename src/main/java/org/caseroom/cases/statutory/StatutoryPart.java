package org.caseroom.cases.statutory;

import java.util.Optional;
import java.util.Set;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.StatutoryRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Event;

/** Requests for statutory services, from the threshold to joint work. */
public final class StatutoryPart implements CasePart {
  private static final Set<String> TYPES =
      Set.of(
          StatutoryEvents.RAISE,
          StatutoryEvents.DECIDE,
          StatutoryEvents.PACK,
          StatutoryEvents.REFER,
          StatutoryEvents.OUTCOME,
          StatutoryEvents.OVERSIGHT,
          StatutoryEvents.LEAD,
          StatutoryEvents.TASK);

  private final Accounts accounts;
  private final StatutoryChecks checks;
  private final StatutoryFlow flow;

  /** Makes the part. */
  public StatutoryPart(Accounts accounts, Agencies agencies) {
    this.accounts = accounts;
    this.checks = new StatutoryChecks(agencies);
    this.flow = new StatutoryFlow(accounts);
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    checks.check(event, who, procedure, file);
  }

  @Override
  public void follow(Step step) {
    flow.follow(step);
    Event event = step.event();
    boolean leads =
        step.drafts().stream().anyMatch(draft -> draft.type().equals(StatutoryEvents.LEAD_AGENCY));
    if (leads) {
      step.tell(
          event.text("agency").or(() -> event.text("lead_agency")).orElse("")
              + " leads the statutory work now. Your permanency support team works with them, and"
              + " does not lead.",
          RoomKind.FAMILY);
    }
  }

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String who = accounts.nameOf(event.sender());
    String number = event.text("request").orElseGet(() -> StatutoryFlow.number(step));
    return Optional.of(
        number
            + ": "
            + switch (event.type()) {
              case StatutoryEvents.RAISE ->
                  who
                      + " holds that the threshold for a statutory service is met: "
                      + limbs(step)
                      + ". The team manager decides.";
              case StatutoryEvents.DECIDE ->
                  who
                      + (event.content().path("agreed").asBoolean()
                          ? " agrees to the request: "
                          : " does not agree to the request: ")
                      + said(event, "reasons");
              case StatutoryEvents.PACK -> who + " confirmed what goes with the request.";
              case StatutoryEvents.REFER ->
                  who
                      + " called "
                      + title(step)
                      + " and spoke to "
                      + said(event, "spoke_to")
                      + ". Advice, word for word: \""
                      + said(event, "advice")
                      + "\"."
                      + StatutoryFlow.wrongArea(step)
                          .map(warning -> " Please note: " + warning)
                          .orElse("");
              case StatutoryEvents.OUTCOME ->
                  "The service has "
                      + said(event, "outcome").replace('-', ' ')
                      + " the request: "
                      + said(event, "reason")
                      + (said(event, "outcome").equals("accepted")
                          ? ""
                          : " The line manager decides what follows; it stays red until then.");
              case StatutoryEvents.OVERSIGHT ->
                  who
                      + " decided: "
                      + said(event, "decision").replace('-', ' ')
                      + ". "
                      + said(event, "reasons");
              case StatutoryEvents.LEAD ->
                  said(event, "agency") + " leads now. " + said(event, "why");
              default ->
                  said(event, "agency")
                      + " does this ("
                      + said(event, "type")
                      + "): "
                      + said(event, "text");
            });
  }

  private static String said(Event event, String field) {
    return event.text(field).orElse("");
  }

  private static String title(Step step) {
    return step.event()
        .text("route")
        .flatMap(StatutoryChecks.rules(step.procedure())::route)
        .map(StatutoryRules.Route::title)
        .orElse("");
  }

  private static String limbs(Step step) {
    StatutoryRules rules = StatutoryChecks.rules(step.procedure());
    return String.join(
        "; ",
        Fields.texts(step.event().content().path("limbs")).stream()
            .map(
                id ->
                    rules.limbs().stream()
                        .filter(limb -> limb.id().equals(id))
                        .map(StatutoryRules.Limb::title)
                        .findFirst()
                        .orElse(id))
            .toList());
  }
}
