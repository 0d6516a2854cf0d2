package org.caseroom.cases.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.caseroom.base.Json;
import org.caseroom.rooms.Event;

/**
 * The rules of who reads what, said again in plain words and without the service's own code: it is
 * told every event of a case in order, and answers for any person and event.
 */
final class ReadingOracle {
  private static final Set<String> CASEWORK =
      Set.of("duty-worker", "permanency-support-social-worker", "team-manager", "line-manager");
  private static final Set<String> MANAGERS = Set.of("team-manager", "line-manager");
  private static final Map<String, String> SECTIONS =
      Map.of(
          "trauma", "therapy",
          "attachment", "therapy",
          "development", "health",
          "sensory", "health",
          "cognition", "health",
          "education", "education",
          "history", "early-history");

  /** Somebody: their user id, role and agency (null for family). */
  record Person(String id, String role, String agency) {
    boolean family() {
      return role.equals("adopter") || role.equals("young-person");
    }
  }

  private final String agency;
  private final Map<String, String> kinds;
  private final Map<String, Event> state = new HashMap<>();
  private final Map<String, Event> events = new LinkedHashMap<>();
  private Instant now = Instant.EPOCH;

  /** Starts with what is known of the case: its agency, and its rooms by kind. */
  ReadingOracle(String agency, Map<String, String> kinds) {
    this.agency = agency;
    this.kinds = kinds;
  }

  void hear(Event event) {
    if (events.putIfAbsent(event.id().value(), event) == null && event.stateKey() != null) {
      state.put(key(event.room().value(), event.type(), event.stateKey()), event);
    }
  }

  void at(Instant moment) {
    now = moment;
  }

  List<Event> events() {
    return new ArrayList<>(events.values());
  }

  private static String key(String room, String type, String stateKey) {
    return room + '\n' + type + '\n' + stateKey;
  }

  private JsonNode state(String room, String type, String stateKey) {
    Event event = state.get(key(room, type, stateKey));
    return event == null
        ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
        : event.content();
  }

  private List<Event> all(String kind, String type) {
    List<Event> found = new ArrayList<>();
    String start = kinds.get(kind) + '\n' + type + '\n';
    state.forEach(
        (key, event) -> {
          if (key.startsWith(start)) {
            found.add(event);
          }
        });
    return found;
  }

  private String kind(String room) {
    for (Map.Entry<String, String> each : kinds.entrySet()) {
      if (each.getValue().equals(room)) {
        return each.getKey();
      }
    }
    throw new AssertionError(room);
  }

  // ---- Rooms ----

  boolean opens(Person person, String room) {
    boolean joined =
        state(room, "m.room.member", person.id()).path("membership").asText().equals("join");
    return joined && rule(person, kind(room));
  }

  private boolean rule(Person person, String kind) {
    String key = person.id().substring(1);
    if (state(kinds.get("case"), "org.caseroom.member", key).path("left").asBoolean()) {
      return false;
    }
    return kind.equals("voice") && youngPerson() ? voice(person, key) : usual(person, kind);
  }

  private boolean youngPerson() {
    return all("case", "org.caseroom.member").stream()
        .anyMatch(member -> member.content().path("role").asText().equals("young-person"));
  }

  private boolean voice(Person person, String key) {
    String room = kinds.get("voice");
    JsonNode member = state(kinds.get("case"), "org.caseroom.member", key);
    boolean own =
        member.path("role").asText().equals("young-person")
            && member.path("rooms").toString().contains("\"voice\"");
    boolean chosen =
        state(room, "org.caseroom.voice.reader", key).path("status").asText().equals("chosen");
    boolean opened =
        now.toEpochMilli() < state(room, "org.caseroom.voice.opened", key).path("until").asLong();
    return own || (usual(person, "case") && (chosen || opened));
  }

  private boolean usual(Person person, String kind) {
    return person.family()
        || agency.equals(person.agency())
        || former(person)
        || offered(person, kind)
        || consent(person, kind) != null;
  }

  /** The agency that a case left reads on for a while. */
  private boolean former(Person person) {
    for (JsonNode entry : state(kinds.get("case"), "org.caseroom.case", "").path("former")) {
      if (entry.path("agency").asText().equals(person.agency())
          && now.toEpochMilli() < entry.path("until").asLong()) {
        return true;
      }
    }
    return false;
  }

  /** The agency that a case is offered to reads the transfer's room, unless it declined. */
  private boolean offered(Person person, String kind) {
    JsonNode offer = state(kinds.get("case"), "org.caseroom.transfer", "");
    return kind.equals("transfer")
        && offer.path("agency").asText().equals(person.agency())
        && !offer.path("status").asText().equals("declined");
  }

  /**
   * The consents that are about somebody: those by name, and where there are none, the agency's.
   */
  private List<JsonNode> about(Person person) {
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> ofAgency = new ArrayList<>();
    for (Event event : all("case", "org.caseroom.consent")) {
      JsonNode consent = event.content();
      if (consent.path("user").asText().equals(person.id())) {
        named.add(consent);
      } else if (!consent.has("user")
          && person.agency() != null
          && consent.path("agency").asText().equals(person.agency())) {
        ofAgency.add(consent);
      }
    }
    return named.isEmpty() ? ofAgency : named;
  }

  private JsonNode consent(Person person, String kind) {
    for (JsonNode consent : about(person)) {
      boolean room = false;
      for (JsonNode each : consent.path("rooms")) {
        room |= kind.equals("case") || each.asText().equals(kind);
      }
      JsonNode meeting = consent.path("meeting");
      boolean time =
          meeting.isMissingNode()
              || (!now.isBefore(Instant.parse(meeting.path("starts").asText()))
                  && now.isBefore(Instant.parse(meeting.path("ends").asText())));
      if (consent.path("status").asText().equals("given") && room && time) {
        return consent;
      }
    }
    return null;
  }

