package org.caseroom.cases.procedure;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.Fields;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.file.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * What the shape of a procedure's file cannot say: that nothing is left out and its parts fit
 * together. Every mistake is told with its line.
 */
final class ProcedureCheck {
  /** Stands in place of a clause where the source has none. */
  private static final String OURS = "ours";

  private final Path file;
  private final YamlLines lines;
  private final Procedure procedure;

  ProcedureCheck(Path file, YamlLines lines, Procedure procedure) {
    this.file = file;
    this.lines = lines;
    this.procedure = procedure;
  }

  /**
   * Checks everything.
   *
   * @param tree the file as it was read
   * @throws Problem {@code ORG.CASEROOM_CONFIG} about the first mistake
   */
  void all(JsonNode tree) {
    complete(procedure, "");
    source();
    clauses(tree, "");
    listed(procedure.cites().referral(), "/cites/referral");
    listed(procedure.cites().consent(), "/cites/consent");
    listed(procedure.cites().voice(), "/cites/voice");
    stages();
    for (int i = 0; i < procedure.clocks().size(); i++) {
      clock(procedure.clocks().get(i), "/clocks/" + i);
    }
    unique("/clocks", procedure.clocks(), ClockRule::id, "clock");
    unique("/documents", procedure.documents(), Procedure.DocumentRule::id, "document");
    for (int i = 0; i < procedure.documents().size(); i++) {
      event(procedure.documents().get(i).event(), "/documents/" + i + "/event");
    }
    unique("/gates", procedure.gates(), Procedure.Gate::id, "gate");
    gates(procedure.gates(), "/gates/");
    gates(procedure.warnings(), "/warnings/");
    checklists();
    new AssessmentCheck(this, procedure).all();
    if (procedure.support() != null) {
      new SupportCheck(this, procedure, procedure.support()).all();
    }
    unique("/retention", procedure.retention(), Procedure.Retention::id, "class of retention");
    for (int i = 0; i < procedure.retention().size(); i++) {
      event(procedure.retention().get(i).on().event(), "/retention/" + i + "/on/event");
    }
    new PartsCheck(this, procedure).all();
  }

  Problem wrong(String pointer, String what) {
    return ConfigFiles.at(file, lines.at(pointer), what);
  }

