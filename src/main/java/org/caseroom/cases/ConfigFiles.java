package org.caseroom.cases;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caseroom.base.Problem;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code config/}, and says where one is wrong. */
final class ConfigFiles {
  private ConfigFiles() {}

  static ObjectMapper yaml() {
    return YAMLMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  static Problem wrong(Path file, IOException e) {
    if (e instanceof JsonProcessingException json) {
      JsonLocation at = json.getLocation();
      return at(
          file,
          line(file, at == null ? 1 : at.getLineNr(), word(json)),
          String.valueOf(json.getOriginalMessage())
              .lines()
              .findFirst()
              .orElse("it is not YAML")
              .replaceAll(" \\(class [^)]*\\), not marked as ignorable", "")
              .replaceAll("`[^`]*\\.([A-Za-z$]+)`", "$1"));
    }
    return Problem.of(
        500, "ORG.CASEROOM_CONFIG", "The file " + file + " cannot be read: check that it exists.");
  }

  private static @Nullable String word(JsonProcessingException e) {
    if (e instanceof PropertyBindingException unknown) {
      return unknown.getPropertyName();
    }
    return e instanceof InvalidFormatException wrong ? String.valueOf(wrong.getValue()) : null;
  }

  /** The parser points behind what it read: the line with the word is that one, or one above. */
  private static int line(Path file, int parsed, @Nullable String word) {
    if (word == null) {
      return parsed;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      for (int line = Math.min(parsed, lines.size()); line > 0; line--) {
        if (lines.get(line - 1).contains(word)) {
          return line;
        }
      }
      return parsed;
    } catch (IOException unreadable) {
      return parsed;
    }
  }

  static Problem at(Path file, int line, String what) {
    return Problem.of(500, "ORG.CASEROOM_CONFIG", file + ", line " + line + ": " + what);
  }
}
