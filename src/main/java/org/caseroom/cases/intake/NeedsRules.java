package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Numbers;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.Shapes;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;

/**
 * What people need so that information reaches them holds for whatever is done with them in some
 * way: a contact, a visit, a meeting. Which events those are is read off their shapes, so that an
 * event of another part of casework is held to it too.
 */
final class NeedsRules {
  private static final List<String> PEOPLE =
      List.of("with", "present", "attended", "attendees", "people");
  private static final String OVERRIDE = "override_reason";

  /** The same of a visit, which has it under a name of its own. */
  private static final String NO_INTERPRETER = "no_interpreter_reason";

  private final Accounts accounts;

  NeedsRules(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The events that are done with people, in a mode. */
  static Set<String> types() {
    JsonNode shapes = Shapes.standard().document().path("$defs");
    return Shapes.standard().types().stream()
        .filter(
            type -> {
              JsonNode fields = shapes.path(type).path("properties");
              return fields.has("mode") && PEOPLE.stream().anyMatch(fields::has);
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<UserId> people(ObjectNode content) {
    Set<UserId> people = new LinkedHashSet<>();
    PEOPLE.forEach(field -> people.addAll(Fields.users(content.path(field))));
    return List.copyOf(people);
  }

  /** Refuses what a need of one of the people rules out, unless the reason is given. */
  void check(ObjectNode content, Procedure procedure, CaseFile file) {
    if (!content.path(OVERRIDE).asText().isBlank()
        || !content.path(NO_INTERPRETER).asText().isBlank()) {
      return;
    }
    String mode = content.path("mode").asText();
    for (UserId person : people(content)) {
      for (Procedure.NeedsRules.Block block : blocks(procedure, file, person, mode)) {
        String unless = block.unless();
        boolean arranged = unless != null && !content.path(unless).asText().isBlank();
        boolean toBeBooked = unless != null && content.path("planned").asBoolean();
        if (!arranged && !toBeBooked) {
          throw refusal(person, block, mode);
        }
      }
    }
  }

  private static List<Procedure.NeedsRules.Block> blocks(
      Procedure procedure, CaseFile file, UserId person, String mode) {
    Optional<Event> needs = file.state(CaseEvents.NEEDS, CaseEvents.personKey(person));
    List<Procedure.NeedsRules.Block> blocks = new ArrayList<>();
    for (Procedure.NeedsRules.Block block : procedure.needs().blocks()) {
      if (needs.isPresent() && block.modes().contains(mode) && holds(needs.get(), block)) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  private static boolean holds(Event needs, Procedure.NeedsRules.Block block) {
    String by = block.contactBy();
    String need = block.need();
    return by != null
        ? needs.text("contact_by").filter(by::equals).isPresent()
        : need != null && words(needs).anyMatch(word -> word.equals(need));
  }

  /** The words of the fixed lists; what follows a colon, such as the language, aside. */
  private static java.util.stream.Stream<String> words(Event needs) {
    return List.of("formats", "communication", "languages").stream()
        .flatMap(field -> Fields.texts(needs.content().path(field)).stream())
        .map(word -> word.replaceAll(":.*", ""));
  }

  private Problem refusal(UserId person, Procedure.NeedsRules.Block block, String mode) {
    String needed =
        block.contactBy() != null
            ? " needs to be reached by " + block.contactBy()
            : " needs: " + String.valueOf(block.need()).replace('-', ' ');
    String way =
        block.unless() == null
            ? "Choose another way"
            : "Say who it is ('" + block.unless() + "'), choose another way";
    return Problem.gate(
            block.clause(),
            accounts.nameOf(person)
                + needed
                + ", so this cannot be done by "
                + mode
                + ". "
                + way
                + ", or say why the need is set aside (override_reason).")
        .with("org.caseroom.missing", block.unless() == null ? OVERRIDE : block.unless());
  }

  // ---- Interpreters to book ----

  /** A planned meeting with somebody who needs an interpreter asks for one to be booked. */
  void book(Step step) {
    ObjectNode content = step.event().content();
    if (!content.path("planned").asBoolean()) {
      return;
    }
    String mode = content.path("mode").asText();
    int next = Numbers.next(step.file().view(), step.file().space(), IntakeEvents.BOOKING);
    for (UserId person : people(content)) {
      for (Procedure.NeedsRules.Block block : blocks(step.procedure(), step.file(), person, mode)) {
        if (block.unless() == null || !content.path(block.unless()).asText().isBlank()) {
          continue;
        }
        step.state(
            IntakeEvents.BOOKING,
            "B" + next++,
            Json.object()
                .put("person", person.value())
                .put("need", String.valueOf(block.need()))
                .put("detail", detail(step.file(), person, String.valueOf(block.need())))
                .put("mode", mode)
                .put("what", content.path("what").asText())
                .put("for", step.event().id().value())
                .put("owner", step.event().sender().value())
                .put("status", "open")
                .put("at", step.event().originServerTs()));
      }
    }
  }

  private static String detail(CaseFile file, UserId person, String need) {
    return file.state(CaseEvents.NEEDS, CaseEvents.personKey(person)).stream()
        .flatMap(
            needs ->
                List.of("communication", "languages").stream()
                    .flatMap(field -> Fields.texts(needs.content().path(field)).stream()))
        .filter(word -> word.startsWith(need + ":"))
        .map(word -> word.substring(need.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  static Event booking(ObjectNode content, CaseFile file) {
    Event booking =
        file.state(IntakeEvents.BOOKING, content.path("booking").asText())
            .orElseThrow(() -> Problem.notFound("This case has no such booking: see GET intake."));
    if (booking.text("status").filter("open"::equals).isEmpty()) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This interpreter is booked already.");
    }
    return booking;
  }

  static void booked(Step step) {
    step.file()
        .state(IntakeEvents.BOOKING, step.event().text("booking").orElse(""))
        .ifPresent(
            booking ->
                step.state(
                    IntakeEvents.BOOKING,
                    String.valueOf(booking.stateKey()),
                    booking
                        .content()
                        .deepCopy()
                        .put("status", "booked")
                        .put("who", step.event().text("who").orElse(""))
                        .put("booked_at", step.event().originServerTs())
                        .put("booked_by", step.event().sender().value())));
  }

  /** What is still to be booked for a planned meeting, in words. */
  String toBook(Step step) {
    return step.drafts().stream()
        .filter(draft -> draft.type().equals(IntakeEvents.BOOKING))
        .map(
            draft ->
                draft.stateKey()
                    + ": book for "
                    + accounts.nameOf(UserId.of(draft.content().path("person").asText()))
                    + ": "
                    + draft.content().path("need").asText().replace('-', ' ')
                    + (draft.content().path("detail").asText().isEmpty()
                        ? ""
                        : " (" + draft.content().path("detail").asText() + ")")
                    + ".")
        .collect(Collectors.joining(" "));
  }
}
