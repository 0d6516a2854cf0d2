package org.caseroom.cases.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caseroom.base.EventId;
import org.caseroom.base.RoomId;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.DecisionRules;
import org.caseroom.cases.procedure.Documents;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.caseroom.rooms.Membership;
import org.caseroom.rooms.RoomReader;
import org.jspecify.annotations.Nullable;

/** Decisions as a reader may see them. */
final class DecisionViews {
  private static final String DOCUMENT = "decision";

  private final Desk desk;
  private final RoomReader reader;

  DecisionViews(Desk desk, RoomReader reader) {
    this.desk = desk;
    this.reader = reader;
  }

  DecisionView of(UserId by, CaseFile file) {
    Procedure procedure = desk.policy().procedure(file);
    boolean professional = reads(by, file, file.room(RoomKind.PROFESSIONALS));
    // A manager who signs need not be in the family's room; consent is asked for it all the same.
    boolean shared =
        reads(by, file, Optional.of(Noticing.shared(file)))
            || (professional && desk.policy().mayRead(by, Noticing.shared(file), file.view()));
    DecisionRules rules = procedure.decisions();
    return new DecisionView(
        professional ? proposals(by, procedure, file) : List.of(),
        professional
            ? Records.all(file).stream().map(event -> recorded(procedure, file, event)).toList()
            : List.of(),
        shared ? Noticing.all(file).stream().map(this::notice).toList() : List.of(),
        professional && rules != null ? kinds(rules) : List.of());
  }

  private static List<DecisionView.Kind> kinds(DecisionRules rules) {
    return rules.kinds().stream()
        .map(kind -> new DecisionView.Kind(kind.id(), kind.title(), kind.clause(), kind.needs()))
        .toList();
  }

  /** Whether somebody is in a room and may read it now. */
  boolean reads(UserId by, CaseFile file, Optional<RoomId> room) {
    return room.filter(
            id ->
                file.view().membership(id, by) == Membership.JOIN
                    && desk.policy().mayRead(by, id, file.view()))
        .isPresent();
  }

  private List<DecisionView.Proposal> proposals(UserId by, Procedure procedure, CaseFile file) {
    return file.state(RoomKind.PROFESSIONALS, CaseEvents.DECISION).stream()
        .sorted(Comparator.comparingInt(DecisionViews::place))
        .map(paper -> proposal(by, procedure, file, paper))
        .toList();
  }

  private static int place(Event paper) {
    return Integer.parseInt("0" + String.valueOf(paper.stateKey()).replaceAll("\\D", ""));
  }

  private DecisionView.Proposal proposal(
      UserId by, Procedure procedure, CaseFile file, Event paper) {
    String number = String.valueOf(paper.stateKey());
    Optional<Event> withdrawal = Proposals.withdrawal(number, file);
    Optional<Event> record = Records.ofProposal(file, number);
    ObjectNode content = paper.content();
    Optional<DecisionRules.Kind> kind = kind(procedure, content);
    String status = withdrawal.isPresent() ? "withdrawn" : record.isPresent() ? "signed" : "open";
    return new DecisionView.Proposal(
        number,
        status,
        kind.map(DecisionRules.Kind::id).orElse(null),
        kind.map(DecisionRules.Kind::title).orElse(null),
        content.path("title").asText(),
        content.path("decided").asText(),
        content.path("reasons").asText(),
        says(procedure, content),
        Fields.text(content, "amended"),
        whole(content, "corrects"),
        paper.sender(),
        desk.name(paper.sender()),
        paper.time(),
        paper.id(),
        procedure.document(DOCUMENT).stream()
            .flatMap(rule -> Documents.signers(procedure, rule, paper).stream())
            .map(Role::word)
            .toList(),
        withdrawal.map(this::withdrawal).orElse(null),
        record.map(Records::number).orElse(null),
        replies(by, paper.room(), Replies.of(file, number)));
  }

  private DecisionView.Withdrawal withdrawal(Event event) {
    UserId by = UserId.of(event.text("by").orElse(""));
    return new DecisionView.Withdrawal(
        by,
        desk.name(by),
        Instant.ofEpochMilli(event.content().path("at").asLong()),
        event.text("reason").orElse(""));
  }

