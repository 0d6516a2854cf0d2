package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says about the first part of a case, from the first contact to the allocated
 * worker. A procedure without such rules takes referrals all the same.
 *
 * @param inform who has to be informed, and with which checklist; null for no such duty
 * @param urgent what is urgent, and who hears of it when; null for no such path
 * @param form the form that a referral is completed on; null for none
 * @param tell the task of telling the referrer; null for none
 * @param papers the forms that a family reads before a visit
 * @param map the way of a case in plain words
 * @param placement what opens for a child who is placed and has no order yet; null for nothing
 */
public record IntakeRules(
    @Nullable Inform inform,
    @Nullable Placement placement,
    @Nullable Urgent urgent,
    @Nullable Form form,
    @Nullable Tell tell,
    List<Paper> papers,
    List<MapStep> map) {
  /** No rules at all. */
  public static final IntakeRules NONE =
      new IntakeRules(null, null, null, null, null, List.of(), List.of());

  /** Lists that the file leaves out are empty. */
  public IntakeRules {
    papers = ClockRule.listOrEmpty(papers);
    map = ClockRule.listOrEmpty(map);
  }

  /** A form that a family reads before a visit. */
  public record Paper(String id, String clause, String title) {}

  /**
   * A step of the way, for the family.
   *
   * @param says what happens in it, in plain words
   * @param stages the stages that it stands for
   * @param clock the clock whose due date is its; null for none
   */
  public record MapStep(
      String id, String title, String says, List<String> stages, @Nullable String clock) {}

  /** Whether one of these rules opens a checklist. */
  public boolean opens(String checklist) {
    return (inform != null && inform.checklist().equals(checklist))
        || (placement != null && placement.checklist().equals(checklist));
  }

  /**
   * The duty to inform.
   *
   * @param checklist the checklist that a trigger opens
   */
  public record Inform(String clause, String checklist, List<Reason> triggers) {
    /** One of them. */
    public Optional<Reason> trigger(String id) {
      return triggers.stream().filter(trigger -> trigger.id().equals(id)).findFirst();
    }
  }

  /**
   * The urgent path: words only flag, and a human decides.
   *
   * @param acknowledgeMinutes after how many minutes without an answer the next person is paged
   * @param chaseWorkingDays after how many working days somebody asks for an outcome
   * @param emergency what the sender is told at once
   * @param words the words and phrases that flag a text, in lower case
   */
  public record Urgent(
      String clause,
      @JsonProperty("acknowledge_minutes") int acknowledgeMinutes,
      @JsonProperty("chase_working_days") int chaseWorkingDays,
      String emergency,
      List<Reason> grounds,
      List<String> words) {}

  /**
   * A form that has to be complete before it is signed.
   *
   * @param document the document that it is
   * @param fields the fields that may not be empty, with what they are called
   */
  public record Form(String document, String clause, List<Reason> fields) {}

  /**
   * The task of telling the referrer of a signature: closed by telling them, not by a tick.
   *
   * @param document the document that was signed
   */
  public record Tell(String clause, String document, String checklist, String item) {}

  /** Something with an id, and the words for it. */
  public record Reason(String id, String title) {}

  /** What opens for a child who lives with the family before the order is made. */
  public record Placement(String clause, String checklist) {}
}
