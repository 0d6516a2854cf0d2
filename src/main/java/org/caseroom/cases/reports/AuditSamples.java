package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * Samples for audit: cases or decisions drawn by chance from a seed that is on record, with the
 * list that they were drawn from. Who has both draws the same again (Java's {@code Random} and
 * {@code Collections.shuffle}, which are specified); nobody picks what is looked at.
 */
public final class AuditSamples {
  private static final int MOST = 200;

  /** What is drawn. */
  private static final List<String> OF = List.of("cases", "decisions");

  /**
   * An item of a sample.
   *
   * @param item the case, or the decision as {@code REF-1/D2}
   * @param answers by question of the audit's form; empty until it is audited
   * @param result what the auditor found
   */
  public record Item(
      String item,
      Map<String, String> answers,
      @Nullable String result,
      @Nullable String auditor,
      @Nullable Instant auditedAt) {}

  /**
   * A sample.
   *
   * @param of cases or decisions
   * @param hub the hub that it was drawn from; null for the whole agency
   * @param seed the number that the draw begins with
   * @param drawnFrom how many there were
   * @param drawnAgain whether drawing again with the seed gives the same items: false would mean
   *     that the record was changed
   * @param audited how many items are audited
   */
  public record Sample(
      int number,
      String of,
      @Nullable String hub,
      long seed,
      int drawnFrom,
      boolean drawnAgain,
      String drawnBy,
      Instant drawnAt,
      int audited,
      List<Item> items,
      List<ReportRules.AuditForm.Question> form,
      List<String> allowedAnswers) {}

  private final Desk desk;
  private final Database database;
  private final AuditLog audit;
  private final ReportReaders readers;

