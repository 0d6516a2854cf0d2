package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.EventId;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.AccessEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/** Why somebody may not read, in words for them: what {@link Access} decided, and no more. */
public final class Refusals {
  /** Papers and messages that may say which topic they are about. */
  private static final Set<String> TOPICAL =
      Set.of("m.room.message", CaseEvents.NOTE, CaseEvents.SUMMARY, CaseEvents.ASSESSMENT_SECTION);

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

  private final Access access;
  private final CasePolicy.Rules rules;

  /** The words for what this access decides. */
  public Refusals(Access access, CasePolicy.Rules rules) {
    this.access = access;
    this.rules = rules;
  }

  /** Why somebody may not read a room, as a sentence for them. */
  String room(UserId reader, RoomId room, RoomView now) {
    Access.Ground ground = access.ground(reader, room, now);
    return switch (ground.why()) {
      case NOT_CHOSEN ->
          "This room is the young person's own: only the adults whom they chose read it. You see"
              + " that it exists, and no more.";
      case NO_MEETING -> "The family agreed to this for a meeting, and it is not that time.";
      case GLASS_SHUT ->
          "You are not in this case's team, and what you opened with a reason is "
              + glass(ground.event(), now)
              + ". Ask its social worker to add you to the team, or open the case again with a"
              + " reason.";
      case LEFT_TEAM -> "You have been taken out of this team.";
      case NO_CONSENT ->
          "The family's consent does not let your agency into this room"
              + CaseFile.of(now, room).map(file -> sinceWithdrawal(ground.event(), file)).orElse("")
              + ".";
      default -> "You may not read this room now.";
    };
  }

  private static String glass(@Nullable Event reader, RoomView now) {
    return reader != null && AccessEvents.isOpen(reader, now.now())
        ? "other rooms than this one"
        : "over";
  }

  private String sinceWithdrawal(@Nullable Event consent, CaseFile file) {
    return consent != null && consent.text("status").filter("withdrawn"::equals).isPresent()
        ? ": it was withdrawn " + since(consent.time(), file)
        : "";
  }

  /** Why an event is kept from a reader, where they are to know that it is there. */
  Optional<String> event(UserId reader, Event event, RoomView now) {
    Access.Kept kept = access.kept(reader, event, now);
    if (kept == null || kept.barrier() != Access.Barrier.TOPIC) {
      return Optional.empty();
    }
    return CaseFile.of(now, event.room())
        .map(file -> "You may not read " + topicSince(kept, file) + ".");
  }

  /** A topic and since when it is kept: {@code Therapy since 08:50}. */
  public String topicSince(Access.Kept kept, CaseFile file) {
    Event consent = kept.event();
    return title(kept.topic(), file) + (consent == null ? "" : " " + since(consent.time(), file));
  }

  /** What people call a topic. */
  public String title(String topic, CaseFile file) {
    return rules
        .procedure(file)
        .sharing()
        .topic(topic)
        .map(found -> found.title())
        .orElse("this thread");
  }

  /** Since when, by the clock of the case's procedure: the time alone for today. */
  public String since(Instant moment, CaseFile file) {
    ZoneId zone = rules.procedure(file).zone();
    ZonedDateTime then = moment.atZone(zone);
    LocalDate today = file.view().now().atZone(zone).toLocalDate();
    return "since "
        + TIME.format(then)
        + (then.toLocalDate().equals(today) ? "" : " on " + Notices.day(then.toLocalDate()));
  }

  /**
   * Refuses a topic that the procedure does not have, one on an event that cannot keep it, and one
   * that its sender may not read.
   *
   * @throws Problem 400 or 403
   */
  void aboutTopics(Event event, UserId who, RoomView before) {
    addsNoTopic(event, before);
    if (!event.content().has(SharingEvents.TOPIC)) {
      return;
    }
    Optional<CaseFile> file = CaseFile.of(before, event.room());
    if (file.isEmpty() || !TOPICAL.contains(event.type())) {
      throw Problem.invalidParam(
          "'"
              + SharingEvents.TOPIC
              + "' stands in messages, notes, summaries and sections of the assessment: what is"
              + " written elsewhere is for everybody who reads the room.");
    }
    Procedure procedure = rules.procedure(file.get());
    String topic = event.text(SharingEvents.TOPIC).orElse("");
    if (procedure.sharing().topic(topic).isEmpty()) {
      throw Problem.invalidParam(
          procedure.sharing().topics().isEmpty()
              ? "The procedure of this case has no topics: leave '" + SharingEvents.TOPIC + "' out."
              : "The topic is one of " + String.join(", ", procedure.sharing().topicIds()) + ".");
    }
    Access.Kept kept = access.kept(who, event.room(), topic, before);
    if (kept != null) {
      throw Problem.forbidden("You may not read " + topicSince(kept, file.get()) + ".");
    }
  }

  /**
   * Search finds a message by what its edits say: a topic that the edit alone had would tell of
   * itself by that.
   */
  private void addsNoTopic(Event event, RoomView before) {
    JsonNode relation = event.content().path("m.relates_to");
    Optional<String> topic = Access.ownTopic(event);
    if (topic.isEmpty() || !relation.path("rel_type").asText().equals("m.replace")) {
      return;
    }
    boolean had =
        Optional.of(relation.path("event_id").asText())
            .filter(EventId::isValid)
            .flatMap(id -> before.event(event.room(), EventId.of(id)))
            .filter(message -> access.topics(message, before).contains(topic.get()))
            .isPresent();
    if (!had) {
      throw Problem.invalidParam(
          "An edit gives a message no topic that it had not: empty the message, and write a new one"
              + " with the topic.");
    }
  }
}
