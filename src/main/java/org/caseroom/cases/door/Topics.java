package org.caseroom.cases.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.SharingEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about: its own topic, and those of the events that it belongs to (the thread
 * that it stands in, what it answers, edits or reacts to, what it puts in words). Where that cannot
 * be told any more it is about {@link #UNKNOWN}, which no limited consent covers.
 *
 * <p>An event's relations never change, so what was found once is kept.
 */
final class Topics {
  /** What something is about whose thread was emptied or cannot be found. */
  static final String UNKNOWN = "unknown";

  private static final String OF_A_QUESTION = CaseEvents.QUESTION + ".";
  private static final int DEPTH = 8;
  private static final int KEPT = 20_000;
  private static final Set<String> NONE = Set.of();
  private static final Set<String> LOST = Set.of(UNKNOWN);

  private final CasePolicy.Rules rules;
  private final Map<EventId, Set<String>> related = new ConcurrentHashMap<>();

  Topics(CasePolicy.Rules rules) {
    this.rules = rules;
  }

  /** The topics of an event; none for nearly all of them, which costs next to nothing. */
  Set<String> of(Event event, RoomView now) {
    String key = event.stateKey();
    return key == null ? ofMessage(event, now, 0) : ofPaper(event, key, now);
  }

  /** A version of a paper is about what it says, and about what the newest version says. */
  private Set<String> ofPaper(Event event, String key, RoomView now) {
    if (event.type().equals(CaseEvents.QUESTION)) {
      return ofQuestion(event, now);
    }
    boolean section = event.type().equals(CaseEvents.ASSESSMENT_SECTION);
    if (!section && !event.type().equals(CaseEvents.SUMMARY)) {
      return byType(event, now);
    }
    Set<String> topics = new TreeSet<>();
    event.text(SharingEvents.TOPIC).ifPresent(topics::add);
    now.state(event.room(), event.type(), key)
        .flatMap(current -> current.text(SharingEvents.TOPIC))
        .ifPresent(topics::add);
    if (section) {
      CaseFile.of(now, event.room())
          .map(rules::procedure)
          .flatMap(procedure -> usual(procedure, key))
          .ifPresent(topics::add);
    }
    return topics;
  }

  /** A question's paper is about what its asking and its answer are about. */
  private Set<String> ofQuestion(Event paper, RoomView now) {
    RoomId room = paper.text("room").map(RoomId::of).orElse(paper.room());
    Set<String> topics = new TreeSet<>();
    for (String field : List.of("ask", "answer_event")) {
      paper
          .text(field)
          .filter(EventId::isValid)
          .flatMap(id -> now.event(room, EventId.of(id)))
          .map(message -> ofMessage(message, now, 0))
          .ifPresent(topics::addAll);
    }
    return topics;
  }

  /** The topic that a section of the assessment has by the procedure. */
  private static Optional<String> usual(Procedure procedure, String section) {
    return procedure.sharing().topics().stream()
        .filter(topic -> topic.sections().contains(section))
        .map(topic -> topic.id())
        .findFirst();
  }

  /** What records of a type are about by the procedure, whatever they say. */
  private Set<String> byType(Event event, RoomView now) {
    // Only casework has such types. Which ones is asked of the version that the case follows.
    if (!event.type().startsWith(CaseEvents.PREFIX)) {
      return NONE;
    }
    return CaseFile.of(now, event.room())
        .map(rules::procedure)
        .map(
            procedure ->
                procedure.sharing().topics().stream()
                    .filter(topic -> topic.events().contains(event.type()))
                    .map(topic -> topic.id())
                    .collect(Collectors.toUnmodifiableSet()))
        .orElse(NONE);
  }

  private Set<String> ofMessage(Event event, RoomView now, int depth) {
    JsonNode relation = event.content().get("m.relates_to");
    String about = event.text(CaseEvents.ABOUT).orElse(null);
    Optional<String> own = own(event);
    String question =
        event.type().startsWith(OF_A_QUESTION) ? event.text("question").orElse(null) : null;
    if (relation == null && about == null && question == null) {
      return own.map(Set::of).orElseGet(() -> byType(event, now));
    }
    Set<String> known = related.get(event.id());
    if (known != null) {
      return known;
    }
    Set<String> topics = new TreeSet<>();
    own.ifPresent(topics::add);
    topics.addAll(byType(event, now));
    if (relation != null) {
      topics.addAll(target(event, relation.path("event_id").asText(), now, depth));
      topics.addAll(
          target(event, relation.path("m.in_reply_to").path("event_id").asText(), now, depth));
    }
    topics.addAll(question == null ? NONE : asked(event, question, now, depth));
    // What a notice is about may lie in another room: the house gives the notice its topic then.
    topics.addAll(about == null ? NONE : target(event, about, now, depth, NONE));
    if (related.size() > KEPT) {
      related.clear();
    }
    Set<String> found = Set.copyOf(topics);
    related.put(event.id(), found);
    return found;
  }

  /** The answer to a question, and what is done with it, is about what was asked. */
  private Set<String> asked(Event event, String number, RoomView now, int depth) {
    return CaseFile.of(now, event.room())
        .flatMap(file -> file.state(CaseEvents.QUESTION, number))
        .flatMap(question -> question.text("ask"))
        .map(ask -> target(event, ask, now, depth, NONE))
        .orElse(NONE);
  }

  /** Clients put what an edit makes of a message into its new content, the topic with it. */
  static Optional<String> own(Event event) {
    return event
        .text(SharingEvents.TOPIC)
        .or(
            () ->
                Optional.ofNullable(
                    event.content().path("m.new_content").path(SharingEvents.TOPIC).textValue()));
  }

  private Set<String> target(Event event, String id, RoomView now, int depth) {
    return target(event, id, now, depth, LOST);
  }

  private Set<String> target(
      Event event, @Nullable String id, RoomView now, int depth, Set<String> whenLost) {
    if (id == null || id.isEmpty()) {
      return NONE;
    }
    if (depth >= DEPTH || !EventId.isValid(id)) {
      return whenLost;
    }
    return now.event(event.room(), EventId.of(id))
        .map(
            found ->
                found.redactedBy().isPresent()
                    ? LOST
                    : found.stateKey() == null
                        ? ofMessage(found, now, depth + 1)
                        : ofPaper(found, String.valueOf(found.stateKey()), now))
        .orElse(whenLost);
  }

  /** The topic that a consent has taken out, of those that something is about. */
  static Optional<String> without(Event consent, Set<String> topics) {
    JsonNode without = consent.content().path(SharingEvents.WITHOUT);
    return without.isArray() && !without.isEmpty()
        ? first(topics, topic -> topic.equals(UNKNOWN) || holds(without, topic))
        : Optional.empty();
  }

  /** The topic that a consent does not name, where it names those that it covers. */
  static Optional<String> uncovered(Event consent, Set<String> topics) {
    JsonNode covers = consent.content().path(SharingEvents.TOPICS);
    return covers.isArray() ? first(topics, topic -> !holds(covers, topic)) : Optional.empty();
  }

  private static Optional<String> first(Set<String> topics, Predicate<String> wanted) {
    return topics.stream().filter(wanted).findFirst();
  }

  private static boolean holds(JsonNode list, String word) {
    for (JsonNode each : list) {
      if (each.asText().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
