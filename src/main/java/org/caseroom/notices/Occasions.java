package org.caseroom.notices;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.bots.runtime.Desk;
import org.caseroom.cases.door.CasePolicy;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.intake.IntakeEvents;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.Receipts;
import org.caseroom.rooms.RoomReader;
import org.caseroom.rooms.RoomView;

/** Which events are news to whom, and whether they still are. */
final class Occasions {
  private static final String MESSAGE = "m.room.message";
  private static final String COMPLETE = "complete";

  /** What stands in the mark of a bot's message that reminds: of one thing, or of several. */
  private static final List<String> REMINDERS = List.of("reminder", "escalation", "parts");

  /** What stands there when the reminder comes in quiet hours too. */
  private static final String URGENT = "urgent";

  /**
   * Somebody is to be told of an event.
   *
   * @param urgent whether in their quiet hours too
   */
  record Occasion(UserId user, NoticeKind kind, Event event, boolean urgent) {
    Occasion(UserId user, NoticeKind kind, Event event) {
      this(user, kind, event, false);
    }
  }

  private final RoomView view;
  private final RoomReader reader;
  private final Receipts receipts;
  private final Accounts accounts;
  private final CasePolicy policy;

  Occasions(
      RoomView view, RoomReader reader, Receipts receipts, Accounts accounts, CasePolicy policy) {
    this.view = view;
    this.reader = reader;
    this.receipts = receipts;
    this.accounts = accounts;
    this.policy = policy;
  }

  /**
   * Who is to be told of an event.
   *
   * @param among those who can be told at all
   */
  List<Occasion> of(Event event, Set<UserId> among) {
    List<Occasion> found = new ArrayList<>();
    if (event.type().equals(MESSAGE) || event.type().equals("m.room.encrypted")) {
      message(event, among, found);
    } else if (event.type().equals("m.room.member")) {
      invitation(event, among, found);
    } else if (event.type().equals(CaseEvents.QUESTION)) {
      question(event, among, found);
    } else if (event.isState()) {
      paper(event, among, found);
    }
    found.removeIf(each -> each.user().equals(event.sender()));
    return found;
  }

  private void message(Event event, Set<UserId> among, List<Occasion> found) {
    JsonNode relation = event.content().path("m.relates_to");
    if (relation.path("rel_type").asText().equals("m.replace")) {
      return;
    }
    Set<UserId> called = new LinkedHashSet<>();
    // Whom a bot answers has asked it just now, and waits there.
    if (!(relation.has("m.in_reply_to") && isBot(event.sender()))) {
      called.addAll(Fields.users(event.content().path("m.mentions").path("user_ids")));
      called.retainAll(among);
      called.removeIf(user -> !isIn(user, event.room()));
    }
    JsonNode mark = event.content().path(Desk.MARK);
    NoticeKind kind =
        isBot(event.sender()) && REMINDERS.stream().anyMatch(mark::has)
            ? NoticeKind.REMINDER
            : NoticeKind.MENTION;
    boolean urgent = kind == NoticeKind.REMINDER && mark.path(URGENT).asBoolean();
    for (UserId user : called) {
      found.add(new Occasion(user, kind, event, urgent || isPage(event, user)));
    }
    if (reader.rights().isConfidential(event.room())) {
      for (UserId user : view.members(event.room(), Membership.JOIN)) {
        if (among.contains(user) && !called.contains(user)) {
          found.add(new Occasion(user, NoticeKind.MESSAGE, event));
        }
      }
    }
  }

  /** Whether the house pages somebody about an urgent concern that nobody has acknowledged. */
  private boolean isPage(Event event, UserId user) {
    return event.sender().equals(policy.service())
        && view.state(event.room(), IntakeEvents.URGENT).stream()
            .filter(concern -> concern.text("status").filter("open"::equals).isPresent())
            .flatMap(concern -> concern.content().path("paged").findValues("person").stream())
            .anyMatch(person -> person.asText().equals(user.value()));
  }

  private boolean isIn(UserId user, RoomId room) {
    return view.membership(room, user) == Membership.JOIN;
  }

