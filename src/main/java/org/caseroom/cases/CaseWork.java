package org.caseroom.cases;

import org.caseroom.audit.AuditLog;
import org.caseroom.cases.access.AccessLog;
import org.caseroom.cases.access.BreakGlass;
import org.caseroom.cases.assessment.Assessing;
import org.caseroom.cases.assessment.Assessments;
import org.caseroom.cases.calendar.Calendars;
import org.caseroom.cases.clocks.Deputies;
import org.caseroom.cases.complaints.Complaints;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.decisions.FamilyNotices;
import org.caseroom.cases.directory.DirectoryWork;
import org.caseroom.cases.directory.Shelf;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Register;
import org.caseroom.cases.intake.Intake;
import org.caseroom.cases.liaison.LiaisonLog;
import org.caseroom.cases.once.OnceOnly;
import org.caseroom.cases.pack.CasePacks;
import org.caseroom.cases.plan.PlanWork;
import org.caseroom.cases.practice.PracticeExamples;
import org.caseroom.cases.questions.OpenQuestions;
import org.caseroom.cases.reports.Reports;
import org.caseroom.cases.sharing.Sharing;
import org.caseroom.cases.statutory.StatutoryServices;
import org.caseroom.cases.story.Stories;
import org.caseroom.cases.transfer.Transfers;
import org.caseroom.cases.versions.Versions;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.rooms.Rooms;
import org.caseroom.rooms.media.MediaStore;
import org.caseroom.storage.Database;

/**
 * Casework, put together: the services that pages, the API and bots use. The rules themselves stand
 * at the log's door ({@link CasePolicy}); the log is given that policy and a {@link CaseProjection}
 * when it is opened.
 */
public final class CaseWork {
  /**
   * What casework is built on.
   *
   * @param rooms the rooms, opened with the same policy
   * @param accounts everybody who can sign in
   * @param agencies their agencies
   * @param media the files that they share
   */
  public record House(
      Database database,
      Rooms rooms,
      Accounts accounts,
      Agencies agencies,
      AuditLog audit,
      MediaStore media) {}

  private final Cases cases;
  private final Reports reports;
  private final Intake intake;
  private final Team team;
  private final Contacts contacts;
  private final Consents consents;
  private final Clocks clocks;
  private final Calendars calendars;
  private final Deputies deputies;
  private final Versions versions;
  private final Checklists checklists;
  private final Questions questions;
  private final Stories stories;
  private final Assessments assessments;
  private final Assessing assessing;
  private final Decisions decisions;
  private final FamilyNotices familyNotices;
  private final Corrections corrections;
  private final Readership readership;
  private final Packs packs;
  private final Transfers transfers;
  private final StatutoryServices statutory;
  private final Complaints complaints;
  private final LiaisonLog liaison;
  private final PracticeExamples practiceExamples;
  private final Sharing sharing;
  private final PlanWork plans;
  private final DirectoryWork directory;
  private final OpenQuestions openQuestions;
  private final OnceOnly once;
  private final CasePacks wholePacks;
  private final CheckpointNotices checkpointNotices;
  private final BreakGlass breakGlass;
  private final AccessLog accessLog;
  private final CasePolicy policy;

  private CaseWork(House house, CasePolicy policy) {
    Register register = new Register(house.rooms().log(), policy.service());
    Desk desk = new Desk(house.rooms().log(), register, house.accounts(), policy);
    this.policy = policy;
    this.reports = new Reports(desk, house.database(), house.audit());
    this.cases = new Cases(desk, house.database(), house.agencies(), house.audit(), reports.list());
    this.intake = new Intake(desk, house.agencies(), house.rooms().reader());
    this.team = new Team(desk);
    this.contacts = new Contacts(desk);
    this.consents = new Consents(desk);
    this.clocks = new Clocks(desk, house.database());
    this.calendars = new Calendars(desk, reports.list(), house.audit());
    this.deputies = new Deputies(desk, house.agencies());
    this.versions = new Versions(desk);
    this.checklists = new Checklists(desk);
    this.questions = new Questions(desk);
    this.stories = new Stories(desk, house.rooms().reader(), house.audit());
    this.assessments = new Assessments(desk);
    this.assessing =
        new Assessing(desk, house.agencies(), house.rooms().reader(), house.database());
    this.decisions = new Decisions(desk, house.rooms().reader(), house.audit());
    this.familyNotices = new FamilyNotices(desk, house.database());
    this.corrections = new Corrections(desk);
    this.readership = new Readership(desk, house.rooms(), house.audit());
    this.packs = new Packs(desk, cases, house.rooms().reader(), house.audit());
    this.transfers = new Transfers(desk, house.agencies());
    this.statutory = new StatutoryServices(desk);
    this.complaints = new Complaints(desk);
    this.liaison = new LiaisonLog(desk);
    this.practiceExamples = new PracticeExamples(desk, house.agencies(), house.audit());
    this.sharing = new Sharing(desk);
    this.plans = new PlanWork(desk);
    this.directory =
        new DirectoryWork(
            desk,
            house.agencies(),
            house.audit(),
            Shelf.load(policy.rules().folder().resolve("directory")),
            policy.service());
    this.openQuestions = new OpenQuestions(desk, house.database());
    this.once = new OnceOnly(house.database(), () -> house.rooms().log().view().now());
    this.breakGlass = new BreakGlass(desk, house.database());
    this.accessLog = new AccessLog(desk, house.agencies(), house.database(), house.audit());
    this.checkpointNotices = new CheckpointNotices(desk, house.audit());
    this.wholePacks =
        new CasePacks(desk, house.rooms(), house.agencies(), house.audit(), house.media());
  }

