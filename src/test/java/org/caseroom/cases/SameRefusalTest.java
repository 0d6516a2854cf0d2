package org.caseroom.cases;

import static org.caseroom.cases.CasePlay.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caseroom.base.Json;
import org.caseroom.cases.procedure.Procedure;
import org.caseroom.cases.procedure.Procedures;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A refusal says the same at every door: the clause, what is missing, and who can supply it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameRefusalTest {
  private final CasePlay play = new CasePlay();

  @AfterAll
  void stop() {
    play.close();
  }

  private static void same(Http.Response api, Http.Response matrix) {
    assertTrue(api.status() >= 400 && api.status() < 500, api.text());
    assertEquals(api.status(), matrix.status(), matrix.text());
    assertEquals(api.errcode(), matrix.errcode(), api.text() + " and " + matrix.text());
    String says = api.json().path("detail").asText();
    assertFalse(says.isBlank(), api.text());
    assertEquals(says, matrix.json().path("error").asText());
    assertEquals(
        api.json().path("clause").asText(),
        matrix.json().path("org.caseroom.clause").asText(),
        matrix.text());
  }

  @Test
  void theApiAndAMatrixClientGetTheSameWords() {
    play.at("2025-03-03T09:12");
    play.refer();
    play.screen();
    play.form("dana");
    play.add("tess", "priya", "Allocated worker", "family", "professionals").ok();
    String professionals = play.room("priya", "professionals");

    same(
        play.act("priya", "/rooms", body("kind", "family")),
        play.send("priya", professionals, "org.caseroom.room.open", body("kind", "family")));
    same(
        play.act("priya", "/assessment/start", Json.object()),
        play.state(
            "priya", professionals, "org.caseroom.assessment", "", body("status", "started")));
    String form =
        play.get(
                "dana",
                "/_matrix/client/v3/rooms/"
                    + CasePlay.encode(professionals)
                    + "/state/org.caseroom.referral_form?format=event")
            .ok()
            .path("event_id")
            .asText();
    ObjectNode signature =
        body("document", "referral-form", "decided", "Assessment.", "reasons", "Need.");
    same(
        play.act("dana", "/signatures", signature.deepCopy()),
        play.send(
            "dana", professionals, "org.caseroom.signoff", signature.put("document_event", form)));
    ObjectNode plan = body("title", "Therapy", "kind", "something", "status", "planned");
    same(
        play.write("priya", "/plan/therapy", plan),
        play.state(
            "priya",
            professionals,
            "org.caseroom.plan",
            "therapy",
            plan.deepCopy().put("place", 1)));
  }

  /** Who reads a refusal can do something about it, or knows who can. */
  @Test
  void everyGateSaysWhoCanHelp() {
    Pattern somebody =
        Pattern.compile(
            "(?i)\\b(manager|(?:case)?worker|parents?|family|author|adviser|agency|young person|you|child"
                + " (?:chose|chooses)|psychologist|signer|person)\\b");
    List<String> silent = new ArrayList<>();
    for (Procedure procedure : Procedures.load(Path.of("config/procedures")).all()) {
      Stream.concat(procedure.gates().stream(), procedure.warnings().stream())
          .filter(gate -> !somebody.matcher(gate.says()).find())
          .forEach(gate -> silent.add(procedure.id() + "/" + gate.id() + ": " + gate.says()));
    }
    assertEquals(List.of(), silent);
  }
}
