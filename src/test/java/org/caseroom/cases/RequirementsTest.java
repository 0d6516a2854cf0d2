package org.caseroom.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every behaviour owed has a test that shows it: {@code requirements.yaml} names them by row, and
 * here each name is looked up.
 */
class RequirementsTest {
  private static final Path SOURCES = Path.of("src/test/java");

  private final JsonNode table = table();

  private static JsonNode table() {
    try (InputStream in = RequirementsTest.class.getResourceAsStream("requirements.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The rows that the source documents make, by their numbers; some numbers were never given. */
  private static Set<String> owed() {
    return Stream.of(
            IntStream.rangeClosed(1, 55),
            IntStream.rangeClosed(60, 64),
            IntStream.rangeClosed(70, 78),
            IntStream.rangeClosed(80, 87),
            IntStream.rangeClosed(90, 102))
        .flatMap(IntStream::boxed)
        .map(number -> "R%02d".formatted(number))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyRowIsInTheTableAndNoOther() {
    Set<String> rows = new TreeSet<>();
    table.fieldNames().forEachRemaining(rows::add);
    assertEquals(owed(), rows);
  }

  @Test
  void everyRowSaysWhatIsOwedAndNamesATest() {
    List<String> silent = new ArrayList<>();
    table
        .properties()
        .forEach(
            row -> {
              if (row.getValue().path("what").asText().isBlank()
                  || row.getValue().path("tests").isEmpty()) {
                silent.add(row.getKey());
              }
            });
    assertEquals(List.of(), silent, "rows without words or without a test");
  }

  @Test
  void everyTestThatIsNamedIsThereAndRuns() throws IOException {
    List<String> missing = new ArrayList<>();
    for (var row : table.properties()) {
      for (JsonNode test : row.getValue().path("tests")) {
        if (!isTest(test.asText())) {
          missing.add(row.getKey() + " " + test.asText());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static boolean isTest(String name) throws IOException {
    String[] parts = name.split("#");
    assertEquals(2, parts.length, "write a test as Class#method: " + name);
    for (Class<?> found : classes(parts[0])) {
      for (Method method : found.getDeclaredMethods()) {
        if (method.getName().equals(parts[1])
            && (method.isAnnotationPresent(Test.class)
                || method.isAnnotationPresent(TestFactory.class)
                || method.isAnnotationPresent(ParameterizedTest.class))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Class<?>> classes(String simpleName) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.endsWith(simpleName + ".java")).toList()) {
        String name = SOURCES.relativize(file).toString().replace(".java", "").replace('/', '.');
        try {
          found.add(Class.forName(name));
        } catch (ClassNotFoundException e) {
          throw new AssertionError(e);
        }
      }
    }
    assertTrue(!found.isEmpty(), "there is no test class " + simpleName);
    return found;
  }
}
