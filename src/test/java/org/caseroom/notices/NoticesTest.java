package org.caseroom.notices;

import static org.caseroom.cases.CasePlay.body;
import static org.caseroom.cases.CasePlay.encode;
import static org.caseroom.cases.CasePlay.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.PhoneNumber;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Contacts;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.Http;
import org.caseroom.ops.Settings;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.caseroom.web.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notices over HTTP: against a mail server and a stand-in for GOV.UK Notify, on a set clock. */
class NoticesTest {
  private final MailServer mail = MailServer.start();
  private final NotifyServer govNotify = NotifyServer.start();
  private final CasePlay play = new CasePlay(this::settings);

  private int seen;

  private Settings settings(Settings settings) {
    return settings
        .with("mail", mail.settings())
        .with("notices.enabled", true)
        .with("notices.govukNotify", govNotify.settings(false));
  }

  @AfterEach
  void stop() {
    play.close();
    mail.close();
    govNotify.close();
  }

  private void pass() {
    play.caseroom().caseroom().bots().settle();
    play.caseroom().caseroom().notices().pass();
  }

  private MailServer.Message next() {
    seen++;
    return mail.next();
  }

  private void drain() {
    while (seen < mail.count()) {
      next();
    }
  }

  private static String code(String text) {
    Matcher matcher = Pattern.compile("\\b([0-9]{6})\\b").matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  private Http.Response confirm(String who, String kind, String code) {
    return play.post(who, "/api/me/contacts/confirm", body("kind", kind, "code", code));
  }

  private void email(String who) {
    play.post(who, "/api/me/contacts", body("email", who + "@example.org")).ok();
    confirm(who, "email", code(next().text())).ok();
  }

  private void phone(String who, String number) {
    play.post(who, "/api/me/contacts", body("phone", number)).ok();
    confirm(who, "phone", code(lastText().words())).ok();
  }

  private NotifyServer.Taken lastText() {
    List<NotifyServer.Taken> all = govNotify.taken();
    assertFalse(all.isEmpty(), "no text message was sent");
    return all.get(all.size() - 1);
  }

  private void needs(String who, ObjectNode needs) {
    play.write(who, "/needs/" + encode(play.id(who).value()), needs).ok();
  }

  private String familyRoom() {
    return play.room("priya", "family");
  }

  private void say(String who, String text) {
    play.send(who, familyRoom(), "m.room.message", body("msgtype", "m.text", "body", text)).ok();
  }

  private void join(String who) {
    play.post(
            who,
            "/_matrix/client/v3/rooms/" + encode(play.room(who, "family")) + "/join",
            Json.object())
        .ok();
  }

  @Test
  void anAddressCountsOnceItsOwnerTypedTheCodeThatWasSentToIt() {
    play.at("2025-03-03T09:00");
    assertEquals("none", play.get("jo", "/api/me/notices").ok().path("uses").asText());
    play.post("jo", "/api/me/contacts", body("phone", "07700 900123")).ok();
    assertEquals("+447700900123", lastText().to());
    String code = code(lastText().words());
    String other = code.equals("123456") ? "654321" : "123456";
    assertEquals("M_THREEPID_AUTH_FAILED", confirm("jo", "phone", other).errcode());
    assertEquals("M_THREEPID_AUTH_FAILED", confirm("sam", "phone", code).errcode());
    assertEquals("M_THREEPID_AUTH_FAILED", confirm("jo", "email", code).errcode());
    JsonNode told = confirm("jo", "phone", code).ok();
    assertEquals("123", told.path("phone_ending").asText());
    assertEquals("text", told.path("uses").asText());
    assertEquals("M_THREEPID_AUTH_FAILED", confirm("jo", "phone", code).errcode(), "used up");

    email("jo");
    told = play.get("jo", "/api/me/notices").ok();
    assertEquals("jo@example.org", told.path("emails").get(0).asText());
    assertEquals("email", told.path("uses").asText());
    play.post("sam", "/api/me/contacts", body("email", "jo@example.org")).ok();
    assertEquals("M_THREEPID_IN_USE", confirm("sam", "email", code(next().text())).errcode());
    told = play.post("jo", "/api/me/contacts/remove", Json.object().put("phone", true)).ok();
    assertTrue(told.path("phone_ending").isNull());

    List<String> acts =
        play.caseroom().recorded(AuditEntry.Kind.PERMISSION).stream()
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
    play.post("jo", "/api/me/contacts", body("phone", "07700900123")).ok();
    String code = code(lastText().words());
    String other = code.equals("123456") ? "654321" : "123456";
    for (int i = 0; i < 5; i++) {
      assertEquals(400, confirm("jo", "phone", other).status());
    }
    assertEquals(400, confirm("jo", "phone", code).status(), "guessed at too often");
    play.post("jo", "/api/me/contacts", body("phone", "07700900123")).ok();
    play.at("2025-03-03T09:16");
    assertEquals(400, confirm("jo", "phone", code(lastText().words())).status(), "too old");
    for (int i = 0; i < 3; i++) {
      play.post("jo", "/api/me/contacts", body("phone", "0770090012" + i));
    }
    Http.Response refused = play.post("jo", "/api/me/contacts", body("phone", "07700900129"));
    for (int i = 0; i < 4 && refused.status() == 200; i++) {
      refused = play.post("jo", "/api/me/contacts", body("phone", "07700900129"));
    }
    assertEquals(429, refused.status());
    assertEquals(400, play.post("jo", "/api/me/contacts", body("phone", "12")).status());
    assertEquals(400, play.post("jo", "/api/me/contacts", Json.object()).status());
  }

  @Test
  void whatIsUnreadIsToldOnceAndWhatWasReadIsNot() {
    play.upToConsent();
    email("jo");
    email("sam");
    join("jo");
    join("sam");
    play.at("2025-03-26T09:00");
    pass();
    drain();
    read("jo");
    read("sam");
    int before = mail.count();
    play.at("2025-03-26T10:00");
    say("priya", "The hand dryer at nursery is switched off now.");
    pass();
    assertEquals(before, mail.count(), "not at once");
    read("sam");
    play.at("2025-03-26T11:01");
    pass();
    MailServer.Message told = next();
    assertEquals("jo@example.org", told.to());
    assertEquals("There is something new for you in Caseroom", told.subject());
    assertTrue(told.text().contains("There are messages that you have not read."), told.text());
    assertTrue(told.text().contains(play.caseroom().http().base()), told.text());
    assertEquals(before + 1, mail.count(), "sam has read it");

    say("priya", "And the tent is up.");
    play.at("2025-03-26T12:02");
    pass();
    MailServer.Message other = next();
    assertEquals("sam@example.org", other.to(), "jo knows already, and sam has not read this");
    assertEquals(before + 2, mail.count());

    read("jo");
    say("priya", "See you on Monday.");
    play.at("2025-03-26T13:03");
    pass();
    assertEquals("jo@example.org", next().to());
    assertEquals(before + 3, mail.count());
  }

  @Test
  void needsDecideTheWayAndTheWords() {
    play.at("2025-03-03T09:12");
    play.refer();
    email("jo");
    phone("jo", "07700 900111");
    assertEquals("email", told("jo").path("uses").asText());
    assertEquals("en", told("jo").path("wording").asText());
    needs("jo", with(body("contact_by", "text"), "formats", List.of("easy-read")));
    assertEquals("text", told("jo").path("uses").asText());
    assertEquals("en-easyread", told("jo").path("wording").asText());
    needs("jo", with(body("contact_by", "text"), "languages", List.of("text-translator: Welsh")));
    assertEquals("cy", told("jo").path("wording").asText());

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
    email("sam");
    assertEquals("email", told("sam").path("uses").asText(), "the other way, rather than none");
  }

  private JsonNode told(String who) {
    return play.get(who, "/api/me/notices").ok();
  }

  @Test
  void eachSortOfNewsIsToldInItsTime() {
    play.at("2025-03-03T09:12");
    play.refer();
    phone("tess", "07700 900112");
    phone("jo", "07700 900111");
    phone("sam", "07700 900113");
    needs("jo", with(body("contact_by", "text"), "formats", List.of("easy-read")));
    play.put("sam", "/api/me/notices", body("often", "daily")).ok();
    int before = govNotify.taken().size();
    play.at("2025-03-04T11:40");
    play.screen();
    play.at("2025-03-06T15:05");
    pass();
    before = govNotify.taken().size();
    play.form("dana");
    pass();
    assertEquals(before, govNotify.taken().size(), "it waits for more, a few minutes");
    play.at("2025-03-06T15:11");
    pass();
    assertEquals("+447700900112", lastText().to());
    assertTrue(lastText().words().contains("A paper is waiting for your signature."));
    play.at("2025-03-12T10:20");
    play.signReferral();
    play.at("2025-03-13T09:30");
    play.openFamilyRoom();
    play.at("2025-03-14T09:30");
    pass();
    before = govNotify.taken().size();
    ObjectNode call = body("msgtype", "m.text", "body", "Jo and Sam, look at this");
    call.putObject("m.mentions")
        .putArray("user_ids")
        .add(play.id("jo").value())
        .add(play.id("sam").value());
    play.send("priya", familyRoom(), "m.room.message", call).ok();
    play.at("2025-03-14T09:36");
    pass();
    assertEquals(before + 1, govNotify.taken().size());
    assertEquals("+447700900111", lastText().to());
    assertTrue(lastText().words().contains("Someone wants to talk to you."), "in easy read");
    play.at("2025-03-15T07:59");
    pass();
    assertEquals(before + 1, govNotify.taken().size(), "sam is told once a day, at eight");
    play.at("2025-03-15T08:01");
    pass();
    assertEquals("+447700900113", lastText().to());
  }

  @Test
  void whatCannotBeSentIsTriedAgainAndThenGivenUpWithALineForTheAdministrator() {
    play.at("2025-03-03T09:12");
    play.refer();
    phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.form("dana");
    int before = govNotify.taken().size();
    govNotify.fail(429);
    for (String at : List.of("2025-03-06T15:11", "2025-03-06T15:13", "2025-03-06T15:20")) {
      play.at(at);
      pass();
      assertEquals(before, govNotify.taken().size(), at);
    }
    assertTrue(play.get("admin", "/api/notices").ok().path("waiting").asInt() > 0);
    govNotify.fail(0);
    play.at("2025-03-06T16:30");
    pass();
    assertTrue(govNotify.taken().size() > before, "at a later try");
    assertEquals(0, play.get("admin", "/api/notices").ok().path("waiting").asInt());

    govNotify.fail(500);
    mention("tess");
    for (String at : List.of("07T15:11", "07T15:20", "07T16:00", "07T18:30", "08T09:00")) {
      play.at("2025-03-" + at);
      pass();
    }
    assertTrue(play.get("admin", "/api/notices").ok().path("waiting").asInt() > 0);
    play.at("2025-03-10T09:00");
    pass();
    play.at("2025-03-12T09:00");
    pass();
    JsonNode account = play.get("admin", "/api/notices").ok();
    JsonNode failure = account.path("failed").get(account.path("failed").size() - 1);
    assertEquals(play.id("tess").value(), failure.path("user").asText());
    assertEquals(6, failure.path("tries").asInt());
    assertEquals("GOV.UK Notify answered 500", failure.path("reason").asText());
    assertEquals(403, play.get("tess", "/api/notices").status());
    ObjectNode audited =
        play.caseroom().recorded(AuditEntry.Kind.SERVICE).stream()
            .filter(entry -> entry.path("action").asText().equals("notice-given-up"))
            .findFirst()
            .orElseThrow();
    assertEquals(play.id("tess").value(), audited.path("user").asText());
    assertFalse(audited.toString().contains("900112"));

    govNotify.fail(400);
    mention("tess");
    play.at("2025-03-13T09:00");
    pass();
    assertEquals(
        1,
        play.get("admin", "/api/notices").ok().path("failed").get(0).path("tries").asInt(),
        "what Notify calls wrong is not tried again");
  }

  private void mention(String who) {
    ObjectNode call = body("msgtype", "m.text", "body", "Look at this");
    call.putObject("m.mentions").putArray("user_ids").add(play.id(who).value());
    play.send("dana", play.room("dana", "professionals"), "m.room.message", call).ok();
  }

  @Test
  void afterAStopInBetweenNothingIsSentTwiceAndNothingIsLost() {
    play.at("2025-03-03T09:12");
    play.refer();
    phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.form("dana");
    pass();
    int before = govNotify.taken().size();
    play.caseroom().restartAt(at("2025-03-06T15:11"));
    pass();
    assertEquals(before + 1, govNotify.taken().size(), "noted before the stop, told after it");
    pass();
    play.caseroom().restartAt(at("2025-03-06T15:30"));
    pass();
    assertEquals(before + 1, govNotify.taken().size(), "once");

    // Notify takes it and the answer is lost: who tries again asks first.
    govNotify.loseAnswers(true);
    mention("tess");
    play.at("2025-03-06T15:40");
    pass();
    govNotify.loseAnswers(false);
    assertEquals(before + 2, govNotify.taken().size());
    assertEquals(1, play.get("admin", "/api/notices").ok().path("waiting").asInt());
    play.caseroom().restartAt(at("2025-03-06T15:50"));
    pass();
    assertEquals(before + 2, govNotify.taken().size());
    assertEquals(0, play.get("admin", "/api/notices").ok().path("waiting").asInt());
  }

  @Test
  void quietHoursAreKept() {
    play.at("2025-03-03T09:12");
    play.refer();
    phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.put("tess", "/api/me/quiet-hours", body("from", "20:00", "to", "07:00")).ok();
    int before = govNotify.taken().size();
    play.at("2025-03-06T21:00");
    mention("tess");
    play.at("2025-03-06T21:10");
    pass();
    play.at("2025-03-07T06:59");
    pass();
    assertEquals(before, govNotify.taken().size());
    play.at("2025-03-07T07:01");
    pass();
    assertEquals(before + 1, govNotify.taken().size());
  }

  @Test
  void theAccountPageAddsANumberSetsHowOneIsToldAndMakesACalendar() {
    play.at("2025-03-03T09:12");
    Pages jo = Pages.withToken(play.caseroom().http().base(), play.token("jo"));
    assertTrue(jo.get("/account").body().contains("Add a phone number"));
    jo.get("/account/phone");
    assertTrue(
        jo.post("/account/phone", "phone", "12").body().contains("This is not a phone number"));
    assertTrue(
        jo.post("/account/phone", "phone", "07700 900111").body().contains("Check your phone"));
    assertTrue(jo.post("/account/code/phone", "code", "").body().contains("Enter the code"));
    String page = jo.post("/account/code/phone", "code", code(lastText().words())).body();
    assertTrue(page.contains("Your phone number is confirmed."), page);
    assertTrue(page.contains("ends in 111"), page);
    assertTrue(page.contains("By text message"), page);
    jo.get("/account/notices");
    page =
        jo.post(
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
    assertEquals("cy-easyread", told("jo").path("wording").asText());
    assertEquals("daily", told("jo").path("often").asText());
    page = jo.post("/account/calendar").body();
    Matcher address = Pattern.compile("/calendar/crc_[A-Za-z0-9_-]+\\.ics").matcher(page);
    assertTrue(address.find(), page);
    assertEquals(200, play.caseroom().http().get(address.group(), null).status());
    assertFalse(jo.get("/account").body().contains("crc_"), "shown once");
    jo.post("/account/calendar/end");
    assertEquals(404, play.caseroom().http().get(address.group(), null).status());
    page = jo.post("/account/contacts").body();
    assertTrue(page.contains("Not at all"), page);
  }

  @Test
  void ofTwoNodesOneTells() throws Exception {
    try (CasePlay shared = new CasePlay(Databases.POSTGRESQL.fresh(), this::settings);
        TestCaseroom other = shared.caseroom().another()) {
      shared.at("2025-03-03T09:12");
      shared.refer();
      Contacts contacts = shared.caseroom().caseroom().identity().contacts();
      PhoneNumber number = PhoneNumber.of("07700 900112");
      contacts.confirm(
          shared.id("tess"), Contacts.Kind.PHONE, contacts.begin(shared.id("tess"), number));
      shared.at("2025-03-06T15:05");
      shared.screen();
      shared.form("dana");
      Instant due = at("2025-03-06T15:11");
      other.clock().set(due);
      shared.caseroom().clock().set(due);
      Thread there = new Thread(() -> other.caseroom().notices().pass());
      there.start();
      shared.caseroom().caseroom().notices().pass();
      there.join();
      other.caseroom().notices().pass();
      assertEquals(
          1,
          govNotify.taken().stream()
              .filter(each -> each.words().contains("A paper is waiting for your signature."))
              .count());
    }
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(CasePlay.STOKE).toInstant();
  }

  private void read(String who) {
    String room = familyRoom();
    String newest = play.messages(who, room).get(0).path("event_id").asText();
    play.post(
            who,
            "/_matrix/client/v3/rooms/"
                + encode(room)
                + "/receipt/m.read.private/"
                + encode(newest),
            Json.object())
        .ok();
  }
}
