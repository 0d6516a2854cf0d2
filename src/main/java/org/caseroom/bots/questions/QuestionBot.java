package org.caseroom.bots.questions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.EveryMinute;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.People;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.CaseWork;
import org.caseroom.cases.assessment.AssessmentEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.procedure.ComplaintRules;
import org.caseroom.cases.questions.OpenQuestions;
import org.caseroom.cases.questions.QuestionEvents;
import org.caseroom.identity.Account;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/** Takes questions and their answers from the room, in the name of the person who writes them. */
public final class QuestionBot implements Bot {
  private static final int FIRST_CHARACTERS = 200;

  private static final MessageKey LIST = MessageKey.of("list", "lines");
  private static final MessageKey LINE_OPEN =
      MessageKey.of("line-open", "number", "text", "with", "due");
  private static final MessageKey LINE_ANSWERED =
      MessageKey.of("line-answered", "number", "text", "owner").optionally("asker");
  private static final MessageKey LINE_CLOSED = MessageKey.of("line-closed", "number", "text");
  private static final MessageKey NONE = MessageKey.of("none");
  private static final MessageKey ASK_USAGE = MessageKey.of("ask-usage");
  private static final MessageKey WHICH = MessageKey.of("which", "command");
  private static final MessageKey NO_SUCH_QUESTION = MessageKey.of("no-such-question", "number");
  private static final MessageKey ANSWER_USAGE = MessageKey.of("answer-usage", "number");
  private static final MessageKey PASS_USAGE = MessageKey.of("pass-usage", "number");
  private static final MessageKey NO_SUCH_PERSON = MessageKey.of("no-such-person", "name");
  private static final MessageKey NOT_A_CASE = MessageKey.of("not-a-case");
  private static final MessageKey COMPLAIN = MessageKey.of("complain", "routes");

  private static final MessageKey REFUSE_USAGE = MessageKey.of("refuse-usage", "number");
  private static final MessageKey FETCH_USAGE = MessageKey.of("fetch-usage", "number");
  private static final MessageKey ASSESSMENT_USAGE = MessageKey.of("assessment-usage");

  private final CaseWork work;
  private final Chaser chaser;
  private final EveryMinute minute = new EveryMinute();

  public QuestionBot(CaseWork work) {
    this.work = work;
    this.chaser = new Chaser(work);
  }

  @Override
  public String name() {
    return "question";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of(
        LIST,
        LINE_OPEN,
        LINE_ANSWERED,
        LINE_CLOSED,
        NONE,
        ASK_USAGE,
        WHICH,
        NO_SUCH_QUESTION,
        ANSWER_USAGE,
        PASS_USAGE,
        NO_SUCH_PERSON,
        NOT_A_CASE,
        COMPLAIN,
        REFUSE_USAGE,
        FETCH_USAGE,
        ASSESSMENT_USAGE,
        QuestionTalk.POST,
        QuestionTalk.ENOUGH,
        Chaser.CHASE,
        Chaser.CHASE_LINE);
  }

  @Override
  public void onEvent(Desk desk, Event event) {
    switch (event.type()) {
      case "m.room.message" -> QuestionTalk.said(desk, event);
      case CaseEvents.QUESTION -> QuestionTalk.answered(desk, event);
      case AssessmentEvents.REQUEST_RECORD -> chaser.heard(desk, event);
      default -> complains(desk, event);
    }
  }

