package org.caseroom.bots.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.BotDefinition;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.People;
import org.caseroom.cases.directory.SchoolEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.TransferRules;
import org.caseroom.cases.transfer.ResponsibilityCard;
import org.caseroom.cases.transfer.TransferEvents;
import org.caseroom.cases.transfer.TransferView;
import org.caseroom.identity.Account;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Agency;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * The steps of a transfer by command. Each becomes the same event that the page and the API append,
 * in the person's own name: the door says who may, and what is missing.
 */
final class TransferCommands {
  private final CaseRules rules;
  private final Agencies agencies;

  TransferCommands(CaseRules rules, Agencies agencies) {
    this.rules = rules;
    this.agencies = agencies;
  }

  void answer(Desk desk, Event event, Command command) {
    Optional<CaseFile> found = CaseFile.of(desk.view(), event.room());
    if (found.isEmpty()) {
      say(desk, event, TransferText.NOT_A_CASE, Map.of());
      return;
    }
    CaseFile file = found.get();
    List<String> fields = command.fields();
    switch (command.name()) {
      case "transfer" -> show(desk, event, file);
      case "area", "order", "school" -> fact(desk, event, command, file);
      case "consult" -> consult(desk, event, command, file);
      case "transfer-form" -> form(desk, event, command, file);
      case "offer" -> offer(desk, event, command, file);
      case "accept" -> accept(desk, event, command, file);
      case "check" -> check(desk, event, fields, file);
      default -> said(desk, event, command);
    }
  }

  private static void say(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.reply(event, Cause.of(event, "said"), style -> desk.text(key, style, values));
  }

  private static void usage(Desk desk, Event event, Command command) {
    desk.reply(
        event,
        Cause.of(event, "said"),
        style ->
            desk.text(
                TransferText.USAGE,
                style,
                Map.of("usage", desk.text(BotDefinition.usage(command.name()), style, Map.of()))));
  }

  /** What somebody asked for stands in the log; ✅ under the command says that it does. */
  private static void act(Desk desk, Event event, RoomId room, String type, ObjectNode content) {
    Cause cause = Cause.of(event, "done");
    desk.appendFor(event, cause, view -> Draft.message(room, event.sender(), type, content));
    if (desk.isIn(event.room())) {
      desk.tick(event, cause.and("seen"));
    }
  }

  // ---- Showing ----

  private void show(Desk desk, Event event, CaseFile file) {
    String reference = file.reference();
    ResponsibilityCard card = rules.work().transfers().responsibility(event.sender(), reference);
    TransferView view = rules.work().transfers().view(event.sender(), reference);
    LocalDate today = LocalDate.ofInstant(desk.now(), rules.procedure(file).zone());
    // What is for professionals is told in their room, whoever asks and wherever.
    boolean professional =
        CaseFile.kind(desk.view(), event.room()).filter(RoomKind.PROFESSIONALS::equals).isPresent();
    desk.reply(
        event,
        Cause.of(event, "said"),
        style -> {
          TransferText text = new TransferText(desk, style);
          return professional
              ? text.forProfessionals(card, view, today)
              : text.forFamily(card, view, today);
        });
  }

  // ---- Facts that a transfer rests on ----

  private void fact(Desk desk, Event event, Command command, CaseFile file) {
    List<String> fields = command.fields();
    boolean school = command.name().equals("school");
    if (fields.size() < (school ? 3 : 1) || fields.get(0).isBlank()) {
      usage(desk, event, command);
      return;
    }
    switch (command.name()) {
      case "area" ->
          act(
              desk,
              event,
              file.space(),
              TransferEvents.ADDRESS,
              with(Json.object().put("area", word(fields.get(0))), "note", fields, 1));
      case "order" ->
          act(
              desk,
              event,
              file.space(),
              TransferEvents.ORDER_DATE,
              with(Json.object().put("date", fields.get(0)), "note", fields, 1));
      default ->
          act(
              desk,
              event,
              file.space(),
              SchoolEvents.SCHOOL,
              Json.object()
                  .put("name", fields.get(0))
                  .put("area", word(fields.get(1)))
                  .put("phase", fields.get(2).toLowerCase(Locale.ROOT)));
    }
  }

  /** An area as agencies list it. */
  private static String word(String area) {
    return Agency.area(area);
  }

  private static ObjectNode with(ObjectNode content, String field, List<String> fields, int at) {
    Fields.put(
        content, field, fields.size() > at && !fields.get(at).isBlank() ? fields.get(at) : null);
    return content;
  }

  // ---- Consulting, writing, offering ----

  private void consult(Desk desk, Event event, Command command, CaseFile file) {
    List<String> fields = command.fields();
    String answer = fields.isEmpty() ? "" : fields.get(0);
    boolean yes = desk.means(TransferText.YES_WORDS, answer);
    boolean no = desk.means(TransferText.NO_WORDS, answer);
    if (fields.size() < 2 || fields.get(1).isBlank() || !(yes || no)) {
      usage(desk, event, command);
      return;
    }
    act(
        desk,
        event,
        professionals(file, event),
        TransferEvents.CONSULT,
        Json.object().put("agreed", yes).put("view", fields.get(1)));
  }

