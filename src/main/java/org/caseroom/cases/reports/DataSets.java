package org.caseroom.cases.reports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caseroom.audit.AuditEntry;
import org.caseroom.audit.AuditLog;
import org.caseroom.base.Hmac;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.cases.procedure.ReportRules;
import org.caseroom.identity.Account;
import org.caseroom.identity.Role;
import org.caseroom.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * The data set on adoption support: child by child under pseudonyms, or aggregated with small
 * counts hidden; and what is missing in it. Its fields are configured.
 */
public final class DataSets {
  private static final int KEY_BYTES = 32;
  private static final int PSEUDONYM_BYTES = 10;
  private static final String NOT_KNOWN = "not-known";

  /**
   * A field of the set.
   *
   * @param group need, services, timescales or throughput
   * @param many whether a case can have several values
   */
  public record FieldHead(String id, String group, String title, boolean many) {}

  /**
   * A child in the set.
   *
   * @param pseudonym the same in every set of the agency, and not to be led back without its key
   * @param values by field; what is not known is left out
   */
  public record Child(String pseudonym, Map<String, List<String>> values) {}

  /** The set, child by child. */
  public record ChildLevel(
      String kind,
      String version,
      String source,
      String agency,
      Instant made,
      List<FieldHead> fields,
      List<Child> children) {}

  /**
   * How many cases have a value.
   *
   * @param hub the hub's id; {@code all} for the whole agency
   * @param count null when it is hidden
   */
  public record Count(
      String field,
      String group,
      String title,
      String value,
      String hub,
      @Nullable Integer count,
      boolean hidden) {}

  /**
   * The aggregated set.
   *
   * @param hideBelow counts above 0 and below this are hidden, with as many others as it takes
   */
  public record Aggregated(
      String kind,
      String version,
      String source,
      String agency,
      Instant made,
      int hideBelow,
      List<Count> counts) {}

  /**
   * How complete a field is.
   *
   * @param share of the cases, in whole per cent
   */
  public record Completeness(
      String field, String title, int known, int cases, int share, List<String> suppliedBy) {}

  /** What a case lacks, and who can supply it. */
  public record Lacking(String reference, String hub, String field, String title, String ask) {}

  /** The readiness of an agency's data. */
  public record Readiness(List<Completeness> fields, Paged<Lacking> missing) {}

  private final Desk desk;
  private final Database database;
  private final AuditLog audit;
  private final ReportReaders readers;
  private final CaseList list;

  DataSets(Desk desk, Database database, AuditLog audit, ReportReaders readers, CaseList list) {
    this.desk = desk;
    this.database = database;
    this.audit = audit;
    this.readers = readers;
    this.list = list;
  }

  /** The JSON Schema that both forms of the set hold to. */
  public JsonNode schema() {
    InputStream in = DataSets.class.getResourceAsStream("data-set.schema.json");
    if (in == null) {
      throw new IllegalStateException("data-set.schema.json is not in the jar");
    }
    return Json.resource(in);
  }

  /**
   * The set child by child, for a data manager; written to the audit log as an export.
   *
   * @throws Problem 403 for everybody else
   */
  public ChildLevel children(UserId by, @Nullable String hub) {
    Scope scope = readers.dataManager(by, hub);
    ReportRules.DataSet set = set();
    Figures figures = figures(scope, set);
    byte[] key = key(scope.agency());
    List<Child> children = new ArrayList<>();
    for (CaseHead head : figures.heads()) {
      Map<String, List<String>> values = new LinkedHashMap<>();
      for (ReportRules.Field field : set.fields()) {
        List<String> known = figures.values(head, field.from());
        if (!known.isEmpty()) {
          values.put(field.id(), known);
        }
      }
      children.add(new Child(pseudonym(key, head.space()), values));
    }
    // In the order of the pseudonyms: that of the referrals would tell who is who.
    children.sort(java.util.Comparator.comparing(Child::pseudonym));
    exported(by, scope, "child-level", children.size());
    return new ChildLevel(
        "child-level",
        set.version(),
        set.source(),
        scope.agency(),
        now(),
        set.fields().stream()
            .map(f -> new FieldHead(f.id(), f.group(), f.title(), f.many()))
            .toList(),
        children);
  }

