package org.caseroom.cases.procedure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Procedure procedure = ProcedureFile.read(file).procedure();
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
    long usual = byId.values().stream().filter(Procedure::usual).count();
    if (usual > 1 || (usual == 0 && byId.size() > 1)) {
      throw Problem.of(
          500,
          "ORG.CASEROOM_CONFIG",
          usual
              + " of the procedures in "
              + folder
              + " say 'usual: true': agencies without a procedure of their own follow that one, so"
              + " exactly one has to.");
    }
    return new Procedures(byId);
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
   * usual one.
   */
  public Procedure forAgency(String agency) {
    return find(agency).orElseGet(this::usual);
  }

  /** The procedure of agencies that have none of their own. */
  public Procedure usual() {
    return all().stream()
        .filter(procedure -> procedure.usual() || byId.size() == 1)
        .findFirst()
        .orElseThrow();
  }
}
