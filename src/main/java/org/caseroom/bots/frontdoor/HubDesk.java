package org.caseroom.bots.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.BotDefinition;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Keycaps;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.ClockState;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.intake.IntakeEvents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/**
 * The duty worker's side of the front door, in the hub's room: each referral asks for its screening
 * there, and is answered there; a call is written down, and an urgent page is taken.
 */
final class HubDesk {
  static final String SCREENING = "screening";
  private static final String PICKED = "outcome";
  private static final Pattern NUMBERED =
      Pattern.compile("(?s)([\\p{L}\\d-]{1,40})[.):]?(?:[\\s|]+(.*))?");
  private static final Pattern EXTRA =
      Pattern.compile("(order|born|area|school|reply|number|surname|placed)\\s*:?\\s+(\\S.*)");
  private static final Map<String, String> EXTRAS =
      Map.of(
          "order", "order_date",
          "born", "born",
          "area", "area",
          "school", "school_area",
          "reply", "reply_by",
          "number", "reply_to",
          "surname", "surname",
          "placed", "placement_date");

  private final CaseRules rules;

  HubDesk(CaseRules rules) {
    this.rules = rules;
  }

  // ---- Asking for a screening ----

  CompletableFuture<Event> prompt(Desk desk, Event referral, CaseFile file) {
    Procedure procedure = rules.procedure(file);
    return desk.saying(
        referral.room(),
        Cause.of(referral, "screen"),
        style ->
            desk.text(
                DoorText.SCREEN,
                style,
                Map.of(
                    "reference", file.reference(),
                    "clause", procedure.screening().clause(),
                    "day", byDay(desk, style, file, procedure),
                    "outcomes", DoorText.outcomes(desk, style, procedure))),
        duty(desk, referral.room()),
        Json.object().put(SCREENING, file.reference()));
  }

  /** By when, in words; empty where nothing runs. */
  static String byDay(Desk desk, Messages.Style style, CaseFile file, Procedure procedure) {
    return due(file, procedure)
        .map(day -> desk.text(DoorText.BY_DAY, style, Map.of("day", Words.day(style, day))))
        .orElse("");
  }

  /** The day of the clock that runs while a case is at its stage. */
  static Optional<LocalDate> due(CaseFile file, Procedure procedure) {
    List<String> clocks =
        procedure.intakeRules().map().stream()
            .filter(step -> step.stages().contains(file.stage()))
            .flatMap(step -> Stream.ofNullable(step.clock()))
            .toList();
    return file.clocks().stream()
        .filter(clock -> clock.running() && clocks.contains(clock.id()))
        .map(ClockState::due)
        .findFirst();
  }

  /** The duty workers who sit in a hub's room. */
  static List<UserId> duty(Desk desk, RoomId hub) {
    return desk.view().members(hub, Membership.JOIN).stream()
        .filter(
            user ->
                desk.accounts()
                    .find(user)
                    .filter(account -> account.active() && account.is(Role.DUTY_WORKER))
                    .isPresent())
        .sorted()
        .toList();
  }

  // ---- Answers ----

  /** {@code !screen}, {@code !call}, {@code !take}, {@code !concern}. */
  void command(Desk desk, Event event, Command command) {
    if (CaseFile.kind(desk.view(), event.room()).filter(RoomKind.HUB::equals).isEmpty()) {
      say(desk, event, DoorText.NOT_THE_HUB, Map.of());
      return;
    }
    switch (command.name()) {
      case "screen" -> {
        String[] parts = command.rest().split("\\s+", 2);
        screen(desk, event, parts[0], parts.length < 2 ? "" : parts[1], null);
      }
      case "call" -> call(desk, event, command);
      case "take" -> take(desk, event, command);
      default -> concern(desk, event, command);
    }
  }

  /**
   * Whether an answer is for the bot: with an outcome's number, or to the question for a reason.
   */
  static boolean isAnswer(JsonNode mark, boolean number) {
    return mark.has(SCREENING) && (number || mark.has(PICKED));
  }

  /** A plain answer to a prompt: the outcome's number and the reason, or the reason alone. */
  void replied(Desk desk, Event event, String text, JsonNode mark) {
    String picked = mark.path(PICKED).asText();
    screen(desk, event, mark.path(SCREENING).asText(), text, picked.isEmpty() ? null : picked);
  }

  /** 1️⃣, 2️⃣ or 3️⃣ picks the outcome; its reason is asked for. */
  void reacted(Desk desk, Event reaction, String key, JsonNode mark) {
    String reference = mark.path(SCREENING).asText();
    Optional<CaseFile> file = HubFiles.find(desk.view(), reaction.room(), reference);
    OptionalInt number = Keycaps.number(key);
    if (file.isEmpty() || number.isEmpty() || mark.has(PICKED)) {
      return;
    }
    outcome(rules.procedure(file.get()), String.valueOf(number.getAsInt()))
        .ifPresent(
            outcome ->
                desk.say(
                    reaction.room(),
                    Cause.of(reaction, "reason"),
                    style ->
                        desk.text(
                            Boolean.TRUE.equals(outcome.advice())
                                ? DoorText.SCREEN_REASON_ADVICE
                                : DoorText.SCREEN_REASON,
                            style,
                            Map.of("reference", reference, "title", outcome.title())),
                    List.of(reaction.sender()),
                    Json.object().put(SCREENING, reference).put(PICKED, outcome.id())));
  }

