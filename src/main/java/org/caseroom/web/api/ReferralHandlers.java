package org.caseroom.web.api;

import java.time.Duration;
import java.util.List;
import org.caseroom.cases.intake.Referral;
import org.caseroom.identity.Account;

/** Referrals, and what the duty worker makes of them. */
final class ReferralHandlers {
  private static final int PUBLIC_REFERRALS = 5;
  private static final Duration PUBLIC_SPAN = Duration.ofMinutes(10);

  private final ApiServices services;
  private final RateLimit limit;

  ReferralHandlers(ApiServices services) {
    this.services = services;
    this.limit = new RateLimit(PUBLIC_REFERRALS, PUBLIC_SPAN, services.clock());
  }

  void register(ApiRoutes api) {
    api.post("/api/referrals", this::refer);
    api.post("/api/cases/{reference}/screening", this::screen);
    api.put("/api/cases/{reference}/referral-form", this::form);
  }

  private Object refer(ApiCall call) {
    Account caller = call.callerOrNull();
    if (caller == null) {
      limit.count(call.address());
    }
    Body body = call.body();
    String channel = body.optional("channel");
    Referral referral =
        new Referral(
            body.text("agency"),
            body.optional("hub"),
            channel == null ? "website" : channel,
            body.text("child"),
            body.optional("surname"),
            body.date("born"),
            body.date("order_date"),
            body.text("words"),
            body.text("referrer_name"),
            body.optional("reply_by"),
            body.optional("reply_to"),
            new Referral.More(
                body.optional("area"),
                body.optional("school_area"),
                body.date("placement_date"),
                body.optional("trigger"),
                body.optional("earlier")));
    body.end();
    return services
        .cases()
        .intake()
        .referrals()
        .refer(referral, caller == null ? null : caller.id());
  }

  private Object screen(ApiCall call) {
    Body body = call.body();
    String outcome = body.text("outcome");
    String reason = body.text("reason");
    List<String> advised = body.texts("advised");
    String advice = body.optional("advice");
    body.end();
    return call.done(
        services
            .cases()
            .intake()
            .screening()
            .screen(call.by(), call.reference(), outcome, reason, advised, advice));
  }

  private Object form(ApiCall call) {
    Body body = call.body();
    String needs = body.optional("needs");
    String situation = body.optional("situation");
    String views = body.optional("views");
    List<String> actions = body.texts("proposed_actions");
    body.end();
    return call.done(
        services
            .cases()
            .intake()
            .screening()
            .detailedReferral(call.by(), call.reference(), needs, situation, actions, views));
  }
}
