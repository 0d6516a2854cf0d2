package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caseroom.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * What reports count, as {@code config/reports.yaml} has it: the fields of the data set, standards,
 * measures, the requirements of a service review, the form of an audit. The code knows none by
 * name.
 *
 * @param hideBelow counts above 0 and below this are hidden
 * @param dataSet the data set on adoption support; null for none
 * @param cohort whose needs emerged after placement; null for no such report
 * @param standards standards and the casework that answers them
 * @param measures measures as scorecards have them
 * @param serviceReview the review of the service; null for none
 * @param auditForm what a sampled case is audited with; null for no audits
 * @param practiceExample what an example may not tell; null for the names alone
 */
public record ReportRules(
    @JsonProperty("hide_below") int hideBelow,
    @JsonProperty("data_set") @Nullable DataSet dataSet,
    @Nullable Cohort cohort,
    List<Standard> standards,
    List<Measure> measures,
    @JsonProperty("service_review") @Nullable ServiceReview serviceReview,
    @JsonProperty("audit_form") @Nullable AuditForm auditForm,
    @JsonProperty("practice_example") @Nullable PracticeExample practiceExample) {
  /** Without a file nothing is counted but what reports have of themselves. */
  static final ReportRules NONE =
      new ReportRules(6, null, null, List.of(), List.of(), null, null, null);

  /** Lists that the file leaves out are empty. */
  public ReportRules {
    standards = ClockRule.listOrEmpty(standards);
    measures = ClockRule.listOrEmpty(measures);
  }

  /**
   * Where a figure is read: exactly one of case, age, years since the order, clock, event and
   * count.
   *
   * @param caseField a field of the case's head
   * @param age at which moment, {@code referral}
   * @param yearsSinceOrder at which moment, {@code referral}
   * @param clock a clock's id, whose {@code is} is status or days
   * @param event a type of event, whose {@code field} is read
   * @param count a type of event that is counted, all or those whose {@code field} is one of these
   * @param is for a clock what is read; for a count the values
   */
  public record From(
      @JsonProperty("case") @Nullable String caseField,
      @Nullable String age,
      @JsonProperty("years_since_order") @Nullable String yearsSinceOrder,
      @Nullable String clock,
      @Nullable String event,
      @Nullable String count,
      @Nullable String field,
      @com.fasterxml.jackson.annotation.JsonFormat(
              with =
                  com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> is) {
    /** The type of events that it reads; null for none. */
    public @Nullable String type() {
      return event == null ? count : event;
    }
  }

  /** The data set: what its fields rest on, and its version. */
  public record DataSet(String source, String version, List<Field> fields) {}

  /**
   * A field of the data set.
   *
   * @param group need, services, timescales or throughput
   * @param bands where the bands of a number begin, for the aggregated figures
   * @param many whether a case can have several values
   * @param optional whether a case may well have none: not asked for by the readiness report
   * @param suppliedBy the roles that can supply it
   */
  public record Field(
      String id,
      String group,
      String title,
      From from,
      @Nullable List<Integer> bands,
      boolean many,
      boolean optional,
      @JsonProperty("supplied_by") List<Role> suppliedBy) {}

  /** Whose needs emerged after placement, up to an age in years. */
  public record Cohort(String title, @JsonProperty("up_to_age") int upToAge, String source) {}

  /** A standard and the casework that answers it. */
  public record Standard(String id, String title, List<Tag> tags) {
    /** Casework that answers a standard. */
    public record Tag(String title, From from) {}
  }

  /**
   * A measure: how many cases have one of these values.
   *
   * @param outOf of the cases with one of these; null for of all
   */
  public record Measure(
      String id,
      String title,
      From of,
      List<String> counts,
      @JsonProperty("out_of") @Nullable List<String> outOf) {}

  /** The review of a service against requirements; {@code facts} are those of its source. */
  public record ServiceReview(
      String source,
      Map<String, String> facts,
      List<Rating> ratings,
      List<Requirement> requirements) {
    /** A rating. */
    public record Rating(int id, String title) {}

    /** A requirement, and the measures that speak to it. */
    public record Requirement(int id, String title, List<String> figures) {}

    /** A requirement by its number. */
    public Optional<Requirement> requirement(int id) {
      return requirements.stream().filter(one -> one.id() == id).findFirst();
    }
  }

  /** The form of an audit. */
  public record AuditForm(List<String> answers, List<Question> questions) {
    /** What is asked of each sampled item. */
    public record Question(String id, String text) {}
  }

  /** What an example may not tell. */
  public record PracticeExample(List<Pattern> patterns) {
    /** A regular expression and what it finds. */
    public record Pattern(String title, String pattern) {
      /** What finds it, in small letters and capitals alike. */
      public java.util.regex.Pattern compiled() {
        return java.util.regex.Pattern.compile(
            pattern,
            java.util.regex.Pattern.CASE_INSENSITIVE | java.util.regex.Pattern.UNICODE_CASE);
      }
    }
  }

  /**
   * Loads the file; without one, nothing is configured.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} that names the line
   */
  public static ReportRules load(Path file) {
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      ReportRules rules = ConfigFiles.yaml().readValue(Files.readString(file), ReportRules.class);
      DataSet set = rules.dataSet();
      if (set != null) {
        set.fields().forEach(field -> check(file, field.id(), field.from()));
      }
      rules.standards().stream()
          .flatMap(standard -> standard.tags().stream())
          .forEach(tag -> check(file, tag.title(), tag.from()));
      rules.measures().forEach(measure -> check(file, measure.id(), measure.of()));
      PracticeExample example = rules.practiceExample();
      if (example != null) {
        example.patterns().forEach(pattern -> check(file, pattern));
      }
      return rules;
    } catch (IOException e) {
      throw ConfigFiles.wrong(file, e);
    }
  }

  private static void check(Path file, PracticeExample.Pattern pattern) {
    try {
      pattern.compiled();
    } catch (java.util.regex.PatternSyntaxException e) {
      throw ConfigFiles.at(
          file, 1, "the pattern of '" + pattern.title() + "' is none: " + e.getDescription());
    }
  }

  private static void check(Path file, String what, @Nullable From from) {
    long sources =
        from == null
            ? 0
            : java.util.stream.Stream.of(
                    from.caseField(),
                    from.age(),
                    from.yearsSinceOrder(),
                    from.clock(),
                    from.event(),
                    from.count())
                .filter(java.util.Objects::nonNull)
                .count();
    if (sources != 1) {
      throw ConfigFiles.at(
          file,
          1,
          "'"
              + what
              + "' needs exactly one place that it is read from: case, age, years_since_order,"
              + " clock, event or count.");
    }
  }
}
