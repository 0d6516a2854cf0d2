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
        ran.out().contains("16 to ask the owner of 'Adoption Support Policy and"), ran.out());
  }

  @Test
  void theExitCodeTellsQuestionsFromMistakes() throws IOException {
    assertEquals(0, run("lint", SHIPPED).code());
    Path broken =
        changed(
            "  - { id: TRANSFERRED,         title: \"Transferred\" }",
            "  - { id: TRANSFERRED,         title: \"Transferred\" }\n"
                + "  - { id: NOWHERE, title: \"No case comes here\", closed: true }");
    assertEquals(3, run("lint", broken).code());
    assertEquals(3, run("lint", "--strict", SHIPPED).code());
  }

  @Test
  void lintWithoutAFileLooksAtAllThatTheServiceLoads() {
    assertTrue(run("lint").out().contains("together4children: 16 to ask"));
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

  @Test
  void drawPrintsAllStagesAndMovesForMermaid() {
    Ran ran = run("draw", SHIPPED);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().startsWith("stateDiagram-v2\n"), ran.out());
    assertTrue(ran.out().contains("    state \"Referral received\" as s1\n"), ran.out());
    assertTrue(ran.out().contains("    [*] --> s1\n"), ran.out());
    assertTrue(ran.out().contains("    s1 --> s2 : 7.5 screening, safeguarding\n"), ran.out());
    assertTrue(ran.out().contains("    s8 --> s9 : 11.2 signoff, full, closure\n"), ran.out());
    assertTrue(ran.out().contains("    s11 --> s9 : 11.2 signoff, full, closure\n"), ran.out());
    // 11 stages, the start, 29 arrows between them (a move has one for each stage it leaves), 3
    // ends
    assertEquals(1 + 11 + 1 + 29 + 3, ran.out().lines().count(), ran.out());
  }

  @Test
  void drawPrintsTheSameForGraphviz() throws IOException {
    Ran ran = run("draw", "--format", "dot", changed("\"Closed\"", "'Closed \"for good\"'"));
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().startsWith("digraph \"together4children\" {\n"), ran.out());
    assertTrue(
        ran.out().contains("\"CLOSED\" [label=\"Closed \\\"for good\\\"\", peripheries=2];"),
        ran.out());
    assertTrue(
        ran.out().contains("\"REFERRED\" -> \"CLOSED_NFA\" [label=\"7.4 screening, signpost\"];"),
        ran.out());
    assertEquals(29, ran.out().lines().filter(line -> line.contains(" -> ")).count(), ran.out());
  }

  @Test
  void anUnknownFormatIsNotUnderstood() {
    assertEquals(2, run("draw", "--format", "crayon").code());
  }
}