  private static String pseudonym(byte[] key, String space) {
    byte[] mac = Hmac.sha256(key, space.getBytes(StandardCharsets.UTF_8));
    return "C" + HexFormat.of().formatHex(mac, 0, PSEUDONYM_BYTES);
  }

  private byte[] key(String agency) {
    String key =
        database.write(
            tx -> {
              byte[] fresh = new byte[KEY_BYTES];
              new SecureRandom().nextBytes(fresh);
              return new ServiceRecordDao(tx).key(agency, HexFormat.of().formatHex(fresh));
            });
    return HexFormat.of().parseHex(key);
  }

  private void exported(UserId by, Scope scope, String what, int rows) {
    audit.record(
        new AuditEntry(
            AuditEntry.Kind.EXPORT,
            Json.object()
                .put("who", by.value())
                .put("what", "data-set " + what + " " + scope.agency())
                .put("how", "report")
                .put("rows", rows)));
  }

  /**
   * The aggregated set of an agency, by hub: the same whoever asks, so that two answers do not give
   * away what one of them hides.
   *
   * @throws Problem 403 for who only sees their own cases
   */
  public Aggregated aggregated(UserId by, @Nullable String group) {
    Scope scope = readers.wide(by, null);
    ReportRules.DataSet set = set();
    List<ReportRules.Field> fields =
        set.fields().stream()
            .filter(field -> group == null || field.group().equals(group))
            .toList();
    Figures figures = figures(new Scope(scope.agency(), null, null), set);
    List<String> hubs = figures.heads().stream().map(CaseHead::hub).distinct().sorted().toList();
    List<Count> counts = new ArrayList<>();
    for (ReportRules.Field field : fields) {
      count(field, figures, hubs).stream()
          .filter(row -> scope.hub() == null || row.hub().equals(scope.hub()))
          .forEach(counts::add);
    }
    return new Aggregated(
        "aggregated",
        set.version(),
        set.source(),
        scope.agency(),
        now(),
        rules().hideBelow(),
        counts);
  }

  private List<Count> count(ReportRules.Field field, Figures figures, List<String> hubs) {
    Map<String, int[]> cells = new HashMap<>();
    int[] totals = new int[hubs.size() + 1];
    for (CaseHead head : figures.heads()) {
      int hub = hubs.indexOf(head.hub());
      totals[hub]++;
      totals[hubs.size()]++;
      List<String> values = figures.values(head, field.from());
      List<String> shown =
          values.isEmpty()
              ? List.of(NOT_KNOWN)
              : field.many() ? values : List.of(banded(field, values.get(0)));
      shown.forEach(value -> cells.computeIfAbsent(value, v -> new int[hubs.size()])[hub]++);
    }
    List<String> rows = new ArrayList<>(new TreeSet<>(cells.keySet()));
    rows.sort(java.util.Comparator.comparingInt(DataSets::leading).thenComparing(row -> row));
    int[][] table = rows.stream().map(cells::get).toArray(int[][]::new);
    Suppression safe = new Suppression(table, totals, rules().hideBelow(), !field.many());
    List<Count> counts = new ArrayList<>();
    for (int r = 0; r <= rows.size(); r++) {
      List<@Nullable Integer> shown = safe.shown(r);
      for (int c = 0; c <= hubs.size(); c++) {
        Integer count = shown.get(c);
        counts.add(
            new Count(
                field.id(),
                field.group(),
                field.title(),
                r == rows.size() ? "total" : rows.get(r),
                c == hubs.size() ? "all" : hubs.get(c),
                count,
                count == null));
      }
    }
    return counts;
  }

