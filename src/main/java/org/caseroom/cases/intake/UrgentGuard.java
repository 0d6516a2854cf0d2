package org.caseroom.cases.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Urgent words in what somebody of the family writes (7.5): before it is sent they read whom to
 * call, once. Whatever they send next goes at once, and the rota is paged without waiting for it.
 *
 * <p>Nothing is kept in memory. The page is written in the place of what is held, and is there when
 * its sender reads whom to call; who has read it stands in the concern, so that nobody is asked a
 * second time by another node, or by this one after a restart.
 */
final class UrgentGuard {
  /** The errcode of a message that waits for its sender to read whom to call. */
  static final String URGENT = "ORG.CASEROOM_URGENT_WORDS";

  /** The field by which a client that has shown the numbers itself sends at once. */
  static final String SEND_ANYWAY = CaseEvents.PREFIX + "send_anyway";

  /** Acts in which a family tells how it is now. The story is not one: it tells of what was. */
  static final Set<String> TOLD_IN = Set.of(CaseEvents.QUESTION_ASK, IntakeEvents.VIEWS);

  private static final Duration INSISTS = Duration.ofHours(1);

  private final UrgentFlow flow;

  UrgentGuard(UrgentFlow flow) {
    this.flow = flow;
  }

  /** What somebody wrote in an event, its edit included. */
  static String words(Event event) {
    return String.join(
        "\n",
        event.text("body").orElse(""),
        event.content().path("m.new_content").path("body").asText(),
        event.text("text").orElse(""),
        event.text("words").orElse(""));
  }

  /**
   * Refuses, once, what holds urgent words.
   *
   * @throws Refusal 409 {@link #URGENT} with whom to call, and that sending again is enough; it
   *     pages the rota
   */
  void check(Event event, Account who, IntakeRules.@Nullable Urgent rules, CaseFile file) {
    if (rules == null || !who.isFamily() || event.content().path(SEND_ANYWAY).asBoolean()) {
      return;
    }
    List<String> flags = UrgentFlow.flags(rules, words(event));
    Optional<RoomId> hub = flags.isEmpty() ? Optional.empty() : HubFiles.hub(file);
    if (hub.isEmpty() || knows(who.id(), file, hub.get(), event.time())) {
      return;
    }
    Problem problem =
        Problem.of(
                409,
                URGENT,
                rules.emergency()
                    + " What you wrote is not sent yet, so that you could read this first. Send it"
                    + " again and it goes at once.")
            .with("org.caseroom.clause", rules.clause())
            .with("org.caseroom.send_again", SEND_ANYWAY);
    throw new Refusal(
        problem,
        view ->
            CaseFile.of(view, file.space())
                .map(now -> flow.held(event, flags, rules, now))
                .orElse(List.of()));
  }

  /** Whether somebody was told of late whom to call, or has an open concern of their own. */
  private static boolean knows(UserId person, CaseFile file, RoomId hub, Instant now) {
    return UrgentFlow.numbered(file, hub, IntakeEvents.URGENT).stream()
        .anyMatch(
            concern -> {
              Optional<Instant> told = UrgentFlow.told(concern, person);
              return UrgentFlow.isOpen(concern)
                  ? told.isPresent()
                      || concern.text("raised_by").filter(person.value()::equals).isPresent()
                  : told.filter(at -> !now.isAfter(at.plus(INSISTS))).isPresent();
            });
  }
}
