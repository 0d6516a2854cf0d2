package org.caseroom.cases;

import java.util.List;
import org.caseroom.base.UserId;
import org.caseroom.cases.access.BreakGlassPart;
import org.caseroom.cases.assessment.AssessmentPart;
import org.caseroom.cases.assessment.RecordsPart;
import org.caseroom.cases.checklists.ChecklistPart;
import org.caseroom.cases.clocks.ClockPart;
import org.caseroom.cases.clocks.DeputyPart;
import org.caseroom.cases.complaints.ComplaintPart;
import org.caseroom.cases.decisions.DecisionPart;
import org.caseroom.cases.directory.DirectoryPart;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.intake.IntakePart;
import org.caseroom.cases.liaison.LiaisonPart;
import org.caseroom.cases.plan.PlanPart;
import org.caseroom.cases.practice.PracticePart;
import org.caseroom.cases.questions.QuestionPart;
import org.caseroom.cases.sharing.LayerPart;
import org.caseroom.cases.sharing.LetterPart;
import org.caseroom.cases.sharing.PagePart;
import org.caseroom.cases.sharing.RemindingPart;
import org.caseroom.cases.sharing.SharingPart;
import org.caseroom.cases.sharing.SiblingPart;
import org.caseroom.cases.sharing.VoicePart;
import org.caseroom.cases.statutory.StatutoryPart;
import org.caseroom.cases.story.StoryGuard;
import org.caseroom.cases.story.StoryPart;
import org.caseroom.cases.transfer.TransferPart;
import org.caseroom.cases.versions.VersionPart;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;

/** The parts of casework, put together: one line for each. */
public final class CaseParts {
  private CaseParts() {}

  /**
   * Casework's rules at the log's door, with all parts.
   *
   * @param service the house's own user, who writes what follows from events
   */
  public static CasePolicy policy(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service) {
    return new CasePolicy(
        rules, accounts, service, access -> parts(rules, accounts, agencies, service, access));
  }

  private static List<CasePart> parts(
      CasePolicy.Rules rules, Accounts accounts, Agencies agencies, UserId service, Access access) {
    return List.of(
        new ClockPart(rules.workingDays(), accounts),
        new DeputyPart(accounts),
        new VersionPart(rules.procedures()),
        // Before the intake's rule of needs: a visit has words of its own for an interpreter.
        new AssessmentPart(rules, accounts, agencies, access),
        new IntakePart(rules, accounts, agencies, service),
        new StandardPart(rules, accounts, agencies, service, access),
        new DecisionPart(rules.workingDays(), accounts, service),
        new ChecklistPart(accounts),
        new RecordsPart(rules, accounts, agencies, access),
        new StoryPart(new StoryGuard(access), service),
        new TransferPart(accounts, agencies, rules.permissions()),
        new StatutoryPart(accounts, agencies),
        new QuestionPart(accounts, agencies, access),
        new ComplaintPart(rules, accounts, service),
        new LiaisonPart(accounts),
        new PracticePart(accounts, agencies, rules.reports()),
        new SharingPart(rules, accounts, access),
        new VoicePart(accounts),
        new PlanPart(rules.workingDays(), accounts, service),
        new DirectoryPart(rules, accounts, agencies, service, access),
        new LetterPart(accounts),
        new LayerPart(),
        new PagePart(accounts, access),
        new SiblingPart(),
        new RemindingPart(),
        new BreakGlassPart(rules, accounts, service));
  }
}
