package org.caseroom.cases.directory;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.junit.jupiter.api.Test;

/** The duty to inform (4.2) with its receipt, and the core offer (5.1). */
class InformPackTest {
  private static final List<String> ITEMS =
      List.of(
          "services",
          "right-to-assess",
          "adviser",
          "out-of-area",
          "web-services",
          "school",
          "housing",
          "early-education",
          "complaints",
          "other-services",
          "other");

  private static ObjectNode toJo(CasePlay play) {
    return with(body("mode", "email"), "to", List.of(play.id("jo").value()));
  }

  private static JsonNode item(JsonNode pack, String id) {
    for (JsonNode item : pack.path("items")) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("No item " + id + ": " + pack);
  }

  private static void tickAllBut(CasePlay play, String open) {
    for (String item : ITEMS) {
      if (!item.equals(open)) {
        play.act("dana", "/checklists/duty-to-inform/items/" + item + "/tick", Json.object()).ok();
      }
    }
  }

  @Test
  void thePackIsNotSentWithAnItemBlank() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      Http.Response early = play.act("dana", "/inform-pack/send", toJo(play));
      assertEquals(409, early.status(), "before the screening: " + early.text());
      play.screen();
      JsonNode pack = play.get("jo", "/api/cases/REF-1/inform-pack").ok();
      assertEquals(11, pack.path("items").size());
      assertEquals(11, pack.path("blank").size());
      tickAllBut(play, "housing");
      Http.Response refused = play.act("dana", "/inform-pack/send", toJo(play));
      assertEquals(409, refused.status(), refused.text());
      assertEquals("4.2", refused.json().path("clause").asText());
      assertEquals("housing", refused.json().path("missing").asText());
      assertTrue(refused.text().contains("A caseworker ticks each"), refused.text());
      String space = play.view("dana").path("summary").path("space").asText();
      Http.Response raw = play.send("dana", space, "org.caseroom.pack.send", toJo(play));
      assertEquals(409, raw.status(), "the same from a Matrix client: " + raw.text());
      play.act(
              "dana",
              "/checklists/duty-to-inform/items/housing/not-relevant",
              body("reason", "They own their home."))
          .ok();
      assertEquals(403, play.act("jo", "/inform-pack/send", toJo(play)).status());
      play.send("dana", space, "org.caseroom.pack.send", toJo(play)).ok();
      receipt(play);
    }
  }

  private static void receipt(CasePlay play) {
    JsonNode sent = play.get("jo", "/api/cases/REF-1/inform-pack").ok().path("sent").get(0);
    assertEquals("P1", sent.path("number").asText());
    assertEquals("Jo", sent.path("to").get(0).asText().replace("jo", "Jo"));
    assertEquals("Dana", sent.path("sent_by").asText());
    assertEquals(16, sent.path("version").asText().length());
    assertTrue(sent.path("stale").toString().contains("First4Adoption"), sent.toString());
    JsonNode housing = item(sent, "housing");
    assertEquals("They own their home.", housing.path("note").asText());
    assertEquals(0, housing.path("content").size());
    assertEquals(
        "card:complaints@2014-07-31", item(sent, "complaints").path("content").get(0).asText());
    assertTrue(
        play.texts("dana", play.room("dana", "professionals")).stream()
            .anyMatch(
                text ->
                    text.contains("Information pack P1 was sent")
                        && text.contains("10 items, 1 not relevant")
                        && text.contains("out of date")),
        "in words too");
    play.act("jo", "/inform-pack/P1/read", Json.object()).ok();
    assertEquals(
        1,
        play.get("dana", "/api/cases/REF-1/inform-pack")
            .ok()
            .path("sent")
            .get(0)
            .path("read")
            .size());
    assertEquals(409, play.act("jo", "/inform-pack/P1/read", Json.object()).status());
    assertEquals(403, play.act("dana", "/inform-pack/P1/read", Json.object()).status());
    assertEquals(404, play.act("jo", "/inform-pack/P9/read", Json.object()).status());
  }

  @Test
  void thePackHoldsWhatAppliesToThisFamily() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      ObjectNode referral =
          body(
              "agency", "together4children",
              "hub", "stoke-on-trent",
              "child", "Robin",
              "born", "2023-06-01",
              "words", "We need help.",
              "referrer_name", "Jo");
      play.post("jo", "/api/referrals", referral).ok();
      play.write(
              "jo",
              "/needs/" + CasePlay.encode(play.id("jo").value()),
              with(Json.object(), "formats", List.of("easy-read")))
          .ok();
      ObjectNode group =
          with(
              body(
                  "kind", "groups",
                  "title", "Sunday group",
                  "summary", "Meets monthly.",
                  "source", "Hub calendar",
                  "as_of", "2025-02-01"),
              "areas",
              List.of("Stoke-on-Trent"));
      play.put("tess", "/api/agencies/together4children/services/sunday-group", group).ok();
      group.put("title", "Leeds group");
      play.put(
              "tess",
              "/api/agencies/together4children/services/leeds-group",
              with(group, "areas", List.of("Leeds")))
          .ok();
      JsonNode pack = play.get("jo", "/api/cases/REF-1/inform-pack").ok();
      assertEquals("sunday-group", item(pack, "other").path("services").get(0).path("id").asText());
      assertEquals(1, item(pack, "other").path("services").size(), "not that of another area");
      JsonNode early = item(pack, "early-education").path("cards").get(0);
      assertFalse(early.path("applies").asBoolean());
      assertEquals("From the age of 2: Sun 1 Jun 2025.", early.path("says").asText());
      assertEquals(
          early.path("card").path("easy_read").asText(),
          early.path("card").path("text").asText(),
          "in easy words for who needs them");
      assertTrue(item(pack, "adviser").path("missing").asText().contains("administrator adds it"));
      String version = pack.path("version").asText();
      play.put(
              "admin",
              "/api/agencies/together4children/adviser",
              body("name", "Asha", "address", "1 Market Street", "telephone", "01632 960150"))
          .ok();
      play.at("2025-06-01T09:12");
      JsonNode later = play.get("jo", "/api/cases/REF-1/inform-pack").ok();
      assertEquals("Asha", item(later, "adviser").path("adviser").path("name").asText());
      assertTrue(item(later, "early-education").path("cards").get(0).path("applies").asBoolean());
      assertFalse(later.path("version").asText().equals(version), "other words, other version");
      assertEquals(404, play.get("stranger", "/api/cases/REF-1/inform-pack").status());
    }
  }

  @Test
  void aFamilyWhoseCaseEndedWithAdviceIsInformedToo() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      play.act(
              "dana",
              "/screening",
              with(
                  body("outcome", "signpost", "reason", "Local group."),
                  "advised",
                  List.of("The local group of adopters")))
          .ok();
      tickAllBut(play, "");
      play.act("dana", "/inform-pack/send", toJo(play)).ok();
      play.act("jo", "/inform-pack/P1/read", Json.object()).ok();
    }
  }

  @Test
  void theCoreOfferSaysWhatWasGivenAndWhereThatIsKnownFrom() {
    try (CasePlay play = new CasePlay()) {
      play.at("2025-03-03T09:12");
      play.refer();
      play.screen();
      ObjectNode given = body("status", "given", "source", "Call on 3 March");
      Http.Response early = play.act("dana", "/core-offer/advice", given);
      assertEquals(409, early.status(), early.text());
      assertEquals("5.1", early.json().path("clause").asText());
      play.form("dana");
      play.signReferral();
      play.act("priya", "/core-offer/advice", given).ok();
      Http.Response silent =
          play.act("priya", "/core-offer/contact", body("status", "declined", "source", "Visit"));
      assertEquals(409, silent.status(), silent.text());
      assertEquals("note", silent.json().path("missing").asText());
      ObjectNode declined =
          body("item", "contact", "status", "declined", "source", "Visit", "note", "Not now.");
      play.send("priya", play.room("priya", "professionals"), "org.caseroom.core_offer", declined)
          .ok();
      JsonNode offer = play.get("jo", "/api/cases/REF-1/core-offer").ok();
      assertEquals(6, offer.path("items").size());
      assertEquals("Call on 3 March", item(offer, "advice").path("source").asText());
      assertEquals("declined", item(offer, "contact").path("status").asText());
      assertFalse(offer.path("complete").asBoolean());
      for (String item : List.of("early-help", "virtual-school", "groups", "training")) {
        play.act("priya", "/core-offer/" + item, given).ok();
      }
      assertTrue(play.get("jo", "/api/cases/REF-1/core-offer").ok().path("complete").asBoolean());
      for (JsonNode list : play.view("priya").path("checklists")) {
        if (list.path("id").asText().equals("core-offer")) {
          assertFalse(list.toString().contains("\"open\""), "the checklist says the same");
        }
      }
      given.put("on", "2025-03-04");
      assertEquals(400, play.act("priya", "/core-offer/groups", given).status(), "a day to come");
    }
  }
}
