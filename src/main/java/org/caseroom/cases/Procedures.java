package org.caseroom.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.caseroom.base.Problem;

/** The procedures of {@code config/procedures}, by id. */
public final class Procedures {
  private final Map<String, Procedure> byId;

  private Procedures(Map<String, Procedure> byId) {
    this.byId = Map.copyOf(byId);
  }

  /**
   * Loads all files of a folder.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} that names the file, the line and what is wrong
   */
  public static Procedures load(Path folder) {
    Map<String, Procedure> byId = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Procedure procedure = read(file);
        if (byId.put(procedure.id(), procedure) != null) {
          throw ConfigFiles.at(file, 1, "another file has the id '" + procedure.id() + "' too.");
        }
      }
    } catch (IOException e) {
      throw Problem.of(
          500, "ORG.CASEROOM_CONFIG", "The folder " + folder + " with procedures cannot be read.");
    }
    if (byId.isEmpty()) {
      throw Problem.of(
          500, "ORG.CASEROOM_CONFIG", "The folder " + folder + " holds no procedure (*.yaml).");
    }
    return new Procedures(byId);
  }

  private static Procedure read(Path file) {
    try {
      String text = Files.readString(file);
      Procedure procedure = ConfigFiles.yaml().readValue(text, Procedure.class);
      new Check(file, text.lines().toList()).all(procedure);
      return procedure;
    } catch (IOException e) {
      throw ConfigFiles.wrong(file, e);
    }
  }

  /** A procedure by id. */
  public Optional<Procedure> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All of them, by id. */
  public List<Procedure> all() {
    return byId.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
  }

  /**
   * The procedure that a new case of an agency follows: the one named like the agency, or else the
   * first.
   */
  public Procedure forAgency(String agency) {
    return find(agency).orElseGet(() -> all().get(0));
  }

  /** What a file's shape cannot say: that its parts fit together. */
  private record Check(Path file, List<String> lines) {
    void all(Procedure procedure) {
      Set<String> stages = new HashSet<>();
      for (Procedure.Stage stage : procedure.stages()) {
        unique(stages, stage.id(), "stage");
        List<String> only = stage.only() == null ? List.of() : stage.only();
        only.forEach(type -> event(new Trigger(type, null)));
      }
      for (Procedure.Move move : procedure.moves()) {
        move.from().forEach(from -> known(stages, from, "stage"));
        known(stages, move.to(), "stage");
        event(move.on());
      }
      Set<String> clocks = new HashSet<>();
      for (ClockRule clock : procedure.clocks()) {
        unique(clocks, clock.id(), "clock");
        if (clock.length() < 1) {
          throw wrong(clock.id(), "the clock '" + clock.id() + "' has no length.");
        }
        if (clock.starts().isEmpty() || clock.metBy().isEmpty()) {
          throw wrong(
              clock.id(), "the clock '" + clock.id() + "' needs both 'starts' and 'met_by'.");
        }
        Stream.of(clock.starts(), clock.metBy(), clock.stoppedBy(), clock.reasonOn())
            .flatMap(List::stream)
            .forEach(this::event);
        for (ClockRule.Reminder reminder : clock.reminders()) {
          if ((reminder.onDay() == null) == (reminder.daysBefore() == null)) {
            throw wrong(
                reminder.id(),
                "the reminder '" + reminder.id() + "' needs either on_day or days_before.");
          }
        }
      }
      Stream.concat(procedure.gates().stream(), procedure.warnings().stream()).forEach(this::gate);
      Set<String> checklists = new HashSet<>();
      for (Procedure.ChecklistRule list : procedure.checklists()) {
        unique(checklists, list.id(), "checklist");
        list.opens().forEach(this::event);
        Set<String> items = new HashSet<>();
        list.items().forEach(item -> unique(items, item.id(), "item of '" + list.id() + "'"));
      }
      procedure.documents().forEach(document -> event(new Trigger(document.event(), null)));
    }

    private void gate(Procedure.Gate gate) {
      event(gate.on());
      if (gate.needs().size() != 1) {
        throw wrong(gate.id(), "the gate '" + gate.id() + "' needs exactly one condition.");
      }
      String condition = gate.needs().keySet().iterator().next();
      if (!Gates.CONDITIONS.contains(condition)) {
        throw wrong(
            condition,
            "there is no condition '"
                + condition
                + "': use one of "
                + String.join(", ", Gates.CONDITIONS)
                + ".");
      }
    }

    private void event(Trigger trigger) {
      if (!Shapes.standard().knows(trigger.event())) {
        throw wrong(trigger.event(), "there is no event '" + trigger.event() + "'.");
      }
    }

    private void unique(Set<String> ids, String id, String what) {
      if (!ids.add(id)) {
        throw wrong(id, "the " + what + " '" + id + "' stands there twice.");
      }
    }

    private void known(Set<String> ids, String id, String what) {
      if (!ids.contains(id)) {
        throw wrong(id, "there is no " + what + " '" + id + "'.");
      }
    }

    /** Points at the last line with the word in it: the definition comes first, the use after. */
    private Problem wrong(String word, String what) {
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (lines
            .get(i)
            .matches(".*(?<![\\w-])" + java.util.regex.Pattern.quote(word) + "(?![\\w-]).*")) {
          return ConfigFiles.at(file, i + 1, what);
        }
      }
      return ConfigFiles.at(file, 1, what);
    }
  }
}