  private static int leading(String value) {
    String digits = value.replaceAll("[^0-9].*", "");
    return digits.isEmpty() || digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /** The band of a number: {@code 3-4}, {@code 18 and more}; other values as they are. */
  static String banded(ReportRules.Field field, String value) {
    List<Integer> bands = field.bands();
    if (bands == null || bands.isEmpty() || !value.matches("-?[0-9]{1,6}")) {
      return value;
    }
    int number = Integer.parseInt(value);
    for (int i = bands.size() - 1; i >= 0; i--) {
      if (number >= bands.get(i)) {
        if (i == bands.size() - 1) {
          return bands.get(i) + " and more";
        }
        int last = bands.get(i + 1) - 1;
        return last == bands.get(i) ? String.valueOf(last) : bands.get(i) + "-" + last;
      }
    }
    return "less than " + bands.get(0);
  }

  /**
   * What is missing in an agency's data: field by field, and case by case with who can supply it.
   *
   * @param wanted the page of the cases
   * @throws Problem 403 for who only sees their own cases
   */
  public Readiness readiness(UserId by, @Nullable String hub, Paged.Wanted wanted) {
    Scope scope = readers.scope(by, hub);
    ReportRules.DataSet set = set();
    Figures figures = figures(scope, set);
    List<Completeness> fields = new ArrayList<>();
    List<Lacking> missing = new ArrayList<>();
    for (ReportRules.Field field : set.fields()) {
      int known = 0;
      for (CaseHead head : figures.heads()) {
        if (!figures.values(head, field.from()).isEmpty()) {
          known++;
        } else if (!field.optional() && !field.many()) {
          missing.add(
              new Lacking(
                  head.reference(), head.hub(), field.id(), field.title(), ask(head, field)));
        }
      }
      int cases = figures.heads().size();
      fields.add(
          new Completeness(
              field.id(),
              field.title(),
              known,
              cases,
              cases == 0 ? 0 : Math.round(100f * known / cases),
              field.suppliedBy().stream().map(Role::word).toList()));
    }
    missing.sort(
        java.util.Comparator.comparing(Lacking::reference, DataSets::byNumber)
            .thenComparing(Lacking::field));
    return new Readiness(fields, Paged.of(missing, wanted));
  }

  private static int byNumber(String one, String other) {
    int length = Integer.compare(one.length(), other.length());
    return length == 0 ? one.compareTo(other) : length;
  }

  /** The people of the roles: the lead when it is theirs, those of the hub, or the roles' names. */
  private String ask(CaseHead head, ReportRules.Field field) {
    if (!head.lead().isEmpty()) {
      Account lead = desk.accounts().find(UserId.of(head.lead())).orElse(null);
      if (lead != null && field.suppliedBy().stream().anyMatch(lead::is)) {
        return lead.displayName();
      }
    }
    String hub =
        desk.accounts().all().stream()
            .filter(Account::active)
            .filter(who -> head.agency().equals(who.agency()) && head.hub().equals(who.hub()))
            .filter(who -> field.suppliedBy().stream().anyMatch(who::is))
            .map(Account::displayName)
            .sorted()
            .collect(Collectors.joining(", "));
    return hub.isEmpty()
        ? field.suppliedBy().stream().map(Role::title).collect(Collectors.joining(", "))
        : hub;
  }

  private Figures figures(Scope scope, ReportRules.DataSet set) {
    return Figures.read(
        database, list, scope, set.fields().stream().map(ReportRules.Field::from).toList());
  }

  private ReportRules rules() {
    return desk.policy().rules().reports();
  }

  private ReportRules.DataSet set() {
    ReportRules.DataSet set = rules().dataSet();
    if (set == null) {
      throw Problem.notFound("This service has no data set: config/reports.yaml describes one.");
    }
    return set;
  }

  private Instant now() {
    return desk.log().view().now();
  }
}
