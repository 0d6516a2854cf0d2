package org.caseroom.cases;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import org.caseroom.base.Problem;

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
          at == null ? 1 : at.getLineNr(),
          String.valueOf(json.getOriginalMessage()).lines().findFirst().orElse("it is not YAML"));
    }
    return Problem.of(
        500, "ORG.CASEROOM_CONFIG", "The file " + file + " cannot be read: check that it exists.");
  }

  static Problem at(Path file, int line, String what) {
    return Problem.of(500, "ORG.CASEROOM_CONFIG", file + ", line " + line + ": " + what);
  }
}