  AuditSamples(Desk desk, Database database, AuditLog audit, ReportReaders readers) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.readers = readers;
  }

  /**
   * Draws a sample.
   *
   * @param of cases or decisions
   * @param size how many, 200 at most
   * @param seed the seed, to draw one again; null for one by chance
   * @throws Problem 403 for who reads no reports about a whole service, 400 for what cannot be
   *     drawn
   */
  public Sample draw(UserId by, String of, int size, @Nullable String hub, @Nullable Integer seed) {
    Scope scope = readers.wide(by, hub);
    form();
    if (!OF.contains(of) || size < 1 || size > MOST) {
      throw Problem.invalidParam(
          "'of' is cases or decisions, 'size' a number from 1 to " + MOST + ".");
    }
    List<String> frame = frame(scope, of);
    if (frame.isEmpty()) {
      throw Problem.of(409, "ORG.CASEROOM_NOTHING", "There are no " + of + " to draw from yet.");
    }
    long start = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
    ObjectNode sample =
        Json.object()
            .put("of", of)
            .put("seed", start)
            .put("size", size)
            .put("by", by.value())
            .put("at", now().toEpochMilli());
    Fields.put(sample, "hub", scope.hub());
    Fields.put(sample, "frame", frame);
    ArrayNode items = sample.putArray("items");
    drawn(frame, start, size).forEach(item -> items.addObject().put("item", item));
    int number =
        database.write(
            tx -> {
              int next = new ServiceRecordDao(tx).addSample(scope.agency(), sample);
              ObjectNode facts =
                  facts("audit-sample-drawn", by, scope, next)
                      .put("seed", start)
                      .put("drawn_from", frame.size());
              audit.append(tx, List.of(new AuditEntry(AuditEntry.Kind.SERVICE, facts)));
              return next;
            });
    return of(by, number);
  }

  private List<String> frame(Scope scope, String of) {
    return database.read(
        tx ->
            of.equals("cases")
                ? new ReportReadDao(tx).heads(scope).stream().map(CaseHead::reference).toList()
                : new ServiceRecordDao(tx).decisions(scope));
  }

  /** The items that a seed draws from a list. */
  static List<String> drawn(List<String> frame, long seed, int size) {
    List<String> shuffled = new ArrayList<>(frame);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, Math.min(size, shuffled.size()));
  }

  /** The samples of an agency, newest first. */
  public List<Sample> all(UserId by) {
    Scope scope = readers.wide(by, null);
    return database.read(tx -> new ServiceRecordDao(tx).samples(scope.agency())).stream()
        .filter(sample -> visible(scope, sample))
        .map(this::sample)
        .toList();
  }

  /** Who reads one hub sees what was drawn from it. */
  private static boolean visible(Scope scope, ObjectNode sample) {
    return scope.hub() == null || scope.hub().equals(Fields.text(sample, "hub"));
  }

  /**
   * A sample.
   *
   * @throws Problem 404 when the agency has no such sample
   */
  public Sample of(UserId by, int number) {
    return all(by).stream()
        .filter(sample -> sample.number() == number)
        .findFirst()
        .orElseThrow(AuditSamples::noSuchSample);
  }

  /**
   * Records what the audit of an item found: an answer to every question of the form.
   *
   * @param item the item's place in the sample, from 1
   * @throws Problem 403 when the auditor leads the case, 404 without such an item, 400 for answers
   *     that are not those of the form, 409 when it is audited already
   */
  public Sample record(
      UserId by, int number, int item, Map<String, String> answers, String result) {
    Scope scope = readers.wide(by, null);
    of(by, number);
    check(answers, result);
    database.writing(
        tx -> {
          ServiceRecordDao dao = new ServiceRecordDao(tx);
          ObjectNode sample =
              dao.lockSample(scope.agency(), number).orElseThrow(AuditSamples::noSuchSample);
          JsonNode found = sample.path("items").path(item - 1);
          if (item < 1 || !(found instanceof ObjectNode entry)) {
            throw Problem.notFound("This sample has no such item: they are numbered from 1.");
          }
          if (entry.has("auditor")) {
            throw Problem.of(
                409, "ORG.CASEROOM_FINAL", "This item is audited: draw another sample instead.");
          }
          ObjectNode given = entry.putObject("answers");
          answers.forEach(given::put);
          entry.put("result", result).put("auditor", by.value()).put("at", now().toEpochMilli());
          dao.saveSample(scope.agency(), number, sample);
          ObjectNode facts =
              facts("audit-item-recorded", by, scope, number)
                  .put("item", entry.path("item").asText());
          audit.append(tx, List.of(new AuditEntry(AuditEntry.Kind.SERVICE, facts)));
        });
    return of(by, number);
  }

  private void check(Map<String, String> answers, String result) {
    ReportRules.AuditForm form = form();
    List<String> asked = form.questions().stream().map(ReportRules.AuditForm.Question::id).toList();
    boolean whole =
        answers.keySet().equals(java.util.Set.copyOf(asked))
            && form.answers().containsAll(answers.values());
    if (!whole || result.isBlank()) {
      throw Problem.invalidParam(
          "'answers' has each of "
              + String.join(", ", asked)
              + " with one of "
              + String.join(", ", form.answers())
              + "; 'result' says what was found.");
    }
  }

  private static ObjectNode facts(String what, UserId by, Scope scope, int number) {
    return Json.object()
        .put("what", what)
        .put("who", by.value())
        .put("agency", scope.agency())
        .put("sample", number);
  }

  private Sample sample(ObjectNode stored) {
    List<String> frame = Fields.texts(stored.path("frame"));
    List<Item> items = new ArrayList<>();
    for (JsonNode entry : stored.path("items")) {
      Map<String, String> answers = new LinkedHashMap<>();
      entry
          .path("answers")
          .properties()
          .forEach(answer -> answers.put(answer.getKey(), answer.getValue().asText()));
      String auditor = Fields.text(entry, "auditor");
      items.add(
          new Item(
              entry.path("item").asText(),
              answers,
              Fields.text(entry, "result"),
              auditor == null ? null : desk.name(UserId.of(auditor)),
              entry.has("at") ? Instant.ofEpochMilli(entry.path("at").asLong()) : null));
    }
    List<String> names = items.stream().map(Item::item).collect(Collectors.toList());
    long seed = stored.path("seed").asLong();
    ReportRules.AuditForm form = form();
    return new Sample(
        stored.path("number").asInt(),
        stored.path("of").asText(),
        Fields.text(stored, "hub"),
        seed,
        frame.size(),
        names.equals(drawn(frame, seed, stored.path("size").asInt())),
        desk.name(UserId.of(stored.path("by").asText())),
        Instant.ofEpochMilli(stored.path("at").asLong()),
        (int) items.stream().filter(entry -> entry.auditor() != null).count(),
        items,
        form.questions(),
        form.answers());
  }

  private ReportRules.AuditForm form() {
    ReportRules.AuditForm form = desk.policy().rules().reports().auditForm();
    if (form == null) {
      throw Problem.notFound("This service has no audit form: config/reports.yaml describes one.");
    }
    return form;
  }

  private static Problem noSuchSample() {
    return Problem.notFound("Your agency has no sample with that number that you can read.");
  }

  private Instant now() {
    return desk.log().view().now();
  }
}
