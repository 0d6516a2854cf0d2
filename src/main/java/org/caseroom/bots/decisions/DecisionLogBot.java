package org.caseroom.bots.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.caseroom.base.EventId;
import org.caseroom.base.Json;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.EveryMinute;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Messages;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.decisions.DecisionEvents;
import org.caseroom.cases.decisions.FamilyNotices;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Takes decisions and signatures from the room, and posts each so that it can be read: the proposal
 * with the way to sign it, the signed record with its place in the audit log.
 */
public final class DecisionLogBot implements Bot {
  private static final int SIGNATURE_FIELDS = 3;

  private final CaseRules rules;
  private final FormSteps forms;
  private final EveryMinute minute = new EveryMinute();

  public DecisionLogBot(CaseRules rules) {
    this.rules = rules;
    this.forms = new FormSteps(rules);
  }

  @Override
  public String name() {
    return "decision-log";
  }

  @Override
  public List<MessageKey> messages() {
    return Say.ALL;
  }

  /** Once a minute: where the family's time to say something is over, that is written down. */
  @Override
  public void onTick(Desk desk) {
    if (!minute.comes(desk.now())) {
      return;
    }
    for (FamilyNotices.Ended ended : rules.work().familyNotices().ended()) {
      Cause cause = new Cause("window/" + ended.room() + "/" + ended.number());
      if (desk.isIn(ended.room())) {
        Draft over = Draft.message(ended.room(), desk.me(), DecisionEvents.WINDOW, ended.content());
        minute.attempt(cause, () -> desk.record(over, cause));
      }
    }
  }

