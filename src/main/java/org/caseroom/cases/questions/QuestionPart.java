package org.caseroom.cases.questions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caseroom.base.Problem;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Access;
import org.caseroom.cases.door.CasePart;
import org.caseroom.cases.door.Notices;
import org.caseroom.cases.door.Step;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Agencies;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;

/** Keeps every question with somebody, and the family from carrying it between services (R92). */
public final class QuestionPart implements CasePart {
  /** "Please ring the surgery", and not "please ring me". */
  private static final Pattern COURIER =
      Pattern.compile(
          "\\b(please|you (need|have|should|must|ought|will need|will have|could|can)( to)?|best"
              + " to) (ring|call|phone|telephone|contact|ask|e-?mail|write to|chase|check"
              + " with|speak to|get in touch with)"
              + " (?!(me|us|if|for|again|anything|whenever|any)\\b)");

  private final Accounts accounts;
  private final QuestionOwners owners;

  /** Makes the part. */
  public QuestionPart(Accounts accounts, Agencies agencies, Access access) {
    this.accounts = accounts;
    this.owners = new QuestionOwners(accounts, agencies, access);
  }

  @Override
  public Set<String> types() {
    return Set.of(
        QuestionEvents.REFUSE,
        QuestionEvents.FETCH,
        QuestionEvents.TEND,
        CaseEvents.QUESTION_ANSWER,
        CaseEvents.MEMBER,
        CaseEvents.CONSENT);
  }

  // ---- What is refused ----

  @Override
  public void check(Event event, Account who, Procedure procedure, CaseFile file) {
    switch (event.type()) {
      case QuestionEvents.REFUSE, QuestionEvents.FETCH -> owned(question(event, file), who);
      case QuestionEvents.TEND -> tend(event, procedure, file);
      case CaseEvents.QUESTION_ANSWER -> noCourier(event);
      default -> {}
    }
  }

