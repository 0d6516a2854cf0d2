package org.caseroom.cases.procedure;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says about the first part of a case, from the first contact to the allocated
 * worker. A procedure without such rules takes referrals all the same.
 *
 * @param inform who has to be informed, and with which checklist; null for no such duty
 * @param placement what opens for a child who is placed and has no order yet; null for nothing
 */
public record IntakeRules(@Nullable Inform inform, @Nullable Placement placement) {
  /** No rules at all. */
  public static final IntakeRules NONE = new IntakeRules(null, null);

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

  /** Something with an id, and the words for it. */
  public record Reason(String id, String title) {}

  /** What opens for a child who lives with the family before the order is made. */
  public record Placement(String clause, String checklist) {}
}
