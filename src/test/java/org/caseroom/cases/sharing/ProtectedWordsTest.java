package org.caseroom.cases.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What gives a family away in a letter, in the disguises that people write it in. */
class ProtectedWordsTest {
  private final ProtectedWords words =
      new ProtectedWords(
          Map.of(
              "surname", List.of("Ashdown"),
              "address", List.of("12 Mill Lane, ST4 7QQ"),
              "school", List.of("St Mary's Primary School"),
              "town", List.of("Stone")),
          Set.of("Robin", "Jo"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Love from the Ashdowns                  | surname
          ASH-DOWN sends his love                 | surname
          A s h d o w n                           | surname
          4shd0wn                                 | surname
          Àshdöwn                                 | surname
          \u0410shdown                            | surname
          Mrs A. will write again                 | surname
          Robin A has grown                       | surname
          Jo A.                                   | surname
          We live in Mill Lane                    | address
          Come to mill  lane 12                   | address
          near ST47QQ                             | address
          the ST4 side                            | address
          He likes St. Marys                      | school
          SMPS is fun                             | school
          we moved to STONE!                      | town
          in S-t-o-n-e                            | town
          in $tone                                | town
          @shdown                                 | surname
          Stone and Ashdown                       | surname,town
          He can ride a bike now.                 |
          He threw limestone in the lake.         |
          as tone deaf as ever                    |
          A dog called Ash is down the hill?      |
          Robin and a friend went swimming.       |
          Mary is his aunt.                       |
          I gave Robin a hug.                     |
          """)
  void findsWhatTheLetterNames(String text, String kinds) {
    Set<String> expected = kinds == null ? Set.of() : Set.of(kinds.split(","));
    assertEquals(expected, words.in(text), text);
  }
}
