package org.caseroom.bots.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.ShapeCheck;
import org.caseroom.cases.procedure.ConfigFiles;
import org.caseroom.cases.procedure.YamlLines;

/** A bot's {@code bot.yaml}: read, and held against its schema. */
public final class BotFile {
  private static final JsonNode SCHEMA = schema();

  private final Path path;
  private final YamlLines lines;
  private final BotDefinition definition;

  private BotFile(Path path, YamlLines lines, BotDefinition definition) {
    this.path = path;
    this.lines = lines;
    this.definition = definition;
  }

  /** The written schema of {@code bot.yaml}, a JSON Schema: read only. */
  public static JsonNode schema() {
    InputStream in = BotFile.class.getResourceAsStream("bot.schema.json");
    if (in == null) {
      throw new IllegalStateException("bot.schema.json is not in the jar");
    }
    return Json.resource(in);
  }

  /**
   * Reads {@code bot.yaml} in a bot's folder, whose name is the bot's.
   *
   * @throws Problem {@code ORG.CASEROOM_CONFIGURATION} naming file, line and what to do
   */
  public static BotFile read(Path folder) {
    Path path = folder.resolve("bot.yaml");
    ObjectMapper yaml = ConfigFiles.yaml();
    try {
      String text = Files.readString(path);
      YamlLines lines = YamlLines.of(yaml, text);
      JsonNode tree = yaml.readTree(text);
      new ShapeCheck(SCHEMA, (at, says) -> Mistake.at(path, lines.at(pointer(at)), said(at, says)))
          .check(SCHEMA, tree);
      if (tree.has("triggers") == tree.has("rules")) {
        throw Mistake.at(
            path,
            lines.at("/rules"),
            "a bot has either 'triggers' (its code is in Java) or 'rules' (it has no code).");
      }
      BotFile file = new BotFile(path, lines, yaml.treeToValue(tree, BotDefinition.class));
      String name = String.valueOf(folder.getFileName());
      if (!file.definition.name().equals(name)) {
        throw file.mistake(
            "/name",
            "its name is '" + file.definition.name() + "': use '" + name + "', as its folder.");
      }
      return file;
    } catch (IOException e) {
      throw Mistake.of(ConfigFiles.wrong(path, e).message());
    }
  }

  private static String pointer(String at) {
    return at.isEmpty() ? "" : "/" + at.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
  }

  private static String said(String at, String says) {
    return at.isEmpty() ? "a bot.yaml " + says + "." : "'" + at + "' " + says + ".";
  }

  /** What it says. */
  public BotDefinition definition() {
    return definition;
  }

  /** The folder that it lies in. */
  public Path folder() {
    return path.resolveSibling("");
  }

  /** A mistake at what a JSON pointer names. */
  public Problem mistake(String pointer, String what) {
    return Mistake.at(path, lines.at(pointer), what);
  }
}