  /**
   * Opens casework on a log that was opened with the same policy.
   *
   * @param policy the rules that the log asks at its door
   */
  public static CaseWork open(House house, CasePolicy policy) {
    CaseWork work = new CaseWork(house, policy);
    new Register(house.rooms().log(), policy.service()).bringRoomsUpToDate();
    return work;
  }

  /** The day's checkpoint of the audit log, for every hub. */
  public CheckpointNotices checkpointNotices() {
    return checkpointNotices;
  }

  /** Lists and views of cases. */
  public Cases cases() {
    return cases;
  }

  /** From the first contact to the allocated worker. */
  public Intake intake() {
    return intake;
  }

  /** The team and the rooms. */
  public Team team() {
    return team;
  }

  /** Needs, contacts, notes and summaries. */
  public Contacts contacts() {
    return contacts;
  }

  /** Consents. */
  public Consents consents() {
    return consents;
  }

  /** Clocks and reminders. */
  public Clocks clocks() {
    return clocks;
  }

  /** People's calendars. */
  public Calendars calendars() {
    return calendars;
  }

  /** Who stands in for whom. */
  public Deputies deputies() {
    return deputies;
  }

  /** Which version of a procedure a case follows. */
  public Versions versions() {
    return versions;
  }

  /** Checklists. */
  public Checklists checklists() {
    return checklists;
  }

  /** Questions. */
  public Questions questions() {
    return questions;
  }

  /** The story. */
  public Stories stories() {
    return stories;
  }

  /** The assessment and the plan. */
  public Assessments assessments() {
    return assessments;
  }

  /** Visits, the child's voice, and who writes which part of the assessment by when. */
  public Assessing assessing() {
    return assessing;
  }

  /** Decisions and signatures. */
  public Decisions decisions() {
    return decisions;
  }

  /** Notice to the family of decisions. */
  public FamilyNotices familyNotices() {
    return familyNotices;
  }

  /** Corrections of documents that the family was given. */
  public Corrections corrections() {
    return corrections;
  }

  /** Who could read an item at a past moment. */
  public Readership readership() {
    return readership;
  }

  /** A case to take along. */
  public Packs packs() {
    return packs;
  }

  /** The plan, its money, its reviews and its end. */
  public PlanWork plans() {
    return plans;
  }

  /** Complaints. */
  public Complaints complaints() {
    return complaints;
  }

  /** Disruptions, and liaison with other agencies and departments. */
  public LiaisonLog liaison() {
    return liaison;
  }

  /** Practice examples that name nobody. */
  public PracticeExamples practiceExamples() {
    return practiceExamples;
  }

  /** Requests for statutory services. */
  public StatutoryServices statutory() {
    return statutory;
  }

  /** Addresses, responsibility and transfer. */
  public Transfers transfers() {
    return transfers;
  }

  /** Reports and figures over all cases. */
  public Reports reports() {
    return reports;
  }

  /** Who is let in on what. */
  public Sharing sharing() {
    return sharing;
  }

  /** Agencies, cards, links, services, virtual schools and what families have to be told. */
  public DirectoryWork directory() {
    return directory;
  }

  /** Questions that wait, over all cases. */
  public OpenQuestions openQuestions() {
    return openQuestions;
  }

  /** Requests that count once. */
  public OnceOnly once() {
    return once;
  }

  /** Whole cases as files. */
  public CasePacks wholePacks() {
    return wholePacks;
  }

  /** Opening cases from outside of their teams. */
  public BreakGlass breakGlass() {
    return breakGlass;
  }

  /** Who has looked at a case. */
  public AccessLog accessLog() {
    return accessLog;
  }

  /** The rules. */
  public CasePolicy policy() {
    return policy;
  }
}
