package org.caseroom.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.RoomKind;
import org.jspecify.annotations.Nullable;

/**
 * A case as one reader may see it.
 *
 * @param summary the head
 * @param rooms the rooms that the reader may read or is invited to
 * @param team who is in it, family first
 * @param clocks all clocks, running ones first
 * @param checklists the checklists
 * @param questions the questions, newest first
 * @param story the story's sections that the reader may read
 * @param storyReads who has read the story
 * @param consents what was agreed, refused and withdrawn
 * @param needs accessible-information needs
 * @param assessment the assessment, for professionals; null before it starts
 * @param plan the plan's items: signed ones for the family, drafts too for professionals
 * @param documents papers that wait for a signature, or have it: professionals only
 * @param decisions the signed decisions: professionals only
 * @param given the signed documents that the family was told of or given: for who is in the family
 *     room
 * @param corrections what the family says is wrong in them, oldest first: likewise
 * @param funds the applications to funds, oldest first
 * @param retention how long the record is kept; null until the case closes
 * @param repeatAsks how often someone asked again what the story tells
 * @param readers who can read the case now, in words
 */
public record CaseView(
    CaseSummary summary,
    List<Room> rooms,
    List<TeamMember> team,
    List<ClockState> clocks,
    List<Checklist> checklists,
    List<Question> questions,
    List<StorySection> story,
    List<StoryRead> storyReads,
    List<Consent> consents,
    List<Needs> needs,
    @Nullable Assessment assessment,
    List<PlanItem> plan,
    List<Document> documents,
    List<Decision> decisions,
    List<Given> given,
    List<Correction> corrections,
    List<FundApplication> funds,
    @Nullable Retention retention,
    int repeatAsks,
    List<Reader> readers) {
  /**
   * A room of the case.
   *
   * @param membership the reader's: {@code join} or {@code invite}
   */
  public record Room(RoomKind kind, RoomId id, String name, String membership) {}

  /**
   * Somebody in the team.
   *
   * @param role the role's word
   * @param roleTitle the role in words
   * @param agencyName null for family
   * @param why why they are in the team
   * @param joined whether they have joined the case
   */
  public record TeamMember(
      UserId user,
      String name,
      String role,
      String roleTitle,
      boolean family,
      @Nullable String agency,
      @Nullable String agencyName,
      String why,
      boolean joined) {}

  /** A checklist; {@code done} counts ticked and not-relevant items. */
  public record Checklist(
      String id, String title, String clause, Instant opened, int done, List<Item> items) {
    /**
     * One item.
     *
     * @param owner who is to do it: exactly one person, where one is known
     * @param status {@code open}, {@code done} or {@code not-relevant}
     * @param receipt whether the family says that it has what the item promises
     * @param received when somebody of the family said so; null while nobody has
     */
    public record Item(
        String id,
        String text,
        @Nullable UserId owner,
        @Nullable String ownerName,
        String status,
        @Nullable UserId by,
        @Nullable Instant at,
        @Nullable String note,
        boolean receipt,
        @Nullable Instant received) {}
  }

  /**
   * A question.
   *
   * @param owner the one who has it now
   * @param with who has it, in words: an agency, such as "Virtual School"
   * @param due the last day of the internal target
   * @param status {@code open}, {@code answered} or {@code closed}
   * @param card the source that the answer points to
   */
  public record Question(
      String number,
      String text,
      UserId asker,
      String askerName,
      Instant asked,
      UserId owner,
      String ownerName,
      String with,
      LocalDate due,
      String status,
      @Nullable String answer,
      @Nullable String card,
      @Nullable Instant answered,
      RoomId room,
      List<Pass> passed) {
    /** One handing-on. */
    public record Pass(UserId from, UserId to, String reason, Instant at) {}
  }

  /**
   * A section of the story.
   *
   * @param place its number on the card, from 1
   * @param audience who may read it: role words, group words of the permissions, agency ids
   */
  public record StorySection(
      String id,
      int place,
      String title,
      String text,
      List<String> audience,
      int version,
      UserId author,
      String authorName,
      Instant written,
      EventId event) {}

  /** That somebody has read the story. */
  public record StoryRead(UserId user, String name, Instant at, int sections) {}

  /**
   * A consent.
   *
   * @param agency the agency that it lets in
   * @param user the person that it lets in, when it is about one only
   * @param status {@code given}, {@code refused} or {@code withdrawn}
   */
  public record Consent(
      String id,
      String purpose,
      @Nullable String agency,
      @Nullable UserId user,
      List<RoomKind> rooms,
      String status,
      @Nullable String formVersion,
      List<UserId> signedBy,
      Instant at,
      @Nullable String reason) {}

  /** A person's accessible-information needs. */
  public record Needs(
      String person,
      String name,
      List<String> formats,
      List<String> communication,
      List<String> languages,
      @Nullable String contactBy,
      @Nullable String notes) {}

  /** The assessment. */
  public record Assessment(
      String status,
      UserId author,
      Instant started,
      List<Section> sections,
      @Nullable String signedBy) {
    /**
     * One section.
     *
     * @param done whether its author says so
     * @param version 1, and one more with each correction that was asked for and made
     * @param event the current version; null while nothing is written
     */
    public record Section(
        String id,
        String title,
        @Nullable String text,
        boolean done,
        int version,
        @Nullable EventId event) {}
  }

  /**
   * An item of the plan.
   *
   * @param kind a kind of the procedure, such as {@code peer}
   * @param tier the tier of that kind
   * @param status {@code planned}, {@code started} or {@code done}
   * @param shared whether the family sees it
   * @param application the newest application to a fund for it, such as {@code F1}
   */
  public record PlanItem(
      String id,
      String title,
      String kind,
      String tier,
      String status,
      @Nullable String provider,
      @Nullable String reason,
      int place,
      boolean shared,
      @Nullable String application) {}

  /**
   * A paper that wants a signature.
   *
   * @param id such as {@code referral-form} or {@code decision/D1}
   * @param signedBy who signed this version; null while it waits
   * @param toldAt when the family was told of it, or given it; null while that is to be done
   */
  public record Document(
      String id,
      String title,
      String clause,
      EventId event,
      UserId author,
      String authorName,
      Instant written,
      List<String> signers,
      @Nullable UserId signedBy,
      @Nullable Instant signedAt,
      @Nullable Instant toldAt) {}

  /**
   * A signed decision.
   *
   * @param previous the record before it in the chain; null for the first
   */
  public record Decision(
      int number,
      String title,
      String decided,
      String reasons,
      String clause,
      UserId author,
      String authorName,
      UserId signer,
      String signerName,
      Instant at,
      EventId event,
      @Nullable EventId previous) {}

  /** A signed document that the family was told of or given, and when. */
  public record Given(String id, String title, Instant at) {}

  /**
   * What the family says is wrong in a document, and what came of it.
   *
   * @param number such as {@code C1}
   * @param section the part of the document, where they named one
   * @param owner who has to answer: the document's author
   * @param status {@code open}, {@code corrected} or {@code declined}
   * @param version the version that holds now; null while nothing was corrected
   * @param before the version that was corrected; it stays in the log
   * @param current the corrected version
   * @param reasons why the document stays as it is
   */
  public record Correction(
      String number,
      String document,
      String documentTitle,
      @Nullable String section,
      String text,
      UserId asker,
      String askerName,
      Instant asked,
      UserId owner,
      String ownerName,
      String status,
      @Nullable Integer version,
      @Nullable EventId before,
      @Nullable EventId current,
      @Nullable String reasons,
      @Nullable String answeredBy,
      @Nullable Instant answered) {}

  /** The class of retention that a closed case's record is in, with the rule in words. */
  public record Retention(String id, String title, String source, String says, Instant since) {}

  /**
   * An application to a fund.
   *
   * @param number such as {@code F1}
   * @param items the plan's items that it is for
   * @param amount what is asked for, in pounds
   * @param status {@code sent}, {@code agreed} or {@code refused}
   * @param granted what the fund pays, in pounds; null unless it agreed
   * @param reason what the fund said
   */
  public record FundApplication(
      String number,
      String fund,
      String title,
      List<String> items,
      String provider,
      int amount,
      String year,
      String status,
      String sentBy,
      Instant sent,
      @Nullable Integer granted,
      @Nullable String reason,
      @Nullable Instant answered) {}

  /** Who can read the case. */
  public record Reader(String name, String role, @Nullable String agency) {}
}
