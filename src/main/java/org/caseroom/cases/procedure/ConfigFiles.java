package org.caseroom.cases.procedure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;

/** Reads the files of {@code config/}, and says where one is wrong. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /** Reads YAML strictly: no unknown names, none twice. */
  public static ObjectMapper yaml() {
    return YAMLMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  /** What is wrong with a file that could not be read, with its line. */
  public static Problem wrong(Path file, IOException e) {
    if (e instanceof JsonProcessingException json) {
      return at(file, line(file, json), reason(json));
    }
    return Problem.of(
        500, "ORG.CASEROOM_CONFIG", "The file " + file + " cannot be read: check that it exists.");
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof PropertyBindingException unknown && unknown.getKnownPropertyIds() != null) {
      return "there is no '"
          + unknown.getPropertyName()
          + "' here. Known here: "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "))
          + ".";
    }
    String message =
        String.valueOf(e.getOriginalMessage())
            .lines()
            .findFirst()
            .orElse("it is not YAML")
            .replaceAll("`[^`]*\\.([A-Za-z$]+)`", "$1");
    return e instanceof JsonMappingException
        ? message
        : "this is not YAML that can be read: " + message;
  }

  /** The parser points behind what it read; the path leads to the line. */
  private static int line(Path file, JsonProcessingException e) {
    int parsed = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return parsed;
    }
    try {
      return YamlLines.of(yaml(), Files.readString(file)).at(pointer(mapping));
    } catch (IOException unreadable) {
      return parsed;
    }
  }

  private static String pointer(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                "/" + (step.getFieldName() == null ? step.getIndex() + "" : step.getFieldName()))
        .collect(Collectors.joining());
  }

  /** A mistake in a line of a file. */
  public static Problem at(Path file, int line, String what) {
    return Problem.of(500, "ORG.CASEROOM_CONFIG", file + ", line " + line + ": " + what);
  }
}
