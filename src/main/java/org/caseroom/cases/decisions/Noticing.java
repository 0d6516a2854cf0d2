package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.WorkingDays;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/**
 * Notice of a decision to the family (SI 2005/691 regulations 17 and 18): what and why in words for
 * them, somebody to turn to, and time to say what they think of it.
 */
final class Noticing {
  private static final int MOST = 20;

  private final Accounts accounts;
  private final WorkingDays days;

  Noticing(Accounts accounts, WorkingDays days) {
    this.accounts = accounts;
    this.days = days;
  }

  // ---- Rules ----

  void check(Event event, Procedure procedure, CaseFile file) {
    DecisionRules.Notice rules = rules(procedure);
    int number = event.content().path("number").asInt();
    switch (event.type()) {
      case DecisionEvents.NOTICE -> give(event, number, rules, file);
      case DecisionEvents.REPRESENT -> {
        Event notice = noticed(number, rules, file);
        if (notice.content().path("representations").size() >= MOST) {
          throw Problem.of(
              409,
              "ORG.CASEROOM_FINAL",
              "All of what you have said is on record: tell us more in a message, or in a call.");
        }
      }
      case DecisionEvents.REPLY -> {
        Event notice = noticed(number, rules, file);
        if (!waits(notice)) {
          throw Problem.gate(
              rules.clause(),
              "The family has said nothing of decision "
                  + number
                  + " that is without an answer: one of the family can say what they think of it.");
        }
        othersAre(
            event,
            "others_waiting",
            oldest(waiting(file, number), Noticing::unansweredSince),
            procedure);
      }
      default -> {
        Event notice = noticed(number, rules, file);
        if (!isOpen(notice) || !over(notice, procedure, file)) {
          throw Problem.of(
              409, "ORG.CASEROOM_FINAL", "The time to say something runs, or has ended already.");
        }
        othersAre(event, "others_open", oldest(open(file, number), Noticing::given), procedure);
      }
    }
  }

  private static DecisionRules.Notice rules(Procedure procedure) {
    DecisionRules rules = procedure.decisions();
    DecisionRules.Notice notice = rules == null ? null : rules.notice();
    if (notice == null) {
      throw Problem.gate(
          "ours",
          "The procedure of this case knows no notice of decisions: the social worker tells the"
              + " family of it in a message, or in a letter.");
    }
    return notice;
  }

  private void give(Event event, int number, DecisionRules.Notice rules, CaseFile file) {
    if (Records.find(file, number).isEmpty()) {
      throw Problem.gate(
          rules.clause(),
          "Notice is given of a signed decision, and the record has no decision "
              + number
              + ": a manager who did not write it can sign it.");
    }
    if (notice(number, file).isPresent()) {
      throw Problem.of(
          409,
          "ORG.CASEROOM_EXISTS",
          "The family was given notice of decision " + number + " already.");
    }
    UserId contact = UserId.of(event.text("contact").orElse(""));
    boolean fit =
        accounts.find(contact).filter(Account::isStaff).filter(Account::active).isPresent()
            && Door.inCase(file, contact);
    Problem.require(fit, "'contact' is one professional of the team whom the family can turn to.");
  }

  private static Event noticed(int number, DecisionRules.Notice rules, CaseFile file) {
    return notice(number, file)
        .orElseThrow(
            () ->
                Problem.gate(
                    rules.clause(),
                    "The family was given no notice of decision "
                        + number
                        + " yet: the social worker or a manager gives it."));
  }

  /** What a clock goes on with is not for the sender to choose. */
  private static void othersAre(
      Event event, String field, Optional<Instant> oldest, Procedure procedure) {
    String from = oldest.map(at -> day(at, procedure).toString()).orElse(null);
    Problem.require(
        event.content().path(field).asBoolean() == oldest.isPresent()
            && event.text("from").equals(Optional.ofNullable(from)),
        "'"
            + field
            + "' is "
            + oldest.isPresent()
            + " here"
            + (from == null ? ", without 'from'." : ", and 'from' " + from + "."));
  }

  // ---- State ----

  static RoomId shared(CaseFile file) {
    return file.room(RoomKind.FAMILY).orElse(file.space());
  }

  /** Where notices can stand: what was told before there was a family room stays in the space. */
  private static Stream<RoomId> places(CaseFile file) {
    return Stream.of(file.room(RoomKind.FAMILY), Optional.of(file.space()))
        .flatMap(Optional::stream);
  }

  /** All notices of a case, the oldest first. */
  static List<Event> all(CaseFile file) {
    return places(file)
        .flatMap(room -> file.view().state(room, DecisionEvents.NOTICED).stream())
        .sorted(Comparator.comparing(Noticing::given))
        .toList();
  }

  /** The notice of a decision by its number in the record. */
  static Optional<Event> notice(int number, CaseFile file) {
    return places(file)
        .flatMap(
            room ->
                file.view().state(room, DecisionEvents.NOTICED, String.valueOf(number)).stream())
        .findFirst();
  }

  static boolean isOpen(Event notice) {
    return notice.text("status").filter("open"::equals).isPresent();
  }

  static LocalDate until(Event notice) {
    return LocalDate.parse(notice.text("until").orElse(""));
  }

  /** Whether the last day to say something is past. */
  static boolean over(Event notice, Procedure procedure, CaseFile file) {
    return day(file.view().now(), procedure).isAfter(until(notice));
  }

  static boolean waits(Event notice) {
    return unanswered(notice).isPresent();
  }

