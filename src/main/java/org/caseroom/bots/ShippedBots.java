package org.caseroom.bots;

import java.util.List;
import org.caseroom.bots.checklist.ChecklistBot;
import org.caseroom.bots.decisions.DecisionLogBot;
import org.caseroom.bots.frontdoor.FrontDoorBot;
import org.caseroom.bots.questions.QuestionBot;
import org.caseroom.bots.reminders.ReviewReminder;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.BotServices;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.story.StoryBot;
import org.caseroom.bots.transfer.TransferBot;

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
        new TransferBot(rules, services.agencies()));
  }
}
