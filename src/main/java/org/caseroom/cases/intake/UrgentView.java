package org.caseroom.cases.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.caseroom.base.UserId;
import org.caseroom.cases.file.Fields;
import org.jspecify.annotations.Nullable;

/**
 * An urgent concern ({@code U1} and on), or a referral to a safeguarding hub ({@code M1} and on).
 *
 * @param number its number
 * @param status of a concern: open, acknowledged, decided; of a referral: sent, received, outcome
 * @param at when it was raised or sent
 * @param by who raised or sent it
 * @param ground the ground, where one is on record
 * @param flags the words of the list that flagged a text; a human decides what they mean
 * @param paged who was paged, in turn
 * @param acknowledgedBy who has it
 * @param outcome what was decided, or what the safeguarding hub said
 * @param reason why it was decided so
 * @param to where a referral went
 * @param chased how often somebody was asked for the outcome
 * @param familyTold whether the family was told of a referral
 */
public record UrgentView(
    String number,
    String status,
    Instant at,
    String by,
    @Nullable String ground,
    List<String> flags,
    List<Page> paged,
    @JsonProperty("acknowledged_by") @Nullable String acknowledgedBy,
    @JsonProperty("acknowledged_at") @Nullable Instant acknowledgedAt,
    @Nullable String outcome,
    @Nullable String reason,
    @Nullable String to,
    @Nullable Instant received,
    int chased,
    @JsonProperty("family_told") @Nullable Boolean familyTold) {
  /** Somebody was paged. */
  public record Page(String name, Instant at) {}

  static UrgentView concern(JsonNode content, Function<UserId, String> names) {
    List<Page> paged = new ArrayList<>();
    content
        .path("paged")
        .forEach(each -> paged.add(new Page(name(each, "person", names), time(each, "at"))));
    return new UrgentView(
        content.path("number").asText(),
        content.path("status").asText(),
        time(content, "raised"),
        name(content, "raised_by", names),
        Fields.text(content, "ground"),
        Fields.texts(content.path("flags")),
        paged,
        content.has("acknowledged_by") ? name(content, "acknowledged_by", names) : null,
        content.has("acknowledged") ? time(content, "acknowledged") : null,
        Fields.text(content, "outcome"),
        Fields.text(content, "reason"),
        null,
        null,
        0,
        null);
  }

  static UrgentView referral(JsonNode content, Function<UserId, String> names) {
    return new UrgentView(
        content.path("number").asText(),
        content.path("status").asText(),
        time(content, "sent"),
        name(content, "sent_by", names),
        Fields.text(content, "ground"),
        List.of(),
        List.of(),
        null,
        null,
        Fields.text(content, "outcome_said"),
        null,
        Fields.text(content, "to"),
        content.has("received_at") ? time(content, "received_at") : null,
        content.path("chased").asInt(),
        content.path("family_told").asBoolean());
  }

  private static Instant time(JsonNode content, String field) {
    return Instant.ofEpochMilli(content.path(field).asLong());
  }

  private static String name(JsonNode content, String field, Function<UserId, String> names) {
    return names.apply(UserId.of(content.path(field).asText()));
  }
}
