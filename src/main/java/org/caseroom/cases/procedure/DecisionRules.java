package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a decision has to say, by its kind, and how the family is told of one.
 *
 * @param usual the kind of a decision that names none
 * @param fields what can be asked for besides title, decision and reasons
 * @param kinds the kinds of decisions
 * @param notice how the family is given notice; null where the procedure knows no such notice
 */
public record DecisionRules(
    String usual, List<Field> fields, List<Kind> kinds, @Nullable Notice notice) {
  /** The fields that stand in a decision under their own name; others stand in its answers. */
  public static final Set<String> OWN =
      Set.of("options", "clause", "lawful_basis", "views", "family_told", "not_told_reason");

  /** Where a decision keeps the answers to other fields. */
  public static final String ANSWERS = "answers";

  /** Lists that the file leaves out are empty. */
  public DecisionRules {
    fields = ClockRule.listOrEmpty(fields);
    kinds = ClockRule.listOrEmpty(kinds);
  }

  /**
   * Something that a decision can have to say.
   *
   * @param title what it is called
   * @param ask how an author is asked for it, in a plain sentence
   * @param supplier who can supply it, as a sentence goes on: {@code the author asks the family}
   * @param choices what can be answered; empty for any text
   * @param onlyIf it is asked for only when other fields have these values; null for always
   */
  public record Field(
      String id,
      String title,
      String ask,
      String supplier,
      List<Choice> choices,
      @JsonProperty("only_if") @Nullable Map<String, String> onlyIf) {
    /** Without choices any text will do. */
    public Field {
      choices = ClockRule.listOrEmpty(choices);
    }

    /** What this field says in a decision. */
    public Optional<String> in(ObjectNode decision) {
      JsonNode value = OWN.contains(id) ? decision.path(id) : decision.path(ANSWERS).path(id);
      return Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    /** The same in words: the title of what was chosen. */
    public Optional<String> words(ObjectNode decision) {
      return in(decision)
          .map(
              text ->
                  choices.stream()
                      .filter(choice -> choice.id().equals(text))
                      .map(Choice::title)
                      .findFirst()
                      .orElse(text));
    }
  }

  /** One of the answers that a field takes. */
  public record Choice(String id, String title) {}

  /**
   * A kind of decision.
   *
   * @param clause the clause that asks for such a decision
   * @param needs ids of the fields that have to be there before it is proposed
   * @param signedBy who signs one of this kind; null for who signs decisions
   * @param notice whether the family is to be given notice of it
   */
  public record Kind(
      String id,
      String clause,
      String title,
      List<String> needs,
      @JsonProperty("signed_by") @Nullable List<Role> signedBy,
      boolean notice) {
    /** A kind can need nothing more. */
    public Kind {
      needs = ClockRule.listOrEmpty(needs);
    }
  }

  /**
   * How the family is told.
   *
   * @param law the law that it rests on
   * @param representationsWorkingDays how long the family can say what it thinks, in working days
   *     after the day of the notice
   */
  public record Notice(
      String clause,
      String law,
      @JsonProperty("representations_working_days") int representationsWorkingDays) {}

  /** A field by id. */
  public Optional<Field> field(String id) {
    return fields.stream().filter(field -> field.id().equals(id)).findFirst();
  }

  /** A kind by id. */
  public Optional<Kind> kind(String id) {
    return kinds.stream().filter(kind -> kind.id().equals(id)).findFirst();
  }

  /** The kind of a decision; empty for one that is not known. */
  public Optional<Kind> of(ObjectNode decision) {
    return kind(decision.path("kind").asText(usual));
  }

  /** What a decision still has to say: the fields that its kind needs, and that are not there. */
  public List<Field> missing(Kind kind, ObjectNode decision) {
    return kind.needs().stream()
        .flatMap(id -> field(id).stream())
        .filter(field -> applies(field, decision) && field.in(decision).isEmpty())
        .toList();
  }

  private boolean applies(Field field, ObjectNode decision) {
    Map<String, String> conditions = field.onlyIf();
    return conditions == null
        || conditions.entrySet().stream()
            .allMatch(
                condition ->
                    field(condition.getKey())
                        .flatMap(other -> other.in(decision))
                        .filter(condition.getValue()::equals)
                        .isPresent());
  }

  /** The ids of the kinds, for a refusal. */
  public String kindIds() {
    return kinds.stream().map(Kind::id).collect(Collectors.joining(", "));
  }
}
