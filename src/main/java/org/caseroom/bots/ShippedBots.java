package org.caseroom.bots;

import java.util.List;

/** The bots that come with the house. */
final class ShippedBots {
  private ShippedBots() {}

  static List<Bot> of(BotServices services) {
    CaseRules rules = new CaseRules(services.work());
    return List.of(
        new ChecklistBot(),
        new DecisionLogBot(rules),
        new FrontDoorBot(rules, services.agencies()),
        new QuestionBot(services.work()),
        new ReviewReminder(rules),
        new StoryBot(rules),
        new TransferBot(rules));
  }
}
