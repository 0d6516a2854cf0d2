package org.caseroom.cases.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lint says follows from the file alone: change the file and it says something else. */
class ProcedureLintTest {
  private static final Path SHIPPED = Path.of("config/procedures/together4children.yaml");

  private static List<String> found(Path file) {
    return ProcedureLint.of(ProcedureFile.read(file)).stream()
        .map(finding -> finding.kind().word() + " " + finding.where())
        .toList();
  }

  @Test
  void everythingThatThePolicyGetsWrongIsFound() {
    assertEquals(
        List.of(
            "missing-clause 7.3",
            "missing-clause 7.8",
            "missing-clause 7.9",
            "missing-clause 13.2",
            "missing-clause 14.0",
            "wrong-reference 7.12",
            "wrong-reference 11.4",
            "law-superseded Data Protection Act 1998",
            "law-listed-twice The Adoption Agencies (Miscellaneous Amendments) Regulations 2013",
            "left-open 7.2",
            "left-open 7.10",
            "left-open 7.11",
            "left-open 10.1",
            "left-open 10.4",
            "left-open 11.3",
            "left-open Transfer"),
        found(SHIPPED));
  }

  @Test
  void eachFindingNamesTheLineThatItComesFrom() throws IOException {
    List<String> lines = Files.readAllLines(SHIPPED);
    for (ProcedureLint.Finding finding : ProcedureLint.of(ProcedureFile.read(SHIPPED))) {
      String line = lines.get(finding.line() - 1);
      String word =
          finding.kind() == ProcedureLint.Kind.MISSING_CLAUSE && !finding.where().equals("14.0")
              ? finding.says().replaceFirst(".* to ([0-9.]+) and leave out .*", "$1")
              : finding.where();
      assertTrue(line.contains(word), finding + " points at " + line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"9.1\", \"9.2\" | \"9.2\" | missing-clause 9.1",
        "id: \"3.0\",  title | id: Three,  title | missing-clause 3.0",
        "id: \"13.0\" | id: \"15.0\" | missing-clause 13.0",
        "to: [\"7.10\"] | to: [\"7.13\"] | missing-clause 7.13",
        "the actions agreed at sign-off | actions, stands_in: [\"7.7\"] | wrong-reference 7.11",
        "\"Equality Act 2010\" | \"The children & Adoption act, 2006\" | law-listed-twice The"
            + " children",
        "Equality Act 2010\" | E\", superseded_by: \"Another Act\" | law-superseded E",
        "to: SCREENED, | to: CLOSED, | unreachable-stage SCREENED",
        "title: \"Closed\", closed: true | title: \"Closed\" | stage-without-end CLOSED",
        "clause: \"10.1\"\\n    title | clause: ours\\n    title | clock-without-clause REVIEW",
        "[ { event: org.caseroom.room.open, where: { kind: family } } ]\\n"
            + " | []\\n"
            + " | unused-checklist pre-visit",
        "    reminders:\\n      - { id: months-12, months_before: 12, to:"
            + " [permanency-support-social-worker, team-manager] }\\n"
            + " | \\n"
            + " | clock-without-reminder ADULTHOOD",
      })
  void aChangedFileHasOtherFindings(String right, String wrong, String finds, @TempDir Path folder)
      throws IOException {
    String text = Files.readString(SHIPPED);
    String before = right.replace("\\n", "\n");
    assertTrue(text.contains(before), before);
    String changed = text.replace(before, wrong.replace("\\n", "\n"));
    List<String> found = found(Files.writeString(folder.resolve("changed.yaml"), changed));
    assertTrue(found.stream().anyMatch(each -> each.startsWith(finds)), found.toString());
  }
}
