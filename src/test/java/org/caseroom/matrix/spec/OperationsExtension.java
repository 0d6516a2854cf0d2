package org.caseroom.matrix.spec;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds each test class to what the table of operations says of it: a class that is named for an
 * operation has to use it. Not when only some methods of a class were asked for ({@code
 * -Dtest=Class#method}).
 */
public final class OperationsExtension implements BeforeAllCallback, AfterAllCallback {
  private static final Operations OPERATIONS = Operations.load();

  @Override
  public void beforeAll(ExtensionContext context) {
    SpecChecks.running(context.getRequiredTestClass());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    boolean whole = !System.getProperty("test", "").contains("#");
    if (!whole || context.getExecutionException().isPresent()) {
      return;
    }
    List<String> broken =
        OPERATIONS.broken(test.getSimpleName(), SpecChecks.works(test), SpecChecks.refused(test));
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "matrix-spec/operations.yaml names %s, but there %s"
              .formatted(test.getSimpleName(), String.join(", ", broken)));
    }
  }
}