  /** ✅ under a question of the bot's own: it is the answer, or it is answered. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    QuestionTalk.agreed(desk, reaction, message);
  }

  /** Somebody of the family asked how to complain: both ways, where they asked. */
  private void complains(Desk desk, Event event) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    Optional<RoomId> room = event.text("asked_in").map(RoomId::of).filter(desk::isIn);
    Optional<String> asked = event.text("asked");
    boolean began = event.text("status").filter("started"::equals).isPresent();
    if (!began || file.isEmpty() || room.isEmpty() || asked.isEmpty()) {
      return;
    }
    ComplaintRules complaints = work.policy().procedure(file.get()).complaints();
    if (complaints != null) {
      String routes =
          complaints.routes().stream()
              .map(route -> "- " + route.title() + ": " + route.how())
              .collect(Collectors.joining("\n"));
      desk.say(
          room.get(),
          new Cause(asked.get() + "/complain"),
          style -> desk.text(COMPLAIN, style, Map.of("routes", routes)));
    }
  }

  /** Once a minute: what is overdue reaches a manager, and who is gone has no question left. */
  @Override
  public void onTick(Desk desk) {
    if (!minute.comes(desk.now())) {
      return;
    }
    chaser.chase(desk);
    for (OpenQuestions.Untended each : work.openQuestions().untended()) {
      Cause cause =
          new Cause("tend/" + each.room() + "/" + each.number() + "/" + each.why() + each.since());
      if (desk.isIn(each.room())) {
        ObjectNode content = Json.object().put("question", each.number()).put("why", each.why());
        Draft tend = Draft.message(each.room(), desk.me(), QuestionEvents.TEND, content);
        minute.attempt(cause, () -> desk.record(tend, cause));
      }
    }
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      say(desk, event, NOT_A_CASE, Map.of());
      return;
    }
    switch (command.name()) {
      case "question" -> ask(desk, event, command);
      case "questions" -> list(desk, event, file.get());
      case "assessment" -> assessment(desk, event, file.get(), command);
      default -> about(desk, event, file.get(), command);
    }
  }

  private static void ask(Desk desk, Event event, Command command) {
    if (command.rest().isEmpty()) {
      say(desk, event, ASK_USAGE, Map.of());
    } else {
      send(desk, event, CaseEvents.QUESTION_ASK, Json.object().put("text", command.rest()));
    }
  }

  /** A command about one question: its number comes first. */
  private static void about(Desk desk, Event event, CaseFile file, Command command) {
    List<String> words = command.words();
    OptionalInt digits = words.isEmpty() ? OptionalInt.empty() : Command.number(words.get(0));
    if (digits.isEmpty()) {
      say(desk, event, WHICH, Map.of("command", command.name()));
      return;
    }
    String number = "Q" + digits.getAsInt();
    boolean here =
        file.state(CaseEvents.QUESTION, number)
            .flatMap(question -> question.text("room"))
            .filter(event.room().value()::equals)
            .isPresent();
    if (!here) {
      say(desk, event, NO_SUCH_QUESTION, Map.of("number", number));
      return;
    }
    String rest = command.rest().substring(words.get(0).length()).strip();
    ObjectNode content = Json.object().put("question", number);
    switch (command.name()) {
      case "answer" -> answer(desk, event, content, rest);
      case "pass" -> pass(desk, event, content, rest);
      case "refuse" -> refuse(desk, event, content, rest);
      case "fetch" -> fetch(desk, event, content, rest);
      default -> send(desk, event, CaseEvents.QUESTION_CLOSE, content);
    }
  }

  private static void answer(Desk desk, Event event, ObjectNode content, String text) {
    if (text.isEmpty()) {
      say(desk, event, ANSWER_USAGE, Map.of("number", content.path("question").asText()));
    } else {
      send(desk, event, CaseEvents.QUESTION_ANSWER, content.put("text", text));
    }
  }

  /** The right to an assessment, at any time: a question in the case's space, with one owner. */
  private static void assessment(Desk desk, Event event, CaseFile file, Command command) {
    if (command.rest().isEmpty()) {
      say(desk, event, ASSESSMENT_USAGE, Map.of());
      return;
    }
    desk.appendFor(
        event,
        Cause.of(event, "done"),
        view ->
            Draft.message(
                file.space(),
                event.sender(),
                CaseEvents.ASSESSMENT_REQUEST,
                Json.object().put("text", command.rest())));
  }

  /** A service will not engage: the reason is kept, and the question moves, never drops. */
  private static void refuse(Desk desk, Event event, ObjectNode content, String reason) {
    if (reason.isEmpty()) {
      say(desk, event, REFUSE_USAGE, Map.of("number", content.path("question").asText()));
    } else {
      send(desk, event, QuestionEvents.REFUSE, content.put("reason", reason));
    }
  }

  /** The owner asks another service: by the id of an agency, or in words. */
  private static void fetch(Desk desk, Event event, ObjectNode content, String agency) {
    if (agency.isEmpty()) {
      say(desk, event, FETCH_USAGE, Map.of("number", content.path("question").asText()));
      return;
    }
    String id =
        desk.services().agencies().all().stream()
            .filter(each -> each.id().equals(agency) || each.name().equalsIgnoreCase(agency))
            .map(each -> each.id())
            .findFirst()
            .orElse(agency);
    send(desk, event, QuestionEvents.FETCH, content.put("agency", id));
  }

  private static void pass(Desk desk, Event event, ObjectNode content, String rest) {
    String[] parts = rest.split("\\s+", 2);
    if (parts.length < 2) {
      say(desk, event, PASS_USAGE, Map.of("number", content.path("question").asText()));
      return;
    }
    Optional<Account> to = People.in(desk, event.room(), parts[0]);
    if (to.isEmpty()) {
      say(desk, event, NO_SUCH_PERSON, Map.of("name", parts[0]));
      return;
    }
    content.put("to", to.get().id().value()).put("reason", parts[1]);
    send(desk, event, CaseEvents.QUESTION_PASS, content);
  }

  /** What is about a topic stays where it was asked: not everybody here may read it. */
  private void list(Desk desk, Event event, CaseFile file) {
    List<Event> here =
        file.state(CaseEvents.QUESTION).stream()
            .filter(
                question -> question.text("room").filter(event.room().value()::equals).isPresent())
            .filter(question -> work.policy().access().topics(question, file.view()).isEmpty())
            .sorted(Comparator.comparingLong(each -> each.content().path("asked").asLong()))
            .toList();
    desk.reply(
        event,
        Cause.of(event, "list"),
        style ->
            here.isEmpty()
                ? desk.text(NONE, style, Map.of())
                : desk.text(LIST, style, Map.of("lines", lines(desk, style, here))));
  }

  private static String lines(Desk desk, Messages.Style style, List<Event> questions) {
    return questions.stream()
        .map(question -> line(desk, style, question))
        .collect(Collectors.joining("\n"));
  }

  private static String line(Desk desk, Messages.Style style, Event question) {
    MessageKey key =
        switch (question.text("status").orElse("open")) {
          case "answered" -> LINE_ANSWERED;
          case "closed" -> LINE_CLOSED;
          default -> LINE_OPEN;
        };
    String text = question.text("text").orElse("");
    return desk.text(
        key,
        style,
        Map.of(
            "number", String.valueOf(question.stateKey()),
            "text",
                text.length() > FIRST_CHARACTERS ? text.substring(0, FIRST_CHARACTERS) + "…" : text,
            "with", question.text("with").orElse(""),
            "due",
                question
                    .text("due")
                    .map(LocalDate::parse)
                    .map(day -> Words.day(style, day))
                    .orElse(""),
            "owner", name(desk, question, "owner"),
            "asker", name(desk, question, "asker")));
  }

  private static String name(Desk desk, Event question, String field) {
    return question.text(field).map(UserId::of).map(desk::nameOf).orElse("");
  }

  private static void send(Desk desk, Event event, String type, ObjectNode content) {
    desk.appendFor(
        event,
        Cause.of(event, "done"),
        view -> Draft.message(event.room(), event.sender(), type, content));
  }

  private static void say(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.reply(event, Cause.of(event, "said"), style -> desk.text(key, style, values));
  }
}