  private void form(Desk desk, Event event, Command command, CaseFile file) {
    List<String> fields = command.fields();
    if (fields.size() < 5) {
      usage(desk, event, command);
      return;
    }
    ObjectNode content =
        Json.object()
            .put("summary", fields.get(0))
            .put("needs", fields.get(1))
            .put("support", fields.get(2))
            .put("family_views", fields.get(3))
            .put("protocol_version", fields.get(4));
    act(
        desk,
        event,
        professionals(file, event),
        TransferEvents.FORM,
        with(content, "risks", fields, 5));
  }

  private void offer(Desk desk, Event event, Command command, CaseFile file) {
    List<String> fields = command.fields();
    if (fields.isEmpty()) {
      usage(desk, event, command);
      return;
    }
    Optional<Agency> agency = agency(fields.get(0));
    if (agency.isEmpty()) {
      say(desk, event, TransferText.NO_SUCH_AGENCY, Map.of("name", fields.get(0)));
      return;
    }
    ObjectNode content = with(Json.object().put("agency", agency.get().id()), "message", fields, 1);
    act(
        desk,
        event,
        professionals(file, event),
        TransferEvents.OFFER,
        with(content, "lawful_basis", fields, 2));
  }

  private Optional<Agency> agency(String word) {
    return agencies
        .find(word.toLowerCase(Locale.ROOT))
        .or(
            () ->
                agencies.all().stream()
                    .filter(each -> each.name().equalsIgnoreCase(word))
                    .findFirst());
  }

  private static RoomId professionals(CaseFile file, Event event) {
    return file.room(RoomKind.PROFESSIONALS).orElse(event.room());
  }

  // ---- Receiving ----

  /** A clarification, its answer, or a refusal: one text, in the room where both agencies meet. */
  private static void said(Desk desk, Event event, Command command) {
    if (!inTransferRoom(desk, event)) {
      say(desk, event, TransferText.NO_OFFER, Map.of());
    } else if (command.rest().isBlank()) {
      usage(desk, event, command);
    } else {
      switch (command.name()) {
        case "clarify" -> tell(desk, event, TransferEvents.CLARIFY, "text", command);
        case "clarified" -> tell(desk, event, TransferEvents.ANSWER, "text", command);
        default -> tell(desk, event, TransferEvents.DECLINE, "reason", command);
      }
    }
  }

  private static void tell(Desk desk, Event event, String type, String field, Command command) {
    act(desk, event, event.room(), type, Json.object().put(field, command.rest()));
  }

  private static boolean inTransferRoom(Desk desk, Event event) {
    return CaseFile.kind(desk.view(), event.room()).filter(RoomKind.TRANSFER::equals).isPresent();
  }

  private void accept(Desk desk, Event event, Command command, CaseFile file) {
    List<String> fields = command.fields();
    if (!inTransferRoom(desk, event)) {
      say(desk, event, TransferText.NO_OFFER, Map.of());
      return;
    }
    if (fields.isEmpty()) {
      usage(desk, event, command);
      return;
    }
    String receiver =
        file.state(TransferEvents.TRANSFER, "").flatMap(offer -> offer.text("agency")).orElse("");
    Optional<Account> worker =
        People.named(
            desk.accounts().all().stream().filter(each -> receiver.equals(each.agency())),
            fields.get(0));
    if (worker.isEmpty()) {
      say(desk, event, TransferText.NO_SUCH_PERSON, Map.of("name", fields.get(0)));
      return;
    }
    ObjectNode content = Json.object().put("worker", worker.get().id().value());
    act(
        desk,
        event,
        event.room(),
        TransferEvents.ACCEPT,
        with(with(content, "message", fields, 1), "hub", fields, 2));
  }

  // ---- The outcome ----

  private void check(Desk desk, Event event, List<String> fields, CaseFile file) {
    TransferRules transfer = rules.procedure(file).transfer();
    List<TransferRules.Check> checks = transfer == null ? List.of() : transfer.checks();
    OptionalInt number = fields.isEmpty() ? OptionalInt.empty() : Command.number(fields.get(0));
    if (number.isEmpty() || number.getAsInt() < 1 || number.getAsInt() > checks.size()) {
      say(desk, event, TransferText.NO_SUCH_CHECK, Map.of("checks", numbered(checks)));
      return;
    }
    tick(desk, event, file, checks.get(number.getAsInt() - 1));
    desk.tick(event, Cause.of(event, "seen"));
  }

  private static String numbered(List<TransferRules.Check> checks) {
    return checks.stream()
        .map(check -> checks.indexOf(check) + 1 + ". " + check.title())
        .collect(Collectors.joining("\n"));
  }

  /** ✅ under who is who: the family says that it knows who supports it. */
  void familyKnows(Desk desk, Event reaction, CaseFile file) {
    TransferRules transfer = rules.procedure(file).transfer();
    if (transfer != null) {
      transfer.checks().stream()
          .filter(check -> check.by().equals("family"))
          .findFirst()
          .ifPresent(
              check -> {
                tick(desk, reaction, file, check);
                say(desk, reaction, TransferText.THANKS, Map.of());
              });
    }
  }

  private static void tick(Desk desk, Event asked, CaseFile file, TransferRules.Check check) {
    RoomId room = inTransferRoom(desk, asked) ? asked.room() : file.space();
    ObjectNode content = Json.object().put("check", check.id());
    Cause cause = Cause.of(asked, "done");
    desk.appendFor(
        asked, cause, view -> Draft.message(room, asked.sender(), TransferEvents.CHECK, content));
  }
}