  /** As the messages stand now: one that was emptied says nothing any more. */
  private List<DecisionView.Reply> replies(UserId by, RoomId room, List<EventId> ids) {
    List<DecisionView.Reply> replies = new ArrayList<>();
    for (EventId id : ids) {
      reader
          .event(by, room, id)
          .filter(message -> message.text("body").isPresent())
          .ifPresent(
              message ->
                  replies.add(
                      new DecisionView.Reply(
                          message.id(),
                          message.sender(),
                          desk.name(message.sender()),
                          message.time(),
                          withoutQuote(message.text("body").orElse("")))));
    }
    return replies;
  }

  /** Older clients put what they reply to before the reply, each line marked. */
  private static String withoutQuote(String body) {
    int end = body.startsWith("> ") ? body.indexOf("\n\n") : -1;
    return end < 0 ? body : body.substring(end + 2);
  }

  private static Optional<DecisionRules.Kind> kind(Procedure procedure, ObjectNode decision) {
    DecisionRules rules = procedure.decisions();
    return rules == null ? Optional.empty() : rules.of(decision);
  }

  private static List<DecisionView.Said> says(Procedure procedure, ObjectNode decision) {
    DecisionRules rules = procedure.decisions();
    if (rules == null) {
      return List.of();
    }
    return rules.fields().stream()
        .filter(field -> !field.id().equals("clause"))
        .flatMap(
            field ->
                field
                    .words(decision)
                    .map(words -> new DecisionView.Said(field.id(), field.title(), words))
                    .stream())
        .toList();
  }

  DecisionView.Recorded recorded(Procedure procedure, CaseFile file, Event event) {
    ObjectNode content = event.content();
    int number = Records.number(event);
    UserId author = UserId.of(event.text("author").orElse(event.sender().value()));
    UserId signer = UserId.of(event.text("signer").orElse(event.sender().value()));
    boolean proposed = content.has("proposal");
    Optional<DecisionRules.Kind> kind =
        content.has("kind") ? kind(procedure, content) : Optional.empty();
    return new DecisionView.Recorded(
        number,
        Fields.text(content, "proposal"),
        kind.map(DecisionRules.Kind::id).orElse(null),
        kind.map(DecisionRules.Kind::title).orElse(null),
        content.path("title").asText(),
        content.path("decided").asText(),
        content.path("reasons").asText(),
        content.path("clause").asText(),
        proposed ? says(procedure, content) : List.of(),
        Fields.text(content, "late_reason"),
        author,
        desk.name(author),
        role(content, "author_role"),
        signer,
        desk.name(signer),
        role(content, "signer_role"),
        event.time(),
        event.id(),
        event.position(),
        event.text("previous").map(EventId::of).orElse(null),
        whole(content, "corrects"),
        Records.correctionOf(file, number).map(Records::number).orElse(null),
        kind.filter(DecisionRules.Kind::notice).isPresent()
            && Noticing.notice(number, file).isEmpty());
  }

  private static String role(JsonNode content, String field) {
    String word = content.path(field).asText();
    return word.isEmpty() ? "" : Role.of(word).title();
  }

  private static @Nullable Integer whole(JsonNode content, String field) {
    return content.has(field) ? Integer.valueOf(content.path(field).asInt()) : null;
  }

  private DecisionView.Notice notice(Event event) {
    ObjectNode content = event.content();
    UserId contact = UserId.of(content.path("contact").asText());
    return new DecisionView.Notice(
        Noticing.number(event),
        content.path("decided").asText(),
        content.path("reasons").asText(),
        contact,
        desk.name(contact),
        desk.name(UserId.of(content.path("by").asText())),
        Noticing.given(event),
        Noticing.until(event),
        content.path("law").asText(),
        content.path("status").asText(),
        content.path("representations").valueStream().map(this::representation).toList());
  }

  private DecisionView.Representation representation(JsonNode said) {
    JsonNode answer = said.path("answer");
    boolean answered = answer.isObject();
    return new DecisionView.Representation(
        desk.name(UserId.of(said.path("by").asText())),
        Instant.ofEpochMilli(said.path("at").asLong()),
        said.path("text").asText(),
        said.path("after_time").asBoolean(),
        answered ? answer.path("text").asText() : null,
        answered ? desk.name(UserId.of(answer.path("by").asText())) : null,
        answered ? Instant.ofEpochMilli(answer.path("at").asLong()) : null);
  }
}
