package org.caseroom.bots.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Bot;
import org.caseroom.bots.runtime.CaseRules;
import org.caseroom.bots.runtime.Cause;
import org.caseroom.bots.runtime.Command;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.bots.runtime.MessageKey;
import org.caseroom.bots.runtime.Words;
import org.caseroom.cases.decisions.DecisionEvents;
import org.caseroom.cases.decisions.Decisions;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;

/**
 * Takes decisions and signatures from the room, and posts each so that it can be read: the proposal
 * with the way to sign it, the signed record with its place in the audit log.
 */
public final class DecisionLogBot implements Bot {
  private static final int DECISION_FIELDS = 4;
  private static final int SIGNATURE_FIELDS = 3;

  private static final MessageKey PROPOSED =
      MessageKey.staff("proposed", "author", "number", "title", "decided", "reasons")
          .optionally("reference", "clause");
  private static final MessageKey SIGNED =
      MessageKey.staff(
              "signed", "number", "title", "decided", "reasons", "author", "signer", "when",
              "audit")
          .optionally("reference", "clause", "late");
  private static final MessageKey LATE = MessageKey.staff("late", "reason");
  private static final MessageKey AUDIT = MessageKey.staff("audit", "position", "event");
  private static final MessageKey AUDIT_SOON = MessageKey.staff("audit-soon", "event");
  private static final MessageKey DECIDE_USAGE = MessageKey.staff("decide-usage");
  private static final MessageKey SIGN_USAGE = MessageKey.staff("sign-usage");
  private static final MessageKey NO_SUCH_DECISION = MessageKey.staff("no-such-decision", "number");
  private static final MessageKey NOT_A_CASE = MessageKey.staff("not-a-case");
  private static final MessageKey NO_CLAUSE = MessageKey.staff("no-clause");

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final CaseRules rules;
  private final Set<Cause> given = new HashSet<>();
  private Instant looked = Instant.EPOCH;

  public DecisionLogBot(CaseRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "decision-log";
  }

  @Override
  public List<MessageKey> messages() {
    return List.of(
        PROPOSED,
        SIGNED,
        LATE,
        AUDIT,
        AUDIT_SOON,
        DECIDE_USAGE,
        SIGN_USAGE,
        NO_SUCH_DECISION,
        NOT_A_CASE,
        NO_CLAUSE);
  }

  /** Once a minute: where the family's time to say something is over, that is written down. */
  @Override
  public void onTick(Desk desk) {
    Instant now = desk.now();
    if (!now.isBefore(looked) && now.isBefore(looked.plus(EVERY))) {
      return;
    }
    looked = now;
    for (Decisions.Ended ended : rules.work().decisions().ended()) {
      Cause cause = new Cause("window/" + ended.room() + "/" + ended.number());
      if (desk.isIn(ended.room()) && !given.contains(cause)) {
        try {
          desk.record(
              Draft.message(ended.room(), desk.me(), DecisionEvents.WINDOW, ended.content()),
              cause);
        } catch (Problem refused) {
          // It is looked at again after the next start, and not every minute.
          given.add(cause);
        }
      }
    }
  }

  @Override
  public void onEvent(Desk desk, Event event) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      return;
    }
    if (event.type().equals(CaseEvents.DECISION)) {
      post(desk, event, PROPOSED, proposal(desk, file.get(), event));
    } else {
      post(desk, event, SIGNED, record(desk, file.get(), event));
    }
  }

  private static void post(Desk desk, Event event, MessageKey key, Map<String, String> values) {
    desk.say(
        event.room(),
        Cause.of(event, "posted"),
        desk.text(key, values),
        List.of(),
        Json.object().put("about", event.id().value()));
  }

  private static Map<String, String> proposal(Desk desk, CaseFile file, Event event) {
    Map<String, String> values = common(desk, file, event);
    values.put("author", desk.nameOf(event.sender()));
    return values;
  }

  private Map<String, String> record(Desk desk, CaseFile file, Event event) {
    Map<String, String> values = common(desk, file, event);
    JsonNode content = event.content();
    values.put("author", person(desk, content, "author"));
    values.put("signer", person(desk, content, "signer"));
    Instant at = event.time();
    values.put("when", Words.time(at.atZone(rules.procedure(file).zone())));
    values.put(
        "late",
        event
            .text("late_reason")
            .map(reason -> "\n" + desk.text(LATE, Map.of("reason", reason)))
            .orElse(""));
    Optional<Long> position = desk.services().audit().placeOf(event.id().value(), event.position());
    values.put(
        "audit",
        position.isPresent()
            ? desk.text(
                AUDIT,
                Map.of(
                    "position", String.valueOf(position.get()),
                    "event", event.id().value()))
            : desk.text(AUDIT_SOON, Map.of("event", event.id().value())));
    return values;
  }

  private static Map<String, String> common(Desk desk, CaseFile file, Event event) {
    Map<String, String> values = new HashMap<>();
    values.put("reference", file.reference());
    values.put("number", String.valueOf(event.stateKey()));
    values.put("title", event.text("title").orElse(""));
    values.put("decided", event.text("decided").orElse(""));
    values.put("reasons", event.text("reasons").orElse(""));
    values.put("clause", event.text("clause").orElseGet(() -> desk.text(NO_CLAUSE, Map.of())));
    return values;
  }

  private static String person(Desk desk, JsonNode content, String field) {
    String user = content.path(field).asText();
    return UserId.isValid(user) ? desk.nameOf(UserId.of(user)) : user;
  }

  @Override
  public void onCommand(Desk desk, Event event, Command command) {
    Optional<CaseFile> file = CaseFile.of(desk.view(), event.room());
    if (file.isEmpty()) {
      say(desk, event, NOT_A_CASE, Map.of());
    } else if (command.name().equals("decide")) {
      decide(desk, event, file.get(), command);
    } else {
      sign(desk, event, file.get(), command);
    }
  }

  private static void decide(Desk desk, Event event, CaseFile file, Command command) {
    List<String> fields = command.fields();
    if (fields.size() < DECISION_FIELDS - 1
        || fields.size() > DECISION_FIELDS
        || fields.stream().limit(DECISION_FIELDS - 1).anyMatch(String::isEmpty)) {
      say(desk, event, DECIDE_USAGE, Map.of());
      return;
    }
    ObjectNode content =
        Json.object()
            .put("title", fields.get(0))
            .put("decided", fields.get(1))
            .put("reasons", fields.get(2));
    if (fields.size() == DECISION_FIELDS && !fields.get(DECISION_FIELDS - 1).isEmpty()) {
      content.put("clause", fields.get(DECISION_FIELDS - 1));
    }
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
                content));
  }

  private void sign(Desk desk, Event event, CaseFile file, Command command) {
    List<String> words = command.words();
    if (words.isEmpty()) {
      say(desk, event, SIGN_USAGE, Map.of());
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
      say(desk, event, NO_SUCH_DECISION, Map.of("number", number));
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
      say(desk, event, SIGN_USAGE, Map.of());
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
    desk.reply(event, Cause.of(event, "usage"), desk.text(key, values));
  }
}