  @Override
  public void onEvent(Desk desk, Event event) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      return;
    }
    boolean proposed = event.type().equals(CaseEvents.DECISION);
    desk.say(
        event.room(),
        Cause.of(event, "posted"),
        style ->
            proposed
                ? desk.text(Say.PROPOSED, style, proposal(desk, file.get(), event, style))
                : desk.text(Say.SIGNED, style, record(desk, file.get(), event, style)),
        List.of(),
        Json.object().put("about", event.id().value()));
  }

  private Map<String, String> proposal(
      Desk desk, CaseFile file, Event event, Messages.Style style) {
    Map<String, String> values = common(desk, file, event, style);
    values.put("author", desk.nameOf(event.sender()));
    return values;
  }

  private Map<String, String> record(Desk desk, CaseFile file, Event event, Messages.Style style) {
    Map<String, String> values = common(desk, file, event, style);
    JsonNode content = event.content();
    values.put("author", person(desk, content, "author"));
    values.put("signer", person(desk, content, "signer"));
    values.put("when", Words.time(style, event.time().atZone(rules.procedure(file).zone())));
    values.put(
        "late",
        event
            .text("late_reason")
            .map(reason -> "\n" + desk.text(Say.LATE, style, Map.of("reason", reason)))
            .orElse(""));
    values.put("page", "/cases/" + file.reference() + "/decisions/" + event.stateKey());
    values.put("owed", owed(desk, file, event, style));
    Optional<Long> position = desk.services().audit().placeOf(event.id().value(), event.position());
    values.put(
        "audit",
        position.isPresent()
            ? desk.text(
                Say.AUDIT,
                style,
                Map.of(
                    "position", String.valueOf(position.get()),
                    "event", event.id().value()))
            : desk.text(Say.AUDIT_SOON, style, Map.of("event", event.id().value())));
    return values;
  }

  /** That the family is to be told, where the kind of decision asks for it. */
  private String owed(Desk desk, CaseFile file, Event event, Messages.Style style) {
    DecisionRules decisions = rules.procedure(file).decisions();
    boolean owed =
        decisions != null
            && event
                .text("kind")
                .flatMap(decisions::kind)
                .filter(kind -> kind.notice())
                .isPresent();
    return owed
        ? "\n" + desk.text(Say.OWED, style, Map.of("number", String.valueOf(event.stateKey())))
        : "";
  }

  private Map<String, String> common(Desk desk, CaseFile file, Event event, Messages.Style style) {
    Map<String, String> values = new HashMap<>();
    values.put("reference", file.reference());
    values.put("number", String.valueOf(event.stateKey()));
    values.put("title", event.text("title").orElse(""));
    values.put("decided", event.text("decided").orElse(""));
    values.put("reasons", event.text("reasons").orElse(""));
    values.put(
        "clause", event.text("clause").orElseGet(() -> desk.text(Say.NO_CLAUSE, style, Map.of())));
    values.put("more", more(desk, file, event, style));
    return values;
  }

  /** What else a decision says, and which one it takes the place of: a line each. */
  private String more(Desk desk, CaseFile file, Event event, Messages.Style style) {
    StringBuilder more = new StringBuilder();
    DecisionRules decisions = rules.procedure(file).decisions();
    if (decisions != null) {
      for (DecisionRules.Field field : decisions.fields()) {
        if (!field.id().equals("clause")) {
          field
              .words(event.content())
              .ifPresent(text -> more.append('\n').append(field.title() + ": " + text));
        }
      }
    }
    int corrects = event.content().path("corrects").asInt();
    if (corrects > 0) {
      more.append('\n')
          .append(desk.text(Say.SUPERSEDES, style, Map.of("number", String.valueOf(corrects))));
    }
    return more.toString();
  }

  private static String person(Desk desk, JsonNode content, String field) {
    String user = content.path(field).asText();
    return UserId.isValid(user) ? desk.nameOf(UserId.of(user)) : user;
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      say(desk, event, Say.NOT_A_CASE, Map.of());
    } else if (command.name().equals("sign")) {
      sign(desk, event, file.get(), command);
    } else {
      forms.begin(desk, event, file.get(), command);
    }
  }

  /** The next thing that a form asks for. */
  @Override
  public void onReply(Desk desk, Event reply, Event message) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), reply.room());
    Optional<Form> form = Form.asked(message, reply);
    if (file.isPresent() && form.isPresent()) {
      forms.answered(
          desk, reply, message, file.get(), form.get(), Command.textOf(reply).orElse(""));
    }
  }

  /** ✅ under a proposal signs it, for who may: the version that they read. */
  @Override
  public void onReaction(Desk desk, Event reaction, Event message) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), reaction.room());
    Optional<Event> read =
        Optional.of(message.content().path(Desk.MARK).path("about").asText())
            .filter(EventId::isValid)
            .flatMap(id -> desk.event(reaction.room(), EventId.of(id)))
            .filter(event -> event.type().equals(CaseEvents.DECISION));
    if (file.isEmpty() || read.isEmpty()) {
      return;
    }
    String number = String.valueOf(read.get().stateKey());
    boolean current =
        file.get()
            .state(RoomKind.PROFESSIONALS, CaseEvents.DECISION, number)
            .filter(paper -> paper.id().equals(read.get().id()))
            .isPresent();
    if (current) {
      signDecision(desk, reaction, file.get(), number, "");
    } else {
      say(desk, reaction, Say.CHANGED, Map.of("number", number));
    }
  }

  private void sign(Desk desk, Event event, CaseFile file, Command command) {
    List<String> words = command.words();
    if (words.isEmpty()) {
      say(desk, event, Say.SIGN_USAGE, Map.of());
      return;
    }
    String first = words.get(0).replaceFirst("^[Dd](?=\\d)", "");
    OptionalInt number = Command.number(first);
    String rest = command.rest().substring(words.get(0).length()).strip();
    if (number.isPresent()) {
      signDecision(desk, event, file, "D" + number.getAsInt(), rest);
    } else {
      signDocument(desk, event, file, words.get(0), new Command(command.name(), rest).fields());
    }
  }

  private static void signDecision(
      Desk desk, Event event, CaseFile file, String number, String lateReason) {
    Optional<Event> paper = file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION, number);
    if (paper.isEmpty()) {
      say(desk, event, Say.NO_SUCH_DECISION, Map.of("number", number));
      return;
    }
    ObjectNode content =
        Json.object()
            .put("document", "decision")
            .put("number", number)
            .put("document_event", paper.get().id().value())
            .put("decided", paper.get().text("decided").orElse(""))
            .put("reasons", paper.get().text("reasons").orElse(""));
    if (!lateReason.isEmpty()) {
      content.put("late_reason", lateReason.replaceFirst("^\\|\\s*", ""));
    }
    appendSignature(desk, event, file, content);
  }

  /** Signs a form: {@code !sign referral-form | what is agreed | reasons | reason if late}. */
  private void signDocument(
      Desk desk, Event event, CaseFile file, String document, List<String> fields) {
    List<String> parts =
        !fields.isEmpty() && fields.get(0).isEmpty() ? fields.subList(1, fields.size()) : fields;
    Optional<Event> paper =
        rules
            .procedure(file)
            .document(document)
            .flatMap(rule -> file.state(RoomKind.PROFESSIONALS, rule.event(), ""));
    if (paper.isEmpty() || parts.size() < 2 || parts.size() > SIGNATURE_FIELDS) {
      say(desk, event, Say.SIGN_USAGE, Map.of());
      return;
    }
    ObjectNode content =
        Json.object()
            .put("document", document)
            .put("document_event", paper.get().id().value())
            .put("decided", parts.get(0))
            .put("reasons", parts.get(1));
    paper.get().text("closure").ifPresent(closure -> content.put("closure", closure));
    if (parts.size() == SIGNATURE_FIELDS) {
      content.put("late_reason", parts.get(2));
    }
    appendSignature(desk, event, file, content);
  }

  private static void appendSignature(Desk desk, Event event, CaseFile file, ObjectNode content) {
    RoomId room = file.requireRoom(RoomKind.PROFESSIONALS);
    desk.appendFor(
        event,
        Cause.of(event, "sign"),
        view -> Draft.message(room, event.sender(), CaseEvents.SIGNOFF, content));
  }

  private static void say(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.reply(event, Cause.of(event, "usage"), style -> desk.text(key, style, values));
  }
}
