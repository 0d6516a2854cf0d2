package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caseroom.base.CanonicalJson;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a group of events makes of the tables of lists and reports: each row is written once, as the
 * last of the events leaves it.
 */
final class ReportRows {
  /** The stage of a case. */
  record Stage(String stage, long since) {}

  /** A run of a clock. */
  record ClockKey(String space, String id, String startedBy) {}

  /** A clock as its event has it. */
  record Clock(String status, long dueAt, String body) {}

  /** Something of a case that has a number or a name of its own. */
  record Key(String space, String key) {}

  /**
   * A question.
   *
   * @param room in which it was asked
   * @param asked when
   * @param now how it stands
   */
  record Question(String room, long asked, ObjectNode now) {}

  /** A paper of the professionals room. */
  record PaperKey(String space, String type, String key) {}

  /** The facts of a piece of state, which replace its earlier ones. */
  record StateFacts(long at, List<Facts.Value> values) {}

  /** A fact of messages, which are counted. */
  record FactKey(String space, String type, Facts.Value value) {}

  /** How often a fact came. */
  record Count(int times, long firstAt, long lastAt) {}

  private final ReportWriteDao dao;
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Map<String, String> leads = new LinkedHashMap<>();
  private final Set<String> needs = new HashSet<>();
  private final Map<ClockKey, Clock> clocks = new LinkedHashMap<>();
  private final Map<Key, Question> questions = new LinkedHashMap<>();
  private final Map<PaperKey, Event> papers = new LinkedHashMap<>();
  private final Map<Key, String> signed = new LinkedHashMap<>();
  private final Map<PaperKey, StateFacts> stateFacts = new LinkedHashMap<>();
  private final Map<FactKey, Count> counts = new LinkedHashMap<>();

  ReportRows(ReportWriteDao dao) {
    this.dao = dao;
  }

  /** Opens a case, at once: the rest is written to its row. */
  void head(String space, Event event) {
    dao.head(space, event);
  }

  void stage(String space, String stage, long since) {
    stages.put(space, new Stage(stage, since));
  }

  void lead(String space, String person) {
    leads.put(space, person);
  }

  void needs(String space) {
    needs.add(space);
  }

  void clock(String space, String id, ObjectNode clock) {
    clocks.put(
        new ClockKey(space, id, clock.path("started_by").asText()),
        new Clock(
            clock.path("status").asText(),
            clock.path("due_at").asLong(),
            CanonicalJson.encodeToString(clock)));
  }

  void question(String space, String number, Event event) {
    ObjectNode content = event.content();
    questions.merge(
        new Key(space, number),
        new Question(content.path("room").asText(), content.path("asked").asLong(), content),
        (first, now) -> new Question(first.room(), first.asked(), now.now()));
  }

  void paper(String space, String key, Event event) {
    papers.put(new PaperKey(space, event.type(), key), event);
  }

  void signed(String space, String document, String documentEvent) {
    signed.put(new Key(space, document), documentEvent);
  }

  /**
   * Notes the facts of an event.
   *
   * @param key the state key, whose earlier facts are replaced; null for a message, which counts
   */
  void facts(String space, String type, @Nullable String key, long at, List<Facts.Value> values) {
    if (key != null) {
      stateFacts.put(new PaperKey(space, type, key), new StateFacts(at, values));
      return;
    }
    for (Facts.Value value : values) {
      counts.merge(
          new FactKey(space, type, value),
          new Count(1, at, at),
          (before, one) -> new Count(before.times() + 1, before.firstAt(), at));
    }
  }

  /** Writes it all. */
  void write() {
    dao.stages(stages);
    dao.leads(leads);
    dao.needs(needs);
    dao.clocks(clocks);
    dao.questions(questions);
    dao.papers(papers);
    dao.signed(signed);
    dao.stateFacts(stateFacts);
    dao.counts(counts);
  }
}
