package org.caseroom.cases.practice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.caseroom.base.Json;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.CaseFile;
import org.caseroom.cases.file.Fields;
import org.caseroom.identity.Account;
import org.caseroom.identity.Accounts;
import org.caseroom.identity.Role;
import org.caseroom.rooms.Event;
import org.jspecify.annotations.Nullable;

/** The version of an example that is asked about, with the answers: the house's own state. */
final class Standing {
  /** The party of an answer that is no agency. */
  static final String FAMILY = "family";

  private final ObjectNode content;

  private Standing(ObjectNode content) {
    this.content = content;
  }

  static Optional<Standing> of(CaseFile file) {
    return file.state(PracticeEvents.STANDING, "")
        .map(event -> new Standing(event.content().deepCopy()));
  }

  /** The next version: approvals were of the one before, withdrawals stand. */
  static Standing next(CaseFile file, Event written) {
    Optional<Standing> before = of(file);
    ObjectNode content =
        Json.object()
            .put("version", before.map(Standing::version).orElse(0) + 1)
            .put("title", written.text("title").orElse(""))
            .put("text", written.text("text").orElse(""))
            .put("written_by", written.sender().value())
            .put("written", written.originServerTs());
    ArrayNode answers = content.putArray("answers");
    before.stream().flatMap(Standing::answers).filter(Standing::isWithdrawal).forEach(answers::add);
    return new Standing(content);
  }

  /** Takes an answer in: it replaces the agency's, or the same family member's. */
  void answer(String party, Event event) {
    String by = event.sender().value();
    ArrayNode answers = Json.object().putArray("answers");
    answers()
        .filter(
            answer ->
                !answer.path("party").asText().equals(party)
                    || (party.equals(FAMILY) && !answer.path("by").asText().equals(by)))
        .forEach(answers::add);
    ObjectNode answer =
        Json.object()
            .put("party", party)
            .put("by", by)
            .put("answer", event.text("answer").orElse(""))
            .put("at", event.originServerTs());
    Fields.put(answer, "said_by", event.text("said_by").orElse(null));
    Fields.put(answer, "reason", event.text("reason").orElse(null));
    content.set("answers", answers.add(answer));
  }

  ObjectNode content() {
    return content;
  }

  int version() {
    return content.path("version").asInt();
  }

  String title() {
    return content.path("title").asText();
  }

  String text() {
    return content.path("text").asText();
  }

  UserId writtenBy() {
    return UserId.of(content.path("written_by").asText());
  }

  Instant written() {
    return Instant.ofEpochMilli(content.path("written").asLong());
  }

  private Stream<JsonNode> answers() {
    return StreamSupport.stream(content.path("answers").spliterator(), false);
  }

  private static boolean isWithdrawal(JsonNode answer) {
    return answer.path("answer").asText().equals("withdraw");
  }

  /**
   * Who has to agree, and what they have said.
   *
   * @param agencyName what an agency is called
   */
  List<PracticeView.Answer> parties(
      Concerned concerned, UnaryOperator<String> agencyName, Accounts accounts) {
    List<PracticeView.Answer> parties = new ArrayList<>();
    for (String agency : concerned.agencies()) {
      Optional<JsonNode> said =
          answers().filter(answer -> answer.path("party").asText().equals(agency)).findFirst();
      parties.add(party(agency, agencyName.apply(agency), said.orElse(null), accounts));
    }
    parties.add(party(FAMILY, "The family", family(accounts).orElse(null), accounts));
    return parties;
  }

  /** One of the family who withdraws is enough; to agree takes an adopter. */
  private Optional<JsonNode> family(Accounts accounts) {
    List<JsonNode> said =
        answers().filter(answer -> answer.path("party").asText().equals(FAMILY)).toList();
    return said.stream()
        .filter(Standing::isWithdrawal)
        .findFirst()
        .or(
            () ->
                said.stream()
                    .filter(
                        answer ->
                            accounts
                                .find(UserId.of(answer.path("by").asText()))
                                .filter(account -> account.is(Role.ADOPTER))
                                .isPresent())
                    .findFirst());
  }

  private static PracticeView.Answer party(
      String party, String name, @Nullable JsonNode said, Accounts accounts) {
    if (said == null) {
      return new PracticeView.Answer(party, name, "missing", null, null, null);
    }
    UserId by = UserId.of(said.path("by").asText());
    return new PracticeView.Answer(
        party,
        name,
        said.path("answer").asText(),
        accounts.find(by).map(Account::displayName).orElse(by.localpart()),
        Fields.text(said, "said_by"),
        Instant.ofEpochMilli(said.path("at").asLong()));
  }
}
