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
import org.caseroom.audit.AuditEntry;
import org.caseroom.base.Json;
import org.caseroom.base.PhoneNumber;
import org.caseroom.cases.CasePlay;
import org.caseroom.identity.Contacts;
import org.caseroom.mail.MailServer;
import org.caseroom.ops.TestCaseroom;
import org.caseroom.storage.Databases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notices over HTTP: against a mail server and a stand-in for GOV.UK Notify, on a set clock. */
class NoticesTest {
  private final NoticeHouse house = new NoticeHouse();
  private final CasePlay play = house.play;

  @AfterEach
  void stop() {
    house.close();
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
  void whatIsUnreadIsToldOnceAndWhatWasReadIsNot() {
    play.upToConsent();
    house.email("jo");
    house.email("sam");
    join("jo");
    join("sam");
    play.at("2025-03-26T09:00");
    house.pass();
    house.drain();
    read("jo");
    read("sam");
    int before = house.mail.count();
    play.at("2025-03-26T10:00");
    say("priya", "The hand dryer at nursery is switched off now.");
    house.pass();
    assertEquals(before, house.mail.count(), "not at once");
    read("sam");
    play.at("2025-03-26T11:01");
    house.pass();
    MailServer.Message told = house.next();
    assertEquals("jo@example.org", told.to());
    assertEquals("There is something new for you in Caseroom", told.subject());
    assertTrue(told.text().contains("There are messages that you have not read."), told.text());
    assertTrue(told.text().contains(play.caseroom().http().base()), told.text());
    assertEquals(before + 1, house.mail.count(), "sam has read it");

    say("priya", "And the tent is up.");
    play.at("2025-03-26T12:02");
    house.pass();
    MailServer.Message other = house.next();
    assertEquals("sam@example.org", other.to(), "jo knows already, and sam has not read this");
    assertEquals(before + 2, house.mail.count());

    read("jo");
    say("priya", "See you on Monday.");
    play.at("2025-03-26T13:03");
    house.pass();
    assertEquals("jo@example.org", house.next().to());
    assertEquals(before + 3, house.mail.count());
  }

  @Test
  void eachSortOfNewsIsToldInItsTime() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.phone("tess", "07700 900112");
    house.phone("jo", "07700 900111");
    house.phone("sam", "07700 900113");
    house.needs("jo", with(body("contact_by", "text"), "formats", List.of("easy-read")));
    play.put("sam", "/api/me/notices", body("often", "daily")).ok();
    int before = house.govNotify.taken().size();
    play.at("2025-03-04T11:40");
    play.screen();
    play.at("2025-03-06T15:05");
    house.pass();
    before = house.govNotify.taken().size();
    play.form("dana");
    house.pass();
    assertEquals(before, house.govNotify.taken().size(), "it waits for more, a few minutes");
    play.at("2025-03-06T15:11");
    house.pass();
    assertEquals("+447700900112", house.lastText().to());
    assertTrue(house.lastText().words().contains("A paper is waiting for your signature."));
    play.at("2025-03-12T10:20");
    play.signReferral();
    play.at("2025-03-13T09:30");
    play.openFamilyRoom();
    // What the bots say of it is of that day, however slow they are.
    house.pass();
    play.at("2025-03-14T09:30");
    house.pass();
    before = house.govNotify.taken().size();
    ObjectNode call = body("msgtype", "m.text", "body", "Jo and Sam, look at this");
    call.putObject("m.mentions")
        .putArray("user_ids")
        .add(play.id("jo").value())
        .add(play.id("sam").value());
    play.send("priya", familyRoom(), "m.room.message", call).ok();
    play.at("2025-03-14T09:36");
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size());
    assertEquals("+447700900111", house.lastText().to());
    assertTrue(house.lastText().words().contains("Someone wants to talk to you."), "in easy read");
    play.at("2025-03-15T07:59");
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size(), "sam is told once a day, at eight");
    play.at("2025-03-15T08:01");
    house.pass();
    assertEquals("+447700900113", house.lastText().to());
  }

  @Test
  void whatCannotBeSentIsTriedAgainAndThenGivenUpWithALineForTheAdministrator() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.form("dana");
    int before = house.govNotify.taken().size();
    house.govNotify.fail(429);
    for (String at : List.of("2025-03-06T15:11", "2025-03-06T15:13", "2025-03-06T15:20")) {
      play.at(at);
      house.pass();
      assertEquals(before, house.govNotify.taken().size(), at);
    }
    assertTrue(play.get("admin", "/api/notices").ok().path("waiting").asInt() > 0);
    house.govNotify.fail(0);
    play.at("2025-03-06T16:30");
    house.pass();
    assertTrue(house.govNotify.taken().size() > before, "at a later try");
    assertEquals(0, play.get("admin", "/api/notices").ok().path("waiting").asInt());

    house.govNotify.fail(500);
    house.mention("tess");
    for (String at : List.of("07T15:11", "07T15:20", "07T16:00", "07T18:30", "08T09:00")) {
      play.at("2025-03-" + at);
      house.pass();
    }
    assertTrue(play.get("admin", "/api/notices").ok().path("waiting").asInt() > 0);
    play.at("2025-03-10T09:00");
    house.pass();
    play.at("2025-03-12T09:00");
    house.pass();
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

    house.govNotify.fail(400);
    house.mention("tess");
    play.at("2025-03-13T09:00");
    house.pass();
    assertEquals(
        1,
        play.get("admin", "/api/notices").ok().path("failed").get(0).path("tries").asInt(),
        "what Notify calls wrong is not tried again");
  }

  @Test
  void afterAStopInBetweenNothingIsSentTwiceAndNothingIsLost() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.form("dana");
    house.pass();
    int before = house.govNotify.taken().size();
    play.caseroom().restartAt(at("2025-03-06T15:11"));
    house.pass();
    assertEquals(
        before + 1, house.govNotify.taken().size(), "noted before the stop, told after it");
    house.pass();
    play.caseroom().restartAt(at("2025-03-06T15:30"));
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size(), "once");

    // Notify takes it and the answer is lost: who tries again asks first.
    house.govNotify.loseAnswers(true);
    house.mention("tess");
    play.at("2025-03-06T15:40");
    house.pass();
    house.govNotify.loseAnswers(false);
    assertEquals(before + 2, house.govNotify.taken().size());
    assertEquals(1, play.get("admin", "/api/notices").ok().path("waiting").asInt());
    play.caseroom().restartAt(at("2025-03-06T15:50"));
    house.pass();
    assertEquals(before + 2, house.govNotify.taken().size());
    assertEquals(0, play.get("admin", "/api/notices").ok().path("waiting").asInt());
  }

  @Test
  void quietHoursAreKept() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.put("tess", "/api/me/quiet-hours", body("from", "20:00", "to", "07:00")).ok();
    int before = house.govNotify.taken().size();
    play.at("2025-03-06T21:00");
    house.mention("tess");
    play.at("2025-03-06T21:10");
    house.pass();
    play.at("2025-03-07T06:59");
    house.pass();
    assertEquals(before, house.govNotify.taken().size());
    play.at("2025-03-07T07:01");
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size());

    house.govNotify.fail(500);
    play.at("2025-03-07T19:50");
    house.mention("tess");
    play.at("2025-03-07T19:56");
    house.pass();
    house.govNotify.fail(0);
    play.at("2025-03-07T20:30");
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size(), "no further try in the night");
    play.at("2025-03-08T07:01");
    house.pass();
    assertEquals(before + 2, house.govNotify.taken().size());
  }

  @Test
  void whatIsUrgentComesInQuietHoursToo() {
    play.at("2025-03-03T09:12");
    play.refer();
    house.phone("tess", "07700 900112");
    play.at("2025-03-06T15:05");
    play.screen();
    play.form("dana");
    play.put("tess", "/api/me/quiet-hours", body("from", "20:00", "to", "12:00")).ok();
    house.pass();
    play.at("2025-03-12T21:00");
    house.pass();
    int before = house.govNotify.taken().size();
    house.mention("tess");
    play.post("dana", "/api/cases/REF-1/urgent", body("words", "A concern.")).ok();
    play.at("2025-03-12T21:06");
    house.pass();
    assertEquals(before + 1, house.govNotify.taken().size(), "the page");
    play.act("tess", "/urgent/U1/acknowledge", Json.object()).ok();

    play.at("2025-03-13T09:00");
    house.pass();
    play.at("2025-03-13T09:06");
    house.pass();
    assertEquals(before + 2, house.govNotify.taken().size(), "reminders of such a case");
    assertTrue(house.lastText().words().contains("There is a reminder for you."));
    play.at("2025-03-13T12:01");
    house.pass();
    assertEquals(before + 3, house.govNotify.taken().size(), "and in its time what waited");
    assertTrue(house.lastText().words().contains("Somebody has asked for your attention."));
  }

  @Test
  void ofTwoNodesOneTells() throws Exception {
    try (CasePlay shared = new CasePlay(Databases.POSTGRESQL.fresh(), house::settings);
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
      // Whoever has begun to send in the background, there or here, ends first.
      for (int i = 0; i < 100 && papersTold() == 0; i++) {
        Thread.sleep(100);
        shared.caseroom().caseroom().notices().pass();
      }
      assertEquals(1, papersTold());
    }
  }

  private long papersTold() {
    return house.govNotify.taken().stream()
        .filter(each -> each.words().contains("A paper is waiting for your signature."))
        .count();
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