  // ---- Events ----

  boolean reads(Person person, Event event) {
    if (!opens(person, event.room().value())) {
      return false;
    }
    boolean casework = CASEWORK.contains(person.role()) && agency.equals(person.agency());
    boolean own = event.sender().value().equals(person.id());
    return switch (event.type()) {
      case "org.caseroom.story" -> own || person.family() || audience(person, event);
      case "org.caseroom.question" -> question(person, event);
      case "org.caseroom.question.triaged" ->
          question(
              person,
              state.get(key(event.room().value(), "org.caseroom.question", event.stateKey())));
      case "org.caseroom.voice.opening" -> own || MANAGERS.contains(person.role());
      case "org.caseroom.protected" -> own || casework;
      case "org.caseroom.letter", "org.caseroom.letter.state", "org.caseroom.letter.release" ->
          own || casework || letter(person, event);
      default ->
          event.content().has("org.caseroom.share")
              ? casework || shared(person, event.content().path("org.caseroom.share").asText())
              : topics(person, event);
    };
  }

  private boolean audience(Person person, Event event) {
    JsonNode section = state(event.room().value(), event.type(), event.stateKey());
    for (JsonNode word : section.path("audience")) {
      String name = word.asText();
      boolean specialist = !CASEWORK.contains(person.role()) && !person.role().equals("advocate");
      if (name.equals("team")
          || name.equals(person.agency())
          || name.equals(person.role())
          || (name.equals("casework") && CASEWORK.contains(person.role()))
          || (name.equals("specialists") && specialist)) {
        return true;
      }
    }
    return all("case", "org.caseroom.share.page").stream()
        .filter(page -> page.content().path("page").asText().equals("story/" + event.stateKey()))
        .anyMatch(page -> shared(person, page.stateKey()));
  }

  /** For the readers of the room that it was asked in, and for its owner. */
  private boolean question(Person person, Event paper) {
    String room = paper.content().path("room").asText();
    boolean owner = paper.content().path("owner").asText().equals(person.id());
    boolean in = opens(person, room) || (owner && rule(person, kind(room)));
    Set<String> topics = new TreeSet<>();
    for (String field : List.of("ask", "answer_event")) {
      Event message = events.get(paper.content().path(field).asText());
      if (message != null) {
        topics.addAll(about(message));
      }
    }
    return in && topics(person, room, topics);
  }

  private boolean shared(Person person, String number) {
    JsonNode page = state(kinds.get("case"), "org.caseroom.share.page", number);
    return page.path("status").asText().equals("approved")
        && page.path("reader").asText().equals(person.id());
  }

  private boolean letter(Person person, Event event) {
    String number =
        event.content().has("letter") ? event.content().path("letter").asText() : event.stateKey();
    if (person.role().equals("post-box-worker")) {
      return agency.equals(person.agency());
    }
    String box = kinds.get("letterbox");
    JsonNode letter = state(box, "org.caseroom.letter", number);
    if (letter.path("direction").asText().equals("out")) {
      return person.role().equals("adopter");
    }
    boolean released =
        state(box, "org.caseroom.letter.state", number).path("status").asText().equals("released");
    boolean last =
        !event.type().equals("org.caseroom.letter")
            || state.get(key(box, event.type(), number)).id().equals(event.id());
    return released && last;
  }

  private boolean topics(Person person, Event event) {
    return topics(person, event.room().value(), about(event));
  }

  private boolean topics(Person person, String room, Set<String> topics) {
    if (person.family() || agency.equals(person.agency())) {
      return true;
    }
    String kind = kind(room);
    if (kind.equals("voice") && youngPerson()) {
      return true;
    }
    for (JsonNode consent : about(person)) {
      for (JsonNode out : consent.path("without")) {
        if (topics.contains(out.asText())) {
          return false;
        }
      }
    }
    JsonNode deciding = consent(person, kind);
    if (deciding == null) {
      // Whom the hand-over lets in, and no consent, reads all of it.
      return former(person) || offered(person, kind);
    }
    for (String topic : topics) {
      boolean named = !deciding.has("topics");
      for (JsonNode covered : deciding.path("topics")) {
        named |= covered.asText().equals(topic);
      }
      if (!named) {
        return false;
      }
    }
    return true;
  }

  private Set<String> about(Event event) {
    Set<String> topics = new TreeSet<>();
    JsonNode content = event.content();
    boolean paper = event.stateKey() != null;
    boolean section = event.type().equals("org.caseroom.assessment_section");
    if (paper && !section && !event.type().equals("org.caseroom.summary")) {
      return topics;
    }
    add(topics, content.path("org.caseroom.topic"));
    if (paper) {
      add(
          topics,
          state(event.room().value(), event.type(), event.stateKey()).path("org.caseroom.topic"));
      if (section && SECTIONS.containsKey(event.stateKey())) {
        topics.add(SECTIONS.get(event.stateKey()));
      }
      return topics;
    }
    JsonNode question =
        event.type().startsWith("org.caseroom.question.")
            ? state(kinds.get("case"), "org.caseroom.question", content.path("question").asText())
            : Json.object();
    JsonNode relation = content.path("m.relates_to");
    for (String target :
        List.of(
            relation.path("event_id").asText(),
            relation.path("m.in_reply_to").path("event_id").asText(),
            question.path("ask").asText(),
            content.path("org.caseroom.about").asText())) {
      Event related = events.get(target);
      if (related != null && related.room().equals(event.room())) {
        topics.addAll(about(related));
      }
    }
    return topics;
  }

  private static void add(Set<String> topics, JsonNode topic) {
    if (topic.isTextual()) {
      topics.add(topic.asText());
    }
  }
}
