package org.caseroom.notices;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.cases.CasePlay;
import org.caseroom.ops.Http;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where people are reached, and how they choose to be: each test with people of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContactsTest {
  private final NoticeHouse house = new NoticeHouse();
  private final CasePlay play = house.play;

  @AfterAll
  void stop() {
    house.close();
  }

  @Test
  void anAddressCountsOnceItsOwnerTypedTheCodeThatWasSentToIt() {
    play.at("2025-03-03T09:00");
    assertEquals("none", play.get("clara", "/api/me/notices").ok().path("uses").asText());
    play.post("clara", "/api/me/contacts", body("phone", "07700 900123")).ok();
    assertEquals("+447700900123", house.lastText().to());
    String code = NoticeHouse.code(house.lastText().words());
    String other = code.equals("123456") ? "654321" : "123456";
    assertEquals("M_THREEPID_AUTH_FAILED", house.confirm("clara", "phone", other).errcode());
    assertEquals("M_THREEPID_AUTH_FAILED", house.confirm("oti", "phone", code).errcode());
    assertEquals("M_THREEPID_AUTH_FAILED", house.confirm("clara", "email", code).errcode());
    JsonNode told = house.confirm("clara", "phone", code).ok();
    assertEquals("123", told.path("phone_ending").asText());
    assertEquals("text", told.path("uses").asText());
    assertEquals(
        "M_THREEPID_AUTH_FAILED", house.confirm("clara", "phone", code).errcode(), "used up");

    house.email("clara");
    told = play.get("clara", "/api/me/notices").ok();
    assertEquals("clara@example.org", told.path("emails").get(0).asText());
    assertEquals("email", told.path("uses").asText());
    play.post("oti", "/api/me/contacts", body("email", "clara@example.org")).ok();
    assertEquals(
        "M_THREEPID_IN_USE",
        house.confirm("oti", "email", NoticeHouse.code(house.next().text())).errcode());
    told = play.post("clara", "/api/me/contacts/remove", Json.object().put("phone", true)).ok();
    assertTrue(told.path("phone_ending").isNull());

    List<String> acts =
        play.caseroom().recorded(AuditEntry.Kind.PERMISSION).stream()
            .filter(entry -> entry.path("user").asText().equals(play.id("clara").value()))
            .map(entry -> entry.path("action").asText())
            .filter(action -> action.startsWith("phone-") || action.startsWith("address-"))
            .toList();
    assertEquals(List.of("phone-added", "address-added", "phone-removed"), acts);
    assertFalse(
        play.caseroom().recorded(AuditEntry.Kind.PERMISSION).toString().contains("7700900123"));
  }

  @Test
  void aCodeIsNotGuessedNorLastsNorIsAskedForWithoutEnd() {
    play.at("2025-03-03T09:00");
    play.post("dana", "/api/me/contacts", body("phone", "07700900133")).ok();
    String code = NoticeHouse.code(house.lastText().words());
    String other = code.equals("123456") ? "654321" : "123456";
    for (int i = 0; i < 5; i++) {
      assertEquals(400, house.confirm("dana", "phone", other).status());
    }
    assertEquals(400, house.confirm("dana", "phone", code).status(), "guessed at too often");
    play.post("dana", "/api/me/contacts", body("phone", "07700900133")).ok();
    play.at("2025-03-03T09:16");
    assertEquals(
        400,
        house.confirm("dana", "phone", NoticeHouse.code(house.lastText().words())).status(),
        "too old");
    for (int i = 0; i < 3; i++) {
      play.post("dana", "/api/me/contacts", body("phone", "0770090013" + i));
    }
    Http.Response refused = play.post("dana", "/api/me/contacts", body("phone", "07700900139"));
    for (int i = 0; i < 4 && refused.status() == 200; i++) {
      refused = play.post("dana", "/api/me/contacts", body("phone", "07700900139"));
    }
    assertEquals(429, refused.status());
    assertEquals(400, play.post("dana", "/api/me/contacts", body("phone", "12")).status());
    assertEquals(400, play.post("dana", "/api/me/contacts", Json.object()).status());
  }

  @Test
  void needsDecideTheWayAndTheWords() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.email("jo");
    house.phone("jo", "07700 900111");
    assertEquals("email", house.told("jo").path("uses").asText());
    assertEquals("en", house.told("jo").path("wording").asText());
    house.needs("jo", with(body("contact_by", "text"), "formats", List.of("easy-read")));
    assertEquals("text", house.told("jo").path("uses").asText());
    assertEquals("en-easyread", house.told("jo").path("wording").asText());
    house.needs(
        "jo", with(body("contact_by", "text"), "languages", List.of("text-translator: Welsh")));
    assertEquals("cy", house.told("jo").path("wording").asText());

    ObjectNode choice = body("channel", "email", "often", "at-once", "language", "en");
    JsonNode chosen = play.put("jo", "/api/me/notices", choice.put("easy_read", true)).ok();
    assertEquals("email", chosen.path("uses").asText(), "what they choose comes before needs");
    assertEquals("en-easyread", chosen.path("wording").asText());
    choice = body("often", "never");
    assertEquals("none", play.put("jo", "/api/me/notices", choice).ok().path("uses").asText());
    for (ObjectNode wrong :
        List.of(
            body("often", "hourly"),
            body("often", "daily", "channel", "phone"),
            body("often", "daily", "language", "fr"),
            body("channel", "text"))) {
      assertEquals(400, play.put("jo", "/api/me/notices", wrong).status(), wrong.toString());
    }
    choice = body("channel", "text", "often", "at-once");
    play.put("sam", "/api/me/notices", choice).ok();
    house.email("sam");
    assertEquals(
        "email", house.told("sam").path("uses").asText(), "the other way, rather than none");
  }

  @Test
  void theAccountPageAddsANumberSetsHowOneIsToldAndMakesACalendar() {
    play.at("2025-03-03T09:12");
    Pages vera = Pages.withToken(play.caseroom().http().base(), play.token("vera"));
    assertTrue(vera.get("/account").body().contains("Add a phone number"));
    vera.get("/account/phone");
    assertTrue(
        vera.post("/account/phone", "phone", "12").body().contains("This is not a phone number"));
    assertTrue(
        vera.post("/account/phone", "phone", "07700 900111").body().contains("Check your phone"));
    assertTrue(vera.post("/account/code/phone", "code", "").body().contains("Enter the code"));
    String page =
        vera.post("/account/code/phone", "code", NoticeHouse.code(house.lastText().words())).body();
    assertTrue(page.contains("Your phone number is confirmed."), page);
    assertTrue(page.contains("ends in 111"), page);
    assertTrue(page.contains("By text message"), page);
    vera.get("/account/notices");
    page =
        vera.post(
                "/account/notices",
                "channel",
                "text",
                "often",
                "daily",
                "language",
                "cy",
                "easy",
                "yes")
            .body();
    assertTrue(page.contains("Saved."), page);
    assertEquals("cy-easyread", house.told("vera").path("wording").asText());
    assertEquals("daily", house.told("vera").path("often").asText());
    page = vera.post("/account/calendar").body();
    Matcher address = Pattern.compile("/calendar/crc_[A-Za-z0-9_-]+\\.ics").matcher(page);
    assertTrue(address.find(), page);
    assertEquals(200, play.caseroom().http().get(address.group(), null).status());
    assertFalse(vera.get("/account").body().contains("crc_"), "shown once");
    vera.post("/account/calendar/end");
    assertEquals(404, play.caseroom().http().get(address.group(), null).status());
    page = vera.post("/account/contacts").body();
    assertTrue(page.contains("Not at all"), page);
  }

  @Test
  void whoseAccountIsClosedLeavesNoChoiceBehind() {
    play.at("2025-03-03T09:12");
    ObjectNode choice = body("often", "daily").put("easy_read", true);
    play.put("stranger", "/api/me/notices", choice).ok();
    play.caseroom().caseroom().identity().deactivate(play.id("stranger"), null);
    assertEquals(
        Preference.USUAL,
        play.caseroom().caseroom().notices().of(play.id("stranger")).preference());
  }
}
