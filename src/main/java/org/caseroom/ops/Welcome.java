package org.caseroom.ops;

import java.io.PrintWriter;

/** What is printed once the service is ready. */
final class Welcome {
  private final Caseroom caseroom;
  private final Settings settings;

  Welcome(Caseroom caseroom, Settings settings) {
    this.caseroom = caseroom;
    this.settings = settings;
  }

  void print(PrintWriter out) {
    out.println();
    out.println("Caseroom is ready at " + caseroom.url());
    caseroom.firstStart().forEach(out::println);
    out.println(
        "Any Matrix client: homeserver "
            + caseroom.url()
            + ", user ids end in :"
            + settings.server().name());
    out.println("Stop it with Ctrl-C.");
    out.println();
    out.flush();
  }
}
