package org.caseroom.cases.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.door.Door;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** Questions that wait, over all cases, and what keeps them from being dropped. */
public final class OpenQuestions {
  private final Desk desk;
  private final Database database;

  /** The service, on its desk. */
  public OpenQuestions(Desk desk, Database database) {
    this.desk = desk;
    this.database = database;
  }

  /** The questions of one case that somebody may read, newest first. */
  public List<QuestionView> of(UserId by, String reference) {
    CaseFile file = desk.open(by, reference);
    return file.state(CaseEvents.QUESTION).stream()
        .filter(question -> desk.policy().mayRead(by, question, file.view()))
        .map(question -> view(by, file, question))
        .filter(question -> question.text() != null)
        .sorted(Comparator.comparing(QuestionView::asked).reversed())
        .toList();
  }

  /**
   * An agency's own queue (R15): what waits with its people, soonest due first.
   *
   * @param by one of them, or an administrator
   * @throws Problem 403 for others
   */
  public List<QuestionView> ofAgency(UserId by, String agency) {
    Account who = desk.accounts().require(by);
    if (!agency.equals(who.agency()) && !who.is(Role.ADMINISTRATOR)) {
      throw Problem.forbidden("The queue of an agency is for its own people.");
    }
    return open(
        by,
        (file, owner) ->
            desk.accounts().find(owner).filter(each -> agency.equals(each.agency())).isPresent());
  }

  /**
   * What nobody answered in time, in the cases of a manager's agency, the longest due first.
   *
   * @throws Problem 403 for everybody but managers and administrators
   */
  public List<QuestionView> unanswered(UserId by) {
    Account who = desk.accounts().require(by);
    boolean manages = who.is(Role.TEAM_MANAGER) || who.is(Role.LINE_MANAGER);
    if (!manages && !who.is(Role.ADMINISTRATOR)) {
      throw Problem.forbidden("What is unanswered in all cases is told to managers.");
    }
    return open(by, (file, owner) -> !manages || file.agency().equals(who.agency())).stream()
        .filter(QuestionView::red)
        .toList();
  }

  private List<QuestionView> open(UserId by, BiPredicate<CaseFile, UserId> wanted) {
    List<QuestionView> questions = new ArrayList<>();
    for (QuestionDao.Row row : database.read(tx -> new QuestionDao(tx).open())) {
      Optional<CaseFile> file = CaseFile.of(desk.log().view(), RoomId.of(row.space()));
      if (file.isPresent() && wanted.test(file.get(), UserId.of(row.owner()))) {
        file.get()
            .state(CaseEvents.QUESTION, row.number())
            .ifPresent(question -> questions.add(view(by, file.get(), question)));
      }
    }
    return questions;
  }

  /**
   * A question that has to be looked after: it is overdue and nobody was told, or its owner is
   * gone.
   */
  public record Untended(RoomId room, String number, String why, String since) {}

  /** What the question bot has to see to. */
  public List<Untended> untended() {
    List<Untended> found = new ArrayList<>();
    for (QuestionDao.Row row : database.read(tx -> new QuestionDao(tx).open())) {
      CaseFile.of(desk.log().view(), RoomId.of(row.space()))
          .filter(file -> file.head().sender().equals(desk.policy().service()))
          .ifPresent(
              file ->
                  file.state(CaseEvents.QUESTION, row.number())
                      .flatMap(question -> untended(file, question))
                      .ifPresent(found::add));
    }
    return found;
  }

  private Optional<Untended> untended(CaseFile file, Event question) {
    RoomId room = RoomId.of(question.text("room").orElse(file.space().value()));
    UserId owner = UserId.of(question.text("owner").orElse(""));
    String number = String.valueOf(question.stateKey());
    boolean there =
        desk.accounts().find(owner).filter(Account::active).isPresent()
            && Door.inCase(file, owner)
            && desk.policy().access().mayRead(owner, room, file.view())
            && desk.policy().access().mayStandIn(owner, question, file.view());
    if (!there) {
      return Optional.of(new Untended(room, number, QuestionEvents.OWNER_GONE, owner.value()));
    }
    boolean late =
        QuestionPart.overdue(question, desk.policy().procedure(file), file)
            && !question.content().has("escalated");
    return late
        ? Optional.of(
            new Untended(room, number, QuestionEvents.OVERDUE, question.text("due").orElse("")))
        : Optional.empty();
  }

  /** Records that a service will not engage, with its reason. */
  public Event refuse(
      UserId by, String reference, String number, @Nullable String agency, String reason) {
    ObjectNode content = Json.object().put("question", number).put("reason", reason);
    if (agency != null) {
      content.put("agency", agency);
    }
    return act(by, reference, number, QuestionEvents.REFUSE, content);
  }

  /** Records that the owner asks another service for the answer. */
  public Event fetch(UserId by, String reference, String number, String agency) {
    ObjectNode content = Json.object().put("question", number).put("agency", agency);
    return act(by, reference, number, QuestionEvents.FETCH, content);
  }

  private Event act(UserId by, String reference, String number, String type, ObjectNode content) {
    CaseFile file = desk.open(by, reference);
    RoomId room =
        file.state(CaseEvents.QUESTION, number)
            .flatMap(event -> event.text("room"))
            .map(RoomId::of)
            .orElseThrow(() -> Problem.notFound("This case has no such question."));
    return desk.act(by, room, type, content);
  }

  private QuestionView view(UserId by, CaseFile file, Event question) {
    ObjectNode content = question.content();
    RoomId room = RoomId.of(content.path("room").asText());
    boolean reads = desk.policy().access().mayStandIn(by, question, file.view());
    UserId asker = UserId.of(content.path("asker").asText());
    UserId owner = UserId.of(content.path("owner").asText());
    List<QuestionView.Refusal> refused = new ArrayList<>();
    content
        .path("refused")
        .forEach(
            each ->
                refused.add(
                    new QuestionView.Refusal(
                        each.path("agency").asText(),
                        each.path("name").asText(),
                        reads ? each.path("reason").asText() : "",
                        at(each.path("at")))));
    List<QuestionView.Move> passed = new ArrayList<>();
    content
        .path("passed")
        .forEach(
            each ->
                passed.add(
                    new QuestionView.Move(
                        UserId.of(each.path("from").asText()),
                        UserId.of(each.path("to").asText()),
                        reads ? each.path("reason").asText() : "",
                        at(each.path("at")))));
    JsonNode to = content.path("escalated").path("to");
    boolean open = content.path("status").asText().equals("open");
    JsonNode fetching = content.path("fetching").path("name");
    return new QuestionView(
        file.reference(),
        String.valueOf(question.stateKey()),
        reads ? content.path("text").asText() : null,
        asker,
        desk.name(asker),
        at(content.path("asked")),
        owner,
        desk.name(owner),
        content.path("with").asText(),
        LocalDate.parse(content.path("due").asText()),
        content.path("status").asText(),
        QuestionPart.overdue(question, desk.policy().procedure(file), file),
        room,
        reads ? content.path("answer").textValue() : null,
        to.isTextual() ? UserId.of(to.textValue()) : null,
        open && fetching.isTextual() ? fetching.textValue() : null,
        refused,
        passed);
  }

  private static Instant at(JsonNode ms) {
    return Instant.ofEpochMilli(ms.asLong());
  }
}
