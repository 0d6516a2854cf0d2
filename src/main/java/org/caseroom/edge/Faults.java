package org.caseroom.edge;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** References by which a person's report finds the line in the log. */
final class Faults {
  private Faults() {}

  static String reference() {
    return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
  }
}
