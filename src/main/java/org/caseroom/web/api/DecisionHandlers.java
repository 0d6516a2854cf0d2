package org.caseroom.web.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.decisions.FamilyNotices;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.web.paper.DecisionPaper;

/** Decisions, signatures, corrections, and sharing with the family. */
final class DecisionHandlers {
  private static final String DECISIONS = "/api/cases/{reference}/decisions";

  private final ApiServices services;
  private final DecisionPaper paper = new DecisionPaper();

  DecisionHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(DECISIONS, this::all);
    api.post(DECISIONS, this::propose);
    api.put(DECISIONS + "/{number}", this::amend);
    api.post(DECISIONS + "/{number}/withdraw", this::withdraw);
    api.post(DECISIONS + "/{number}/notice", this::notice);
    api.post(DECISIONS + "/{number}/representations", this::represent);
    api.post(DECISIONS + "/{number}/reply", this::reply);
    api.get(DECISIONS + "/{id}/record", this::onPaper);
    api.get(DECISIONS + "/{id}/record.html", this::html);
    api.get(DECISIONS + "/{id}/record.pdf", this::pdf);
    api.post("/api/cases/{reference}/signatures", this::sign);
    api.post("/api/cases/{reference}/shares", this::share);
    api.post("/api/cases/{reference}/corrections", this::askCorrection);
    api.post("/api/cases/{reference}/corrections/{number}/issue", this::issue);
    api.post("/api/cases/{reference}/corrections/{number}/answer", this::answer);
  }

  private Decisions decisions() {
    return services.cases().decisions();
  }

  private FamilyNotices notices() {
    return services.cases().familyNotices();
  }

  private Object all(ApiCall call) {
    return decisions().all(call.by(), call.reference(), "api");
  }

  private Decisions.OnPaper onPaper(ApiCall call) {
    return decisions().record(call.by(), call.reference(), call.path("id"));
  }

  private Object html(ApiCall call) {
    DecisionPaper.Print print = print(call);
    Decisions.OnPaper decision = onPaper(call);
    return new ApiPage(
        name(decision) + ".html",
        "text/html; charset=utf-8",
        paper.contentSecurityPolicy(),
        paper.html(decision, print).getBytes(StandardCharsets.UTF_8));
  }

  private Object pdf(ApiCall call) {
    DecisionPaper.Print print = print(call);
    Decisions.OnPaper decision = onPaper(call);
    return new ApiPage(
        name(decision) + ".pdf",
        "application/pdf",
        paper.contentSecurityPolicy(),
        paper.pdf(decision, print));
  }

  private static DecisionPaper.Print print(ApiCall call) {
    String word = call.optionalQuery("print");
    Problem.require(word == null || word.equals("large"), "'print' is large, or left out.");
    return DecisionPaper.Print.of(word);
  }

  private static String name(Decisions.OnPaper decision) {
    return decision.reference() + "-decision-" + decision.record().number();
  }

  private Object propose(ApiCall call) {
    Body body = call.body();
    Decisions.Proposed proposed = proposed(body);
    body.end();
    return call.done(decisions().propose(call.by(), call.reference(), proposed));
  }

  private Object amend(ApiCall call) {
    Body body = call.body();
    Decisions.Proposed proposed = proposed(body);
    String change = body.text("amended");
    body.end();
    return call.done(
        decisions().amend(call.by(), call.reference(), call.path("number"), proposed, change));
  }

  private static Decisions.Proposed proposed(Body body) {
    Map<String, String> says = new LinkedHashMap<>();
    for (String field : new TreeSet<>(DecisionRules.OWN)) {
      String text = body.optional(field);
      if (text != null) {
        says.put(field, text);
      }
    }
    says.putAll(body.words(DecisionRules.ANSWERS));
    return new Decisions.Proposed(
        body.text("title"),
        body.text("decided"),
        body.text("reasons"),
        body.optional("kind"),
        says,
        body.number("corrects"));
  }

  private Object withdraw(ApiCall call) {
    Body body = call.body();
    String reason = body.text("reason");
    body.end();
    return call.done(
        decisions().withdraw(call.by(), call.reference(), call.path("number"), reason));
  }

  private Object notice(ApiCall call) {
    Body body = call.body();
    String decided = body.text("decided");
    String reasons = body.text("reasons");
    UserId contact = body.optionalUser("contact");
    body.end();
    return call.done(
        notices().notice(call.by(), call.reference(), record(call), decided, reasons, contact));
  }

  private Object represent(ApiCall call) {
    String text = text(call);
    return call.done(notices().represent(call.by(), call.reference(), record(call), text));
  }

  private Object reply(ApiCall call) {
    String text = text(call);
    return call.done(notices().reply(call.by(), call.reference(), record(call), text));
  }

  private static String text(ApiCall call) {
    Body body = call.body();
    String text = body.text("text");
    body.end();
    return text;
  }

  /** A decision's number in the record. */
  private static int record(ApiCall call) {
    String number = call.path("number");
    Problem.require(
        number.matches("[1-9]\\d{0,5}"),
        "Give the decision's number in the record, such as 3: the list of decisions has it.");
    return Integer.parseInt(number);
  }

  private Object sign(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    Decisions.Signature signature =
        new Decisions.Signature(
            body.text("decided"), body.text("reasons"), body.optional("late_reason"));
    body.end();
    return call.done(decisions().sign(call.by(), call.reference(), document, signature));
  }

  private Object share(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    List<UserId> with = body.users("with");
    List<String> formats = body.texts("formats");
    String late = body.optional("late_reason");
    body.end();
    return call.done(decisions().share(call.by(), call.reference(), document, with, formats, late));
  }

  private Object askCorrection(ApiCall call) {
    Body body = call.body();
    String document = body.text("document");
    String section = body.optional("section");
    String text = body.text("text");
    body.end();
    return call.done(
        services.cases().corrections().ask(call.by(), call.reference(), document, section, text));
  }

  private Object issue(ApiCall call) {
    Body body = call.body();
    String section = body.optional("section");
    String text = body.text("text");
    body.end();
    return call.done(
        services
            .cases()
            .corrections()
            .issue(call.by(), call.reference(), call.path("number"), section, text));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String reasons = body.text("reasons");
    body.end();
    return call.done(
        services
            .cases()
            .corrections()
            .decline(call.by(), call.reference(), call.path("number"), reasons));
  }
}
