package org.caseroom.cases.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A procedure and the file it stands in, so that whatever is said about it can name the line. */
public final class ProcedureFile {
  private final Path path;
  private final ProcedureVersion version;
  private final YamlLines lines;

  private ProcedureFile(Path path, ProcedureVersion version, YamlLines lines) {
    this.path = path;
    this.version = version;
    this.lines = lines;
  }

  /**
   * Reads and checks a file.
   *
   * @throws org.caseroom.base.Problem {@code ORG.CASEROOM_CONFIG} that names the file, the line and
   *     what is wrong
   */
  public static ProcedureFile read(Path path) {
    try {
      String text = Files.readString(path);
      ObjectMapper yaml = ConfigFiles.yaml();
      YamlLines lines = YamlLines.of(yaml, text);
      JsonNode tree = yaml.readTree(text);
      if (!tree.isObject()) {
        throw ConfigFiles.at(path, 1, "this is no procedure: it is written as 'name: value'.");
      }
      Procedure procedure = yaml.readValue(text, Procedure.class);
      new ProcedureCheck(path, lines, procedure).all(tree);
      return new ProcedureFile(path, ProcedureVersion.of(path, procedure, tree, text), lines);
    } catch (IOException e) {
      throw ConfigFiles.wrong(path, e);
    }
  }

  /** Where it stands. */
  public Path path() {
    return path;
  }

  /** What it says. */
  public Procedure procedure() {
    return version.procedure();
  }

  /** What it says, with the version that this is. */
  public ProcedureVersion version() {
    return version;
  }

  /** The line, from 1, of what a JSON pointer names. */
  int line(String pointer) {
    return lines.at(pointer);
  }
}
