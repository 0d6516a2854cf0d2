package org.caseroom.matrix.spec;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which test classes cover which operation: {@code matrix-spec/operations.yaml}. An operation that
 * a usual deployment refuses, such as open registration, is covered by {@code refused} tests too.
 */
final class Operations {
  private final Map<String, Cover> table;

  /** Tests that use an operation with success, and tests that see it refused. */
  record Cover(List<String> works, List<String> refused) {
    Cover {
      works = works == null ? List.of() : works;
      refused = refused == null ? List.of() : refused;
    }
  }

  private Operations(Map<String, Cover> table) {
    this.table = table;
  }

  static Operations load() {
    try (InputStream in = Operations.class.getResourceAsStream("/matrix-spec/operations.yaml")) {
      return new Operations(
          new YAMLMapper().readValue(in, new TypeReference<Map<String, Cover>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Cover> table() {
    return table;
  }

  /** What the table says of a test class that is not so. */
  List<String> broken(String test, Set<String> works, Set<String> refused) {
    List<String> out = new ArrayList<>();
    table.forEach(
        (operation, cover) -> {
          if (cover.works().contains(test) && !works.contains(operation)) {
            out.add(operation + " is never answered with success");
          }
          if (cover.refused().contains(test) && !refused.contains(operation)) {
            out.add(operation + " is never refused");
          }
        });
    return out;
  }
}