  /** Whatever is not marked as nullable has to be there. */
  private void complete(Record part, String pointer) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
      String name = named == null || named.value().isEmpty() ? component.getName() : named.value();
      Object value = value(part, component);
      if (value == null) {
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          throw wrong(pointer, "'" + name + "' is missing" + (pointer.isEmpty() ? "." : " here."));
        }
      } else if (value instanceof Record inner) {
        complete(inner, pointer + "/" + name);
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Record inner) {
            complete(inner, pointer + "/" + name + "/" + i);
          }
        }
      }
    }
  }

  private static @Nullable Object value(Record part, RecordComponent component) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(part.getClass() + " cannot be looked into", e);
    }
  }

  private void source() {
    Source source = procedure.source();
    unique("/source/parts", source.parts(), Source.Part::id, "part");
    for (int i = 0; i < source.references().size(); i++) {
      Source.Reference reference = source.references().get(i);
      String pointer = "/source/references/" + i;
      listed(reference.in(), pointer + "/in");
      for (int j = 0; j < reference.standsIn().size(); j++) {
        listed(reference.standsIn().get(j), pointer + "/stands_in/" + j);
      }
    }
    for (int i = 0; i < source.open().size(); i++) {
      listed(source.open().get(i).clause(), "/source/open/" + i + "/clause");
    }
  }

  /** Whatever cites a clause cites one of the source, or says that it is ours. */
  private void clauses(JsonNode node, String pointer) {
    if (pointer.equals("/source")) {
      return;
    }
    node.properties()
        .forEach(
            field -> {
              String at = pointer + "/" + field.getKey();
              if (field.getKey().equals("clause") && !field.getValue().asText().equals(OURS)) {
                listed(field.getValue().asText(), at);
              }
              clauses(field.getValue(), at);
            });
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        clauses(node.get(i), pointer + "/" + i);
      }
    }
  }

  void listed(String clause, String pointer) {
    if (!procedure.source().has(clause)) {
      throw wrong(
          pointer,
          "there is no clause '"
              + clause
              + "' in the parts of the source: correct it, list it there, or write '"
              + OURS
              + "' where the source has no rule.");
    }
  }

  private void stages() {
    if (procedure.stages().isEmpty()) {
      throw wrong("/stages", "there is no stage: a case needs one to begin in.");
    }
    Set<String> stages = unique("/stages", procedure.stages(), Procedure.Stage::id, "stage");
    for (int i = 0; i < procedure.stages().size(); i++) {
      List<String> only = procedure.stages().get(i).only();
      for (int j = 0; only != null && j < only.size(); j++) {
        event(only.get(j), "/stages/" + i + "/only/" + j);
      }
    }
    for (int i = 0; i < procedure.moves().size(); i++) {
      Procedure.Move move = procedure.moves().get(i);
      String pointer = "/moves/" + i;
      for (int j = 0; j < move.from().size(); j++) {
        known(stages, move.from().get(j), "stage", pointer + "/from/" + j);
      }
      known(stages, move.to(), "stage", pointer + "/to");
      trigger(move.on(), pointer + "/on");
    }
  }

  private void clock(ClockRule clock, String pointer) {
    String name = "the clock '" + clock.id() + "'";
    if (clock.length() < 1) {
      throw wrong(pointer + "/length", name + " has no length.");
    }
    boolean ends = !clock.metBy().isEmpty() || !clock.stoppedBy().isEmpty();
    if (clock.starts().isEmpty() || !ends) {
      throw wrong(pointer, name + " needs 'starts' and 'met_by', or 'stopped_by'.");
    }
    triggers(clock.starts(), pointer + "/starts/");
    triggers(clock.metBy(), pointer + "/met_by/");
    triggers(clock.stoppedBy(), pointer + "/stopped_by/");
    triggers(clock.reasonOn(), pointer + "/reason_on/");
    ClockRule.Pausing pause = clock.pause();
    if (pause != null && pause.by().isEmpty()) {
      throw wrong(pointer + "/pause/by", name + " can be paused by nobody: name the roles.");
    }
    if (clock.needs() != null) {
      needs(clock.needs(), "the clock '" + clock.id() + "'", pointer);
    }
    unique(pointer + "/reminders", clock.reminders(), ClockRule.Reminder::id, "reminder");
    for (int i = 0; i < clock.reminders().size(); i++) {
      ClockRule.Reminder reminder = clock.reminders().get(i);
      long told =
          Stream.of(reminder.onDay(), reminder.daysBefore(), reminder.monthsBefore())
              .filter(Objects::nonNull)
              .count();
      if (told != 1) {
        throw wrong(
            pointer + "/reminders/" + i,
            "the reminder '"
                + reminder.id()
                + "' needs either on_day, days_before or months_before.");
      }
    }
  }

  private void checklists() {
    unique("/checklists", procedure.checklists(), Procedure.ChecklistRule::id, "checklist");
    for (int i = 0; i < procedure.checklists().size(); i++) {
      Procedure.ChecklistRule list = procedure.checklists().get(i);
      String pointer = "/checklists/" + i;
      triggers(list.opens(), pointer + "/opens/");
      unique(
          pointer + "/items",
          list.items(),
          Procedure.ChecklistRule.Item::id,
          "item of '" + list.id() + "'");
      for (int item = 0; item < list.items().size(); item++) {
        String when = list.items().get(item).when();
        if (when != null && !ChecklistFacts.WORDS.contains(when)) {
          throw wrong(
              pointer + "/items/" + item + "/when",
              "'when' is a fact of the case: one of "
                  + String.join(", ", ChecklistFacts.WORDS)
                  + ".");
        }
      }
    }
  }

  // ---- Gates ----

  private void gates(List<Procedure.Gate> gates, String pointer) {
    for (int i = 0; i < gates.size(); i++) {
      Procedure.Gate gate = gates.get(i);
      trigger(gate.on(), pointer + i + "/on");
      needs(gate.needs(), "the gate '" + gate.id() + "'", pointer + i);
    }
  }

  private void needs(Map<String, JsonNode> needs, String what, String pointer) {
    if (needs.size() != 1) {
      throw wrong(pointer + "/needs", what + " needs exactly one condition.");
    }
    Map.Entry<String, JsonNode> condition = needs.entrySet().iterator().next();
    String at = pointer + "/needs/" + condition.getKey();
    known(Gates.CONDITIONS, condition.getKey(), "condition", at);
    condition(condition.getKey(), condition.getValue(), at);
  }

  /** What a condition names has to be there, or the gate never opens. */
  private void condition(String condition, JsonNode wanted, String at) {
    switch (condition) {
      case "consent" ->
          known(
              ids(procedure.consentPurposes(), Procedure.Purpose::id),
              wanted.asText(),
              "consent purpose",
              at);
      case "document_signed", "document_complete" -> document(wanted.asText(), at);
      case "plan_has" ->
          known(
              ids(procedure.planKinds(), Procedure.PlanKind::id), wanted.asText(), "plan kind", at);
      case "plan_order" -> {
        Set<String> tiers = ids(procedure.planKinds(), Procedure.PlanKind::tier);
        known(tiers, wanted.path("before").asText(), "tier", at + "/before");
        known(tiers, wanted.path("after").asText(), "tier", at + "/after");
      }
      case "checklist_started" ->
          known(
              ids(procedure.checklists(), Procedure.ChecklistRule::id),
              wanted.asText(),
              "checklist",
              at);
      case "stage_in" ->
          Fields.texts(wanted)
              .forEach(
                  stage -> known(ids(procedure.stages(), Procedure.Stage::id), stage, "stage", at));
      case "form_read" ->
          known(
              ids(procedure.intakeRules().papers(), IntakeRules.Paper::id),
              wanted.asText(),
              "form",
              at);
      case "room" -> room(wanted.asText(), at);
      case "transfer" ->
          known(new TreeSet<>(TransferGates.WORDS), wanted.asText(), "look of a transfer", at);
      case "state" -> {
        room(wanted.path("room").asText(), at + "/room");
        event(wanted.path("event").asText(), at + "/event");
      }
      default -> {
        // The others name nothing.
      }
    }
  }

  void document(String id, String at) {
    known(ids(procedure.documents(), Procedure.DocumentRule::id), id, "document", at);
  }

  private void room(String word, String at) {
    Set<String> words = new TreeSet<>();
    for (RoomKind kind : RoomKind.values()) {
      words.add(kind.word());
    }
    known(words, word, "kind of room", at);
  }

  // ---- Events and ids ----

  void triggers(List<Trigger> triggers, String pointer) {
    for (int i = 0; i < triggers.size(); i++) {
      trigger(triggers.get(i), pointer + i);
    }
  }

  void trigger(Trigger trigger, String pointer) {
    event(trigger.event(), pointer + "/event");
    JsonNode document = trigger.where() == null ? null : trigger.where().get("document");
    if (document != null) {
      document(document.asText(), pointer + "/where/document");
    }
  }

  void event(String type, String pointer) {
    if (!Shapes.standard().knows(type)) {
      throw wrong(pointer, "there is no event '" + type + "'.");
    }
  }

  static <T> Set<String> ids(List<T> list, Function<T, String> id) {
    return list.stream().map(id).collect(Collectors.toCollection(TreeSet::new));
  }

  <T> Set<String> unique(String pointer, List<T> list, Function<T, String> id, String what) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String each = id.apply(list.get(i));
      if (!ids.add(each)) {
        throw wrong(pointer + "/" + i, "the " + what + " '" + each + "' stands there twice.");
      }
    }
    return ids;
  }

  void known(Set<String> ids, String id, String what, String pointer) {
    if (!ids.contains(id)) {
      throw wrong(
          pointer,
          "there is no "
              + what
              + " '"
              + id
              + "': use one of "
              + String.join(", ", new TreeSet<>(ids))
              + ".");
    }
  }
}