  private void screen(
      Desk desk, Event event, String reference, String text, @Nullable String picked) {
    Optional<CaseFile> file =
        HubFiles.find(desk.view(), event.room(), reference.toUpperCase(Locale.ROOT));
    Matcher matcher = NUMBERED.matcher(text.strip());
    boolean read = picked != null || matcher.matches();
    Optional<Procedure.ScreeningRule.Outcome> outcome =
        file.filter(found -> read)
            .flatMap(
                found ->
                    outcome(rules.procedure(found), picked != null ? picked : matcher.group(1)));
    String rest = picked != null ? text : read && matcher.group(2) != null ? matcher.group(2) : "";
    List<String> fields = new Command("", rest.strip()).fields();
    if (outcome.isEmpty() || file.isEmpty() || fields.isEmpty() || fields.get(0).isBlank()) {
      usage(desk, event, reference, file);
      return;
    }
    ObjectNode content =
        Json.object()
            .put("reference", file.get().reference())
            .put("outcome", outcome.get().id())
            .put("reason", fields.get(0));
    List<String> advised = new ArrayList<>();
    fields.stream()
        .skip(1)
        .flatMap(field -> Stream.of(field.split(";")))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(advised::add);
    if (!advised.isEmpty()) {
      Fields.put(content, "advised", advised);
    }
    act(desk, event, CaseEvents.SCREENING, content);
  }

  private void usage(Desk desk, Event event, String reference, Optional<CaseFile> file) {
    if (file.isEmpty()) {
      usage(desk, event, "screen");
      return;
    }
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            desk.text(
                DoorText.SCREEN_USAGE,
                style,
                Map.of(
                    "reference",
                    reference,
                    "outcomes",
                    DoorText.outcomes(desk, style, rules.procedure(file.get())))));
  }

  /** An outcome by its number on the list, or by its id. */
  private static Optional<Procedure.ScreeningRule.Outcome> outcome(
      Procedure procedure, String word) {
    List<Procedure.ScreeningRule.Outcome> all = procedure.screening().outcomes();
    OptionalInt number = Command.number(word);
    return number.isPresent()
        ? all.stream()
            .skip(Math.max(0, number.getAsInt() - 1L))
            .findFirst()
            .filter(outcome -> number.getAsInt() > 0)
        : procedure.screening().outcome(word.toLowerCase(Locale.ROOT));
  }

  // ---- A call ----

  /** Somebody rang: what they said is written down once, as a referral by telephone (7.1). */
  private static void call(Desk desk, Event event, Command command) {
    List<String> fields = command.fields();
    if (fields.size() < 3 || fields.subList(0, 3).stream().anyMatch(String::isBlank)) {
      usage(desk, event, command.name());
      return;
    }
    ObjectNode content =
        Json.object()
            .put("channel", "telephone")
            .put("referrer_name", fields.get(0))
            .put("child", fields.get(1))
            .put("words", fields.get(2));
    for (String field : fields.subList(3, fields.size())) {
      Matcher extra = EXTRA.matcher(field);
      if (!extra.matches()) {
        usage(desk, event, command.name());
        return;
      }
      content.put(EXTRAS.getOrDefault(extra.group(1), extra.group(1)), extra.group(2).strip());
    }
    act(desk, event, CaseEvents.REFERRAL, content);
  }

  // ---- Urgent ----

  private static void take(Desk desk, Event event, Command command) {
    List<String> words = command.words();
    if (words.size() != 2) {
      usage(desk, event, command.name());
      return;
    }
    act(desk, event, IntakeEvents.URGENT_ACKNOWLEDGE, concern(words));
  }

  private static void concern(Desk desk, Event event, Command command) {
    List<String> fields = command.fields();
    List<String> words = fields.isEmpty() ? List.of() : List.of(fields.get(0).split("\\s+"));
    if (fields.size() < 3 || words.size() != 2) {
      usage(desk, event, command.name());
      return;
    }
    ObjectNode content = concern(words).put("outcome", fields.get(1)).put("reason", fields.get(2));
    Fields.put(content, "ground", fields.size() > 3 ? fields.get(3) : null);
    act(desk, event, IntakeEvents.URGENT_DECIDE, content);
  }

  private static ObjectNode concern(List<String> words) {
    return Json.object()
        .put("reference", words.get(0).toUpperCase(Locale.ROOT))
        .put("urgent", words.get(1).toUpperCase(Locale.ROOT));
  }

  // ---- Common ----

  private static void act(Desk desk, Event event, String type, ObjectNode content) {
    Cause cause = Cause.of(event, "done");
    desk.appendFor(
        event, cause, view -> Draft.message(event.room(), event.sender(), type, content));
    desk.tick(event, cause.and("seen"));
  }

  private static void usage(Desk desk, Event event, String command) {
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            desk.text(
                DoorText.USAGE,
                style,
                Map.of("usage", desk.text(BotDefinition.usage(command), style, Map.of()))));
  }

  private static void say(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.reply(event, Cause.of(event, "said"), style -> desk.text(key, style, values));
  }
}