  private static Optional<JsonNode> unanswered(Event notice) {
    return notice
        .content()
        .path("representations")
        .valueStream()
        .filter(said -> !said.has("answer"))
        .findFirst();
  }

  private static Instant unansweredSince(Event notice) {
    return unanswered(notice)
        .map(said -> Instant.ofEpochMilli(said.path("at").asLong()))
        .orElse(Instant.MAX);
  }

  static Instant given(Event notice) {
    return Instant.ofEpochMilli(notice.content().path("at").asLong());
  }

  private static List<Event> waiting(CaseFile file, int without) {
    return all(file).stream().filter(each -> number(each) != without && waits(each)).toList();
  }

  private static List<Event> open(CaseFile file, int without) {
    return all(file).stream().filter(each -> number(each) != without && isOpen(each)).toList();
  }

  static int number(Event notice) {
    return notice.content().path("number").asInt();
  }

  private static Optional<Instant> oldest(List<Event> notices, Function<Event, Instant> since) {
    return notices.stream().map(since).min(Comparator.naturalOrder());
  }

  private static LocalDate day(Instant at, Procedure procedure) {
    return LocalDate.ofInstant(at, procedure.zone());
  }

  /** What an answer to what the family said of one decision says of the others. */
  static ObjectNode othersWaiting(ObjectNode content, int number, CaseFile file, Procedure rules) {
    return others(
        content, "others_waiting", oldest(waiting(file, number), Noticing::unansweredSince), rules);
  }

  /** What the end of one decision's time says of the others. */
  static ObjectNode othersOpen(ObjectNode content, int number, CaseFile file, Procedure rules) {
    return others(content, "others_open", oldest(open(file, number), Noticing::given), rules);
  }

  private static ObjectNode others(
      ObjectNode content, String field, Optional<Instant> oldest, Procedure procedure) {
    content.put(field, oldest.isPresent());
    oldest.ifPresent(at -> content.put("from", day(at, procedure).toString()));
    return content;
  }

  void follow(Step step) {
    Event event = step.event();
    int number = event.content().path("number").asInt();
    ObjectNode content =
        event.type().equals(DecisionEvents.NOTICE)
            ? opened(step, number)
            : notice(number, step.file())
                .map(state -> state.content().deepCopy())
                .orElseGet(Json::object);
    switch (event.type()) {
      case DecisionEvents.REPRESENT -> {
        ObjectNode said =
            content
                .withArrayProperty("representations")
                .addObject()
                .put("by", event.sender().value())
                .put("at", event.originServerTs())
                .put("text", event.text("text").orElse(""));
        LocalDate until = LocalDate.parse(content.path("until").asText());
        if (day(event.time(), step.procedure()).isAfter(until)) {
          said.put("after_time", true);
        }
      }
      case DecisionEvents.REPLY -> answer(content.withArrayProperty("representations"), event);
      case DecisionEvents.WINDOW ->
          content.put("status", "ended").put("ended", event.originServerTs());
      default -> {}
    }
    RoomId room = notice(number, step.file()).map(Event::room).orElseGet(() -> shared(step.file()));
    step.state(room, DecisionEvents.NOTICED, String.valueOf(number), content);
  }

  private static void answer(ArrayNode representations, Event event) {
    for (JsonNode said : representations) {
      if (!said.has("answer")) {
        ((ObjectNode) said)
            .putObject("answer")
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("text", event.text("text").orElse(""));
      }
    }
  }

  private ObjectNode opened(Step step, int number) {
    Event event = step.event();
    DecisionRules.Notice rules = rules(step.procedure());
    LocalDate until =
        days.after(
            day(event.time(), step.procedure()),
            rules.representationsWorkingDays(),
            step.procedure().nation());
    ObjectNode content =
        Json.object()
            .put("number", number)
            .put("decided", event.text("decided").orElse(""))
            .put("reasons", event.text("reasons").orElse(""))
            .put("contact", event.text("contact").orElse(""))
            .put("law", rules.law())
            .put("by", event.sender().value())
            .put("at", event.originServerTs())
            .put("until", until.toString())
            .put("status", "open");
    Records.find(step.file(), number)
        .ifPresent(record -> content.put("record", record.id().value()));
    content.putArray("representations");
    return content;
  }

  // ---- Words ----

  /** For the family and whoever helps them. */
  String words(Step step, String who) {
    Event event = step.event();
    int number = event.content().path("number").asInt();
    String text = event.text("text").orElse("");
    return switch (event.type()) {
      case DecisionEvents.NOTICE -> given(step, who, number);
      case DecisionEvents.REPRESENT -> who + " says of decision " + number + ": " + text;
      case DecisionEvents.REPLY ->
          who + " answers what the family said of decision " + number + ": " + text;
      default ->
          "The time to say what you think of decision "
              + number
              + " has ended. What you say now is kept in the record as well.";
    };
  }

  private String given(Step step, String who, int number) {
    Event event = step.event();
    String until =
        step.drafts().stream()
            .filter(draft -> draft.type().equals(DecisionEvents.NOTICED))
            .map(draft -> LocalDate.parse(draft.content().path("until").asText()))
            .map(Notices::day)
            .findFirst()
            .orElse("");
    return "Decision "
        + number
        + ", from "
        + who
        + ". Decided: "
        + event.text("decided").orElse("")
        + " Reasons: "
        + event.text("reasons").orElse("")
        + " If you have questions about it, turn to "
        + event.text("contact").map(user -> accounts.nameOf(UserId.of(user))).orElse("")
        + ". You can say what you think of it until the end of "
        + until
        + ": on your page, or by writing here: !think "
        + number
        + " and your words.";
  }
}
