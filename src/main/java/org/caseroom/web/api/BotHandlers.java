package org.caseroom.web.api;

import org.caseroom.base.Problem;
import org.caseroom.bots.Bots;
import org.caseroom.bots.runtime.Mistake;

/** The bots that run, and reading their files anew. */
final class BotHandlers {
  private final Bots bots;

  BotHandlers(ApiServices services) {
    this.bots = services.bots();
  }

  void register(ApiRoutes api) {
    api.get("/api/bots", this::running);
    api.post("/api/bots/reload", this::reload);
  }

  private Object running(ApiCall call) {
    call.staff();
    return bots.running();
  }

  /** A broken file is the files' fault, not the service's, which goes on by the old ones. */
  private Object reload(ApiCall call) {
    String by = call.administrator().id().value();
    call.noBody();
    try {
      return bots.reload(by);
    } catch (Problem problem) {
      throw Mistake.is(problem) ? Problem.of(409, problem.errcode(), problem.message()) : problem;
    }
  }
}
