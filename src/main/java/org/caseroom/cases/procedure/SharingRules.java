package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says about who reads what. All of it can be left out.
 *
 * @param topics what professional content can be about, as far as consent can leave it out
 * @param voice the child's own room
 * @param letterbox contact with the birth family; null where there is no guard
 * @param siblings how brothers and sisters are kept apart; null where nothing is compared
 * @param reminders what the house says in a room when somebody comes near it
 */
public record SharingRules(
    List<Topic> topics,
    @Nullable Voice voice,
    @Nullable Letterbox letterbox,
    @Nullable Siblings siblings,
    List<Reminder> reminders) {
  private static final SharingRules NONE = new SharingRules(List.of(), null, null, null, List.of());

  /** Without topics nothing can be left out. */
  public SharingRules {
    topics = ClockRule.listOrEmpty(topics);
    reminders = ClockRule.listOrEmpty(reminders);
  }

  /** The rules; those of a procedure that says nothing when there are none. */
  static SharingRules orNone(@Nullable SharingRules rules) {
    return rules == null ? NONE : rules;
  }

  /**
   * A topic of notes, messages and sections.
   *
   * @param clause where it comes from, or {@code ours}
   * @param title what people call it
   * @param sections the sections of the assessment that are about it
   * @param events the types of events that are about it whatever they say
   */
  public record Topic(
      String id, String clause, String title, List<String> sections, List<String> events) {
    /** Most topics have no section of their own. */
    public Topic {
      sections = ClockRule.listOrEmpty(sections);
      events = ClockRule.listOrEmpty(events);
    }
  }

  /**
   * A young person's own room.
   *
   * @param clause where it comes from
   * @param safeguarding who may open it, with a reason that is logged
   * @param hours for how long at most
   */
  public record Voice(
      String clause, List<Role> safeguarding, @JsonProperty("longest_hours") int hours) {}

  /**
   * Letters to and from the birth family.
   *
   * @param clause where it comes from
   * @param consent the purpose of consent without which there is no letterbox
   * @param guards the kinds of words that have to be known before a letter is released: {@code
   *     surname}, {@code address}, {@code school}, {@code town}
   */
  public record Letterbox(String clause, String consent, List<String> guards) {
    /** A letterbox may guard nothing but what is always known. */
    public Letterbox {
      guards = ClockRule.listOrEmpty(guards);
    }
  }

  /**
   * Brothers and sisters, each with a record of their own.
   *
   * @param clause where it comes from, or {@code ours}
   * @param passage from how many words in a row on a text counts as taken from the other record
   * @param recent how many of the newest events of each room of the other record are compared
   */
  public record Siblings(String clause, @JsonProperty("passage_words") int passage, int recent) {}

  /**
   * What the house says in a room when a message or question has some words; once a day.
   *
   * @param room the kind of room
   * @param words passages, of which one is enough
   * @param says what it says
   */
  public record Reminder(String id, String clause, String room, List<String> words, String says) {
    /** A reminder without words is never said. */
    public Reminder {
      words = ClockRule.listOrEmpty(words);
    }
  }

  /** A topic by id. */
  public Optional<Topic> topic(String id) {
    return topics.stream().filter(topic -> topic.id().equals(id)).findFirst();
  }

  /** The ids of the topics. */
  public List<String> topicIds() {
    return topics.stream().map(Topic::id).toList();
  }
}
