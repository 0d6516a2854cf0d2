package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Opening;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.HubFiles;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Draft;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.RoomView;
import org.jspecify.annotations.Nullable;

/**
 * Urgent concerns (7.5): words only flag, a human decides. All of it is state of the hub's room: a
 * family reads its case's space, and what may be a safeguarding concern is not told by a side door.
 */
final class UrgentFlow {
  /** Field of a concern: its sender was shown whom to call, and has sent nothing since. */
  static final String UNSENT = "unsent";

  /** Field of a concern: who was shown whom to call before they sent something, and when. */
  private static final String TOLD = "told";

  private static final String HINT = "hint";

  private final Accounts accounts;
  private final UserId service;
  private final Rota rota;

  UrgentFlow(Accounts accounts, UserId service, Rota rota) {
    this.accounts = accounts;
    this.service = service;
    this.rota = rota;
  }

  /** How the hub's room names an urgent concern or a referral of a case. */
  static String key(String reference, String number) {
    return reference + "/" + number;
  }

  // ---- What flags, and what a human raises ----

  /** The words of the list that stand in a text. */
  static List<String> flags(IntakeRules.Urgent urgent, String text) {
    String plain = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}']+", " ") + " ";
    return urgent.words().stream().filter(word -> plain.contains(" " + word + " ")).toList();
  }

  void opened(Opening opening) {
    IntakeRules.Urgent urgent = opening.procedure().intakeRules().urgent();
    if (urgent == null) {
      return;
    }
    List<String> flags = flags(urgent, opening.referral().text("words").orElse(""));
    if (!flags.isEmpty()) {
      page(
          new Concern(urgent, opening.reference(), opening.referral().room(), opening.view(), "U1"),
          concern(opening.referral(), flags, null),
          opening.referral(),
          opening.drafts());
    }
  }

  /** A family's message with such words pages too, and its sender reads whom to call. */
  List<Draft> talked(Event message, Account who, Procedure procedure, CaseFile file) {
    IntakeRules.Urgent urgent = procedure.intakeRules().urgent();
    Optional<RoomId> hub = HubFiles.hub(file);
    if (urgent == null || hub.isEmpty() || !who.isFamily()) {
      return List.of();
    }
    List<String> flags = flags(urgent, UrgentGuard.words(message));
    if (flags.isEmpty()) {
      return List.of();
    }
    List<Draft> drafts = new ArrayList<>();
    drafts.add(Notices.notice(message.room(), service, urgent.emergency(), message));
    Optional<Event> open = open(file, hub.get());
    if (open.isEmpty()) {
      page(concern(urgent, file, hub.get()), concern(message, flags, null), message, drafts);
    } else if (open.get().content().has(UNSENT)) {
      ObjectNode content = open.get().content().deepCopy().put("because", message.id().value());
      content.remove(UNSENT);
      String key = String.valueOf(open.get().stateKey());
      drafts.add(Draft.state(hub.get(), service, IntakeEvents.URGENT, key, content));
    }
    return drafts;
  }

  /**
   * What is written in the place of words that are held: who wrote them has read whom to call, and
   * where no concern is open the rota is paged. Their text is kept nowhere.
   */
  List<Draft> held(Event message, List<String> flags, IntakeRules.Urgent urgent, CaseFile file) {
    RoomId hub = HubFiles.hub(file).orElseThrow();
    List<Draft> drafts = new ArrayList<>();
    Optional<Event> open = open(file, hub);
    if (open.isPresent()) {
      ObjectNode content = open.get().content().deepCopy();
      tell(content, message);
      String key = String.valueOf(open.get().stateKey());
      drafts.add(Draft.state(hub, service, IntakeEvents.URGENT, key, content));
    } else {
      ObjectNode content = concern(message, flags, null).put(UNSENT, true);
      content.remove("because");
      tell(content, message);
      page(concern(urgent, file, hub), content, null, drafts);
    }
    return drafts;
  }

  /** Pages and the API show a refusal themselves; a Matrix client shows little of one. */
  private static void tell(ObjectNode concern, Event message) {
    boolean matrix = message.transaction().filter(sent -> !sent.scope().equals("page")).isPresent();
    concern
        .withObjectProperty(TOLD)
        .putObject(message.sender().value())
        .put("at", message.originServerTs())
        .put(HINT, matrix);
  }

  void raised(Step step) {
    IntakeRules.Urgent urgent = step.procedure().intakeRules().urgent();
    Optional<RoomId> hub = HubFiles.hub(step.file());
    if (urgent == null || hub.isEmpty()) {
      return;
    }
    page(
        concern(urgent, step.file(), hub.get()),
        concern(step.event(), List.of(), step.event().text("ground").orElse(null)),
        step.event(),
        step.drafts());
    boolean family = accounts.find(step.event().sender()).filter(Account::isFamily).isPresent();
    if (family) {
      step.drafts()
          .add(Notices.notice(step.event().room(), service, urgent.emergency(), step.event()));
    }
  }

  private record Concern(
      IntakeRules.Urgent rules, String reference, RoomId hub, RoomView view, String number) {}

  private static Concern concern(IntakeRules.Urgent urgent, CaseFile file, RoomId hub) {
    int next = numbered(file, hub, IntakeEvents.URGENT).size() + 1;
    return new Concern(urgent, file.reference(), hub, file.view(), "U" + next);
  }

  private static ObjectNode concern(Event because, List<String> flags, @Nullable String ground) {
    ObjectNode content =
        Json.object()
            .put("status", "open")
            .put("raised", because.originServerTs())
            .put("raised_by", because.sender().value())
            .put("because", because.id().value());
    Fields.put(content, "flags", flags);
    Fields.put(content, "ground", ground);
    content.putArray("paged");
    return content;
  }

  // ---- Pages ----

  private void page(
      Concern concern, ObjectNode content, @Nullable Event because, List<Draft> drafts) {
    content.put("reference", concern.reference()).put("number", concern.number());
    Instant now = concern.view().now();
    UserId first = rota.next(concern.view(), concern.hub(), now, List.of());
    drafts.addAll(paging(concern.rules(), content, concern.hub(), first, now, because));
  }

  /** The state and the page for one more person; nobody left to page stays on record as that. */
  List<Draft> paging(
      IntakeRules.Urgent rules,
      ObjectNode content,
      RoomId hub,
      @Nullable UserId person,
      Instant now,
      @Nullable Event because) {
    List<Draft> drafts = new ArrayList<>();
    String reference = content.path("reference").asText();
    String number = content.path("number").asText();
    if (person == null) {
      content.remove("answer_by");
      content.put("exhausted", true);
    } else {
      Instant answerBy = now.plus(Duration.ofMinutes(rules.acknowledgeMinutes()));
      content.put("answer_by", answerBy.toEpochMilli());
      content
          .withArray("paged")
          .addObject()
          .put("person", person.value())
          .put("at", now.toEpochMilli());
    }
    drafts.add(Draft.state(hub, service, IntakeEvents.URGENT, key(reference, number), content));
    String words =
        person == null
            ? "URGENT "
                + number
                + ", "
                + reference
                + ": everybody was paged and nobody has answered."
            : "URGENT "
                + number
                + ", "
                + reference
                + ": "
                + accounts.nameOf(person)
                + " is paged. Look at it and acknowledge within "
                + rules.acknowledgeMinutes()
                + " minutes (!take "
                + reference
                + " "
                + number
                + "); then it goes to the next. A human decides what it is."
                + (content.has(UNSENT)
                    ? " They read whom to call and have sent nothing yet: no text is kept."
                    : "");
    drafts.add(notice(hub, words, person, because));
    return drafts;
  }

  private Draft notice(RoomId hub, String words, @Nullable UserId person, @Nullable Event because) {
    ObjectNode content = Json.object().put("msgtype", "m.notice").put("body", words);
    if (person != null) {
      content.putObject("m.mentions").putArray("user_ids").add(person.value());
    }
    if (because != null) {
      content.put(CaseEvents.ABOUT, because.id().value());
    }
    return Draft.message(hub, service, "m.room.message", content);
  }

  static List<UserId> paged(JsonNode content) {
    List<UserId> people = new ArrayList<>();
    content.path("paged").forEach(each -> people.add(UserId.of(each.path("person").asText())));
    return people;
  }

  // ---- Acknowledged and decided ----

  /** The state of a type that a hub's room holds about a case. */
  static List<Event> numbered(CaseFile file, RoomId hub, String type) {
    return file.view().state(hub, type).stream()
        .filter(event -> event.text("reference").filter(file.reference()::equals).isPresent())
        .toList();
  }

  /** The concern of a case that is not decided yet. */
  static Optional<Event> open(CaseFile file, RoomId hub) {
    return numbered(file, hub, IntakeEvents.URGENT).stream().filter(UrgentFlow::isOpen).findFirst();
  }

  static boolean isOpen(Event concern) {
    return concern.text("status").filter("decided"::equals).isEmpty();
  }

  /** When somebody was shown whom to call. */
  static Optional<Instant> told(Event concern, UserId person) {
    JsonNode told = concern.content().path(TOLD).path(person.value());
    return told.isObject()
        ? Optional.of(Instant.ofEpochMilli(told.path("at").asLong()))
        : Optional.empty();
  }

  /** Who is to read whom to call in private as well. */
  static List<UserId> hinted(Event concern) {
    return concern.content().path(TOLD).properties().stream()
        .filter(told -> told.getValue().path(HINT).asBoolean())
        .map(told -> UserId.of(told.getKey()))
        .toList();
  }

  private static Event find(ObjectNode content, CaseFile file) {
    String number = content.path("urgent").asText();
    return HubFiles.hub(file)
        .flatMap(hub -> file.view().state(hub, IntakeEvents.URGENT, key(file.reference(), number)))
        .orElseThrow(() -> Problem.notFound("This case has no such urgent concern."));
  }

  static void raise(ObjectNode content, Procedure procedure) {
    IntakeRules.Urgent urgent = rules(procedure);
    if (content.has("ground")) {
      ground(content, urgent);
    }
  }

  static IntakeRules.Urgent rules(Procedure procedure) {
    IntakeRules.Urgent urgent = procedure.intakeRules().urgent();
    if (urgent == null) {
      throw Problem.invalidParam("This agency's procedure has no urgent path.");
    }
    return urgent;
  }

  static void ground(ObjectNode content, IntakeRules.Urgent urgent) {
    String ground = content.path("ground").asText();
    if (urgent.grounds().stream().noneMatch(known -> known.id().equals(ground))) {
      throw Problem.invalidParam(
          "'ground' is one of "
              + urgent.grounds().stream()
                  .map(IntakeRules.Reason::id)
                  .collect(Collectors.joining(", "))
              + " ("
              + urgent.clause()
              + ").");
    }
  }

  static void acknowledge(ObjectNode content, CaseFile file) {
    Event urgent = find(content, file);
    if (urgent.text("status").filter("open"::equals).isEmpty()) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "This concern is acknowledged already: it has somebody.");
    }
  }

  static void decide(ObjectNode content, Procedure procedure, CaseFile file) {
    Event urgent = find(content, file);
    String status = urgent.text("status").orElse("");
    if (status.equals("decided")) {
      throw Problem.of(
          409, "ORG.CASEROOM_FINAL", "This concern is decided already: raise a new one.");
    }
    if (status.equals("open")) {
      throw Problem.gate(
          rules(procedure).clause(),
          "Nobody has acknowledged this concern yet: a person of the hub acknowledges it, then"
              + " decides.");
    }
    if (content.path("outcome").asText().equals("safeguarding")) {
      ground(content, rules(procedure));
    }
  }

  void acknowledged(Step step) {
    change(
        step,
        content -> {
          content.remove("answer_by");
          content
              .put("status", "acknowledged")
              .put("acknowledged", step.event().originServerTs())
              .put("acknowledged_by", step.event().sender().value());
        });
  }

  void decided(Step step) {
    change(
        step,
        content -> {
          content
              .put("status", "decided")
              .put("outcome", step.event().text("outcome").orElse(""))
              .put("reason", step.event().text("reason").orElse(""))
              .put("decided", step.event().originServerTs())
              .put("decided_by", step.event().sender().value());
          step.event().text("ground").ifPresent(ground -> content.put("ground", ground));
        });
  }

  private void change(Step step, Consumer<ObjectNode> how) {
    Event urgent = find(step.event().content(), step.file());
    ObjectNode content = urgent.content().deepCopy();
    how.accept(content);
    step.state(urgent.room(), IntakeEvents.URGENT, String.valueOf(urgent.stateKey()), content);
  }
}
