package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/** The service's review of itself against requirements: rated, with evidence, an owner, a date. */
public final class ServiceReviews {
  /**
   * A requirement as the service stands to it.
   *
   * @param requirement its number
   * @param rating what the service gives itself; null while nobody has
   * @param ratingTitle the rating in words
   * @param evidence what it rests on
   * @param figures this service's own measures that speak to it, as they are now
   * @param owner who answers for it
   * @param on when it was rated
   */
  public record Row(
      int requirement,
      String title,
      @Nullable Integer rating,
      String ratingTitle,
      String evidence,
      List<Measures.Measured> figures,
      String owner,
      @Nullable LocalDate on) {}

  /**
   * The report.
   *
   * @param source the document of the requirements
   * @param facts what is known of its reviews
   * @param rated how many requirements are rated
   */
  public record Report(
      String agency, String source, Map<String, String> facts, int rated, List<Row> rows) {}

  private final Desk desk;
  private final Database database;
  private final AuditLog audit;
  private final ReportReaders readers;
  private final Measures measures;

  ServiceReviews(
      Desk desk, Database database, AuditLog audit, ReportReaders readers, Measures measures) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.readers = readers;
    this.measures = measures;
  }

  /** The review of the reader's agency: a row for every requirement. */
  public Report report(UserId by) {
    Scope scope = readers.wide(by, null);
    ReportRules.ServiceReview review = review();
    Map<Integer, ObjectNode> ratings =
        database.read(tx -> new ServiceRecordDao(tx).ratings(scope.agency()));
    Map<String, Measures.Measured> figures =
        measures.measures(new Scope(scope.agency(), null, null)).stream()
            .collect(Collectors.toMap(Measures.Measured::id, Function.identity()));
    List<Row> rows = new ArrayList<>();
    for (ReportRules.ServiceReview.Requirement requirement : review.requirements()) {
      rows.add(row(review, requirement, ratings.get(requirement.id()), figures));
    }
    return new Report(
        scope.agency(), review.source(), review.facts(), ratings.size(), List.copyOf(rows));
  }

  private Row row(
      ReportRules.ServiceReview review,
      ReportRules.ServiceReview.Requirement requirement,
      @Nullable ObjectNode rated,
      Map<String, Measures.Measured> figures) {
    List<Measures.Measured> own =
        requirement.figures().stream().filter(figures::containsKey).map(figures::get).toList();
    if (rated == null) {
      return new Row(
          requirement.id(), requirement.title(), null, "Not rated yet", "", own, "", null);
    }
    int rating = rated.path("rating").asInt();
    String owner = rated.path("owner").asText();
    return new Row(
        requirement.id(),
        requirement.title(),
        rating,
        review.ratings().stream()
            .filter(one -> one.id() == rating)
            .map(ReportRules.ServiceReview.Rating::title)
            .findFirst()
            .orElse(""),
        rated.path("evidence").asText(),
        own,
        UserId.isValid(owner) ? desk.name(UserId.of(owner)) : owner,
        LocalDate.parse(rated.path("on").asText()));
  }

  /**
   * Rates a requirement; the audit log has who, what and when.
   *
   * @param rating one of the review's ratings
   * @param owner who answers for it: staff of the agency
   * @throws Problem 403 for who is no manager, 404 for a requirement that there is not, 400 for
   *     another rating or owner
   */
  public Report rate(UserId by, int requirement, int rating, String evidence, UserId owner) {
    Scope scope = readers.wide(by, null);
    if (!readers.in(readers.account(by), "managers")) {
      throw Problem.forbidden("A service is rated by its managers.");
    }
    ReportRules.ServiceReview review = review();
    if (review.requirement(requirement).isEmpty()) {
      throw Problem.notFound(
          "There is no such requirement: they are numbered from 1 to "
              + review.requirements().size()
              + ".");
    }
    if (review.ratings().stream().noneMatch(one -> one.id() == rating)) {
      throw Problem.invalidParam(
          "'rating' is one of "
              + review.ratings().stream()
                  .map(one -> one.id() + " (" + one.title() + ")")
                  .collect(Collectors.joining(", "))
              + ".");
    }
    boolean colleague =
        desk.accounts()
            .find(owner)
            .filter(account -> account.active() && scope.agency().equals(account.agency()))
            .isPresent();
    if (!colleague || evidence.isBlank()) {
      throw Problem.invalidParam(
          "A rating has evidence, and an owner ('owner') who works for your agency.");
    }
    ObjectNode content =
        Json.object()
            .put("rating", rating)
            .put("evidence", evidence)
            .put("owner", owner.value())
            .put("by", by.value())
            .put("on", today().toString());
    ObjectNode facts =
        Json.object()
            .put("what", "service-review-rated")
            .put("who", by.value())
            .put("agency", scope.agency())
            .put("requirement", requirement)
            .put("rating", rating);
    database.writing(
        tx -> {
          new ServiceRecordDao(tx).rate(scope.agency(), requirement, content);
          audit.append(tx, List.of(new AuditEntry(AuditEntry.Kind.SERVICE, facts)));
        });
    return report(by);
  }

  private ReportRules.ServiceReview review() {
    ReportRules.ServiceReview review = desk.policy().rules().reports().serviceReview();
    if (review == null) {
      throw Problem.notFound("This service has no requirements: config/reports.yaml lists them.");
    }
    return review;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(
        desk.log().view().now(), desk.policy().rules().procedures().usual().zone());
  }
}
