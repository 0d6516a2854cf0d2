package org.caseroom.matrix.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caseroom.identity.Role;
import org.caseroom.ops.Http;
import org.caseroom.ops.TestCaseroom;
import org.junit.jupiter.api.Test;

/** Every operation of the client-server API is there, under all its spellings, and has a test. */
class OperationsTest {
  private final MatrixSpec spec = MatrixSpec.load();

  @Test
  void eachOperationHasATest() throws IOException {
    Operations operations = Operations.load();
    Set<String> known =
        spec.operations().stream().map(MatrixSpec.Operation::id).collect(Collectors.toSet());
    assertEquals(
        new TreeSet<>(known),
        new TreeSet<>(operations.table().keySet()),
        "operations of the specification, and of matrix-spec/operations.yaml");
    Set<String> classes;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }
    operations
        .table()
        .forEach(
            (operation, cover) -> {
              List<String> tests = new ArrayList<>(cover.works());
              tests.addAll(cover.refused());
              assertTrue(!tests.isEmpty(), operation + " has no test");
              tests.forEach(
                  test -> assertTrue(classes.contains(test), operation + ": no class " + test));
            });
  }

  @Test
  void eachOperationIsRoutedUnderEachSpelling() {
    try (TestCaseroom caseroom = TestCaseroom.start()) {
      caseroom.createAccount("jo", Role.ADOPTER);
      List<String> missing = new ArrayList<>();
      for (MatrixSpec.Operation operation : spec.operations()) {
        for (String path : spellings(operation.path().replaceAll("\\{[^}]+}", "x"))) {
          // Nobody is signed in, so nothing happens; what is not there says so nevertheless.
          Http.Response answer =
              caseroom
                  .http()
                  .send(
                      operation.method(),
                      path,
                      null,
                      operation.method().equals("GET") ? null : "{}");
          boolean there =
              !answer.text().contains("M_UNRECOGNIZED") || ABSENT.contains(operation.id());
          if (!there || answer.status() == 405 || answer.status() >= 500) {
            missing.add(answer.status() + " " + operation.method() + " " + path);
          }
        }
      }
      assertEquals(List.of(), missing);
    }
  }

  /** What a server without the feature is to answer with {@code M_UNRECOGNIZED}. */
  private static final Set<String> ABSENT =
      Set.of(
          "getAuthMetadata",
          "redirectToSSO",
          "redirectToIdP",
          "getUrlPreview",
          "getUrlPreviewAuthed");

  private static List<String> spellings(String path) {
    if (!path.matches("/_matrix/(client|media)/v3/.*")) {
      return List.of(path);
    }
    return List.of(path, path.replace("/v3/", "/r0/"), path.replace("/v3/", "/v1/"));
  }
}
