package org.caseroom.bots.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.Text;
import org.caseroom.cases.decisions.DecisionEvents;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.jspecify.annotations.Nullable;

/** Takes a form from a command to the event that it becomes, in the person's own name. */
final class FormSteps {
  /** Parts of {@code !decide}, in their order. */
  private static final List<String> PARTS = List.of("title", "decided", "reasons", "clause");

  /** Commands about what professionals alone read. */
  private static final List<String> INSIDE = List.of("decide", "correct", "amend", "withdraw");

  private final CaseRules rules;

  FormSteps(CaseRules rules) {
    this.rules = rules;
  }

  private @Nullable DecisionRules rules(CaseFile file) {
    return rules.procedure(file).decisions();
  }

  /** A command that begins a form, or says all of it. */
  void begin(Desk desk, Event event, CaseFile file, Command command) {
    boolean inside = file.room(RoomKind.PROFESSIONALS).filter(event.room()::equals).isPresent();
    if (INSIDE.contains(command.name()) && !inside) {
      desk.reply(
          event, Cause.of(event, "usage"), style -> desk.text(Say.WRONG_ROOM, style, values()));
    } else if (command.name().equals("decide")) {
      decide(desk, event, file, Form.of("decide", event), command.fields(), false);
    } else {
      numbered(desk, event, file, command);
    }
  }

  private void decide(
      Desk desk, Event event, CaseFile file, Form form, List<String> fields, boolean corrects) {
    DecisionRules kinds = rules(file);
    for (int i = 0; i < Math.min(fields.size(), PARTS.size()); i++) {
      form.with(PARTS.get(i), fields.get(i));
    }
    kindFirst(form, kinds);
    // Who writes it all in one line and names no kind means the usual one.
    if (!fields.isEmpty() && kinds != null && !form.got().has("kind")) {
      form.with("kind", kinds.usual());
    }
    boolean halfway = !fields.isEmpty() && fields.size() < PARTS.size() - 1 && !corrects;
    if (fields.size() > PARTS.size() || halfway) {
      String field = form.next(kinds).orElse("title");
      ask(
          desk,
          event,
          form,
          field,
          style ->
              desk.text(
                  Say.DECIDE_USAGE, style, Map.of("ask", form.ask(desk, style, field, kinds))));
    } else {
      goOn(desk, event, file, form);
    }
  }

  /** {@code funds: Swimming}: a kind may stand before the title. */
  private static void kindFirst(Form form, @Nullable DecisionRules kinds) {
    String title = form.text("title");
    int colon = title.indexOf(':');
    if (kinds != null && colon > 0 && kinds.kind(title.substring(0, colon).strip()).isPresent()) {
      form.with("kind", title.substring(0, colon).strip());
      form.got().put("title", title.substring(colon + 1).strip());
      if (form.text("title").isEmpty()) {
        form.got().remove("title");
      }
    }
  }

  /** Commands about one decision: its number comes first. */
  private void numbered(Desk desk, Event event, CaseFile file, Command command) {
    List<String> words = command.words();
    OptionalInt number =
        words.isEmpty()
            ? OptionalInt.empty()
            : Command.number(words.get(0).replaceFirst("^[Dd](?=\\d)", ""));
    if (number.isEmpty()) {
      desk.reply(
          event,
          Cause.of(event, "usage"),
          style -> desk.text(Say.WHICH, style, Map.of("command", command.name())));
      return;
    }
    String rest =
        command.rest().substring(words.get(0).length()).strip().replaceFirst("^\\|\\s*", "");
    List<String> fields = new Command(command.name(), rest).fields();
    if (command.name().equals("correct")) {
      Form form = Form.of("decide", event);
      form.got().put("corrects", number.getAsInt());
      file.state(
              RoomKind.PROFESSIONALS, CaseEvents.DECISION_RECORD, String.valueOf(number.getAsInt()))
          .flatMap(record -> record.text("kind"))
          .ifPresent(kind -> form.with("kind", kind));
      decide(desk, event, file, form, fields, true);
      return;
    }
    Form form = Form.of(command.name(), event);
    form.got().put("number", number.getAsInt());
    switch (command.name()) {
      case "withdraw" -> form.with("reason", rest);
      case "think", "reply" -> form.with("text", rest);
      case "amend" -> inOrder(form, List.of("part", "text", "amended"), fields);
      default -> inOrder(form, List.of("decided", "reasons"), fields);
    }
    goOn(desk, event, file, form);
  }