  private boolean isBot(UserId user) {
    return accounts.find(user).filter(Account::isBot).isPresent();
  }

  private void invitation(Event event, Set<UserId> among, List<Occasion> found) {
    String key = event.stateKey();
    if (event.text("membership").filter("invite"::equals).isPresent()
        && key != null
        && UserId.isValid(key)
        && among.contains(UserId.of(key))) {
      found.add(new Occasion(UserId.of(key), NoticeKind.INVITATION, event));
    }
  }

  /** News to its owner when it was not theirs before, or was not open. */
  private void question(Event event, Set<UserId> among, List<Occasion> found) {
    Optional<UserId> owner = openWith(event.content());
    if (owner.filter(among::contains).isEmpty()) {
      return;
    }
    Optional<UserId> before = reader.replaced(event).flatMap(old -> openWith(old.content()));
    if (!before.equals(owner)) {
      found.add(new Occasion(owner.get(), NoticeKind.QUESTION, event));
    }
  }

  private static Optional<UserId> openWith(JsonNode question) {
    String owner = question.path("owner").asText();
    return question.path("status").asText().equals("open") && UserId.isValid(owner)
        ? Optional.of(UserId.of(owner))
        : Optional.empty();
  }

  private void paper(Event event, Set<UserId> among, List<Occasion> found) {
    Optional<Procedure.DocumentRule> rule = document(event);
    if (rule.isEmpty()) {
      return;
    }
    for (UserId user : view.members(event.room(), Membership.JOIN)) {
      if (among.contains(user) && maySign(user, rule.get())) {
        found.add(new Occasion(user, NoticeKind.SIGNATURE, event));
      }
    }
  }

  private boolean maySign(UserId user, Procedure.DocumentRule rule) {
    return accounts
        .find(user)
        .filter(each -> rule.signedBy().stream().anyMatch(each::is))
        .isPresent();
  }

  /** The rule of a paper that is finished, and now waits for a signature. */
  private Optional<Procedure.DocumentRule> document(Event event) {
    if (!event.type().startsWith(CaseEvents.PREFIX)
        || event.text("status").filter(status -> !status.equals(COMPLETE)).isPresent()) {
      return Optional.empty();
    }
    return CaseFile.of(view, event.room()).stream()
        .flatMap(file -> policy.procedure(file).documents().stream())
        .filter(rule -> rule.event().equals(event.type()))
        .findFirst();
  }

  /**
   * Whether an occasion is still news: its reader may still read it, and has not seen it, answered
   * it or signed it.
   */
  boolean isStillNews(Occasion occasion) {
    Event event = occasion.event();
    UserId user = occasion.user();
    if (accounts.find(user).filter(Account::active).isEmpty() || event.isErased()) {
      return false;
    }
    return switch (occasion.kind()) {
      case INVITATION -> view.membership(event.room(), user) == Membership.INVITE;
      case QUESTION ->
          reader.maySee(user, event)
              && view.state(event.room(), event.type(), String.valueOf(event.stateKey()))
                  .flatMap(now -> openWith(now.content()))
                  .filter(user::equals)
                  .isPresent();
      case SIGNATURE -> reader.maySee(user, event) && isUnsigned(event);
      default -> isIn(user, event.room()) && reader.maySee(user, event) && isUnread(user, event);
    };
  }

  private boolean isUnsigned(Event paper) {
    boolean newest =
        view.state(paper.room(), paper.type(), String.valueOf(paper.stateKey()))
            .filter(now -> now.id().equals(paper.id()))
            .isPresent();
    return newest
        && CaseFile.of(view, paper.room())
            .filter(
                file -> {
                  Procedure procedure = policy.procedure(file);
                  return Documents.id(procedure, paper)
                      .filter(id -> Documents.signature(procedure, file, id).isEmpty())
                      .isPresent();
                })
            .isPresent();
  }

  private boolean isUnread(UserId user, Event event) {
    return receipts.of(user, event.room()).stream()
        .noneMatch(receipt -> receipt.eventPosition() >= event.position());
  }
}
