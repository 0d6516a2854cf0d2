package org.caseroom.web.api;

import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.plan.Closures;
import org.caseroom.cases.plan.Reviews;

/** Reviews of the plan, the closure form, and feedback. */
final class ReviewHandlers {
  private final ApiServices services;

  ReviewHandlers(ApiServices services) {
    this.services = services;
  }

  void register(ApiRoutes api) {
    api.get(
        "/api/cases/{reference}/reviews",
        call -> services.cases().plans().views().reviews(call.by(), call.reference()));
    api.put("/api/cases/{reference}/review", this::review);
    api.post("/api/cases/{reference}/review/parties/{party}", this::party);
    api.post("/api/cases/{reference}/review/earlier", this::earlier);
    api.get(
        "/api/cases/{reference}/closure",
        call -> services.cases().plans().views().closure(call.by(), call.reference()));
    api.put("/api/cases/{reference}/closure", this::closure);
    api.post("/api/cases/{reference}/feedback/{request}/send", this::send);
    api.post("/api/cases/{reference}/feedback/{request}/answer", this::answer);
  }

  private Object review(ApiCall call) {
    Body body = call.body();
    Reviews.Review review =
        new Reviews.Review(
            body.text("mode"),
            body.date("held"),
            body.texts("attended"),
            body.optional("early_reason"),
            parts(body),
            body.optional("peer_support"),
            body.objects("actions").stream().map(ReviewHandlers::action).toList(),
            body.optional("closure"),
            body.optional("interpreter"),
            body.optional("override_reason"));
    body.end();
    return call.done(services.cases().plans().reviews().write(call.by(), call.reference(), review));
  }

  private static Reviews.Parts parts(Body body) {
    return new Reviews.Parts(
        body.optional("progress"), body.optional("impact"), body.optional("changes"));
  }

  private static Reviews.Action action(Body body) {
    Reviews.Action action = new Reviews.Action(body.text("item"), parts(body));
    body.end();
    return action;
  }

  private Object party(ApiCall call) {
    Body body = call.body();
    boolean signed = body.flag("signed");
    String name = body.optional("name");
    String views = body.optional("views");
    String reason = body.optional("reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .reviews()
            .party(call.by(), call.reference(), call.path("party"), signed, name, views, reason));
  }

  private Object earlier(ApiCall call) {
    Body body = call.body();
    LocalDate by = body.day("by");
    String reason = body.text("reason");
    body.end();
    return call.done(
        services.cases().plans().reviews().call(call.by(), call.reference(), by, reason));
  }

  private Object closure(ApiCall call) {
    Body body = call.body();
    String closure = body.text("closure");
    String point = body.text("point");
    String reason = body.text("reason");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .closures()
            .form(call.by(), call.reference(), closure, point, reason));
  }

  private Object send(ApiCall call) {
    Body body = call.body();
    List<UserId> to = body.users("to");
    List<String> formats = body.texts("formats");
    String notApplicable = body.optional("not_applicable");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .closures()
            .sendFeedback(
                call.by(), call.reference(), call.path("request"), to, formats, notApplicable));
  }

  private Object answer(ApiCall call) {
    Body body = call.body();
    String party = body.text("party");
    List<Closures.Answer> answers =
        body.objects("answers").stream().map(ReviewHandlers::answer).toList();
    String whose = body.optional("for");
    body.end();
    return call.done(
        services
            .cases()
            .plans()
            .closures()
            .answerFeedback(
                call.by(), call.reference(), call.path("request"), party, answers, whose));
  }

  private static Closures.Answer answer(Body body) {
    Closures.Answer answer =
        new Closures.Answer(body.text("question"), body.number("score"), body.optional("words"));
    body.end();
    return answer;
  }
}
