package org.caseroom.ops;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caseroom version}. */
@Command(name = "version", description = "Prints the versions of Caseroom and of Java.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    String version = Main.class.getPackage().getImplementationVersion();
    spec.commandLine()
        .getOut()
        .println(
            "caseroom "
                + (version == null ? "unpackaged" : version)
                + ", Java "
                + Runtime.version().feature());
  }
}