  private static Event question(Event event, CaseFile file) {
    Event question =
        file.state(CaseEvents.QUESTION, event.text("question").orElse(""))
            .orElseThrow(() -> Problem.notFound("This case has no such question."));
    if (question.text("room").filter(event.room().value()::equals).isEmpty()) {
      throw Problem.invalidParam("That question was asked in another room of the case.");
    }
    if (question.text("status").filter("closed"::equals).isPresent()) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This question is closed: ask a new one.");
    }
    return question;
  }

  private void owned(Event question, Account who) {
    UserId owner = owner(question);
    boolean colleague =
        accounts
            .find(owner)
            .map(Account::agency)
            .filter(agency -> agency.equals(who.agency()))
            .isPresent();
    if (!owner.equals(who.id()) && !colleague && !who.is(Role.TEAM_MANAGER)) {
      throw Problem.forbidden(
          "This question is with "
              + question.text("with").orElse("")
              + ": its owner says this, or a team manager.");
    }
  }

  private static UserId owner(Event question) {
    return UserId.of(question.text("owner").orElse(""));
  }

  private void tend(Event event, Procedure procedure, CaseFile file) {
    Event question = question(event, file);
    boolean holds =
        event.text("why").filter(QuestionEvents.OVERDUE::equals).isPresent()
            ? overdue(question, procedure, file) && !question.content().has("escalated")
            : !owners.fit(owner(question), file, event.room(), question);
    if (!holds) {
      throw Problem.of(409, "ORG.CASEROOM_FINAL", "This question is looked after already.");
    }
  }

  /** Whether nobody answered by the end of the day that the answer was due on. */
  static boolean overdue(Event question, Procedure procedure, CaseFile file) {
    LocalDate today = LocalDate.ofInstant(file.view().now(), procedure.zone());
    return question.text("status").filter("open"::equals).isPresent()
        && question.text("due").map(LocalDate::parse).filter(today::isAfter).isPresent();
  }

  private static void noCourier(Event answer) {
    String text = answer.text("text").orElse("").toLowerCase(Locale.ROOT);
    boolean wanted =
        answer.text(QuestionEvents.COURIER_REASON).filter(r -> !r.isBlank()).isPresent();
    if (!wanted && COURIER.matcher(text).find()) {
      throw Problem.gate(
              "ours",
              "An answer does not send the family to another service: its owner fetches it"
                  + " ('fetch'), or hands the question to who knows ('pass'). If the family asked"
                  + " to do it themselves, say so ("
                  + QuestionEvents.COURIER_REASON
                  + ").")
          .with("org.caseroom.missing", "courier_reason");
    }
  }

  // ---- What follows ----

  @Override
  public void follow(Step step) {
    switch (step.event().type()) {
      case QuestionEvents.REFUSE -> refused(step);
      case QuestionEvents.FETCH -> fetched(step);
      case QuestionEvents.TEND -> tended(step);
      case CaseEvents.MEMBER -> left(step);
      case CaseEvents.CONSENT -> ended(step);
      default -> {}
    }
  }

  private void refused(Step step) {
    Event question = question(step.event(), step.file());
    ObjectNode content = question.content().deepCopy();
    String reason = step.event().text("reason").orElse("");
    String agency = agency(step);
    content
        .withArrayProperty("refused")
        .addObject()
        .put("agency", agency)
        .put("name", owners.called(agency))
        .put("by", step.event().sender().value())
        .put("reason", reason)
        .put("at", step.event().originServerTs());
    content.remove("fetching");
    Optional<Account> next =
        owners.next(step.file(), step.event().room(), owner(question), question);
    if (next.isPresent()) {
      String why = owners.called(agency) + " will not engage: " + reason;
      owners.move(step, question, content, next.get(), why);
    } else {
      step.state(CaseEvents.QUESTION, String.valueOf(question.stateKey()), content);
    }
  }

  private String agency(Step step) {
    return step.event()
        .text("agency")
        .or(
            () ->
                accounts
                    .find(step.event().sender())
                    .flatMap(who -> Optional.ofNullable(who.agency())))
        .orElse("");
  }

  private void fetched(Step step) {
    Event question = question(step.event(), step.file());
    ObjectNode content = question.content().deepCopy();
    content
        .putObject("fetching")
        .put("agency", agency(step))
        .put("name", owners.called(agency(step)))
        .put("by", step.event().sender().value())
        .put("since", step.event().originServerTs());
    step.state(CaseEvents.QUESTION, String.valueOf(question.stateKey()), content);
  }

  private void tended(Step step) {
    Event question = question(step.event(), step.file());
    if (step.event().text("why").filter(QuestionEvents.OWNER_GONE::equals).isPresent()) {
      rehome(step, question, "The one who had it is not there any more");
      return;
    }
    ObjectNode content = question.content().deepCopy();
    ObjectNode escalated = content.putObject("escalated").put("at", step.event().originServerTs());
    owners
        .manager(step.file(), owner(question))
        .ifPresent(manager -> escalated.put("to", manager.id().value()));
    step.state(CaseEvents.QUESTION, String.valueOf(question.stateKey()), content);
  }

  /** Who leaves the team leaves no question behind. */
  private void left(Step step) {
    Event event = step.event();
    if (event.content().path("left").asBoolean() && event.stateKey() != null) {
      UserId gone = CaseEvents.person(String.valueOf(event.stateKey()));
      String why = "Left the team: " + event.text("why").orElse("");
      for (Event question : step.file().state(CaseEvents.QUESTION)) {
        if (waits(question) && owner(question).equals(gone)) {
          tell(step, question, rehome(step, question, why));
        }
      }
    }
  }

  /** Where consent ends, or leaves a topic out, its agency cannot answer any more. */
  private void ended(Step step) {
    for (Event question : step.file().state(CaseEvents.QUESTION)) {
      RoomId room = RoomId.of(question.text("room").orElse(step.file().space().value()));
      if (waits(question) && !owners.fit(owner(question), step.file(), room, question)) {
        tell(step, question, rehome(step, question, "The family's consent ended"));
      }
    }
  }

  private static boolean waits(Event question) {
    return question.text("status").filter("closed"::equals).isEmpty();
  }

  private Account rehome(Step step, Event question, String why) {
    RoomId room = RoomId.of(question.text("room").orElse(step.file().space().value()));
    Account next =
        owners
            .next(step.file(), room, owner(question), question)
            .orElseThrow(
                () ->
                    Problem.of(
                        409,
                        "ORG.CASEROOM_NO_OWNER",
                        "Question "
                            + question.stateKey()
                            + " would be without an owner: hand it to somebody first, or add a"
                            + " manager to the team."));
    owners.move(step, question, question.content().deepCopy(), next, why);
    return next;
  }

  private static void tell(Step step, Event question, Account next) {
    question
        .text("room")
        .map(RoomId::of)
        .ifPresent(
            room ->
                step.drafts()
                    .add(
                        Notices.notice(
                            room,
                            step.service(),
                            question.stateKey() + " is now with " + next.displayName() + ".",
                            step.event())));
  }

  // ---- In words ----

  @Override
  public Optional<String> words(Step step) {
    Event event = step.event();
    String number = event.text("question").orElse("");
    return switch (event.type()) {
      case QuestionEvents.REFUSE ->
          Optional.of(
              number
                  + ": "
                  + owners.called(agency(step))
                  + " will not engage: "
                  + event.text("reason").orElse("")
                  + " It is now with "
                  + now(step, "with")
                  + ".");
      case QuestionEvents.FETCH ->
          Optional.of(
              number
                  + ": "
                  + accounts.nameOf(event.sender())
                  + " asks "
                  + owners.called(agency(step))
                  + " for the answer. The family need do nothing.");
      case QuestionEvents.TEND -> Optional.of(tendWords(step, number));
      default -> Optional.empty();
    };
  }

  private String tendWords(Step step, String number) {
    if (step.event().text("why").filter(QuestionEvents.OWNER_GONE::equals).isPresent()) {
      return number + " is now with " + now(step, "with") + ": the one who had it is gone.";
    }
    String manager =
        step.drafts().stream()
            .filter(draft -> draft.type().equals(CaseEvents.QUESTION))
            .map(draft -> draft.content().path("escalated").path("to").asText())
            .filter(UserId::isValid)
            .map(user -> accounts.nameOf(UserId.of(user)))
            .findFirst()
            .orElse("the manager");
    return number
        + " was to be answered by "
        + Notices.day(LocalDate.parse(now(step, "due")))
        + " and is not. "
        + manager
        + " is asked to see to it.";
  }

  private static String now(Step step, String field) {
    return step.drafts().stream()
        .filter(draft -> draft.type().equals(CaseEvents.QUESTION))
        .map(draft -> draft.content().path(field).asText())
        .findFirst()
        .orElse("");
  }

  @Override
  public Optional<RoomId> place(Step step) {
    boolean own =
        Set.of(QuestionEvents.REFUSE, QuestionEvents.FETCH, QuestionEvents.TEND)
            .contains(step.event().type());
    // What was asked in the space itself is told where people read.
    return own && step.event().room().equals(step.file().space())
        ? step.room(RoomKind.FAMILY).or(() -> step.room(RoomKind.PROFESSIONALS))
        : Optional.empty();
  }
}
