package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document that a procedure carries out, as far as a reader has to know it: what is numbered in
 * it, what its clauses point at, which laws it names and what it leaves open. {@link ProcedureLint}
 * draws its conclusions from this and knows no document itself.
 *
 * @param title what the document calls itself
 * @param parts its sections in their order, with the clauses that stand in them
 * @param references where a clause points at another
 * @param laws the laws it names, in its order and words
 * @param open what it does not say and the procedure had to settle
 */
public record Source(
    String title, List<Part> parts, List<Reference> references, List<Law> laws, List<Open> open) {

  /** Lists that the file leaves out are empty. */
  public Source {
    parts = ClockRule.listOrEmpty(parts);
    references = ClockRule.listOrEmpty(references);
    laws = ClockRule.listOrEmpty(laws);
    open = ClockRule.listOrEmpty(open);
  }

  /** A section: its number or name, its heading, and the clauses found in it. */
  public record Part(String id, @Nullable String title, List<String> clauses) {
    /** A section without clauses of its own has none. */
    public Part {
      clauses = ClockRule.listOrEmpty(clauses);
    }
  }

  /**
   * A clause that points at others.
   *
   * @param in where it says so
   * @param to what it points at, in its own words
   * @param about what the reader is to find there
   * @param standsIn where that really stands, if it is not where the clause says; else empty
   */
  public record Reference(
      String in, List<String> to, String about, @JsonProperty("stands_in") List<String> standsIn) {
    /** A reference without {@code stands_in} points where it should. */
    public Reference {
      standsIn = ClockRule.listOrEmpty(standsIn);
    }
  }

  /**
   * A law that it names.
   *
   * @param supersededBy the law that has taken its place; null while it is in force
   */
  public record Law(String title, @JsonProperty("superseded_by") @Nullable String supersededBy) {}

  /**
   * Something it does not say.
   *
   * @param clause where it should stand
   * @param question what its owner is asked
   * @param ours how the procedure does it until there is an answer
   */
  public record Open(String clause, String question, String ours) {}

  /**
   * Whether the document has a section or clause of this number; letters in brackets are points.
   */
  public boolean has(String clause) {
    String whole = clause.replaceFirst("\\([a-z0-9]+\\)$", "");
    return parts.stream()
        .anyMatch(part -> part.id().equals(whole) || part.clauses().contains(whole));
  }
}
