package org.caseroom.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caseroom procedure}, as an operator types it. */
class ProcedureCommandTest {
  private static final Path SHIPPED = Path.of("config/procedures/together4children.yaml");

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[args.length + 1];
    words[0] = "procedure";
    for (int i = 0; i < args.length; i++) {
      words[i + 1] = args[i].toString();
    }
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Ran(code, out.toString(), err.toString());
  }

  private Path changed(String right, String wrong) throws IOException {
    String text = Files.readString(SHIPPED);
    assertTrue(text.contains(right), right);
    return Files.writeString(folder.resolve("changed.yaml"), text.replace(right, wrong));
  }

  @Test
  void lintPrintsOneLineForEachFindingAndASum() {
    Ran ran = run("lint", SHIPPED);
    assertEquals("", ran.err());
    assertTrue(
        ran.out()
            .lines()
            .anyMatch(
                line ->
                    line.matches(
                        ".*together4children.yaml:\\d+: missing-clause 7.3: The numbers go from 7.2"
                            + " to 7.4 and leave out 7.3. Is it missing, or was it taken out\\?")),
        ran.out());
    assertTrue(
        ran.out()
            .contains(
                "7.12 refers to 7.0 for the specialist adoption support offer, which stands in 6.0."
                    + " Is that what it means?"),
        ran.out());
    assertTrue(
        ran.out().contains("15 to ask the owner of 'Adoption Support Policy and"), ran.out());
  }

  @Test
  void theExitCodeTellsQuestionsFromMistakes() throws IOException {
    assertEquals(3, run("lint", SHIPPED).code(), "no case is transferred yet");
    Path whole =
        changed("  - { id: TRANSFERRED,         title: \"Transferred\", closed: true }", "");
    assertEquals(0, run("lint", whole).code());
    assertEquals(3, run("lint", "--strict", whole).code());
  }

  @Test
  void lintWithoutAFileLooksAtAllThatTheServiceLoads() {
    assertTrue(run("lint").out().contains("together4children: 15 to ask"));
  }

  @Test
  void aWrongFileIsOneSentence() throws IOException {
    Ran ran = run("lint", changed("to: SCREENED,", "to: SCREEND,"));
    assertEquals(1, ran.code());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains("there is no stage 'SCREEND'"), ran.err());
    Ran none = run("lint", folder.resolve("none.yaml"));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("none.yaml cannot be read"), none.err());
    assertFalse(none.err().contains("Exception"), none.err());
  }
}
