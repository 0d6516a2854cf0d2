package org.caseroom.web.api;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** The case API: registers all of its routes. */
public final class Api {
  private final ApiServices services;

  /** Makes the API on its services. */
  public Api(ApiServices services) {
    this.services = services;
  }

  /**
   * Registers the routes under {@code /api}; call it before other routes, since it also answers for
   * addresses under {@code /api} that do not exist.
   *
   * @return the routes, as {@code GET /api/cases/{reference}}
   */
  public List<String> register(RoutesConfig routes) {
    ApiRoutes api = new ApiRoutes(routes, services);
    new HouseHandlers(services).register(api);
    new ReferralHandlers(services).register(api);
    new IntakeHandlers(services).register(api);
    new CaseHandlers(services).register(api);
    new AccessHandlers(services).register(api);
    new TeamHandlers(services).register(api);
    new ContactHandlers(services).register(api);
    new QuestionHandlers(services).register(api);
    new StoryHandlers(services).register(api);
    new PackHandlers(services).register(api);
    new AssessmentHandlers(services).register(api);
    new AssessingHandlers(services).register(api);
    new RecordHandlers(services).register(api);
    new DecisionHandlers(services).register(api);
    new PlanHandlers(services).register(api);
    new ReviewHandlers(services).register(api);
    new MoneyHandlers(services).register(api);
    new ClockHandlers(services).register(api);
    new ReminderHandlers(services).register(api);
    new ReadershipHandlers(services).register(api);
    new TransferHandlers(services).register(api);
    new StatutoryHandlers(services).register(api);
    new ComplaintHandlers(services).register(api);
    new VersionHandlers(services).register(api);
    new LiaisonHandlers(services).register(api);
    new PracticeHandlers(services).register(api);
    new ReportHandlers(services).register(api);
    new SharingHandlers(services).register(api);
    new DirectoryHandlers(services).register(api);
    new VirtualSchoolHandlers(services).register(api);
    new ServiceHandlers(services).register(api);
    new InformHandlers(services).register(api);
    new ProofHandlers(services).register(api);
    new TlogHandlers(services).register(api);
    new NoticeHandlers(services).register(api);
    new CalendarHandlers(services).register(api);
    new BotHandlers(services).register(api);
    api.answerForTheRest();
    return api.names();
  }
}