  private static void inOrder(Form form, List<String> names, List<String> fields) {
    for (int i = 0; i < Math.min(names.size(), fields.size()); i++) {
      form.with(names.get(i), fields.get(i));
    }
  }

  /** An answer to a question of a form. */
  void answered(Desk desk, Event reply, Event question, CaseFile file, Form form, String text) {
    String field = question.content().path(Desk.MARK).path("field").asText();
    String about =
        form.command().equals("amend") && field.equals("text") ? form.text("part") : field;
    Optional<String> said = form.understood(about, text, rules(file));
    if (said.isPresent()) {
      goOn(desk, reply, file, form.with(field, said.get()));
    } else {
      ask(desk, reply, form, field, style -> form.ask(desk, style, field, rules(file)));
    }
  }

  private void goOn(Desk desk, Event event, CaseFile file, Form form) {
    DecisionRules kinds = rules(file);
    Optional<String> next = form.next(kinds);
    if (next.isPresent()) {
      ask(desk, event, form, next.get(), style -> form.ask(desk, style, next.get(), kinds));
    } else {
      submit(desk, event, file, form);
    }
  }

  private static void ask(Desk desk, Event event, Form form, String field, Text text) {
    desk.ask(event, Cause.of(event, "ask"), text, form.mark(field));
  }

  private static Map<String, String> values() {
    return Map.of();
  }

  // ---- What it becomes ----

  private void submit(Desk desk, Event event, CaseFile file, Form form) {
    int number = form.got().path("number").asInt();
    switch (form.command()) {
      case "decide" -> propose(desk, event, file, form);
      case "amend" -> amend(desk, event, file, form, "D" + number);
      case "withdraw" ->
          send(
              desk,
              event,
              file.requireRoom(RoomKind.PROFESSIONALS),
              DecisionEvents.WITHDRAW,
              Json.object().put("number", "D" + number).put("reason", form.text("reason")));
      case "notice" ->
          send(
              desk,
              event,
              shared(event, file),
              DecisionEvents.NOTICE,
              rules
                  .work()
                  .familyNotices()
                  .noticeContent(
                      event.sender(), file, number, form.text("decided"), form.text("reasons")));
      case "think" ->
          send(
              desk,
              event,
              event.room(),
              DecisionEvents.REPRESENT,
              Json.object().put("number", number).put("text", form.text("text")));
      default ->
          send(
              desk,
              event,
              shared(event, file),
              DecisionEvents.REPLY,
              rules.work().familyNotices().replyContent(file, number, form.text("text")));
    }
  }

  private static void propose(Desk desk, Event event, CaseFile file, Form form) {
    RoomId room = file.requireRoom(RoomKind.PROFESSIONALS);
    desk.appendFor(
        event,
        Cause.of(event, "decide"),
        view ->
            Draft.state(
                room,
                event.sender(),
                CaseEvents.DECISION,
                "D" + (view.state(room, CaseEvents.DECISION).size() + 1),
                form.decision().content()));
  }

  private static void amend(Desk desk, Event event, CaseFile file, Form form, String number) {
    Optional<Event> paper = file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION, number);
    if (paper.isEmpty()) {
      desk.reply(
          event,
          Cause.of(event, "usage"),
          style -> desk.text(Say.NO_SUCH_DECISION, style, Map.of("number", number)));
      return;
    }
    ObjectNode content = paper.get().content().deepCopy();
    content.remove(Desk.COMMAND);
    String part = form.text("part");
    boolean own = PARTS.contains(part) || DecisionRules.OWN.contains(part);
    (own ? content : content.withObjectProperty(DecisionRules.ANSWERS))
        .put(part, form.text("text"));
    content.put("amended", form.text("amended"));
    desk.appendFor(
        event,
        Cause.of(event, "amend"),
        view ->
            Draft.state(paper.get().room(), event.sender(), CaseEvents.DECISION, number, content));
  }

  /** A manager need not be in the family's room. */
  private static RoomId shared(Event event, CaseFile file) {
    return file.room(RoomKind.FAMILY)
        .filter(room -> file.view().membership(room, event.sender()) == Membership.JOIN)
        .orElseGet(() -> file.requireRoom(RoomKind.PROFESSIONALS));
  }

  private static void send(Desk desk, Event event, RoomId room, String type, ObjectNode content) {
    desk.appendFor(
        event, Cause.of(event, "done"), view -> Draft.message(room, event.sender(), type, content));
  }
}
