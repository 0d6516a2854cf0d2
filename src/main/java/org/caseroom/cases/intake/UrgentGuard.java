package org.caseroom.cases.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * Urgent words in what somebody of the family writes (7.5): before it is sent they read whom to
 * call, once. Whatever they send next goes at once, and the rota is paged without waiting for it.
 *
 * <p>Kept in memory: who was told of late, and what the bot at the front door has to pass on. The
 * open concern that follows stands in the log, so that another node, or this one after a restart,
 * does not ask a second time.
 */
public final class UrgentGuard {
  /** The errcode of a message that waits for its sender to read whom to call. */
  public static final String URGENT = "ORG.CASEROOM_URGENT_WORDS";

  /** The field by which a client that has shown the numbers itself sends at once. */
  public static final String SEND_ANYWAY = CaseEvents.PREFIX + "send_anyway";

  /** Acts in which a family tells how it is now. The story is not one: it tells of what was. */
  static final Set<String> TOLD_IN = Set.of(CaseEvents.QUESTION_ASK, IntakeEvents.VIEWS);

  private static final Duration INSISTS = Duration.ofHours(1);
  private static final int MOST = 500;

  private record Asked(UserId person, RoomId space) {}

  private final Map<Asked, Instant> told = new HashMap<>();
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  /**
   * A message that was not sent yet. Its text is kept nowhere.
   *
   * @param sender who wrote it
   * @param room where to
   * @param space the case
   * @param flags the words of the list that stood in it
   * @param at when
   * @param matrix whether a Matrix client sent it, which shows little of a refusal
   */
  public record Held(
      UserId sender, RoomId room, RoomId space, List<String> flags, Instant at, boolean matrix) {}

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
   * @throws Problem 409 {@link #URGENT} with whom to call, and that sending again is enough
   */
  void check(Event event, Account who, IntakeRules.@Nullable Urgent rules, CaseFile file) {
    if (rules == null || !who.isFamily() || event.content().path(SEND_ANYWAY).asBoolean()) {
      return;
    }
    List<String> flags = UrgentFlow.flags(rules, words(event));
    if (flags.isEmpty() || isOpen(who.id(), file) || !first(who.id(), file.space(), event.time())) {
      return;
    }
    boolean matrix = event.transaction().filter(sent -> !sent.scope().equals("page")).isPresent();
    note(new Held(who.id(), event.room(), file.space(), flags, event.time(), matrix));
    throw Problem.of(
            409,
            URGENT,
            rules.emergency()
                + " What you wrote is not sent yet, so that you could read this first. Send it"
                + " again and it goes at once.")
        .with("org.caseroom.clause", rules.clause())
        .with("org.caseroom.send_again", SEND_ANYWAY);
  }

  private static boolean isOpen(UserId person, CaseFile file) {
    return HubFiles.hub(file).stream()
        .flatMap(hub -> UrgentFlow.numbered(file, hub, IntakeEvents.URGENT).stream())
        .anyMatch(
            concern ->
                concern.text("status").filter("decided"::equals).isEmpty()
                    && concern.text("raised_by").filter(person.value()::equals).isPresent());
  }

  private synchronized boolean first(UserId person, RoomId space, Instant now) {
    told.values().removeIf(at -> now.isAfter(at.plus(INSISTS)) || now.isBefore(at));
    return told.putIfAbsent(new Asked(person, space), now) == null;
  }

  private synchronized void note(Held message) {
    held.add(message);
    if (held.size() > MOST) {
      held.remove();
    }
  }

  /** Takes what was held since the last time, oldest first. */
  public synchronized List<Held> take() {
    List<Held> all = new ArrayList<>(held);
    held.clear();
    return all;
  }
}
