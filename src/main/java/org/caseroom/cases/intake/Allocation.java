package org.caseroom.cases.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.door.Openings;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.IntakeRules;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** The allocated worker, and the forms that the family reads before the visit (7.11). */
final class Allocation {
  private final Accounts accounts;
  private final Openings openings;

  Allocation(Accounts accounts, Openings openings) {
    this.accounts = accounts;
    this.openings = openings;
  }

  private Optional<Account> worker(ObjectNode content) {
    return Optional.ofNullable(Fields.text(content, "worker"))
        .map(UserId::of)
        .flatMap(accounts::find);
  }

  void check(ObjectNode content, CaseFile file) {
    boolean fits =
        worker(content)
            .filter(
                who ->
                    who.active()
                        && file.agency().equals(who.agency())
                        && who.is(Role.PERMANENCY_SUPPORT_SOCIAL_WORKER))
            .isPresent();
    if (!fits) {
      throw Problem.invalidParam(
          "'worker' is a permanency support social worker of the responsible agency.");
    }
  }

  /** The worker is in the team, in its rooms, and leads from now on. */
  void allocated(Step step) {
    Optional<Account> worker = worker(step.event().content());
    if (worker.isEmpty()) {
      return;
    }
    step.state(
        IntakeEvents.ALLOCATED,
        "",
        Json.object()
            .put("worker", worker.get().id().value())
            .put("why", step.event().text("why").orElse(""))
            .put("by", step.event().sender().value())
            .put("at", step.event().originServerTs()));
    openings.allocate(step, worker.get(), "Allocated worker");
  }

  // ---- Forms ----

  private static IntakeRules.Paper form(ObjectNode content, Procedure procedure) {
    String id = content.path("form").asText();
    List<IntakeRules.Paper> papers = procedure.intakeRules().papers();
    return papers.stream()
        .filter(paper -> paper.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalidParam(
                    "'form' is one of "
                        + papers.stream()
                            .map(IntakeRules.Paper::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  void checkSending(ObjectNode content, Procedure procedure, CaseFile file) {
    form(content, procedure);
    for (UserId person : Fields.users(content.path("with"))) {
      boolean family =
          accounts.find(person).filter(Account::isFamily).isPresent() && Door.inCase(file, person);
      if (!family) {
        throw Problem.invalidParam("'with' names members of the family who are in this case.");
      }
    }
  }

  static void checkReading(ObjectNode content, Account who, Procedure procedure, CaseFile file) {
    IntakeRules.Paper paper = form(content, procedure);
    Event sent =
        file.state(CaseEvents.FORM, paper.id())
            .orElseThrow(
                () ->
                    Problem.gate(
                        paper.clause(),
                        "'" + paper.title() + "' has not been sent yet: the social worker does."));
    if (sent.text("version").filter(content.path("version").asText()::equals).isEmpty()) {
      throw Problem.invalidParam(
          "The current version is "
              + sent.text("version").orElse("")
              + ": read that one, and name it.");
    }
    if (!names(sent.content().path("to")).contains(who.id().value())) {
      throw Problem.forbidden("It was sent to others: they say for themselves that they read it.");
    }
  }

  private static List<String> names(JsonNode people) {
    List<String> names = new ArrayList<>();
    people.forEach(each -> names.add(each.path("person").asText()));
    return names;
  }

  /** A new version is to be read anew by everybody it goes to. */
  static void sent(Step step) {
    ObjectNode said = step.event().content();
    IntakeRules.Paper paper = form(said, step.procedure());
    ObjectNode content =
        Json.object()
            .put("title", paper.title())
            .put("clause", paper.clause())
            .put("version", said.path("version").asText())
            .put("sent", step.event().originServerTs())
            .put("sent_by", step.event().sender().value())
            .put("read_by_all", false);
    Fields.put(content, "formats", Fields.texts(said.path("formats")));
    Fields.put(content, "link", Fields.text(said, "link"));
    ArrayNode to = content.putArray("to");
    Fields.users(said.path("with")).forEach(person -> to.addObject().put("person", person.value()));
    step.state(CaseEvents.FORM, paper.id(), content);
  }

  static void read(Step step) {
    String id = step.event().text("form").orElse("");
    step.file()
        .state(CaseEvents.FORM, id)
        .ifPresent(
            sent -> {
              ObjectNode content = sent.content().deepCopy();
              boolean all = true;
              for (JsonNode each : content.path("to")) {
                if (each instanceof ObjectNode person
                    && person.path("person").asText().equals(step.event().sender().value())) {
                  person.put("read", step.event().originServerTs());
                }
                all &= each.has("read");
              }
              step.state(CaseEvents.FORM, id, content.put("read_by_all", all));
            });
  }

  /** What was sent, and who needs it in another format. */
  String words(Step step, String who) {
    ObjectNode content = step.event().content();
    IntakeRules.Paper paper = form(content, step.procedure());
    String version = paper.title() + " (version " + content.path("version").asText() + ")";
    if (step.event().type().equals(IntakeEvents.FORM_READ)) {
      return who + " has read: " + version + ".";
    }
    List<String> formats = Fields.texts(content.path("formats"));
    StringBuilder words =
        new StringBuilder(who)
            .append(" sent, to be read before the visit: ")
            .append(version)
            .append(formats.isEmpty() ? "." : ", " + String.join(", ", formats) + ".");
    for (UserId person : Fields.users(content.path("with"))) {
      step.file()
          .state(CaseEvents.NEEDS, CaseEvents.personKey(person))
          .map(needs -> Fields.texts(needs.content().path("formats")))
          .filter(needed -> !formats.containsAll(needed))
          .ifPresent(
              needed ->
                  words
                      .append(" Please note: ")
                      .append(accounts.find(person).map(Account::displayName).orElse(""))
                      .append(" needs ")
                      .append(String.join(", ", needed).replace('-', ' '))
                      .append('.'));
    }
    return words.toString();
  }
}
