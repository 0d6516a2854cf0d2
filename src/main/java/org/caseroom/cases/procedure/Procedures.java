package org.caseroom.cases.procedure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.CaseEvents;
import org.caseroom.cases.file.CaseFile;

/** The procedures of {@code config/procedures}, by id. */
public final class Procedures {
  private final Map<String, ProcedureVersion> byId;
  private final Map<String, ProcedureVersion> earlier = new ConcurrentHashMap<>();

  private Procedures(Map<String, ProcedureVersion> byId) {
    this.byId = Map.copyOf(byId);
  }

  /**
   * Loads all files of a folder.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIG} that names the file, the line and what is wrong
   */
  public static Procedures load(Path folder) {
    Map<String, ProcedureVersion> byId = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        ProcedureVersion version = ProcedureFile.read(file).version();
        String id = version.procedure().id();
        if (byId.put(id, version) != null) {
          throw ConfigFiles.at(file, 1, "another file has the id '" + id + "' too.");
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
    long usual = byId.values().stream().filter(version -> version.procedure().usual()).count();
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
    return newest(id).map(ProcedureVersion::procedure);
  }

  /** All of them, by id. */
  public List<Procedure> all() {
    return byId.values().stream()
        .map(ProcedureVersion::procedure)
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
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

  /** A procedure as its file says it now. */
  public Optional<ProcedureVersion> newest(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The procedure as a case follows it: in the version that it opened under, or that a decision
   * moved it to, whatever the file says today.
   */
  public ProcedureVersion of(CaseFile file) {
    ProcedureVersion newest =
        newest(file.procedure())
            .orElseGet(() -> newest(forAgency(file.agency()).id()).orElseThrow());
    Optional<String> wanted = file.procedureVersion();
    if (wanted.isEmpty() || wanted.get().equals(newest.version())) {
      return newest;
    }
    String key = file.procedure() + "/" + wanted.get();
    ProcedureVersion known = earlier.get(key);
    if (known != null) {
      return known;
    }
    Optional<ProcedureVersion> kept =
        file.register()
            .flatMap(register -> file.view().state(register, CaseEvents.REGISTER_PROCEDURE, key))
            .flatMap(event -> event.text("packed"))
            .map(packed -> ProcedureVersion.unpack(wanted.get(), packed));
    kept.ifPresent(version -> earlier.put(key, version));
    return kept.orElse(newest);
  }
}
