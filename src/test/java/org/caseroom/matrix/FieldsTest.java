package org.caseroom.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.base.Problem;
import org.caseroom.base.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Reading the fields of what came from outside. */
class FieldsTest {
  private static Fields fields(String json) {
    return Fields.of(Json.asObject(Json.parse(json.replace('\'', '"'))));
  }

  private static void refused(String errcode, String named, Executable reading) {
    Problem problem = assertThrows(Problem.class, reading);
    assertEquals(400, problem.status());
    assertEquals(errcode, problem.errcode());
    assertTrue(problem.message().contains(named), problem.message());
  }

  @Test
  void fieldsOfTheRightTypeAreRead() {
    Fields fields =
        fields("{'t': 'x', 'n': 3, 'f': true, 'o': {'in': 'y'}, 'l': ['a'], 'z': null}");
    assertEquals("x", fields.requireText("t"));
    assertEquals(3, fields.number("n").orElseThrow());
    assertTrue(fields.flag("f", false));
    assertEquals("y", fields.requireFields("o").requireText("in"));
    assertEquals(List.of("a"), fields.texts("l").orElseThrow());
    assertFalse(fields.has("z"));
    assertTrue(fields.text("z").isEmpty());
    assertTrue(fields.list("none").isEmpty());
  }

  @Test
  void theWrongTypeIsNamedByItsPath() {
    Fields fields = fields("{'l': [{'t': 1}], 'o': {'n': 'x', 'i': [1]}, 'd': 1.5, 'b': 1e40}");
    refused("M_BAD_JSON", "'l[0].t'", () -> fields.list("l").get(0).text("t"));
    refused("M_BAD_JSON", "'o.n'", () -> fields.requireFields("o").number("n"));
    refused("M_BAD_JSON", "'o.i[0]'", () -> fields.requireFields("o").texts("i"));
    refused("M_BAD_JSON", "'d'", () -> fields.number("d"));
    refused("M_BAD_JSON", "'b'", () -> fields.number("b"));
    refused("M_BAD_JSON", "'m'", () -> fields("{'m': -9223372036854775808}").number("m"));
    refused("M_BAD_JSON", "'d'", () -> fields.flag("d"));
    refused("M_BAD_JSON", "'d'", () -> fields.list("d"));
    refused("M_BAD_JSON", "'l'", () -> fields.object("l"));
  }

  @Test
  void whatIsMissingIsNamed() {
    refused("M_MISSING_PARAM", "'a'", () -> fields("{}").requireText("a"));
    refused(
        "M_MISSING_PARAM", "'o.a'", () -> fields("{'o': {}}").requireFields("o").requireText("a"));
  }

  @Test
  void textsThatNoDatabaseHoldsAreRefused() {
    refused("M_BAD_JSON", "NUL", () -> fields("{'a': 'x\\u0000'}").text("a"));
    refused("M_BAD_JSON", "surrogate", () -> fields("{'a': '\\ud83d'}").text("a"));
    refused("M_BAD_JSON", "surrogate", () -> fields("{'a': '\\ude00x'}").text("a"));
    assertEquals("\ud83d\ude00", fields("{'a': '\\ud83d\\ude00'}").requireText("a"));
  }

  @Test
  void aFormOfItsOwnIsAskedFor() {
    refused("M_INVALID_PARAM", "user id", () -> fields("{'u': 'jo'}").text("u", UserId::of));
  }
}
